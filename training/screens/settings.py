"""Settings, values with units, model names, presets: what consoles print beside images."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from string import ascii_uppercase

from training.screens import lists, words
from training.screens.chance import Chance, in_case
from training.screens.lines import Line, clinical

_ODD = 0.16  # of all settings: with a label or a value of any kind, since a maker may print what no other does
_FORMS = (
    ("{l} {v}", 9.0), ("{l}: {v}", 2.5), ("{l}:{v}", 1.5), ("{l}{v}", 1.6), ("{l}={v}", 0.7), ("{l}\t{v}", 2.0),
    ("{v} {l}", 0.6), ("{l} = {v}", 0.4),
)  # fmt: skip
_ODD_FORMS = (
    ("{l}", 4.0),
    ("{v}", 5.0),
    ("{l} ({v})", 1.0),
    ("<{l}>", 0.3),
    ("[{l}]", 0.3),
    ("{l} [{v}]", 1.0),
    ("{l}. {v}", 1.0),
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """What one line of a list of settings says: labels, bounds, digits behind the point, units."""

    labels: tuple[str, ...]
    low: float
    high: float
    digits: int
    units: tuple[str, ...]

    def value(self, r: Chance) -> str:
        """A value of this quantity, with or without its unit."""
        return with_unit(r, f"{r.uniform(self.low, self.high):.{self.digits}f}", r.of(self.units))


@cache
def quantities(section: str) -> tuple[Quantity, ...]:
    """The quantities of a section of the list."""
    found = []
    for line in lists.items("settings", section):
        labels, numbers, units = line.split(" : ")
        low, high, digits = numbers.split()
        known = tuple("" if unit == "-" else unit for unit in units.split())
        found.append(Quantity(tuple(labels.split()), float(low), float(high), int(digits), known))
    return tuple(found)


def with_unit(r: Chance, number: str, unit: str) -> str:
    """A number and its unit, with a space between them or not."""
    return number + (unit if unit[:1] in '°%":/' else r.one("", " ", "") + unit)


def value(r: Chance) -> str:
    """Any value: a number with or without its unit, a switch, a chain, a pair, a counter."""
    return r.of(_VALUES)(r)


def measured(r: Chance) -> str:
    """A number with its unit."""
    number = f"{r.uniform(0, r.one(3, 20, 200)):.{r.whole(0, 2)}f}"
    unit = r.of(lists.words("settings", "units"))
    return with_unit(r, number.replace(".", ",") if r.odds(0.08) else number, unit)


def chain(r: Chance) -> str:
    """Several short values with strokes between them, as one maker or another glues them: ``+1/0/2``, ``A4/C2``."""
    sign = r.one("/", "/", "/", " / ", "-", ".", "|", " ")
    parts = [r.of(_LINKS)(r) for _ in range(r.whole(1, 4))]
    for _ in range(r.one(0, 0, 0, 1, 2)):
        parts.insert(r.whole(0, len(parts)), measured(r).replace(" ", ""))
    return sign.join(parts)


_LINKS: tuple[Callable[[Chance], str], ...] = (
    lambda r: str(r.whole(0, 9)),
    lambda r: r.of(ascii_uppercase[:8]),
    lambda r: f"{r.one('+', '-')}{r.whole(0, 9)}",
    lambda r: f"{r.capitals(1)}{r.whole(0, 9)}",
)
_SIDES = (64, 128, 256, 320, 384, 512, 768, 1024)
_VALUES: tuple[Callable[[Chance], str], ...] = (
    lambda r: str(r.whole(0, r.one(9, 30, 100, 300, 1500))),
    lambda r: f"{r.uniform(0, 10 ** r.whole(0, 3)):.{r.whole(1, 3)}f}",
    measured,
    measured,
    chain,
    chain,
    lambda r: f"{r.whole(0, 512)}{r.one('x', '/', ' x ', '-', ' / ', ':')}{r.whole(1, 512)}",
    lambda r: r.one("({0}x{1})", "{0}x{1}", "[{0}*{1}]", "{0}×{1}", "{0} x {1}").format(r.of(_SIDES), r.of(_SIDES)),
    lambda r: r.one("-", "+", "±", "<", ">", "~") + str(r.whole(0, 99)) + r.one("", "%", "dB", "°", " dB"),
    lambda r: r.of(lists.words("settings", "switches")),
    lambda r: r.one("[{0}/{1}]", "[{0},{1}]", "{0}/{1}", "[{0}-{1}]").format(r.whole(0, 40), r.whole(1, 400)),
)


def setting(r: Chance, section: str = "ultrasound", language: str = "en") -> Line:
    """One setting: a label and a value, in any order and however glued."""
    return clinical(_text(r, section, language, r.weighted(_FORMS), _case(r)), "setting")


def several(r: Chance, section: str, least: int, most: int, language: str = "en") -> list[Line]:
    """Settings below one another in the style of one maker, so that they look like a column."""
    form, case = r.weighted(_FORMS), _case(r)
    return [clinical(_text(r, section, language, form, case), "setting") for _ in range(r.whole(least, most))]


def _case(r: Chance) -> str:
    return r.one("upper", "title", "title", "lower")


def _text(r: Chance, section: str, language: str, form: str, case: str) -> str:
    if r.odds(_ODD):
        name = r.of(_ODD_NAMES)(r)
        return r.weighted(_ODD_FORMS if r.odds(0.4) else _FORMS).format(l=_cased(name, case), v=value(r))
    quantity = r.of(quantities(section))
    name, number = r.of(quantity.labels), quantity.value(r)
    foreign = lists.words("settings", f"{section} foreign", language)
    if foreign and r.odds(0.4):
        name, number = r.of(foreign), r.text("{n}|{n}|{f:.1f}|{n}%|{n} %|{n} dB", n=r.whole(0, 100), f=r.uniform(0, 30))
    if r.odds(0.06):
        number = r.of(lists.words("settings", "switches"))
    return form.format(l=_cased(name, case), v=number)


_ODD_NAMES: tuple[Callable[[Chance], str], ...] = (
    words.abbreviation,
    words.brand,
    lambda r: r.of(words.technical()),
    lambda r: any_label(r, r.one("ultrasound", "ct", "mr", "x-ray", "measures")),
)


def any_label(r: Chance, section: str) -> str:
    """A label of this list, whatever it is a label of."""
    return r.of(r.of(quantities(section)).labels)


def _cased(word: str, case: str) -> str:
    """A label as a maker writes it: in capitals, with one, or as it is."""
    return word if any(letter.isupper() for letter in word) else in_case(word, case)


def cased(r: Chance, word: str) -> str:
    """A label in one of the cases."""
    return _cased(word, _case(r))


def model(r: Chance) -> str:
    """A name of a probe, a device, a coil or a kernel, built as makers build them: ``L9-3``, ``EV8-4B``, ``GKX-21``."""
    fields = {"a": r.capitals(1), "b": r.capitals(2), "c": r.capitals(3), "n": r.whole(1, 15), "m": r.whole(1, 9)}
    fields |= {"o": r.whole(1, 9), "p": r.whole(10, 99), "q": r.whole(100, 999), "z": r.capitals(1), "y": r.capitals(2)}
    fields |= {"v": r.one("an", "er", "is", "ot", "ul", "en"), "w": r.of(words.name_like()).title()}
    fields |= {"x": r.of(lists.items("devices", "brand ends")).title()}
    return r.of(lists.items("devices", "model forms")).format(**fields)


def preset(r: Chance) -> str:
    """A name of a preset or an application."""
    text = r.of(lists.items("devices", "presets"))
    if r.odds(0.12):
        text = words.inflected(r, r.of(words.medical())).title()
    text = r.cased(text, "asis", "asis", "asis", "upper", "lower")
    ends = ("", "", "", "", "", " 1", " 2", "*", " Dr", " HD", " -", " +", " Gen", " Def", f" {r.capitals(1)}")
    return text + r.of(ends)
