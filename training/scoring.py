"""Scoring: what becomes of words whose truth is known, at one limit or at many, and how true the probabilities are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from dicom_text_redactor.phi.weighing import Sum, Vector, probability, weigh
from dicom_text_redactor.phi.wholes import as_wholes
from training.lessons import Flags, Lesson

_UNREADABLE = 0.5
"""The score of a word that nobody could read."""
_FARTHEST = 12.0
"""Log-odds beyond which no limit is looked for."""
_STEPS = 14


@dataclass(frozen=True, slots=True)
class Judged:
    """A lesson with the log-odds that its words identify somebody."""

    lesson: Lesson
    odds: Vector

    def hidden(self, limit: float) -> Flags:
        """Which words are hidden at a limit, given as log-odds."""
        return self.lesson.fixed | self.lesson.unread | (as_wholes(self.lesson.page, self.odds, limit) >= limit)

    def scores(self, limit: float) -> Vector:
        """The probabilities that the report would tell, 0 to 1."""
        odds = as_wholes(self.lesson.page, self.odds, limit)
        weighed = np.where(self.lesson.unread & (odds < limit), _UNREADABLE, probability(odds))
        return np.where(self.lesson.fixed, 1.0, weighed)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts: words that identify and those of them that are hidden; pages with such words and those of which all are
    hidden; clinical words and those that stay.
    """

    words: int = 0
    hidden: int = 0
    pages: int = 0
    clean: int = 0
    clinical: int = 0
    kept: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.words + other.words, self.hidden + other.hidden, self.pages + other.pages,
            self.clean + other.clean, self.clinical + other.clinical, self.kept + other.kept,
        )  # fmt: skip

    @property
    def shares(self) -> tuple[float, float, float]:
        """Words hidden, pages clean and clinical words kept, 0 to 1; NaN where there are none."""
        pairs = ((self.hidden, self.words), (self.clean, self.pages), (self.kept, self.clinical))
        hidden, clean, kept = (some / number if number else float("nan") for some, number in pairs)
        return hidden, clean, kept


def judged(lessons: Iterable[Lesson], sums: Sequence[Sum]) -> list[Judged]:
    """Lessons as these sums judge them."""
    return [Judged(one, weigh(one.page, one.of(sums[0].names), sums).odds) for one in lessons]


def score_of(truth: Vector, hidden: Flags) -> Score:
    """The score of one page: the truth of its words (as in `Lesson`), and which of them are hidden."""
    identifies, clinical = truth == 1, truth == 0
    words, right = int(identifies.sum()), int((identifies & hidden).sum())
    return Score(
        words, right, int(words > 0), int(words > 0 and right == words),
        int(clinical.sum()), int((clinical & ~hidden).sum()),
    )  # fmt: skip


def score(pages: Iterable[Judged], limit: float) -> Score:
    """The score of all pages at a limit, given as log-odds."""
    return sum((score_of(page.lesson.truth, page.hidden(limit)) for page in pages), Score())


def limit_that_hides(share: float, pages: Sequence[Judged]) -> float:
    """The highest limit, as log-odds, at which that share (0 to 1) of the identifying words is hidden."""
    return _highest(lambda limit: score(pages, limit).shares[0] >= share)


def limit_that_keeps(share: float, pages: Sequence[Judged]) -> float:
    """The lowest limit, as log-odds, at which that share (0 to 1) of the clinical words is kept."""
    return -_highest(lambda limit: score(pages, -limit).shares[2] >= share)


def _highest(holds: Callable[[float], bool]) -> float:
    """The highest number for which something holds that holds for all below it, to some thousandths."""
    low, high = -_FARTHEST, _FARTHEST
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


@dataclass(frozen=True, slots=True)
class Bin:
    """Words of like score: how many, their mean score, and the share of them that identifies."""

    words: int
    score: float
    share: float


def told(pages: Iterable[Judged], limit: float) -> tuple[Vector, Vector]:
    """The scores and the truths of all words of which it is told what they are."""
    some = [(page.scores(limit), page.lesson.truth) for page in pages]
    scores, truth = np.concatenate([s for s, _ in some]), np.concatenate([t for _, t in some])
    known = ~np.isnan(truth)
    return scores[known], truth[known]


def bins(scores: Vector, truth: Vector, count: int = 10, *, equal: bool = False) -> list[Bin]:
    """Words by their score, in bins of equal width or, with `equal`, of equally many words; empty ones are left out."""
    if equal:
        parts = np.array_split(np.argsort(scores, kind="stable"), count)
    else:
        places = np.minimum((scores * count).astype(int), count - 1)
        parts = [np.flatnonzero(places == number) for number in range(count)]
    return [Bin(len(p), float(scores[p].mean()), float(truth[p].mean())) for p in parts if len(p)]


def calibration_error(scores: Vector, truth: Vector, count: int = 10, *, equal: bool = False) -> float:
    """The expected calibration error: how far scores are from shares, in the mean of words (Guo et al., ICML 2017)."""
    some = bins(scores, truth, count, equal=equal)
    return sum(one.words * abs(one.score - one.share) for one in some) / max(1, len(scores))
