"""Tells what the evidence is worth: the judge learns anew without a group of it, or without a piece, and is measured.

python -m benchmarks.ablation [TRUTH_DIR…]             a group at a time, by the loss without it, the smallest first
python -m benchmarks.ablation [TRUTH_DIR…] --pieces    a piece at a time

It learns from made screens and is measured on others, and on the true words of images (benchmarks/judging.py). The
evidence of all words is found once; what is left out is taken away from it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from benchmarks.running import say
from benchmarks.true_words import lesson_of, read_texts
from dicom_text_redactor.phi.evidence import groups, pieces
from training.learning import SUMS, learn
from training.lessons import Lesson, made
from training.scoring import Judged, judged, limit_that_hides, limit_that_keeps, score, told

KEPT, HIDDEN = 0.9, 0.99
"""The share of clinical words that is kept where hidden words are counted, and the other way round."""
_SCREENS, _SEED = 1500, 1
_OTHERS = 3  # for so many screens to learn from there is one to be measured
_MEASURED = 3000  # added to the seed of the screens that are measured
_SURROUNDINGS = ("(surroundings)",)  # no piece: without them there is one sum
_LEAST = 1e-6  # a probability of less is not believed when the loss is counted


@dataclass(frozen=True, slots=True)
class Worth:
    """What a set of lessons gives when the judge has learned in one way.

    Attributes
    ----------
    loss
        How surprised the judge is by a word's truth: the mean of -log of the probability that it gave it, in
        thousandths of a nat.
    hidden
        Share of identifying words hidden where `KEPT` of the clinical words stay.
    kept
        Share of clinical words that stay where `HIDDEN` of the identifying words are hidden.
    """

    loss: float
    hidden: float
    kept: float


Sets = Mapping[str, Sequence[Lesson]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 0 when done."""
    options = _parser().parse_args(arguments)
    lessons = made(options.screens, options.seed, workers=options.workers)
    held = made(max(1, options.screens // _OTHERS), options.seed + _MEASURED, workers=options.workers)
    sets = {f"{len(held)} made screens": held}
    sets |= {folder.name: [lesson_of(file) for file in read_texts(folder)] for folder in options.folders}
    words = sum(len(one.truth) for one in lessons)
    say(f"learned from {len(lessons)} made screens with {words} words, seed {options.seed}")
    parts = by_piece() if options.pieces else by_group()
    whole, without = worths(lessons, sets, list(parts.values()), options.workers)
    rows = sorted(zip(parts, without, strict=True), key=lambda row: next(iter(row[1].values())).loss)
    print("\n".join(_lines(whole, rows)))
    return 0


def by_group() -> dict[str, tuple[str, ...]]:
    """The pieces of each group, and what the sums say of the words around."""
    found = {group: tuple(name for name, one in pieces().items() if one.group == group) for group in groups()}
    return found | {"(surroundings)": _SURROUNDINGS}


def by_piece() -> dict[str, tuple[str, ...]]:
    """Each piece alone, under the names of its group and its own."""
    return {f"{one.group}.{name}": (name,) for name, one in pieces().items()}


def worths(
    lessons: Sequence[Lesson], sets: Sets, parts: Sequence[Sequence[str]], workers: int = 1
) -> tuple[dict[str, Worth], list[dict[str, Worth]]]:
    """What all evidence gives on each set, and what is left without each of the parts."""
    with _shared(lessons, sets):
        tasks = [(), *map(tuple, parts)]
        if workers < 2:
            found = [_without(task) for task in tasks]
        else:
            with get_context("fork").Pool(workers) as pool:  # the lessons are there in every process
                found = []
                for one in pool.imap(_without, tasks):
                    found.append(one)
                    say(f"learned {len(found)} times of {len(tasks)}")
    return found[0], found[1:]


def worth_of(pages: Sequence[Judged]) -> Worth:
    """What the judge made of these pages."""
    scores, truth = told(pages, 0.0)
    believed = np.clip(np.where(truth == 1, scores, 1 - scores), _LEAST, 1.0)
    return Worth(
        1000 * float(-np.log(believed).mean()),
        score(pages, limit_that_keeps(KEPT, pages)).shares[0],
        score(pages, limit_that_hides(HIDDEN, pages)).shares[2],
    )


_lessons: Sequence[Lesson] = ()
_sets: Sets = {}


@contextmanager
def _shared(lessons: Sequence[Lesson], sets: Sets) -> Iterator[None]:
    """Lessons where the processes that are forked find them."""
    global _lessons, _sets
    _lessons, _sets = lessons, sets
    try:
        yield
    finally:
        _lessons, _sets = (), {}


def _without(part: tuple[str, ...]) -> dict[str, Worth]:
    """Learn and measure without some pieces."""
    names = [name for name in pieces() if name not in part]
    sums = learn(_lessons, names, 1 if part == _SURROUNDINGS else SUMS)
    return {title: worth_of(judged(some, sums)) for title, some in _sets.items()}


def _lines(whole: Mapping[str, Worth], rows: Iterable[tuple[str, Mapping[str, Worth]]]) -> Iterator[str]:
    rows = list(rows)
    width = max(len(name) for name, _ in rows)
    yield f"loss: in thousandths of a nat; hidden: where {KEPT:.0%} are kept; kept: where {HIDDEN:.0%} are hidden"
    yield f"{'without':{width}}  " + "  ".join(f"{title[:22]:>22}" for title in whole)
    yield f"{'':{width}}  " + "  ".join(["  loss   hidden    kept"] * len(whole))
    for name, some in [("(nothing)", whole), *rows]:
        yield f"{name:{width}}  " + "  ".join(
            f"{one.loss:6.1f}  {one.hidden:7.1%} {one.kept:7.1%}" for one in some.values()
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks.ablation", description="Tell what the evidence is worth.")
    parser.add_argument("folders", type=Path, nargs="*", metavar="TRUTH_DIR", help="images with their truth")
    parser.add_argument("--pieces", action="store_true", help="a piece at a time instead of a group")
    parser.add_argument("--screens", type=int, default=_SCREENS, help=f"to learn from (default: {_SCREENS})")
    parser.add_argument("--seed", type=int, default=_SEED, help=f"of the screens (default: {_SEED})")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)), help="processes")
    return parser


if __name__ == "__main__":
    sys.exit(main())
