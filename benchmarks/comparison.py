"""The tables of what programs hid and left, in Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.figures import median
from benchmarks.programs import PROGRAMS
from benchmarks.sets_table import seconds

_DASH = "–"
_HEADS = ("images", "program", "identifying words hidden", "clean files", "clinical words kept")
_PARTS_FROM = 10  # words from which an entity or a modality has a row of its own

Rows = Sequence[Mapping[str, Any]]
Results = Mapping[str, Mapping[str, Any]]
"""The content of comparison.json: by the title of the set, what each program did with each of its files."""


def table(results: Results) -> str:
    """The short table: a row for each set and program."""
    lines = _head(*_HEADS)
    for title, name, rows, _ in _each(results):
        lines.append(_line(title, name, *_recall(rows)))
    return "\n".join(lines) + "\n"


def details(results: Results) -> str:
    """The long tables: more columns, and the same by modality and by entity."""
    lines = _head(
        *_HEADS,
        "half hidden",
        "other area painted",
        "worst file",
        "failed",
        "colours changed",
        "seconds",
        "processor seconds",
    )
    for title, name, rows, common in _each(results):
        times = [_median(common, what) for what in ("seconds", "processor_s")]
        lines.append(
            _line(title, name, *_recall(rows), _half(rows), *_other(rows), _failures(rows), _recoloured(rows), *times)
        )
    for title, measured in results.items():
        lines += ["", f"By modality and by entity, {_count(measured)} {title}:", "", *_parts(measured["programs"])]
    lines += ["", *(_conditions(title, measured) for title, measured in results.items())]
    return "\n".join(lines) + "\n"


def hidden(rows: Rows, entity: str | None = None) -> tuple[int, int]:
    """Of the words that identify (of one entity, or all), how many are hidden and how many there are."""
    counts = [count for row in rows for what, count in row["hidden"].items() if entity in (None, what)]
    return sum(some for some, _ in counts), sum(number for _, number in counts)


def kept(rows: Rows) -> tuple[int, int]:
    """Of the clinical words in files that did not fail, how many are kept and how many there are."""
    counts = [row["kept"] for row in rows if not row["failure"]]
    return sum(some for some, _ in counts), sum(number for _, number in counts)


def clean(rows: Rows) -> tuple[int, int]:
    """Of the files with words that identify, how many did not fail and have all of them hidden, and how many there are.

    A file without such words says nothing about hiding.
    """
    some = [row for row in rows if row["hidden"]]
    return sum(not row["failure"] and len(set(hidden([row]))) == 1 for row in some), len(some)


def _each(results: Results) -> Iterable[tuple[str, str, Rows, Rows]]:
    """Set, program, its files, and those of them that all programs could do."""
    titles = {program.key: program.title for program in PROGRAMS}
    for title, measured in results.items():
        programs: Mapping[str, Rows] = measured["programs"]
        done = [all(not row["failure"] for row in rows) for rows in zip(*programs.values(), strict=True)]
        for number, (key, rows) in enumerate(programs.items()):
            common = [row for row, all_did in zip(rows, done, strict=True) if all_did]
            yield f"{len(rows)} {title}" if not number else "", titles[key], rows, common


def _recall(rows: Rows) -> list[str]:
    return [_of(*count(rows)) for count in (hidden, clean, kept)]


def _half(rows: Rows) -> str:
    """How many clinical words were hidden in part; figures of earlier versions do not tell."""
    known = [row["half"] for row in rows if "half" in row]
    return str(sum(known)) if len(known) == len(rows) else _DASH


def _other(rows: Rows) -> list[str]:
    """The area that was painted elsewhere: the mean of all files, and the worst."""
    others = [100 * row["other"] for row in rows if not row["failure"]]
    return [f"{value:.2f} %" for value in (sum(others) / len(others), max(others))] if others else [_DASH, _DASH]


def _parts(programs: Mapping[str, Rows]) -> list[str]:
    whats = ("words hidden", "clean files", "clinical words kept")
    lines = _head("", "identifying words", *(f"{what}, {key}" for what in whats for key in programs))
    (first, *_) = programs.values()
    for modality in sorted({row["modality"] for row in first}):
        parts = [[row for row in rows if row["modality"] == modality] for rows in programs.values()]
        if (number := hidden(parts[0])[1]) >= _PARTS_FROM:
            cells = [_share(*count(part)) for count in (hidden, clean, kept) for part in parts]
            lines.append(_line(modality or "none stated", str(number), *cells))
    for entity in sorted({entity for row in first for entity in row["hidden"] if entity}):
        if (number := hidden(first, entity)[1]) >= _PARTS_FROM:
            cells = [_share(*hidden(rows, entity)) for rows in programs.values()]
            lines.append(_line(f"`{entity}`", str(number), *cells, *[""] * (2 * len(programs))))
    for kind in sorted({kind for row in first for kind in row.get("kinds", ())}):
        cells = [_kind(rows, kind) for rows in programs.values()]
        lines.append(_line(f"`{kind}`", "", *[""] * (2 * len(programs)), *cells))
    return lines


def _kind(rows: Rows, kind: str) -> str:
    """Of the clinical words of a kind, how many are kept, and how many hidden in part."""
    counts = [row["kinds"][kind] for row in rows if not row["failure"] and kind in row.get("kinds", ())]
    kept_words, half, number = (sum(count[place] for count in counts) for place in range(3))
    return _of(kept_words, number) + (f" ({half} in part)" if half else "")


def _conditions(title: str, measured: Mapping[str, Any]) -> str:
    note = f" {measured['note']}" if measured.get("note") else ""
    cores = f"{measured['cores']} core{'s' if measured['cores'] != 1 else ''}"
    return f"The {title} were measured with Python {measured['python']} on {cores}.{note}"


def _count(measured: Mapping[str, Any]) -> int:
    return len(next(iter(measured["programs"].values())))


def _failures(rows: Rows) -> str:
    kinds = Counter(row["failure"] for row in rows if row["failure"])
    said = ", ".join(f"{number} `{kind}`" for kind, number in kinds.most_common())
    return said or "0"


def _recoloured(rows: Rows) -> str:
    return str(sum(row["recoloured"] for row in rows))


def _median(rows: Rows, what: str) -> str:
    return seconds(median([row[what] for row in rows])) if rows else _DASH


def _head(*cells: str) -> list[str]:
    return [_line(*cells), f"|{'---|' * len(cells)}"]


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _of(some: int, number: int) -> str:
    return f"{_share(some, number)} of {number}" if number else _DASH


def _share(some: int, number: int) -> str:
    return f"{100 * some / number:.1f} %" if number else _DASH
