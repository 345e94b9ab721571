"""Sets of pages that the judge has judged, and all figures of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dicom_text_redactor.phi.weighing import Weights
from training.scoring import Judged, Score, calibration_error, limit_that_keeps, score, score_of, told

KEEPING = (0.90, 0.93, 0.95, 0.97)
"""Shares of the clinical words at which it is told how many of the others are hidden."""
NAMES, SCREENS = "group of names", "kind of screen"
"""What pages are told apart by: those of images, and those of made screens."""


@dataclass(frozen=True, slots=True)
class Set:
    """A set of pages as they were judged, and of each the group that it belongs to; `by` says what groups are."""

    title: str
    pages: list[Judged]
    groups: tuple[str, ...]
    by: str = NAMES


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
        "by_file": {page.lesson.name: _counts(score([page], limit)) for page in one.pages if one.by == NAMES},
        "by_kind": {kind: _counts(some) for kind, some in by_kind(one, limit).items()},
        "by": one.by,
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


def _counts(some: Score) -> dict[str, int]:
    return {name: getattr(some, name) for name in Score.__slots__}
