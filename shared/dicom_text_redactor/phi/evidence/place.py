"""The place: where on the picture the word stands, and how large it is beside the others."""

from __future__ import annotations

from dicom_text_redactor.phi.evidence.registry import piece
from dicom_text_redactor.phi.page import Token


def _x(token: Token) -> float:
    return (token.word.box.left + token.word.box.width / 2) / max(1, token.page.columns)


def _y(token: Token) -> float:
    return (token.word.box.top + token.word.box.height / 2) / max(1, token.page.lines)


@piece("How far to the right the word stands.", example="a b c *d*", counter="*a* b c d")
def across(token: Token) -> float:
    return _x(token)


@piece("How far down the word stands.", example="a / b / c / *d*", counter="*a* / b / c / d")
def down(token: Token) -> float:
    return _y(token)


@piece("What share of the page's rows stands above the word's row.", example="a / b / *c*", counter="*a* / b / c")
def rows_above(token: Token) -> float:
    top = token.row.line.box.top
    return sum(row.line.box.bottom <= top for row in token.page.rows) / len(token.page.rows)


@piece("How much higher the word is than the others, up to twice.", example="*↑a* b c", counter="*a* b c")
def size(token: Token) -> float:
    return min(2.0, token.box.height / token.page.letter_height)


@piece("How many words the page has, in hundreds.", example="*a* b c d e f", counter="*a*")
def words_on_page(token: Token) -> float:
    return min(2.0, len(token.page.tokens) / 100)
