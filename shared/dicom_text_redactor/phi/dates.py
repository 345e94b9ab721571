"""Dates: the forms in which a header's date may be shown, and whatever else reads like a date."""

from __future__ import annotations

import datetime as dt
import re

from dicom_text_redactor.phi.spelling import as_digits, fold

MONTHS: tuple[tuple[str, ...], ...] = (
    ("january", "jan", "januar", "jaenner", "janner", "janvier", "janv", "enero",
      "ene", "gennaio", "gen", "januari", "janeiro"),
    ("february", "feb", "februar", "fevrier", "fev", "fevr", "febrero", "febbraio", "februari", "fevereiro"),
    ("march", "mar", "marz", "maerz", "mrz", "mars", "marzo", "maart", "mrt", "marco"),
    ("april", "apr", "avril", "avr", "abril", "abr", "aprile"),
    ("may", "mai", "mayo", "maggio", "mag", "mei", "maio"),
    ("june", "jun", "juni", "juin", "junio", "giugno", "giu", "junho"),
    ("july", "jul", "juli", "juillet", "juil", "julio", "luglio", "lug", "julho"),
    ("august", "aug", "aout", "agosto", "ago", "augustus"),
    ("september", "sep", "sept", "septembre", "septiembre", "settembre", "set", "setembro"),
    ("october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre", "ott", "outubro", "out"),
    ("november", "nov", "novembre", "noviembre", "novembro"),
    ("december", "dec", "dezember", "dez", "decembre", "diciembre", "dic", "dicembre", "dezembro"),
)  # fmt: skip
"""Names and short names of the months in seven languages, folded."""

MONTH_NAMES = frozenset(name for names in MONTHS for name in names)

# A reader takes O for 0, I for 1 and so on; the months' three letters are worth the allowance.
_MISREAD_MONTHS = {
    "0ct": "oct", "0kt": "okt", "n0v": "nov", "5ep": "sep", "5ept": "sept", "ju1": "jul", "jui": "jul", "au9": "aug",
    "apt": "apr", "jari": "jan", "fe8": "feb", "d3c": "dec", "1an": "jan", "lan": "jan",
}  # fmt: skip
_MONTH = "(?:" + "|".join(sorted(MONTH_NAMES | _MISREAD_MONTHS.keys(), key=len, reverse=True)) + ")"


_SEP = r"\s?[./\-–_,'’\\|:]\s?|\s"
_HARD = r"\s?[./\-–_\\|]\s?"
_YEAR = r"(?:1[89]|20)\d\d"
_DAY = r"(?:[0-3]?\d)"
_END = r"(?!\d|[./\-]\d)"
_START = r"(?<![\d.])"

_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_START}{_DAY}(?:{_SEP}){_DAY}(?:{_SEP}){_YEAR}{_END}",
        rf"{_START}{_YEAR}(?:{_SEP}){_DAY}(?:{_SEP}){_DAY}{_END}",
        rf"{_START}{_DAY}{_HARD}{_DAY}{_HARD}\d\d{_END}",
        rf"{_START}{_DAY}(?:st|nd|rd|th|er|[.])?(?:{_SEP})?(?:de\s)?{_MONTH}\b"
        rf"\.?(?:{_SEP}){{0,2}}(?:de[l]?\s)?'?(?:{_YEAR}|\d\d){_END}",
        rf"{_START}{_DAY}(?:{_HARD})?{_MONTH}(?:{_HARD})?(?:{_YEAR}|\d\d){_END}",
        rf"\b{_MONTH}\.?(?:{_SEP}){_DAY}(?:st|nd|rd|th)?(?:\s?[,.]\s?|{_SEP})'?{_YEAR}{_END}",
        rf"\b{_MONTH}\.?(?:{_SEP}){_DAY}(?:st|nd|rd|th)?(?:\s?,\s?|[.]\s|\s?[/\-–']\s?|\s)'?\d\d{_END}",
        rf"{_MONTH}\.?\s{_DAY}\s?,\s?{_YEAR}{_END}",  # also at the end of a word that lost its space
        rf"\b{_MONTH}\.?(?:{_SEP})?{_YEAR}{_END}",
        rf"{_START}{_YEAR}(?:{_SEP})?{_MONTH}(?:(?:{_SEP})?{_DAY}{_END})?",
        rf"(?<![\w.]-){_START}{_DAY}[.]?(?:{_SEP})?{_MONTH}\b",  # but ``5-2 Gen`` is a probe and its preset
        rf"{_START}(?:0?[1-9]|1[0-2])\s?[./\-]\s?{_YEAR}{_END}",
        rf"{_START}{_YEAR}\s?[./\-]\s?(?:0[1-9]|1[0-2]){_END}",
        rf"{_START}{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[T ]?\d{{4,6}})?{_END}",
        r"\d{1,4}\s?[年년]\s?\d{1,2}\s?[月월](?:\s?\d{1,2}\s?[日일])?",  # of this calendar or an emperor's years
    )
)

_PARTS, _MOST_DAYS, _MOST_MONTHS = 3, 31, 12

_ORDINAL = re.compile(r"(?<=\d)(?:st?|nd?|rd?|th?)$", re.IGNORECASE)  # of ``29th``, cut off or not
_DAY_IN_FIGURES = re.compile(r"\W*(\d\d?)[./-](\d\d?)\W*")
_BARE_YEAR = re.compile(r"\D{0,2}(19\d\d|20[0-3]\d)\D{0,2}")


def readable(text: str) -> str:
    """A line made ready for `spans`: folded letter by letter (its length stays), digits that were misread put right."""
    put_right = " ".join(map(as_digits, text.split(" ")))
    return "".join(fold(letter)[:1] or letter for letter in put_right)


def is_day(text: str) -> bool:
    """Whether a word may be the day, or the month, of a date: a whole number up to 31."""
    bare = _ORDINAL.sub("", as_digits(text).strip(".,;:/-*"))
    return bare.isdigit() and len(bare) <= 2 and 1 <= int(bare) <= 31


def spans(line: str) -> list[tuple[int, int]]:
    """Where dates stand in a line of text that `readable` made ready: pairs of start and end."""
    return [match.span() for form in _FORMS for match in form.finditer(line) if _is_possible(match[0])]


def _is_possible(text: str) -> bool:
    """Whether the figures of what has the form of a date can be a day, a month and a year, and one sign parts them."""
    if any(c.isalpha() for c in text):
        return True
    figures = [int(run) for run in re.findall(r"\d+", text)]
    if len(figures) < _PARTS:
        return True
    signs = set(re.findall(r"[./\-–_\\|:]", text))
    days = [number for number in figures if 0 < number <= _MOST_DAYS]
    return len(signs) <= 1 and len(days) >= _PARTS - 1 and min(days) <= _MOST_MONTHS


def is_year(text: str) -> bool:
    """Whether a word is nothing but a year of the last or this century."""
    return _BARE_YEAR.fullmatch(as_digits(text)) is not None


def parse(value: str) -> dt.date | None:
    """The date of a DICOM value (DA or DT, PS3.5 6.2), or None if it holds none."""
    digits = value.replace(".", "").replace("-", "")[:8]
    try:
        return dt.datetime.strptime(digits, "%Y%m%d").date()  # a calendar date has no zone
    except ValueError:
        return None


def forms(date: dt.date) -> frozenset[str]:
    """A date in some forty spellings, as digits and letters only, folded: what `squeeze` makes of a shown date."""
    year, short = f"{date.year:04d}", f"{date.year % 100:02d}"
    months = {f"{date.month:02d}", str(date.month), *MONTHS[date.month - 1]}
    days = {f"{date.day:02d}", str(date.day)}
    found = set()
    for month in months:
        for day in days:
            for y in (year, short):
                found |= {day + month + y, month + day + y, y + month + day}
    return frozenset(form for form in found if len(form) >= 5)


def forms_without_year(date: dt.date) -> frozenset[str]:
    """The day and the month of a date in both orders, folded: ``12mar``, ``mar12``, ``12/03``, ``3/12``."""
    days, months = ({f"{number:02d}", str(number)} for number in (date.day, date.month))
    named = {form for month in MONTHS[date.month - 1] for day in days for form in (day + month, month + day)}
    return frozenset(
        named | {form for day in days for month in months for form in (f"{day}/{month}", f"{month}/{day}")}
    )


def day_in_figures(text: str) -> str:
    """A day and a month in figures, as `forms_without_year` writes them; empty if a text is no such thing."""
    found = _DAY_IN_FIGURES.fullmatch(text)
    return "/".join(found.groups()) if found else ""
