"""Repetition: the same text elsewhere on the page."""

from __future__ import annotations

from dicom_text_redactor.phi.evidence.registry import piece
from dicom_text_redactor.phi.page import Token


@piece(
    "How often the same text stands elsewhere on the page, up to four times.",
    example="*Tom* / Tom",
    counter="*Tom* / Ann",
)
def repeated(token: Token) -> float:
    return min(token.page.counts[token.bare] - 1, 4)
