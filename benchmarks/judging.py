"""Measures the judge by itself: it is given the true words of images, so that no fault of finding or reading counts.

python -m benchmarks.judging TRUTH_DIR…                   folders of images with their truth (docs/evaluation.md)
python -m benchmarks.judging TRUTH_DIR --by-file          each image as well
python -m benchmarks.judging TRUTH_DIR --words            prints the words that are wrong; they may identify somebody
python -m benchmarks.judging TRUTH_DIR --weights FILE     with other weights than those of the program
python -m benchmarks.judging TRUTH_DIR --plot FILE.png    draws how true the probabilities are
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.phantoms.sets import recall
from benchmarks.true_words import lesson_of, lesson_of_sample, read_folder
from dicom_text_redactor.phi.weighing import WEIGHTS, Weights
from training.judge import weights_of
from training.lessons import made
from training.scoring import (
    Judged,
    Score,
    calibration_error,
    judged,
    limit_that_keeps,
    score,
    score_of,
    told,
)

KEEPING = (0.90, 0.93, 0.95, 0.97)
"""Shares of the clinical words at which it is told how many of the others are hidden."""
_NAMES, _SCREENS = "group of names", "kind of screen"
FRESH = 9000
"""Seed of the made screens that are measured beside the folders; no training uses its like."""


@dataclass(frozen=True, slots=True)
class Set:
    """A set of pages as they were judged, and of each the group that it belongs to; `by` says what groups are."""

    title: str
    pages: list[Judged]
    groups: tuple[str, ...]
    by: str = _NAMES


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 0 when done."""
    options = _parser().parse_args(arguments)
    weights = weights_of(json.loads(options.weights.read_text(encoding="utf-8")))
    sets = [_of_folder(folder, weights) for folder in options.folders]
    if options.screens:
        lessons = made(options.screens, FRESH, workers=options.workers)
        kinds = tuple(one.name for one in lessons)
        sets.append(Set(f"{len(lessons)} made screens", judged(lessons, weights.sums), kinds, _SCREENS))
    if options.phantoms:
        found = [lesson_of_sample(sample) for sample in recall(options.phantoms, options.seed)]
        regions, pages = tuple(region for region, _ in found), judged((one for _, one in found), weights.sums)
        sets.append(Set(f"{options.phantoms} generated images", pages, regions))
    told_of = {}
    for one in sets:
        print("\n".join(_lines(one, weights, by_file=options.by_file, words=options.words)))
        told_of[one.title] = figures(one, weights)
    if options.json:
        options.json.write_text(json.dumps(told_of, indent=1) + "\n", encoding="utf-8")
    if options.plot:
        from benchmarks.reliability import draw

        draw([(one.title, *told(one.pages, limit_of(weights))) for one in sets], options.plot)
    return 0


def limit_of(weights: Weights) -> float:
    """The limit of weights, as log-odds."""
    return float(np.log(weights.limit / (1 - weights.limit)))


def figures(one: Set, weights: Weights) -> dict[str, Any]:
    """All figures of a set, without a word of it."""
    limit = limit_of(weights)
    scores, truth = told(one.pages, limit)
    return {
        "all": _counts(score(one.pages, limit)),
        "at_other_limits": {
            str(share): _counts(score(one.pages, limit_that_keeps(share, one.pages))) for share in KEEPING
        },
        "calibration_error": round(calibration_error(scores, truth), 4),
        "calibration_error_of_equal_bins": round(calibration_error(scores, truth, equal=True), 4),
        "by_file": {page.lesson.name: _counts(score([page], limit)) for page in one.pages if one.by == _NAMES},
        "by_kind": {kind: _counts(some) for kind, some in by_kind(one, limit).items()},
        "by_group": {group: _counts(some) for group, some in by_group(one, limit).items()},
    }


def by_kind(one: Set, limit: float) -> dict[str, Score]:
    """The score of the words of each kind; a page counts for each kind that it has."""
    return _grouped(one, limit, [[kind or "not told" for kind in page.lesson.kinds] for page in one.pages])


def by_group(one: Set, limit: float) -> dict[str, Score]:
    """The score of the pages of each group."""
    names = [[group] * len(page.lesson.kinds) for group, page in zip(one.groups, one.pages, strict=True)]
    return _grouped(one, limit, names) if len(set(one.groups)) > 1 else {}


def _grouped(one: Set, limit: float, names: Iterable[Sequence[str]]) -> dict[str, Score]:
    scores: dict[str, Score] = defaultdict(Score)
    for page, some in zip(one.pages, names, strict=True):
        hidden, own = page.hidden(limit), np.array(some)
        for name in sorted(set(some)):
            there = own == name
            truth = np.where(there, page.lesson.truth, np.nan)
            scores[name] += score_of(truth, hidden)
    return dict(sorted(scores.items()))


def _of_folder(folder: Path, weights: Weights) -> Set:
    files = read_folder(folder)
    return Set(folder.name, judged(map(lesson_of, files), weights.sums), tuple(file.group for file in files))


def _counts(some: Score) -> dict[str, int]:
    return {name: getattr(some, name) for name in Score.__slots__}


def _lines(one: Set, weights: Weights, *, by_file: bool, words: bool) -> Iterable[str]:
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
    if one.by == _NAMES or by_file:
        tables.append((f"by {one.by}", by_group(one, limit)))
    if one.by == _NAMES and by_file:
        tables.append(("by file", {page.lesson.name: score([page], limit) for page in one.pages}))
    for title, rows in tables:
        yield from _table(title, rows)
    if words:
        yield from _wrong(one, limit)


def told_score(some: Score) -> str:
    """A score in words."""
    numbers = (some.words, some.pages, some.clinical)
    hidden, clean, kept = (
        f"{share:6.1%} of {number:<4}" if number else f"{'–':>6}{'':8}"
        for share, number in zip(some.shares, numbers, strict=True)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks.judging", description="Measure the judge by itself.")
    parser.add_argument("folders", type=Path, nargs="*", metavar="TRUTH_DIR", help="images with their truth")
    parser.add_argument("--screens", type=int, default=0, help="so many made screens as well")
    parser.add_argument("--phantoms", type=int, default=0, help="so many generated images as well, by region of names")
    parser.add_argument("--seed", type=int, default=5, help="of the generated images (default: 5)")
    parser.add_argument("--by-file", action="store_true", help="each image as well")
    parser.add_argument("--words", action="store_true", help="print the words that are wrong")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="other weights than the program's own")
    parser.add_argument("--workers", type=int, default=1, help="processes that make screens")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures, which hold no word")
    parser.add_argument("--plot", type=Path, metavar="FILE.png", help="draw how true the probabilities are")
    return parser


if __name__ == "__main__":
    sys.exit(main())
