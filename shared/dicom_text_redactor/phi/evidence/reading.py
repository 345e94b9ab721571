"""Reading: how sure the readers are, and whether they agree."""

from __future__ import annotations

from dicom_text_redactor.phi.evidence.registry import piece
from dicom_text_redactor.phi.matching import distance
from dicom_text_redactor.phi.page import Token
from dicom_text_redactor.phi.spelling import squeeze

_WIDEST = 1.1
"""A character is at most this many letter heights wide; wider ink holds more than was read."""


@piece("How unsure the first reader is.", example="*~ab* x", counter="*ab* x")
def unsureness(token: Token) -> float:
    return 1 - token.word.confidence


@piece("The first reader is very unsure.", example="*~ab* x", counter="*ab* x")
def very_unsure(token: Token) -> float:
    return float(token.word.confidence < 0.5)


@piece("Two readers read the same.", example="*ab|ab*", counter="*ab|cd*")
def agreement(token: Token) -> float:
    cores = [squeeze(text) for text in token.texts]
    return float(len(cores) > 1 and any(core == cores[0] for core in cores[1:]))


@piece("How different the second reading is.", example="*ab|cd*", counter="*ab|ab*")
def disagreement(token: Token) -> float:
    if len(token.texts) < 2:
        return 0.0
    one, other = squeeze(token.texts[0]), squeeze(token.texts[1])
    longest = max(1, len(one), len(other))
    return min(1.0, distance(one, other, float(longest)) / longest)


@piece("The ink is wider than what was read in it.", example="*ab____*", counter="*ab*")
def wide_ink(token: Token) -> float:
    return float(token.box.height > 4 and token.box.width > _WIDEST * token.box.height * (len(token.text) + 0.5))


@piece("The word touches the one before it.", example="Cou‿*libaly*", counter="Cou *libaly*")
def touching(token: Token) -> float:
    before = token.before
    return float(before is not None and token.box.left - before.box.right < 0.25 * token.box.height)
