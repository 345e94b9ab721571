"""Patterns: ids, telephone numbers, addresses and other things that identify by their form alone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dicom_text_redactor.phi.spelling import as_digits


@dataclass(frozen=True, slots=True)
class Find:
    """A stretch of a line, `start` to `end`, that has the form of an `entity`; `score` is 0 to 1."""

    start: int
    end: int
    entity: str
    score: float


_OF_A_LINE: tuple[tuple[str, float, re.Pattern[str]], ...] = tuple(
    (entity, score, re.compile(form, re.IGNORECASE))
    for entity, score, form in (
        ("EMAIL_ADDRESS", 0.95, r"\S+\s?[@©]\s?[\w-]+(?:[.,]\s?[\w-]+)*[.,]\s?[a-z]{2,}\b"),
        ("EMAIL_ADDRESS", 0.8, r"\b[a-z][\w.-]{2,}[@©][a-z][\w-]{2,}"),
        ("URL", 0.9, r"\b(?:https?:/|www[.,])\S+"),
        ("US_SSN", 0.9, r"(?<!\d)\d{3}\s?[-–.]\s?\d{2}\s?[-–.]\s?\d{4}(?!\d)"),
        ("PHONE_NUMBER", 0.85, r"(?<![\d.])(?:\+?\d{1,3}[\s.-]?)?\(?\d{3}\)?\s?[-–.]\s?\d{3}\s?[-–.]\s?\d{4}(?!\d)"),
        ("PHONE_NUMBER", 0.85, r"\(\d{3}\)\s?\d{3}\s?[-–.]?\s?\d{4}"),
        ("PHONE_NUMBER", 0.8, r"\+\d{1,3}(?:[\s./()-]{0,2}\d{2,5}){2,5}"),
        ("PHONE_NUMBER", 0.7, r"(?<![\d.])0\d{2,5}\s?[-/]\s?\d{4,9}(?!\d)"),
        ("PHONE_NUMBER", 0.86, r"(?<![\d.])\d{3}\s?[-–]\s?\d{4}(?!\d)"),
        ("PHONE_NUMBER", 0.7, r"(?<![\d.])0\d(?:[ .]\d\d){4}(?!\d)"),
        ("AGE", 0.9, r"(?<![\d.])(?:0?9\d|1[0-2]\d)\s?[-]?(?:y|yr|yrs|yo|y/o|years?|ans|jahre|j|anos|anni)\b"),
        ("LOCATION", 0.8, r"(?<!\d)\d{1,5}\s(?:[A-Z][\w'.-]*\s){1,3}"
         r"(?:street|ave|avenue|rd|road|blvd|boulevard|lane|ln|drive|way|plaza|pkwy|court)\b\.?"),
        ("LOCATION", 0.8, r"\b(?:rue|avenue|calle|via|viale|avenida|rua|plaza|piazza)\s(?:\w+\s){0,3}\d{1,4}\b"),
        ("LOCATION", 0.8, r"\b\w+(?:stra(?:ss|ß)e|str[.]|strasse|gasse|allee|straat|laan)\s?\d{1,4}\b"),
        ("IP_ADDRESS", 0.8, r"(?<![\d.])\d{1,3}(?:[.]\d{1,3}){3}(?![\d.])"),
        ("ID", 0.75, r"\b(?:\d[.]){2,}\d{2,}(?:[.]\d+)+"),
    )
)  # fmt: skip

_FRACTION = re.compile(r"\d+(?:[.,]\d+)?(?:[x×*]\d+(?:[.,]\d+)?){1,3}[a-z]{0,3}", re.IGNORECASE)
_MONTH_MISREAD = re.compile(r"[0-3]?\d[a-z]{2,4}(?:19|20)\d\d", re.IGNORECASE)  # ``10ug1992``, no dose
_MAP = re.compile(r"\d(?:/\d){2,3}")  # a grey map and its settings
_DECIMALS = re.compile(r"\d{1,3}[.,]\d{1,3}/\d{1,3}[.,]\d{1,3}\D{0,3}")  # a slice and its gap
_DECIMAL = re.compile(r"[-+±~<>=]?\d{1,5}[.,]\d{1,4}\D{0,6}")
_RATIO = re.compile(r"\(?\d{1,3}/\d{1,3}\)?|\d{1,2}[.,]\d{1,4}:\d{1,2}")  # of so many images; a pitch
_DAY_AND_YEAR = re.compile(r"[0-3]?\d,(?:19|20)\d\d[.,;)]?")  # the end of ``Apr 15,2013``
_TIME = re.compile(r"\D{0,2}[0-2]?\d[:.h][0-5]\d(?:[:.][0-5]\d(?:[.,]\d+)?)?(?:\s?[ap]\.?m\.?)?\D{0,2}", re.IGNORECASE)
_THREE_PARTS = re.compile(r"\D*\d{1,4}([./\-–\\])\d{1,4}[./\-–\\]\d{1,4}(?:\D.*)?")
_DATE_MISREAD = re.compile(r"\d[\da-z]?/(?=\w?\d)\w{1,2}/(?=\w*\d)\w{1,4}", re.IGNORECASE)  # ``0V/15/1``
_CENTENARIAN = re.compile(r"\D{0,2}(?:0?9\d|1[0-2]\d)(?:y|yr|yrs|yo|y/o|years?)\D{0,2}", re.IGNORECASE)


def in_line(line: str) -> list[Find]:
    """What identifies by its form in one line of words with single spaces between them."""
    ready = " ".join(as_digits(word) for word in line.split(" "))
    return [Find(match.start(), match.end(), entity, score)
            for entity, score, form in _OF_A_LINE for match in form.finditer(ready)]  # fmt: skip


def in_word(text: str) -> tuple[str, float] | None:
    """The entity and the score of one word that identifies by its form, or None.

    A long number, or digits with letters or strokes between them, is an id unless it is a
    measurement: a decimal number, a product such as ``1024x768``, or a time of day.
    """
    ready = as_digits(text)
    count = sum(c.isdigit() for c in ready)
    if _DAY_AND_YEAR.fullmatch(ready) or _MONTH_MISREAD.fullmatch(text):
        return "DATE_TIME", 0.7
    if is_time(ready) or _MAP.fullmatch(ready) or _DECIMALS.fullmatch(ready):
        return None
    if count >= 4 and _DATE_MISREAD.fullmatch(text):
        return "DATE_TIME", 0.6
    if _CENTENARIAN.fullmatch(ready):
        return "AGE", 0.9
    if _THREE_PARTS.fullmatch(ready) and not _FRACTION.search(ready):
        return ("DATE_TIME", 0.8) if count >= 4 else ("ID", 0.5)
    if count < 5:
        return None
    if _FRACTION.fullmatch(ready) or _RATIO.fullmatch(ready) or (_DECIMAL.fullmatch(ready) and count <= 7):
        return None
    return "ID", 0.85 if count >= 6 else 0.6


def is_time(text: str) -> bool:
    """Whether a word is a time of day."""
    return _TIME.fullmatch(text) is not None and ":" in text
