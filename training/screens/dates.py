"""Dates in all the forms that screens print, in several languages, and times of day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from training.screens import lists
from training.screens.chance import Chance, in_case
from training.screens.lines import Line, clinical, identifying, neutral

LANGUAGES = frozenset(lists.languages("calendar", "short"))
"""The languages whose months are known here."""

_SECTIONS = (("figures", 0.5), ("anywhere", 0.18), ("named", 0.3), ("rare", 0.02))
_BUDDHIST = 543  # years by which the Buddhist era is ahead
_NOON = 12 * 3600


@dataclass(frozen=True, slots=True)
class DateForm:
    """How a screen writes dates: a form of ``lists/calendar.txt``, the language of the months, their case."""

    form: str
    language: str
    case: str

    def text(self, day: date) -> str:
        """The date as this screen writes it."""
        short, long = (lists.words("calendar", names, self.language)[day.month - 1] for names in ("short", "long"))
        years = {"Y": day.year, "y": day.year % 100, "B": day.year + _BUDDHIST}
        return in_case(self.form.format(d=day.day, m=day.month, M=short, L=long, **years), self.case)

    def of(self, day: date, kind: str = "date") -> Line:
        """The date as this screen writes it, as a line."""
        return identifying(self.text(day), kind)


def date_form(r: Chance, language: str) -> DateForm:
    """A way to write dates that one screen keeps to."""
    spoken = language if language in LANGUAGES else "en"
    section = r.weighted(_SECTIONS)
    forms = lists.items("calendar", section, spoken if section == "figures" else "")
    return DateForm(r.of(forms), spoken, r.one("asis", "asis", "upper", "title"))


def part_form(r: Chance, language: str) -> DateForm:
    """A way to write a part of a date: without its year, or without its day."""
    spoken = language if language in LANGUAGES else "en"
    return DateForm(r.of(lists.items("calendar", "parts")), spoken, r.one("asis", "upper"))


def weekday(r: Chance, day: date, language: str) -> Line:
    """The name of the day of the week; it stays or goes as one likes."""
    names = lists.words("calendar", "weekdays", language) or lists.words("calendar", "weekdays", "en")
    return neutral(r.cased(names[day.weekday()], "asis", "title", "upper"), "weekday")


def day(r: Chance, first: int = 1996, last: int = 2026) -> date:
    """Some day of these years."""
    return date(r.whole(first, last), 1, 1) + timedelta(r.whole(0, 364))


@dataclass(frozen=True, slots=True)
class TimeForm:
    """How a screen writes times of day: a form of ``lists/calendar.txt``."""

    form: str

    def text(self, seconds: int) -> str:
        """The time, so many seconds after midnight, as this screen writes it."""
        hour, half = seconds // 3600, "PM" if seconds >= _NOON else "AM"
        twelve = (hour + 11) % 12 + 1
        parts = {"M": seconds // 60 % 60, "S": seconds % 60}
        return self.form.format(H=hour, h=twelve, P=half, p=half.lower(), **parts)

    def of(self, seconds: int) -> Line:
        """The time as this screen writes it, as a line."""
        return clinical(self.text(seconds), "time")


def time_form(r: Chance, language: str) -> TimeForm:
    """A way to write times of day that one screen keeps to."""
    return TimeForm(r.of(lists.items("calendar", "times", language) or lists.items("calendar", "times", "en")))
