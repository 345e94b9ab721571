"""Reasons: which pieces of evidence weighed most in a verdict, for the report and for whoever asks why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dicom_text_redactor.phi.evidence import pieces
from dicom_text_redactor.phi.page import Page
from dicom_text_redactor.phi.weighing import AROUND, Sum, Vector, Weights, around, evidence_of
from dicom_text_redactor.sources import Source

_OWN = "own"
_GRADED = "How ", "What "
"""How a sentence begins that tells of more or less, rather than of yes or no."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What one input contributes to the log-odds of a word: above 0 it speaks for hiding.

    `holds` tells whether what it says is the case, or is so more than for a usual word, and is None where the words are
    not there of which it speaks: that weighs as well.
    """

    name: str
    says: str
    weight: float
    holds: bool | None = True

    @property
    def sentence(self) -> str:
        """What it says, and whether that is the case."""
        if self.holds is None:
            return f"Nothing there: {self.says}"
        if self.says.startswith(_GRADED):
            return f"{'More' if self.holds else 'Less'} than usual: {self.says}"
        return self.says if self.holds else f"Not so: {self.says}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a word is hidden or left.

    Attributes
    ----------
    reasons
        Everything that weighed, the weightiest first; empty where nothing was weighed.
    odds
        The log-odds that it identifies somebody: the sum of the reasons, and of what a usual word has.
    probability
        The same, 0 to 1.
    limit
        The probability from which a word is hidden.
    outweighed
        Whether something decided that no evidence outweighs, which the verdict's source tells.
    """

    reasons: tuple[Reason, ...]
    odds: float
    probability: float
    limit: float
    outweighed: bool


BY_RULE = Explanation((), float("inf"), 1.0, 0.0, True)
"""That of an area which a rule names: nobody read anything there."""


def strongest(evidence: Vector, weights: Weights) -> tuple[str, Source]:
    """The entity and the source of the piece that speaks most for hiding a word; of the unknown if none says much."""
    known = pieces()
    parts = _own_parts(evidence, weights.sums)
    told = [(parts[i], known[name]) for i, name in enumerate(weights.evidence)
            if evidence[i] > 0 and parts[i] > 0 and known[name].entity != "UNKNOWN"]  # fmt: skip
    if not told:
        return "UNKNOWN", Source.UNKNOWN_WORD
    _, piece = max(told, key=lambda one: one[0])
    return piece.entity, piece.source


def reasons(page: Page, weights: Weights) -> list[list[Reason]]:
    """For each word of a page everything that weighed in its log-odds, the weightiest first."""
    if not page.tokens:
        return []
    says = {name: piece.says for name, piece in pieces().items()} | AROUND_SAYS
    evidence = evidence_of(page.tokens, weights.evidence)
    names, count = [*weights.evidence, *AROUND], len(weights.evidence)
    parts = np.zeros((len(page.tokens), len(names)))
    parts[:, :count] = weights.sums[0].parts(evidence)
    high = np.full(parts.shape, None)
    high[:, :count] = evidence > weights.sums[0].mean
    odds = weights.sums[0].odds(evidence)
    for later in weights.sums[1:]:
        inputs = np.hstack([evidence, around(page, odds)])
        parts = later.parts(inputs) + _passed_on(later) * parts
        high[:, count:] = inputs[:, count:] > later.mean[count:]
        high[:, count:][inputs[:, count:] == 0] = None  # there are no such words
        odds = later.odds(inputs)
    told = [name for name in names if name != _OWN]
    columns = [names.index(name) for name in told]
    return [
        sorted(map(Reason, told, map(says.__getitem__, told), line, so), key=_weight, reverse=True)
        for line, so in zip(parts[:, columns].tolist(), high[:, columns].tolist(), strict=True)
    ]


def moved(by: float) -> Reason:
    """What a word's row, or the same text elsewhere, adds to all that was weighed."""
    return Reason("whole", "The words on both sides, or equal text in an equal setting, carry it along.", by)


def _weight(reason: Reason) -> float:
    return abs(reason.weight)


def _own_parts(evidence: Vector, sums: Sequence[Sum]) -> Vector:
    """What each piece of a word's own evidence contributes through all sums."""
    parts: Vector = sums[0].parts(evidence[None])[0]
    count = len(evidence)
    for later in sums[1:]:
        direct = (evidence - later.mean[:count]) / later.spread[:count] * later.weights[:count]
        parts = direct + _passed_on(later) * parts
    return parts


def _passed_on(later: Sum) -> float:
    """What a sum makes of one unit of log-odds of the sum before."""
    own = later.names.index(_OWN)
    return float(later.weights[own] / later.spread[own])


AROUND_SAYS: dict[str, str] = {
    "row_mean": "The other words of the row identify somebody, on average.",
    "row_most": "Some other word of the row identifies somebody.",
    "row_least": "Even the most harmless other word of the row identifies somebody.",
    "left": "The word to the left identifies somebody.",
    "right": "The word to the right identifies somebody.",
    "left_far": "The word to the left, behind a wide gap, identifies somebody.",
    "right_far": "The word to the right, behind a wide gap, identifies somebody.",
    "above_mean": "The row above identifies somebody, on average.",
    "above_most": "Some word of the row above identifies somebody.",
    "below_mean": "The row beneath identifies somebody, on average.",
    "below_most": "Some word of the row beneath identifies somebody.",
    "page_mean": "The words of the page identify somebody, on average.",
    "twins_mean": "The same text elsewhere on the page identifies somebody.",
}
