"""Dates in all the forms that screens print, in several languages, and times of day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from training.screens import lists
from training.screens.chance import Chance, in_case
from training.screens.lines import Line, clinical, identifying, neutral

LANGUAGES = frozenset(lists.languages("calendar", "short"))
"""The languages whose months are known here."""

FORMS: dict[str, Callable[[date, str, str], str]] = {
    "d/m/Y": lambda d, s, g: f"{d.day:02d}/{d.month:02d}/{d.year}",
    "m/d/Y": lambda d, s, g: f"{d.month:02d}/{d.day:02d}/{d.year}",
    "m/d/Y short": lambda d, s, g: f"{d.month}/{d.day}/{d.year}",
    "d.m.Y": lambda d, s, g: f"{d.day:02d}.{d.month:02d}.{d.year}",
    "d.m.Y short": lambda d, s, g: f"{d.day}.{d.month}.{d.year}",
    "m.d.Y": lambda d, s, g: f"{d.month:02d}.{d.day:02d}.{d.year}",
    "d-m-Y": lambda d, s, g: f"{d.day:02d}-{d.month:02d}-{d.year}",
    "m-d-Y": lambda d, s, g: f"{d.month:02d}-{d.day:02d}-{d.year}",
    "Y-m-d": lambda d, s, g: f"{d.year}-{d.month:02d}-{d.day:02d}",
    "Y/m/d": lambda d, s, g: f"{d.year}/{d.month:02d}/{d.day:02d}",
    "Y.m.d": lambda d, s, g: f"{d.year}.{d.month:02d}.{d.day:02d}",
    "Ymd": lambda d, s, g: f"{d.year}{d.month:02d}{d.day:02d}",
    "dmY": lambda d, s, g: f"{d.day:02d}{d.month:02d}{d.year}",
    "d-M-Y": lambda d, s, g: f"{d.day:02d}-{s}-{d.year}",
    "d M Y": lambda d, s, g: f"{d.day:02d} {s} {d.year}",
    "j M Y": lambda d, s, g: f"{d.day} {s} {d.year}",
    "j-M-Y": lambda d, s, g: f"{d.day}-{s}-{d.year}",
    "d. L Y": lambda d, s, g: f"{d.day}. {g} {d.year}",
    "d L Y": lambda d, s, g: f"{d.day} {g} {d.year}",
    "M d, Y": lambda d, s, g: f"{s} {d.day}, {d.year}",
    "L d, Y": lambda d, s, g: f"{g} {d.day}, {d.year}",
    "M d Y": lambda d, s, g: f"{s} {d.day:02d} {d.year}",
    "M-d-Y": lambda d, s, g: f"{s}-{d.day:02d}-{d.year}",
    "Y M d": lambda d, s, g: f"{d.year} {s} {d.day:02d}",
    "Y-M-d": lambda d, s, g: f"{d.year}-{s}-{d.day:02d}",
    "dMY": lambda d, s, g: f"{d.day:02d}{s}{d.year}",
    "d/M/Y": lambda d, s, g: f"{d.day:02d}/{s}/{d.year}",
    "d/m/y": lambda d, s, g: f"{d.day:02d}/{d.month:02d}/{d.year % 100:02d}",
    "m/d/y": lambda d, s, g: f"{d.month:02d}/{d.day:02d}/{d.year % 100:02d}",
    "d.m.y": lambda d, s, g: f"{d.day:02d}.{d.month:02d}.{d.year % 100:02d}",
    "y/m/d": lambda d, s, g: f"{d.year % 100:02d}/{d.month:02d}/{d.day:02d}",
    "y-m-d": lambda d, s, g: f"{d.year % 100:02d}-{d.month:02d}-{d.day:02d}",
    "d-m-y": lambda d, s, g: f"{d.day:02d}-{d.month:02d}-{d.year % 100:02d}",
    "d-M-y": lambda d, s, g: f"{d.day:02d}-{s}-{d.year % 100:02d}",
    "d M y": lambda d, s, g: f"{d.day} {s} {d.year % 100:02d}",
    "M d, y": lambda d, s, g: f"{s} {d.day}, {d.year % 100:02d}",
    "d M 'y": lambda d, s, g: f"{d.day} {s} '{d.year % 100:02d}",
    "d / m / Y": lambda d, s, g: f"{d.day:02d} / {d.month:02d} / {d.year}",
    "d m Y": lambda d, s, g: f"{d.day:02d} {d.month:02d} {d.year}",
    "Y年m月d日": lambda d, s, g: f"{d.year}年{d.month:02d}月{d.day:02d}日",
    "Buddhist": lambda d, s, g: f"{d.day:02d}/{d.month:02d}/{d.year + 543}",
}
PARTS: dict[str, Callable[[date, str, str], str]] = {
    "d M": lambda d, s, g: f"{d.day:02d} {s}",
    "M d": lambda d, s, g: f"{s} {d.day}",
    "d/m": lambda d, s, g: f"{d.day:02d}/{d.month:02d}",
    "d-M": lambda d, s, g: f"{d.day}-{s}",
    "L Y": lambda d, s, g: f"{g} {d.year}",
    "M-Y": lambda d, s, g: f"{s}-{d.year}",
    "m/Y": lambda d, s, g: f"{d.month:02d}/{d.year}",
    "M y": lambda d, s, g: f"{s} {d.year % 100:02d}",
    "Y": lambda d, s, g: f"{d.year}",
    "d L": lambda d, s, g: f"{d.day} {g}",
}
_NUMERIC = {
    "en": ("m/d/Y", "m/d/Y", "m/d/Y short", "d/m/Y", "d/m/Y", "m/d/y", "m-d-Y", "m.d.Y", "d/m/y"),
    "de": ("d.m.Y", "d.m.Y", "d.m.Y", "d.m.Y short", "d.m.y", "d-m-Y"),
    "fr": ("d/m/Y", "d/m/Y", "d-m-Y", "d.m.Y", "d/m/y"),
    "it": ("d/m/Y", "d/m/Y", "d-m-Y", "d.m.Y", "d/m/y"),
    "es": ("d/m/Y", "d/m/Y", "d-m-Y", "d/m/y"),
    "pt": ("d/m/Y", "d/m/Y", "d-m-Y", "d/m/y"),
    "nl": ("d-m-Y", "d-m-Y", "d/m/Y", "d-m-y"),
    "sv": ("Y-m-d", "Y-m-d", "y-m-d", "Ymd"),
    "da": ("d-m-Y", "d.m.Y", "d.m.y"),
    "pl": ("Y-m-d", "d.m.Y", "d-m-Y"),
    "tr": ("d.m.Y", "d/m/Y"),
    "cs": ("d.m.Y short", "d.m.Y"),
}
_ANY_NUMERIC = ("Y-m-d", "Y/m/d", "Y.m.d", "Ymd", "dmY", "y/m/d", "d / m / Y", "d m Y", "d-m-y", "y-m-d")
_NAMED = (
    "d-M-Y", "d-M-Y", "d M Y", "d M Y", "j M Y", "j M Y", "j-M-Y", "M d, Y", "M d, Y", "M d Y", "d-M-y", "d M y", "M d, y", "L d, Y", "d L Y", "d. L Y",
    "Y M d", "Y-M-d", "dMY", "d/M/Y", "M-d-Y", "d M 'y",
)  # fmt: skip
_RARE = ("Y年m月d日", "Buddhist")


@dataclass(frozen=True, slots=True)
class DateForm:
    """How a screen writes dates."""

    form: str
    language: str
    case: str

    def text(self, day: date) -> str:
        """The date as this screen writes it."""
        short, long = (lists.words("calendar", names, self.language)[day.month - 1] for names in ("short", "long"))
        text = (FORMS | PARTS)[self.form](day, short, long)
        return in_case(text, self.case)

    def of(self, day: date, kind: str = "date") -> Line:
        """The date as this screen writes it, as a line."""
        return identifying(self.text(day), kind)


def date_form(r: Chance, language: str) -> DateForm:
    """A way to write dates that one screen keeps to."""
    spoken = language if language in LANGUAGES else "en"
    kind = r.random()
    if kind < 0.5:
        form = r.of(_NUMERIC[spoken])
    elif kind < 0.68:
        form = r.of(_ANY_NUMERIC)
    elif kind < 0.98:
        form = r.of(_NAMED)
    else:
        form = r.of(_RARE)
    return DateForm(form, spoken, r.one("asis", "asis", "upper", "title"))


def part_form(r: Chance, language: str) -> DateForm:
    """A way to write a part of a date: without its year, or without its day."""
    return DateForm(r.of(list(PARTS)), language if language in LANGUAGES else "en", r.one("asis", "upper"))


def weekday(r: Chance, day: date, language: str) -> Line:
    """The name of the day of the week; it stays or goes as one likes."""
    names = lists.words("calendar", "weekdays", language) or lists.words("calendar", "weekdays", "en")
    return neutral(r.cased(names[day.weekday()], "asis", "title", "upper"), "weekday")


def day(r: Chance, first: int = 1996, last: int = 2026) -> date:
    """Some day of these years."""
    return date(r.whole(first, last), 1, 1) + timedelta(r.whole(0, 364))


@dataclass(frozen=True, slots=True)
class TimeForm:
    """How a screen writes times of day."""

    form: str

    def text(self, seconds: int) -> str:
        """The time, so many seconds after midnight, as this screen writes it."""
        h, m, s = seconds // 3600, seconds // 60 % 60, seconds % 60
        half, twelve = ("AM", "PM")[h >= 12], (h + 11) % 12 + 1
        return {
            "H:M:S": f"{h:02d}:{m:02d}:{s:02d}",
            "H:M": f"{h:02d}:{m:02d}",
            "h:M:S AM": f"{twelve}:{m:02d}:{s:02d} {half}",
            "h:M AM": f"{twelve}:{m:02d} {half}",
            "h:M:Sam": f"{twelve:02d}:{m:02d}:{s:02d}{half.lower()}",
            "h:Mam": f"{twelve}:{m:02d}{half.lower()}",
            "H.M.S": f"{h:02d}.{m:02d}.{s:02d}",
            "HhM": f"{h:02d}h{m:02d}",
            "HMS": f"{h:02d}{m:02d}{s:02d}",
            "[H:M:S]": f"[{h:02d}:{m:02d}:{s:02d}]",
            "H:M:S.f": f"{h:02d}:{m:02d}:{s:02d}.{s * 16:03d}",
            "H:M Uhr": f"{h:02d}:{m:02d} Uhr",
        }[self.form]

    def of(self, seconds: int) -> Line:
        """The time as this screen writes it, as a line."""
        return clinical(self.text(seconds), "time")


def time_form(r: Chance, language: str) -> TimeForm:
    """A way to write times of day that one screen keeps to."""
    forms = [
        ("H:M:S", 9.0), ("H:M", 5.0), ("h:M:S AM", 3.0), ("h:M AM", 2.0), ("h:M:Sam", 0.7), ("h:Mam", 0.7), ("H.M.S", 0.4),
        ("HhM", 0.2), ("HMS", 0.3), ("[H:M:S]", 0.4), ("H:M:S.f", 0.4),
    ]  # fmt: skip
    extra = {"de": [("H:M Uhr", 1.5)], "fr": [("HhM", 2.0)]}.get(language, [])
    return TimeForm(r.weighted(forms + extra))
