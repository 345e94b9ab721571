"""Weighing: the evidence adds up to log-odds; out comes the probability that a word identifies somebody.

The first sum weighs each word's own evidence. The second adds what follows from it together with what the first said of
the words around: those beside it in its row, the rows above and beneath, and the same text elsewhere on the page. The
third does the same with what the first two said, so that a name carries over two words. All are sums of small trees
(gradient boosting: Friedman, 2001), learned by ``make train-judge`` and never edited by hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
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
Numbers = npt.NDArray[np.intp]

AROUND = (
    "row_mean", "row_most", "left", "right", "above_mean", "above_most", "below_mean", "below_most", "twins_mean",
    "own",
)  # fmt: skip
"""What the sums before say of the words around a word, as log-odds; 0 where there are none."""


@dataclass(frozen=True, slots=True, eq=False)
class Sum:
    """A sum of small trees: each asks a few questions of what is known of a word, and adds what the answers are worth.

    Attributes
    ----------
    names
        Of the inputs.
    mean
        Of each input, over the words that it was learned from.
    roots
        The node that each tree begins with.
    asks, above, no, yes
        For each node the input that it asks about, the number above which the answer is yes, and the nodes that follow;
        a node that asks nothing is followed by itself.
    value
        What words add to the log-odds that come by that node, on average.
    """

    names: tuple[str, ...]
    mean: Vector
    roots: Numbers
    asks: Numbers
    above: Vector
    no: Numbers
    yes: Numbers
    value: Vector

    def odds(self, inputs: Matrix) -> Vector:
        """The log-odds that it adds to those of each word."""
        *_, last = self._steps(inputs)
        odds: Vector = self.value[last].sum(axis=1)
        return odds

    def parts(self, inputs: Matrix) -> Matrix:
        """What each input contributes to that, beside what is added to all words alike, shape (words, inputs).

        An answer contributes by how much the words with that answer add more than all that were asked (Saabas, 2014).
        """
        words, count = inputs.shape
        parts = np.zeros(words * count)
        steps = self._steps(inputs)
        before = next(steps)
        for after in steps:
            asked = np.arange(words)[:, None] * count + self.asks[before]
            moves = self.value[after] - self.value[before]
            parts += np.bincount(asked.ravel(), moves.ravel(), len(parts))
            before = after
        return parts.reshape(words, count)

    def _steps(self, inputs: Matrix) -> Iterator[Numbers]:
        """The node at which each word is in each tree, shape (words, trees), from the roots on."""
        words = np.arange(len(inputs))[:, None]
        nodes = np.tile(self.roots, (len(inputs), 1))
        while True:
            yield nodes
            answers = inputs[words, self.asks[nodes]] > self.above[nodes]
            after = np.where(answers, self.yes[nodes], self.no[nodes])
            if (after == nodes).all():
                return
            nodes = after

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Sum:
        """The sum from its stored form: inputs with their means, and trees of nodes [asks, above, no, yes, value]."""
        nodes = np.array([node for tree in stored["trees"] for node in tree], dtype=float).reshape(-1, 5)
        sizes = [len(tree) for tree in stored["trees"]]
        roots = np.cumsum([0, *sizes[:-1]])
        first = np.repeat(roots, sizes)  # in the file, the nodes of each tree are numbered from 0
        asks, no, yes = (nodes[:, column].astype(np.intp) for column in (0, 2, 3))
        mean = np.array(list(stored["inputs"].values()), dtype=float)
        return cls(tuple(stored["inputs"]), mean, roots, asks, nodes[:, 1], first + no, first + yes, nodes[:, 4])


@dataclass(frozen=True, slots=True)
class Weights:
    """The sums in their order, and the probability from which a word is hidden under ``cautious``."""

    sums: tuple[Sum, ...]
    limit: float

    @property
    def evidence(self) -> tuple[str, ...]:
        """The names of the pieces of evidence that are weighed."""
        return self.sums[0].names


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """The log-odds that each word of a page identifies somebody, and what each sum was given to find them."""

    odds: Vector
    inputs: tuple[Matrix, ...] = ()


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
    for token in page.tokens:
        line, own, others = found[token.index], float(odds[token.index]), np.delete(rows[id(token.row)], token.at)
        if len(others):
            line[0:2] = others.mean(), others.max()
        for column, step in ((2, -1), (3, 1)):
            if 0 <= token.at + step < len(token.row.tokens):
                beside = token.row.tokens[token.at + step]
                if gap(*((beside, token) if step < 0 else (token, beside))) <= WIDE:
                    line[column] = odds[beside.index]
        for column, near in ((4, token.row.above), (6, token.row.below)):
            if near is not None:
                line[column : column + 2] = rows[id(near)].mean(), rows[id(near)].max()
        twins = sums[token.bare]
        if len(twins) > 1:
            line[8] = (sum(twins) - own) / (len(twins) - 1)
        line[9] = own
    return found


def weigh(page: Page, evidence: Matrix, sums: Sequence[Sum]) -> Weighed:
    """The words of a page, weighed by their evidence, shape (words, pieces)."""
    odds: Vector = np.zeros(len(evidence))
    given: list[Matrix] = []
    for some in sums:
        given.append(np.hstack([evidence, around(page, odds)]) if given else evidence)
        odds = np.clip(odds + some.odds(given[-1]), -_MOST, _MOST)
    return Weighed(odds, tuple(given))


def contributions(weighed: Weighed, sums: Sequence[Sum]) -> Matrix:
    """What each input contributes to the log-odds of each word, through all sums, shape (words, inputs of the last)."""
    parts = np.zeros_like(weighed.inputs[-1])
    for inputs, some in zip(weighed.inputs, sums, strict=True):
        parts[:, : inputs.shape[1]] += some.parts(inputs)
    return parts


def probability(odds: Vector) -> Vector:
    """Probabilities of log-odds."""
    result: Vector = 1 / (1 + np.exp(-odds))
    return result
