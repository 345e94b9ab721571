"""What the file's header says: names, ids, dates and places against a word; how the image was made, for it."""

from __future__ import annotations

from dicom_text_redactor.phi.evidence.registry import piece
from dicom_text_redactor.phi.page import Token
from dicom_text_redactor.sources import Source

_HEADER = Source.METADATA
_IDENTITY = ("PERSON", "ID", "DATE_TIME", "ORGANIZATION")
_SURE = 0.75


def _best(token: Token, *entities: str) -> float:
    return token.row.hits.best(token.at, *entities)


@piece("The header has this name of a person.", example="*MARLOW* IMOGEN", counter="*CHEST* PA",
       entity="PERSON", source=_HEADER)  # fmt: skip
def header_name(token: Token) -> float:
    return _best(token, "PERSON")


@piece("The header has this id.", example="ID *BG7730914*", counter="ID *0815*", entity="ID", source=_HEADER)
def header_id(token: Token) -> float:
    return _best(token, "ID")


@piece("The header has this date, in whatever spelling.", example="*14.03.2015*", counter="*15.03.2015*",
       entity="DATE_TIME", source=_HEADER)  # fmt: skip
def header_date(token: Token) -> float:
    return _best(token, "DATE_TIME")


@piece("The header has this word in the name or address of an institution.", example="*Northgate* Infirmary",
       counter="*Southgate* Practice", entity="ORGANIZATION", source=_HEADER)  # fmt: skip
def header_place(token: Token) -> float:
    return _best(token, "ORGANIZATION")


@piece("The whole word stands in the header letter for letter.", example="*MARLOW*", counter="*MARLUW*",
       source=_HEADER)  # fmt: skip
def header_exactly(token: Token) -> float:
    return float(any(hit.likeness == hit.share == 1.0 for hit in token.row.hits.of_word[token.at].values()))


@piece("Another word of the row stands in the header.", example="*VANCE* IMOGEN", counter="*VANCE* GRIFFIN",
       source=_HEADER)  # fmt: skip
def header_in_row(token: Token) -> float:
    return max((_best(other, *_IDENTITY) for other in token.others), default=0.0)


@piece("The header has this word or figure among the technical values.", example="*117* kV", counter="*118* kV")
def technique(token: Token) -> float:
    return float(bool(token.core) and not {token.bare, token.core}.isdisjoint(token.page.header.technique))
