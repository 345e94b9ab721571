"""Institutions: the words that their names are made of."""

from __future__ import annotations

from dicom_text_redactor.phi import institutions
from dicom_text_redactor.phi.evidence.registry import piece
from dicom_text_redactor.phi.page import Token


@piece("How much the word speaks for an institution: as the name of one, or as a word that such names often have.",
       example="*Infirmary*", counter="*Thorax*", entity="ORGANIZATION")  # fmt: skip
def institution_word(token: Token) -> float:
    return institutions.worth(token.text)


@piece("How much the other words close by in the row speak for an institution.",
       example="*Surgical* Specialists Group", counter="*Surgical* Thorax", entity="ORGANIZATION")  # fmt: skip
def institution_words_in_row(token: Token) -> float:
    return min(2.0, sum(institutions.worth(other.text) for other in token.fellows))
