"""The tables of what was hidden, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.figures import median
from benchmarks.table import PEER, seconds

HIDDEN = 0.95  # share of its ink from which a word is hidden
KEPT = 0.1  # share of its ink below which a word is kept
_DASH = "–"

Rows = Sequence[Mapping[str, Any]]


def table(results: Mapping[str, Any]) -> str:
    """Both tables: what each program did with all files, and the same by entity and by modality."""
    programs = [("this program", results["ours"]), *([(PEER, results["peer"])] if "peer" in results else [])]
    return "\n".join([_heading(results), "", *_totals(programs), "", *_parts(programs)]) + "\n"


def hidden(rows: Rows, entity: str | None = None) -> tuple[int, int]:
    """Of the words that identify (of one entity, or all), how many are hidden and how many there are."""
    shares = [share for role, what, share in _words(rows) if role == "phi" and entity in (None, what)]
    return sum(share >= HIDDEN for share in shares), len(shares)


def kept(rows: Rows) -> tuple[int, int]:
    """Of the clinical words in files that did not fail, how many are kept and how many there are."""
    shares = [share for role, _, share in _words(row for row in rows if not row["failure"]) if role == "keep"]
    return sum(share < KEPT for share in shares), len(shares)


def clean(rows: Rows) -> tuple[int, int]:
    """How many files did not fail and have every word hidden that identifies, and how many there are."""
    done = [not row["failure"] and len(set(hidden([row]))) == 1 for row in rows]
    return sum(done), len(done)


def _words(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, float]]:
    return [(role, entity, share) for row in rows for role, entity, share in row["words"]]


def _heading(results: Mapping[str, Any]) -> str:
    said = "" if "peer" in results else f" {PEER} was not measured."
    note = f" {results['note']}" if results.get("note") else ""
    _, words = hidden(results["ours"])
    return (
        f"`make bench-recall OPTIONS='--seed {results['seed']} --count {results['count']}'` on {results['date']}: "
        f"{results['count']} made files with {words} identifying words.{said}{note}"
    )


def _totals(programs: Sequence[tuple[str, Rows]]) -> list[str]:
    lines = [
        "| | identifying words hidden | clean files | clinical words kept | other area painted | failed | median |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, rows in programs:
        done = [row for row in rows if not row["failure"]]
        other = f"{100 * sum(row['other'] for row in done) / len(done):.2f} %" if done else _DASH
        times = [row["seconds"] for row in done if row["seconds"] is not None]
        cells = [_of(*hidden(rows)), _of(*clean(rows)), _of(*kept(rows)), other, str(len(rows) - len(done))]
        lines.append(f"| {name} | {' | '.join(cells)} | {seconds(median(times)) if times else _DASH} |")
    return lines


def _parts(programs: Sequence[tuple[str, Rows]]) -> list[str]:
    names = ["ours", "theirs"][: len(programs)]
    heads = [f"{what}, {name}" for what in ("hidden", "clean files", "clinical words kept") for name in names]
    lines = [f"| | words | {' | '.join(heads)} |", f"|---|{'---|' * (len(heads) + 1)}"]
    own = programs[0][1]
    for entity in sorted({what for role, what, _ in _words(own) if role == "phi"}):
        cells = [_share(*hidden(rows, entity)) for _, rows in programs]
        lines.append(_line(f"`{entity}`", hidden(own, entity)[1], [*cells, *[""] * (2 * len(programs))]))
    for modality in sorted({row["modality"] for row in own}):
        parts = [[row for row in rows if row["modality"] == modality] for _, rows in programs]
        cells = [_share(*count(part)) for count in (hidden, clean, kept) for part in parts]
        lines.append(_line(modality, hidden(parts[0])[1], cells))
    return lines


def _line(name: str, words: int, cells: Sequence[str]) -> str:
    return f"| {name} | {words} | {' | '.join(cells)} |"


def _of(some: int, number: int) -> str:
    return f"**{_share(some, number)}** of {number}" if number else _DASH


def _share(some: int, number: int) -> str:
    return f"{100 * some / number:.1f} %" if number else _DASH
