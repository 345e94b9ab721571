"""The figures of the judge by itself: as text to read, and as tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from benchmarks.judged_sets import KEEPING, NAMES, Set, by_group, by_kind, limit_of
from dicom_text_redactor.phi.weighing import Weights
from training.scoring import Score, calibration_error, limit_that_keeps, score, told

_KEEPING = 0.95  # the share of the clinical words where the table tells what is hidden


def table(results: Mapping[str, Mapping[str, Any]]) -> str:
    """The table of a run in Markdown: a row for each set, and below it the groups of names."""
    heads = ("words of", "identifying words hidden", "clean images", "clinical words kept",
             f"hidden where {_KEEPING:.0%} are kept".replace("%", " %"), "calibration error")  # fmt: skip
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for title, found in results.items():
        hidden, clean, kept = (
            f"{_percent(share)} of {number}" if number else "–" for share, number in _pairs(Score(**found["all"]))
        )
        other = Score(**found["at_other_limits"][str(_KEEPING)])
        cells = (title, hidden, clean, kept, _percent(other.shares[0]), f"{found['calibration_error']:.3f}")
        lines.append(f"| {' | '.join(cells)} |")
    for title, found in results.items():
        groups = {name: Score(**some).shares[0] for name, some in found["by_group"].items()}
        if groups and found["by"] == NAMES:
            told_groups = ", ".join(f"{name} {_percent(share)}" for name, share in sorted(groups.items(), key=_worst))
            lines += ["", f"Words hidden by region of the patient's name, {title}: {told_groups}."]
    return "\n".join(lines) + "\n"


def lines(one: Set, weights: Weights, *, by_file: bool, words: bool) -> Iterable[str]:
    """All figures of a set as text; `words`: those that are wrong as well."""
    limit = limit_of(weights)
    yield f"{one.title}"
    yield f"  at the limit ({weights.limit:g})  {told_score(score(one.pages, limit))}"
    for share in KEEPING:
        other = limit_that_keeps(share, one.pages)
        yield f"  {share:.0%} kept            {told_score(score(one.pages, other))}"
    scores, truth = told(one.pages, limit)
    error, other_error = calibration_error(scores, truth), calibration_error(scores, truth, equal=True)
    yield f"  calibration error {error:.3f} (bins of equal width), {other_error:.3f} (of equally many words)"
    tables = [("by kind of word", by_kind(one, limit))]
    if one.by == NAMES or by_file:
        tables.append((f"by {one.by}", by_group(one, limit)))
    if one.by == NAMES and by_file:
        tables.append(("by file", {page.lesson.name: score([page], limit) for page in one.pages}))
    for title, rows in tables:
        yield from _table(title, rows)
    if words:
        yield from _wrong(one, limit)


def told_score(some: Score) -> str:
    """A score in words."""
    hidden, clean, kept = (
        f"{share:6.1%} of {number:<4}" if number else f"{'–':>6}{'':8}" for share, number in _pairs(some)
    )
    return f"hidden {hidden}  clean {clean}  kept {kept}".rstrip()


def _table(title: str, rows: Mapping[str, Score]) -> Iterable[str]:
    if rows:
        width = max(len(name) for name in rows)
        yield f"  {title}"
        for name, some in rows.items():
            yield f"    {name:{width}}  {told_score(some)}"


def _wrong(one: Set, limit: float) -> Iterable[str]:
    for page in one.pages:
        hidden, texts = page.hidden(limit), [token.text for token in page.lesson.page.tokens]
        for title, wrong in (("left", page.lesson.identifies & ~hidden), ("lost", page.lesson.clinical & hidden)):
            if some := [f"{texts[i]} ({page.odds[i]:+.1f})" for i in np.flatnonzero(wrong)]:
                yield f"  {page.lesson.name}: {title}: {', '.join(some)}"


def _pairs(some: Score) -> Iterable[tuple[float, int]]:
    """The shares of a score, each with the number that it is of."""
    return zip(some.shares, (some.words, some.pages, some.clinical), strict=True)


def _worst(group: tuple[str, float]) -> tuple[float, str]:
    return group[1], group[0]


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
