"""Learning: from lessons to weights. Logistic regressions, one over the other; then calibrated; then the limit.

Each step takes lessons of its own, so that it sees the one before as it is on screens that it did not learn from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from dicom_text_redactor.phi.evidence import pieces
from dicom_text_redactor.phi.weighing import AROUND, Matrix, Sum, Vector, around, weigh
from training.lessons import Lesson

SUMS = 3
"""How many sums there are: each later one sees what the one before said of the words around."""
_STEPS = 30
_PENALTY = 3.0
"""What a weight costs beside the words that it explains; keeps weights of what seldom occurs small."""


def learn(lessons: Sequence[Lesson], names: Sequence[str] | None = None, count: int = SUMS) -> tuple[Sum, ...]:
    """The sums; each is learned on a share of the lessons of its own.

    names: the pieces of evidence to weigh, if not all of the register.
    count: how many sums there are.
    """
    names = tuple(pieces()) if names is None else names
    sums: tuple[Sum, ...] = ()
    for number in range(count):
        share = [(one, one.of(names)) for one in lessons[number::count]]
        if sums:
            share = [(one, np.hstack([own, around(one.page, weigh(one.page, own, sums))])) for one, own in share]
        sums = (*sums, fit(*_told(share), (*names, *AROUND) if sums else names))
    return sums


def fit(inputs: Matrix, truth: Vector, names: Sequence[str]) -> Sum:
    """A logistic regression of truths (0 or 1) on inputs, shape (words, names)."""
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0)
    spread[spread < 1e-6] = 1.0
    weights = _regressed((inputs - mean) / spread, truth, _PENALTY)
    return Sum(tuple(names), mean, spread, weights[:-1], float(weights[-1]))


def calibrated(sums: Sequence[Sum], lessons: Sequence[Lesson]) -> tuple[Sum, ...]:
    """The sums with the last one stretched and shifted so that its probabilities hold for these lessons (Platt)."""
    odds, truth = _told((one, weigh(one.page, one.of(sums[0].names), sums)[:, None]) for one in lessons)
    slope, shift = _regressed(odds, truth, 0.0)
    last = sums[-1]
    return (*sums[:-1], replace(last, weights=slope * last.weights, bias=float(slope * last.bias + shift)))


def _regressed(inputs: Matrix, truth: Vector, cost: float) -> Vector:
    """Weights of the inputs and, last, of a constant, by Newton's method; `cost` is a penalty on their squares."""
    x = np.hstack([inputs, np.ones((len(inputs), 1))])
    penalty = np.full(x.shape[1], cost)
    penalty[-1] = 0.0
    weights = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (p - truth) + penalty * weights
        curvature = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty + 1e-9)
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def _told(some: Iterable[tuple[Lesson, Matrix]]) -> tuple[Matrix, Vector]:
    """The inputs and the truth of all words of which it is told whether they identify."""
    inputs, truth = zip(*[(m[~np.isnan(one.truth)], one.truth[~np.isnan(one.truth)]) for one, m in some], strict=True)
    return np.vstack(inputs), np.concatenate(truth)
