"""Dates in all the forms that screens print, in several languages, and times of day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from training.screens.chance import Chance
from training.screens.lines import Line, clinical, identifying, neutral

SHORT = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "de": "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "sv": "jan feb mars apr maj juni juli aug sept okt nov dec",
    "da": "jan. feb. mar. apr. maj jun. jul. aug. sep. okt. nov. dec.",
    "pl": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "tr": "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
    "cs": "led úno bře dub kvě čvn čvc srp zář říj lis pro",
}
LONG = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
}
_WEEKDAYS = {
    "en": "Mon Tue Wed Thu Fri Sat Sun", "de": "Mo Di Mi Do Fr Sa So", "fr": "lun. mar. mer. jeu. ven. sam. dim.",
    "es": "lun mar mié jue vie sáb dom", "it": "lun mar mer gio ven sab dom", "pt": "seg ter qua qui sex sáb dom",
    "nl": "ma di wo do vr za zo",
}  # fmt: skip

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
    "d-M-Y", "d-M-Y", "d M Y", "d M Y", "M d, Y", "M d, Y", "M d Y", "d-M-y", "d M y", "M d, y", "L d, Y", "d L Y", "d. L Y",
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
        short, long = (names[self.language].split()[day.month - 1] for names in (SHORT, LONG))
        text = (FORMS | PARTS)[self.form](day, short, long)
        return {"upper": text.upper(), "title": text.title(), "asis": text}[self.case]

    def of(self, day: date, kind: str = "date") -> Line:
        """The date as this screen writes it, as a line."""
        return identifying(self.text(day), kind)


def date_form(r: Chance, language: str) -> DateForm:
    """A way to write dates that one screen keeps to."""
    spoken = language if language in SHORT else "en"
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
    return DateForm(r.of(list(PARTS)), language if language in SHORT else "en", r.one("asis", "upper"))


def weekday(r: Chance, day: date, language: str) -> Line:
    """The name of the day of the week; it stays or goes as one likes."""
    names = _WEEKDAYS.get(language, _WEEKDAYS["en"]).split()
    return neutral(r.one(str, str.title, str.upper)(names[day.weekday()]), "weekday")


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
