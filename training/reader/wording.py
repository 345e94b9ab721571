"""What lines say: rows of made screens with their accents, numbers, scraps, and letters in any order."""

from __future__ import annotations

import re
import string
from itertools import groupby

from training.finder import wording
from training.finder.fonts import Script
from training.reader.network import CHARACTERS, UNKNOWN
from training.screens.chance import Chance

_SCREEN = 24
"""Lines that draw from one made screen: to make it takes as long as to draw eight of them."""
_LONGEST = 44  # characters
_KNOWN = frozenset(CHARACTERS)
_JOINED = frozenset(("arabic", "devanagari", "bengali", "tamil", "telugu", "thai", "khmer"))
_CAPITALS = string.ascii_uppercase
_CODES = (
    string.digits, string.digits + "-./:", _CAPITALS, _CAPITALS + string.digits, string.ascii_letters,
    string.ascii_letters + string.digits + "-_./#", string.ascii_letters + string.digits + string.punctuation,
    CHARACTERS.replace(" ", ""), CHARACTERS[95:],
)  # fmt: skip


def text(r: Chance, number: int) -> str:
    """The text of the line of that number."""
    kind = r.random()
    if kind < 0.42:
        made = wording.screen(number // _SCREEN % wording.SCREENS).words
        words = r.of([[word.text for word in row] for _, row in groupby(made, key=lambda word: word.row)])
        start = r.whole(0, max(0, len(words) - 3))
        said = r.cased(" ".join(words[start : start + r.whole(1, 6)]), "asis", "asis", "asis", "upper")
    elif kind < 0.85:
        said = wording.text(r)
    else:
        letters = r.of(_CODES)
        said = "".join(r.of(letters) for _ in range(r.whole(1, 9)))
    return known(said)


def known(said: str) -> str:
    """The text without what the reader has no class for, cut to a length that is learned."""
    kept = "".join(letter for letter in re.sub(r"\s+", " ", said) if letter in _KNOWN)
    return kept[:_LONGEST].strip()


def foreign(script: Script, said: str) -> str:
    """What the reader is to make of words in another script: so many unknown letters, fewer where letters join."""
    words = []
    for word in said.split():
        if all(letter in _KNOWN for letter in word):
            words.append(word)
            continue
        marks = {chr(mark) for first, last in script.marks for mark in range(first, last + 1)}
        count = sum(letter not in marks for letter in word)
        words.append(UNKNOWN * max(1, count // 2 if script.name in _JOINED else count))
    return " ".join(words)
