"""Repetition: the same text elsewhere on the page."""

from __future__ import annotations

from dicom_text_redactor.phi.evidence.registry import piece
from dicom_text_redactor.phi.page import Token


@piece("The same text stands elsewhere on the page.", example="*Tom* / Tom", counter="*Tom* / Ann")
def repeated(token: Token) -> float:
    return float(token.page.counts[token.bare] > 1)


@piece("The same text stands four times or more on the page.", example="*a* / a / a / a", counter="*a* / a")
def repeated_often(token: Token) -> float:
    return float(token.page.counts[token.bare] > 3)
