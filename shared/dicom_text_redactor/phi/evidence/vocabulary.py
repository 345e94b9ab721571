"""Vocabulary: what the lists of clinical and of common words say."""

from __future__ import annotations

from dicom_text_redactor.phi.evidence.registry import piece
from dicom_text_redactor.phi.page import Token
from dicom_text_redactor.phi.vocabulary import Standing
from dicom_text_redactor.phi.wordlists import LISTS


def is_clinical(token: Token) -> bool:
    """Whether the word, or each of its parts, is in one of the clinical lists."""
    return token.standing is Standing.SOLID or token.bare in LISTS.listed


def is_strange(token: Token) -> bool:
    """Whether no list has the word, which has three letters or more."""
    return len(token.letters) >= 3 and token.standing is Standing.UNKNOWN


@piece("A clinical list has the word.", example="*THORAX*", counter="*MARLOW*")
def clinical_word(token: Token) -> float:
    return float(is_clinical(token))


@piece("A clinical list has the word, and no list of names has it.", example="*THORAX*", counter="*COLON*")
def only_clinical(token: Token) -> float:
    return float(is_clinical(token) and token.core not in LISTS.given and token.core not in LISTS.family)


@piece("The lists have the word as a marker of a side or a position.", example="*TR*", counter="*QX*")
def marker_word(token: Token) -> float:
    return float(token.standing is Standing.MARKER)


@piece("The word is an everyday word.", example="*yesterday*", counter="*Okonkwo*")
def everyday_word(token: Token) -> float:
    return float(token.bare in LISTS.everyday)


@piece("No list has the word, which has three letters or more.", example="*Okonkwo*", counter="*window*")
def strange_word(token: Token) -> float:
    return float(is_strange(token))


@piece("A word beside it is in no list.", example="*May* Okonkwo", counter="*May* window")
def strange_beside(token: Token) -> float:
    return float(any(is_strange(other) for other in token.beside))


@piece("What share of the row's words is in a clinical list.", example="*CHEST* THORAX", counter="*CHEST* OKONKWO")
def clinical_in_row(token: Token) -> float:
    return sum(map(is_clinical, token.others)) / max(1, len(token.others))


@piece("A word beside it is in a clinical list.", example="*May* THORAX", counter="*May* OKONKWO")
def clinical_beside(token: Token) -> float:
    return float(any(is_clinical(other) for other in token.beside))


@piece("The row reads like a sentence: five everyday words or more.", example="*there* is no sign of any window",
       counter="*there* THORAX")  # fmt: skip
def sentence(token: Token) -> float:
    return float(sum(one.bare in LISTS.everyday or is_clinical(one) for one in token.row.tokens) >= 5)
