"""Reasons: which pieces of evidence weighed most in a verdict, for the report and for whoever asks why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dicom_text_redactor.phi.evidence import pieces
from dicom_text_redactor.phi.page import Page, Token
from dicom_text_redactor.phi.weighing import Vector, Weights, around, evidence_of
from dicom_text_redactor.sources import Source

_OWN = "own"


@dataclass(frozen=True, slots=True)
class Reason:
    """What one input contributes to the log-odds of a word: above 0 it speaks for hiding."""

    name: str
    says: str
    weight: float


def strongest(token: Token, weights: Weights) -> tuple[str, Source]:
    """The entity and the source of the piece that speaks most for hiding a word; of the unknown if none says much."""
    known = pieces()
    evidence = evidence_of([token], weights.first.names)
    parts = _parts(evidence[0], weights)
    told = [(parts[i], known[name]) for i, name in enumerate(weights.first.names)
            if evidence[0, i] > 0 and parts[i] > 0 and known[name].entity != "UNKNOWN"]  # fmt: skip
    if not told:
        return "UNKNOWN", Source.UNKNOWN_WORD
    _, piece = max(told, key=lambda one: one[0])
    return piece.entity, piece.source


def reasons(page: Page, token: Token, weights: Weights) -> list[Reason]:
    """Everything that weighed in a word's log-odds, the weightiest first."""
    known = pieces()
    evidence = evidence_of(page.tokens, weights.first.names)
    beside = around(page, weights.first.odds(evidence))[token.index]
    count = len(weights.first.names)
    own = _parts(evidence[token.index], weights)
    rest = weights.second.parts(np.concatenate([evidence[token.index], beside])[None])[0][count:]
    found = [Reason(name, known[name].says, float(part)) for name, part in zip(weights.first.names, own, strict=True)]
    found += [Reason(name, AROUND_SAYS[name], float(part))
              for name, part in zip(weights.second.names[count:], rest, strict=True) if name != _OWN]  # fmt: skip
    return sorted(found, key=lambda reason: -abs(reason.weight))


def _parts(evidence: Vector, weights: Weights) -> Vector:
    """What each piece of a word's own evidence contributes through both sums."""
    first, second, count = weights.first, weights.second, len(weights.first.names)
    own = second.names.index(_OWN)
    through = second.weights[own] / second.spread[own]
    direct = (evidence - second.mean[:count]) / second.spread[:count] * second.weights[:count]
    parts: Vector = direct + through * first.parts(evidence[None])[0]
    return parts


AROUND_SAYS: Mapping[str, str] = {
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
