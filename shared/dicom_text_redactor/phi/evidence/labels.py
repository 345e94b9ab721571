"""Labels: the words on a screen that say what stands behind or below them."""

from __future__ import annotations

from dicom_text_redactor.phi.evidence.numbers import decimal_number, measure, unit_behind
from dicom_text_redactor.phi.evidence.registry import piece
from dicom_text_redactor.phi.labels import ENTITIES, Label
from dicom_text_redactor.phi.page import Token
from dicom_text_redactor.sources import Source

_REACH = {"person": 5, "id": 4, "date": 5, "phone": 6, "place": 9}


def _own(token: Token) -> Label | None:
    return next((label for label in token.row.labels if label.first <= token.at <= label.last), None)


def _claiming(token: Token) -> Label | None:
    """The label of an identifying value in whose reach the word stands, none other between the two."""
    before = [label for label in token.row.labels if label.last < token.at]
    if not before or before[-1].kind not in ENTITIES or _own(token) is not None:
        return None
    return before[-1] if token.at - before[-1].last <= _REACH[before[-1].kind] else None


def _claimed(token: Token, *kinds: str) -> float:
    label = _claiming(token)
    if label is None or label.kind not in kinds or not _fits(token, label.kind):
        return 0.0
    return 1.0 if label.firm else 0.6


def _fits(token: Token, kind: str) -> bool:
    """Whether a word can be the value of such a label at all: no measurement is a person, a place or an id."""
    if kind in ("date", "phone"):
        return token.digits > 0 or (bool(token.letters) and kind == "date")
    measured = decimal_number(token) or unit_behind(token) or measure(token)
    return not measured and (kind == "id" or bool(token.letters) or token.digits >= 3)


@piece("The word is a label.", example="*Patient:* MARLOW", counter="*Thorax:* MARLOW")
def label(token: Token) -> float:
    own = _own(token)
    return 0.0 if own is None else 1.0 if own.firm else 0.6 if own.spelled else 0.3


@piece("A label of a person stands before it.", example="Patient: *Xochitl*", counter="Gain: *Xochitl*",
       entity="PERSON", source=Source.LABEL)  # fmt: skip
def person_label(token: Token) -> float:
    return _claimed(token, "person")


@piece("A label of an id or a telephone number stands before it.", example="MRN: *4711*",
       counter="Gain: *4711*", entity="ID", source=Source.LABEL)  # fmt: skip
def id_label(token: Token) -> float:
    return _claimed(token, "id", "phone")


@piece("A label of a date stands before it.", example="DOB: *12*", counter="Gain: *12*", entity="DATE_TIME",
       source=Source.LABEL)  # fmt: skip
def date_label(token: Token) -> float:
    return _claimed(token, "date")


@piece("A label of an institution or a place stands before it.", example="Hospital: *Xochitl*",
       counter="Gain: *Xochitl*", entity="ORGANIZATION", source=Source.LABEL)  # fmt: skip
def place_label(token: Token) -> float:
    return _claimed(token, "place")


@piece("A label of something else stands right before it.", example="Sex: *F*", counter="Name: *F*")
def plain_label(token: Token) -> float:
    return float(any(one.last == token.at - 1 and one.kind not in ENTITIES for one in token.row.labels))


@piece("The word stands right behind the label of something that identifies.", example="Patient: *Xochitl*",
       counter="Patient: May *Xochitl*", source=Source.LABEL)  # fmt: skip
def right_behind_label(token: Token) -> float:
    claiming = _claiming(token)
    return float(claiming is not None and claiming.last == token.at - 1)


@piece("The row above ends with the label of something that identifies, and has no value.",
       example="Patient: / *Xochitl*", counter="Gain: / *Xochitl*", source=Source.LABEL)  # fmt: skip
def label_above(token: Token) -> float:
    above = token.row.above
    if above is None or not above.labels:
        return 0.0
    last = above.labels[-1]
    return float(last.kind in ENTITIES and last.last == len(above.tokens) - 1 and not last.value)
