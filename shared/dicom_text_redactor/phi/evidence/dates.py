"""Dates: in a word, over several words, cut short; and times of day, which are none."""

from __future__ import annotations

import re

from dicom_text_redactor.phi import dates, patterns
from dicom_text_redactor.phi.evidence.registry import piece
from dicom_text_redactor.phi.page import Token
from dicom_text_redactor.sources import Source

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d")


def _spans(token: Token) -> list[tuple[int, int]]:
    return token.row.covered(token, token.row.dates)


def _is_complete(text: str) -> bool:
    """Whether a date has three parts or is eight figures in one piece."""
    return len(re.findall(r"\d+|[^\W\d_]+", text)) >= 3 or (len(text) == 8 and text.isdigit())


@piece("The word is a date by itself.", example="*12/03/2015*", counter="*12/30*", entity="DATE_TIME",
       source=Source.PATTERN)  # fmt: skip
def date(token: Token) -> float:
    start = token.row.starts[token.at]
    return float(any(a >= start - 1 and b <= start + len(token.text) + 1 for a, b in _spans(token)))


@piece("The word is a part of a date that is written over several words.", example="12 *MAR* 2015",
       counter="*MAR* 2.5", entity="DATE_TIME", source=Source.PATTERN)  # fmt: skip
def date_over_words(token: Token) -> float:
    start = token.row.starts[token.at]
    return float(any(a < start - 1 or b > start + len(token.text) + 1 for a, b in _spans(token)))


@piece("The date that the word belongs to has a year of four digits.", example="*12.03.2015*", counter="*12.03.15*",
       entity="DATE_TIME", source=Source.PATTERN)  # fmt: skip
def date_year(token: Token) -> float:
    return float(any(_YEAR.search(token.row.text[a:b]) for a, b in _spans(token)))


@piece("The date that the word belongs to has a day, a month and a year.", example="*12* Mar 2015",
       counter="*Mar* 2015", entity="DATE_TIME", source=Source.PATTERN)  # fmt: skip
def date_complete(token: Token) -> float:
    return float(any(_is_complete(token.row.text[a:b]) for a, b in _spans(token)))


@piece("The word is the name of a month beside a figure.", example="12 *MAR*", counter="*MAR*", entity="DATE_TIME",
       source=Source.PATTERN)  # fmt: skip
def month_beside_figure(token: Token) -> float:
    return float(token.bare in dates.MONTH_NAMES and any(other.digits for other in token.beside))


@piece("The word is a figure beside the name of a month.", example="*12* MAR", counter="*12* mm", entity="DATE_TIME",
       source=Source.PATTERN)  # fmt: skip
def figure_beside_month(token: Token) -> float:
    near = any(other.bare in dates.MONTH_NAMES for other in token.beside)
    return float(near and (dates.is_day(token.text) or dates.is_year(token.text)))


@piece("Some other word of the row belongs to a date.", example="*10:42* 12.03.2015", counter="*10:42* MHz")
def date_in_row(token: Token) -> float:
    return float(bool(token.row.dates) and not _spans(token))


@piece("The word is a year and nothing else.", example="*2015*", counter="*1250*", entity="DATE_TIME",
       source=Source.PATTERN)  # fmt: skip
def year(token: Token) -> float:
    return float(dates.is_year(token.text))


@piece("The word has the form of a date with letters read for figures.", example="*0V/15/19*", counter="*C7/M7*",
       entity="DATE_TIME", source=Source.PATTERN)  # fmt: skip
def date_misread(token: Token) -> float:
    return float(any((found := patterns.in_word(text)) is not None and found[0] == "DATE_TIME" for text in token.texts))


@piece("The word is a time of day.", example="*10:42:17*", counter="*10.42*")
def time_of_day(token: Token) -> float:
    return float(patterns.is_time(token.text))
