"""Reading: how sure the readers are, and whether they agree."""

from __future__ import annotations

from dicom_text_redactor.phi.evidence.registry import piece
from dicom_text_redactor.phi.matching import distance
from dicom_text_redactor.phi.page import Token
from dicom_text_redactor.phi.spelling import squeeze


@piece("How unsure the first reader is.", example="*~ab* x", counter="*ab* x")
def unsureness(token: Token) -> float:
    return 1 - token.word.confidence


@piece("How different the second reading is.", example="*ab|cd*", counter="*ab|ab*")
def disagreement(token: Token) -> float:
    if len(token.texts) < 2:
        return 0.0
    one, other = squeeze(token.texts[0]), squeeze(token.texts[1])
    longest = max(1, len(one), len(other))
    return min(1.0, distance(one, other, float(longest)) / longest)
