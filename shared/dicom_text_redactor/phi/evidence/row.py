"""The row: how long it is, and where the word stands in it."""

from __future__ import annotations

from dicom_text_redactor.phi.evidence.registry import piece
from dicom_text_redactor.phi.page import Token


@piece("The word is alone in its row.", example="*Okafor*", counter="*Okafor* mm")
def alone(token: Token) -> float:
    return float(len(token.row.tokens) == 1)


@piece("How many words the row has, in tens.", example="*a* b c d e f", counter="*a* b")
def row_length(token: Token) -> float:
    return min(len(token.row.tokens), 20) / 10


@piece("The word is the first of its row.", example="*a* b", counter="a *b*")
def first_in_row(token: Token) -> float:
    return float(token.at == 0)


@piece("What share of the row's words has three letters or more.", example="*Okafor* Thomas", counter="*a* b")
def long_words_in_row(token: Token) -> float:
    return sum(len(one.letters) > 2 for one in token.row.tokens) / len(token.row.tokens)


@piece("A row stands closely above.", example="a / *b*", counter="*b*")
def row_above(token: Token) -> float:
    return float(token.row.above is not None)


@piece("A row stands closely beneath.", example="*a* / b", counter="*a*")
def row_below(token: Token) -> float:
    return float(token.row.below is not None)
