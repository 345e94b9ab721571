"""Learn the judge's weights from made screens: python -m training.judge [--seed 1] [--screens 3000]

Every word of every screen is read as readers read (faults, splits, a confidence), its evidence is weighed by logistic
regressions, and the limit is the one that hides a given share of the identifying words of screens that were not learned
from. No real image is learned from.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from typing import Any

import numpy as np

from dicom_text_redactor.model import Word
from dicom_text_redactor.phi.analyzer import Analyzer
from dicom_text_redactor.phi.evidence import pieces
from dicom_text_redactor.phi.header import Header
from dicom_text_redactor.phi.identity import Identity
from dicom_text_redactor.phi.page import Page
from dicom_text_redactor.phi.recognizers import consult
from dicom_text_redactor.phi.technique import technique_of
from dicom_text_redactor.phi.weighing import (
    AROUND,
    WEIGHTS,
    Matrix,
    Sum,
    Vector,
    around,
    evidence_of,
    probability,
    weigh,
)
from dicom_text_redactor.phi.wordlists import LISTS
from dicom_text_redactor.settings import DEFAULT_NER_MODEL

SUMS = 3
"""How many sums there are: each later one sees what the one before said of the words around."""
HIDDEN = 0.995
"""The share of the identifying words of made screens that the limit hides."""
_STEPS = 30
_PENALTY = 3.0
"""What a weight costs beside the words that it explains; keeps weights of what seldom occurs small."""


@dataclass
class Lesson:
    """One page, the evidence of its words, and the truth: 1 identifies, 0 is clinical, NaN is not told."""

    name: str
    page: Page
    evidence: Matrix
    truth: Vector


def lesson(
    name: str, words: Sequence[Word], roles: Sequence[str], header: Header, size: tuple[int, int], analyzer: Analyzer
) -> Lesson:
    """The lesson of one page; `roles` are identifying, clinical or neutral, in the order of the words."""
    page = Page(words, header, size)
    page.entities = consult(page, analyzer, ()).weigh
    truth = np.array([{"identifying": 1.0, "clinical": 0.0}.get(role, np.nan) for role in roles])
    return Lesson(name, page, evidence_of(page.tokens), truth)


def header_of(dataset: Any) -> Header:
    """What the header of a dataset says."""
    return Header(Identity.of(dataset, LISTS), technique_of(dataset))


def fit(inputs: Matrix, truth: Vector, names: Sequence[str]) -> Sum:
    """A logistic regression by Newton's method, with a penalty on the squares of the weights."""
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0)
    spread[spread < 1e-6] = 1.0
    x = np.hstack([(inputs - mean) / spread, np.ones((len(inputs), 1))])
    penalty = np.full(x.shape[1], _PENALTY)
    penalty[-1] = 0.0
    w = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (p - truth) + penalty * w
        curvature = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty + 1e-9)
        step = np.linalg.solve(curvature, gradient)
        w -= step
        if np.abs(step).max() < 1e-6:
            break
    return Sum(tuple(names), mean, spread, w[:-1], float(w[-1]))


def learn(lessons: Sequence[Lesson]) -> tuple[Sum, ...]:
    """The sums; each is learned on lessons of its own, so that it sees the one before as it is on others."""
    names = tuple(pieces())
    sums: tuple[Sum, ...] = ()
    for number in range(SUMS):
        share = lessons[number::SUMS]
        if not sums:
            sums = (fit(*_told((one, one.evidence) for one in share), names),)
            continue
        both = (
            (one, np.hstack([one.evidence, around(one.page, weigh(one.page, one.evidence, sums))])) for one in share
        )
        sums = (*sums, fit(*_told(both), (*names, *AROUND)))
    return sums


def _told(some: Iterable[tuple[Lesson, Matrix]]) -> tuple[Matrix, Vector]:
    inputs, truth = zip(*[(m[~np.isnan(one.truth)], one.truth[~np.isnan(one.truth)]) for one, m in some], strict=True)
    return np.vstack(inputs), np.concatenate(truth)


_analyzer: Analyzer | None = None


def _made(task: tuple[int, bool]) -> Lesson:
    global _analyzer
    from training.screens import make
    from training.screens.reading import as_read

    seed, faultless = task
    _analyzer = _analyzer or Analyzer(DEFAULT_NER_MODEL)
    screen = make(seed)
    read = as_read(screen, seed, faultless=faultless)
    return lesson(screen.kind, [r.word for r in read], [r.role for r in read], header_of(screen.header),
                  (screen.columns, screen.rows), _analyzer)  # fmt: skip


def made(count: int, seed: int, *, faultless: float = 0.3, workers: int = 2) -> list[Lesson]:
    """Lessons of made screens, a share of them read without a fault."""
    tasks = [(seed * 1_000_003 + i, i % 100 < 100 * faultless) for i in range(count)]
    with Pool(workers) as pool:
        return [one for one in pool.imap(_made, tasks, chunksize=20) if len(one.page.tokens)]


def main() -> None:
    """Learn, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--screens", type=int, default=3000)
    parsed = parser.parse_args()
    started = time.monotonic()
    lessons = made(parsed.screens, parsed.seed)
    sums = learn(lessons)
    others = made(max(100, parsed.screens // 5), parsed.seed + 1000)
    p = np.concatenate([probability(weigh(one.page, one.evidence, sums))[one.truth == 1] for one in others])
    limit = float(np.quantile(p, 1 - HIDDEN))
    stored = {"seed": parsed.seed, "screens": parsed.screens, "words": sum(len(one.truth) for one in lessons),
              "limit": round(limit, 5), "sums": [one.to_dict() for one in sums]}  # fmt: skip
    WEIGHTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    print(f"{len(lessons)} screens, limit {limit:.4f}, {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
