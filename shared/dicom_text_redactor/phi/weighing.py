"""Weighing: the evidence adds up to log-odds; out comes the probability that a word identifies somebody.

The first sum weighs each word's own evidence. The second weighs it again, together with what the first said of the
words around: those beside it in its row, the rows above and beneath, and the same text elsewhere on the page. The third
does the same with what the second said, so that a name carries over two words. All are logistic regressions; their
weights are learned by ``make train-judge`` and never edited by hand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dicom_text_redactor.phi.evidence import pieces
from dicom_text_redactor.phi.page import WIDE, Page, Token, gap

WEIGHTS = Path(__file__).with_name("weights.json")
_MOST = 9.0
"""Log-odds beyond this are as sure as anything."""

Matrix = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]

AROUND = (
    "row_mean", "row_most", "row_least", "left", "right", "left_far", "right_far", "above_mean", "above_most",
    "below_mean", "below_most", "page_mean", "twins_mean", "own",
)  # fmt: skip
"""What the sum before says of the words around a word, as log-odds; 0 where there are none."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A logistic regression: what each input is worth, in log-odds for each standard deviation from its mean."""

    names: tuple[str, ...]
    mean: Vector
    spread: Vector
    weights: Vector
    bias: float

    def parts(self, inputs: Matrix) -> Matrix:
        """What each input contributes, shape (words, inputs)."""
        parts: Matrix = (inputs - self.mean) / self.spread * self.weights
        return parts

    def odds(self, inputs: Matrix) -> Vector:
        """The log-odds of each word."""
        odds: Vector = np.clip(self.parts(inputs).sum(axis=1) + self.bias, -_MOST, _MOST)
        return odds

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Sum:
        """The sum from its stored form."""
        columns = np.array(list(stored["inputs"].values()), dtype=float).reshape(-1, 3)
        return cls(tuple(stored["inputs"]), columns[:, 0], columns[:, 1], columns[:, 2], float(stored["bias"]))

    def to_dict(self) -> dict[str, Any]:
        """The form that is stored: for each input its mean, its spread and its weight."""
        rows = zip(self.names, self.mean, self.spread, self.weights, strict=True)
        return {"bias": round(self.bias, 5), "inputs": {n: [round(float(v), 5) for v in some] for n, *some in rows}}


@dataclass(frozen=True, slots=True)
class Weights:
    """The sums in their order, and the probability from which a word is hidden under ``cautious``."""

    sums: tuple[Sum, ...]
    limit: float

    @property
    def evidence(self) -> tuple[str, ...]:
        """The names of the pieces of evidence that are weighed."""
        return self.sums[0].names


@cache
def learned() -> Weights:
    """The weights that were learned."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights(tuple(map(Sum.of, stored["sums"])), float(stored["limit"]))


def evidence_of(tokens: Sequence[Token], names: Sequence[str] | None = None) -> Matrix:
    """The evidence of words, shape (words, pieces), in the order of `names` or of the register."""
    known = pieces()
    some = [known[name].value for name in (known if names is None else names)]
    return np.array([[value(token) for value in some] for token in tokens], dtype=float).reshape(-1, len(some))


def around(page: Page, odds: Vector) -> Matrix:
    """What a sum said of the words around each word of a page, shape (words, len(AROUND))."""
    found = np.zeros((len(page.tokens), len(AROUND)))
    rows = {id(row): odds[[token.index for token in row.tokens]] for row in page.rows}
    sums: dict[str, list[float]] = {}
    for token in page.tokens:
        sums.setdefault(token.bare, []).append(float(odds[token.index]))
    mean = float(odds.mean()) if len(odds) else 0.0
    for token in page.tokens:
        own, row = float(odds[token.index]), rows[id(token.row)]
        others = np.delete(row, token.at)
        line = found[token.index]
        if len(others):
            line[0:3] = others.mean(), others.max(), others.min()
        for column, step in enumerate((-1, 1), 3):
            if 0 <= token.at + step < len(row):
                beside = token.row.tokens[token.at + step]
                far = gap(*((beside, token) if step < 0 else (token, beside))) > WIDE
                line[column + 2 * far] = row[token.at + step]
        for column, near in ((7, token.row.above), (9, token.row.below)):
            if near is not None:
                line[column : column + 2] = rows[id(near)].mean(), rows[id(near)].max()
        line[11] = mean
        twins = sums[token.bare]
        if len(twins) > 1:
            line[12] = (sum(twins) - own) / (len(twins) - 1)
        line[13] = own
    return found


def weigh(page: Page, evidence: Matrix, sums: Sequence[Sum]) -> Vector:
    """The log-odds that each word of a page identifies somebody, by its evidence, shape (words, pieces)."""
    odds = sums[0].odds(evidence)
    for later in sums[1:]:
        odds = later.odds(np.hstack([evidence, around(page, odds)]))
    return odds


def probability(odds: Vector) -> Vector:
    """Probabilities of log-odds."""
    result: Vector = 1 / (1 + np.exp(-odds))
    return result
