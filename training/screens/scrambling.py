"""Screens whose identity another program has scrambled: signs by chance where names, numbers and places stood."""

from __future__ import annotations

import string
from collections.abc import Iterable
from dataclasses import replace

from training.screens.chance import Chance
from training.screens.screen import Printed

SHARE = 0.02
"""Of the screens."""
_KINDS = frozenset({"person", "id", "accession", "institution"})
_SIGNS = string.ascii_letters + string.digits + "._"


def scrambled(r: Chance, words: Iterable[Printed]) -> tuple[Printed, ...]:
    """The words with other letters and figures in all that says who and where; the rest as it is."""
    alike = r.odds(0.5)  # a letter stays a letter, and a figure a figure
    return tuple(replace(word, text=_other(r, word.text, alike)) if word.kind in _KINDS else word for word in words)


def _other(r: Chance, text: str, alike: bool) -> str:
    return "".join(_sign(r, sign, alike) if sign.isalnum() else sign for sign in text)


def _sign(r: Chance, sign: str, alike: bool) -> str:
    if not alike:
        return r.of(_SIGNS)
    if sign.isdigit():
        return r.of(string.digits)
    return r.of(string.ascii_uppercase if sign.isupper() else string.ascii_lowercase)
