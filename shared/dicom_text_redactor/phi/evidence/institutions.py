"""Institutions: the words that name one, and places."""

from __future__ import annotations

from dicom_text_redactor.phi import institutions
from dicom_text_redactor.phi.evidence.registry import piece
from dicom_text_redactor.phi.page import Token
from dicom_text_redactor.phi.spelling import parts
from dicom_text_redactor.phi.wordlists import LISTS


@piece("The word names an institution.", example="*Infirmary*", counter="*Thorax*", entity="ORGANIZATION")
def institution_word(token: Token) -> float:
    return float(institutions.names_one(token.text))


@piece("The word often stands in names of institutions.", example="*Radiology*", counter="*Thorax*",
       entity="ORGANIZATION")  # fmt: skip
def institution_common(token: Token) -> float:
    return float(institutions.belongs_to_one(token.text))


@piece("Another word close by in the row names an institution.", example="*Northern* Hospital",
       counter="*Northern* Thorax", entity="ORGANIZATION")  # fmt: skip
def institution_in_row(token: Token) -> float:
    return float(any(institutions.names_one(other.text) for other in token.fellows))


@piece("How many other words close by in the row often stand in names of institutions, up to three.",
       example="*Surgical* Specialists Group", counter="*Surgical* Thorax", entity="ORGANIZATION")  # fmt: skip
def institution_common_in_row(token: Token) -> float:
    return min(3, sum(institutions.belongs_to_one(other.text) for other in token.fellows)) / 3


@piece("A word beside it names an institution.", example="*Northern* Hospital", counter="*Northern* View Hospital",
       entity="ORGANIZATION")  # fmt: skip
def institution_beside(token: Token) -> float:
    return float(any(institutions.names_one(other.text) for other in token.beside))


@piece("The word is a town or a country.", example="*Napoli*", counter="*Thorax*", entity="LOCATION")
def place_name(token: Token) -> float:
    return float(any(part in LISTS.places for part in parts(token.text) if len(part) > 3))
