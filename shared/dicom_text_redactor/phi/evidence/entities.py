"""What Presidio's analyzer finds in the page's text: names, places, organizations, telephone numbers."""

from __future__ import annotations

from dicom_text_redactor.phi.evidence.registry import piece
from dicom_text_redactor.phi.page import Token
from dicom_text_redactor.sources import Source


def _found(token: Token, *entities: str) -> float:
    return max((f.score for f in token.page.entities.get(token.index, ()) if f.entity in entities), default=0.0)


@piece("The language model takes the word for a person.", example="Seen by *Thomas* Marlow", counter="*Gain* 42",
       entity="PERSON", source=Source.NER)  # fmt: skip
def person_found(token: Token) -> float:
    return _found(token, "PERSON")


@piece("The language model takes the word for a place.", example="He lives in *London*", counter="*Gain* 42",
       entity="LOCATION", source=Source.NER)  # fmt: skip
def place_found(token: Token) -> float:
    return _found(token, "LOCATION")


@piece("The language model takes the word for an organization.", example="*University* of Leeds Hospital",
       counter="*Gain* 42", entity="ORGANIZATION", source=Source.NER)  # fmt: skip
def organization_found(token: Token) -> float:
    return _found(token, "ORGANIZATION")


@piece("A recognizer of patterns finds a number that identifies.", example="call (212) *555-0123*", counter="*Gain* 42",
       entity="PHONE_NUMBER", source=Source.PATTERN)  # fmt: skip
def number_found(token: Token) -> float:
    return max(
        (
            f.score
            for f in token.page.entities.get(token.index, ())
            if f.entity not in ("PERSON", "LOCATION", "ORGANIZATION")
        ),
        default=0.0,
    )
