"""What loose lines say: rows of made screens, numbers, scraps, and made-up words of other scripts."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import groupby

from training.finder.fonts import Script, scripts
from training.screens import make
from training.screens.chance import Chance
from training.screens.screen import Screen

SCREENS = 20_000
"""How many made screens there are to take rows from, and to draw."""

_LONE = tuple("R L A P H F RT LT AP PA S I V M B G D PR II aVR 2D 3D".split())


@lru_cache(400)
def screen(number: int) -> Screen:
    """One of the made screens."""
    return make(7_000_000 + number)


def sayable(text: str) -> str:
    """The text in Latin letters that every font has, as far as accents go."""
    folded = unicodedata.normalize("NFKD", text).encode("latin-1", "ignore").decode("latin-1")
    return folded if folded.strip() else "0"


def text(r: Chance) -> str:
    """A line of a few words, numbers or a letter that stands alone."""
    kind = r.random()
    if kind < 0.4:
        rows = [[w.text for w in row] for _, row in groupby(screen(r.whole(0, 399)).words, key=lambda w: w.row)]
        words = r.of(rows)
        start = r.whole(0, max(0, len(words) - 4))
        return sayable(" ".join(words[start : start + r.whole(1, 6)]))
    if kind < 0.54:
        return r.of(_LONE) if r.odds(0.6) else r.digits(r.whole(1, 2))
    if kind < 0.7:
        return _number(r)
    if kind < 0.9:
        return r.one(" ", " ", "  ", ", ").join(_word(r) for _ in range(r.whole(1, 5)))
    return "".join(
        r.of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-.:/0123456789") for _ in range(r.whole(2, 10))
    )


def foreign(r: Chance) -> Script:
    """A script other than Latin."""
    return r.weighted([(script, script.weight) for script in scripts()])


def made_up(r: Chance, script: Script) -> str:
    """A line of made-up words in a script; some hold a number."""
    count = r.weighted([(1, 0.45), (2, 0.25), (3, 0.2), (4, 0.1)])
    words = [_made(r, script) for _ in range(count)]
    if r.odds(0.2):
        number = r.digits(r.whole(1, 6)) if r.odds(0.5) else _date(r)
        own = {ord(str(i)): chr(script.zero + i) for i in range(10)} if script.zero and r.odds(0.6) else {}
        words[r.whole(0, count - 1) :] = [number.translate(own)]
    return " ".join(words)


def _made(r: Chance, script: Script) -> str:
    letters = []
    marks = script.marks if r.odds(script.marked) else ()
    for _ in range(r.whole(2, script.longest)):
        letters.append(r.of(script.usual) if script.usual and r.odds(0.5) else chr(r.whole(*r.of(script.letters))))
        if marks and r.odds(0.4):
            letters.append(chr(r.whole(*r.of(marks))))
    return "".join(letters)


def _date(r: Chance) -> str:
    sign = r.one("/", ".", "-")
    return f"{r.whole(1, 31):02d}{sign}{r.whole(1, 12):02d}{sign}{r.whole(1920, 2030)}"


def _number(r: Chance) -> str:
    return r.do(
        lambda: r.digits(r.whole(1, 3)),
        lambda: r.digits(r.whole(2, 10)),
        lambda: (
            f"{r.whole(0, 99)}.{r.digits(r.whole(1, 2))}{r.one('', ' cm', ' mm', ' kV', ' Hz', ' mA', '%', 'cm/s')}"
        ),
        lambda: _date(r),
        lambda: f"{r.whole(0, 23)}:{r.digits(2)}{r.one('', ':' + r.digits(2))}{r.one('', ' PM', ' AM')}",
        lambda: r.one("-", "+", "x", "#", "") + r.digits(r.whole(1, 4)),
    )


def _word(r: Chance) -> str:
    syllables = "".join(
        r.of("bcdfghjklmnprstvwz") + r.of("aeiouy") + r.one("", r.of("lnrst")) for _ in range(r.whole(1, 4))
    )
    return r.cased(syllables, "upper", "title", "lower", "title") + r.one("", "", "", ":", ".")
