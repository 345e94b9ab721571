"""Reasons: which pieces of evidence weighed most in a verdict, for the report and for whoever asks why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dicom_text_redactor.phi.evidence import pieces
from dicom_text_redactor.phi.weighing import Sum, Weighed, contributions
from dicom_text_redactor.sources import Source

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


def strongest(weighed: Weighed, sums: Sequence[Sum], words: Sequence[int]) -> dict[int, tuple[str, Source]]:
    """For some words of a page the entity and the source of the piece that speaks most for hiding them.

    Of the unknown, if no piece that tells of something speaks for it.
    """
    some = Weighed(weighed.odds[words], tuple(inputs[words] for inputs in weighed.inputs))
    known = [(column, piece) for column, piece in enumerate(pieces().values()) if piece.entity != "UNKNOWN"]
    found = {}
    for word, says, parts in zip(words, some.inputs[0], contributions(some, sums), strict=True):
        told = [(parts[column], piece) for column, piece in known if says[column] > 0 and parts[column] > 0]
        _, piece = max(told, key=lambda one: one[0], default=(0.0, None))
        found[word] = (piece.entity, piece.source) if piece else ("UNKNOWN", Source.UNKNOWN_WORD)
    return found


def reasons(weighed: Weighed, sums: Sequence[Sum]) -> list[list[Reason]]:
    """For each word of a page everything that weighed in its log-odds, the weightiest first."""
    if not weighed.inputs:
        return []
    says = {name: piece.says for name, piece in pieces().items()} | AROUND_SAYS
    first, last, inputs = sums[0], sums[-1], weighed.inputs[-1]
    count = len(first.names)
    high = (inputs > last.mean).astype(object)
    high[:, count:][inputs[:, count:] == 0] = None  # there are no such words
    return [
        sorted(map(Reason, last.names, map(says.__getitem__, last.names), line, so), key=_weight, reverse=True)
        for line, so in zip(contributions(weighed, sums).tolist(), high.tolist(), strict=True)
    ]


def moved(by: float) -> Reason:
    """What a word's row, or the same text elsewhere, adds to all that was weighed."""
    return Reason("whole", "The words on both sides, or equal text in an equal setting, carry it along.", by)


def _weight(reason: Reason) -> float:
    return abs(reason.weight)


AROUND_SAYS: dict[str, str] = {
    "row_mean": "The other words of the row identify somebody, on average.",
    "row_most": "Some other word of the row identifies somebody.",
    "left": "The word to the left, close by, identifies somebody.",
    "right": "The word to the right, close by, identifies somebody.",
    "above_mean": "The row above identifies somebody, on average.",
    "above_most": "Some word of the row above identifies somebody.",
    "below_mean": "The row beneath identifies somebody, on average.",
    "below_most": "Some word of the row beneath identifies somebody.",
    "twins_mean": "The same text elsewhere on the page identifies somebody.",
    "own": "What was found so far speaks for hiding.",
}
