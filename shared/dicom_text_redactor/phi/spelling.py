"""Spellings: one name written in all the ways in which a screen may show it, and letters that readers confuse."""

from __future__ import annotations

import re
import unicodedata

from dicom_text_redactor.memory import remembered_for_one_file

_LIGATURES = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ŋ": "ng", "ħ": "h"}
)
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_PARTS = re.compile(r"[^\W_]+", re.UNICODE)

PARTICLES = frozenset(
    "abd abu af al am ap at av ben bin bint da dal das de degli dei del della den der des di do dos du e el ibn im la "
    "las le les lo los mac mc o op san st ten ter thi van vom von y zu zum zur".split()
)
"""Words between the parts of names in many languages; alone they name nobody."""
TITLES = frozenset("dr dra prof doctor mr mrs ms miss herr frau mme sig dott sra sir".split())
"""What stands before a person's name."""
DEGREES = frozenset("md do rn rt phd frcr mbbs bsc msc rdms rdcs rvt jr sr".split())
"""What stands behind a person's name."""

_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_SHAPES = str.maketrans("01i|!58692ye", "ollllsbggzvc")
_DIGITS = str.maketrans("OoQDlIi|!]SBZG", "00001111115826")
_DIGIT_LIKE = frozenset("OoQDlIi|!]SBZG")


def fold(text: str) -> str:
    """`text` without case and diacritics: ``Müller`` and ``MULLER`` both become ``muller``."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return "".join(c for c in plain if not unicodedata.combining(c))


def foldings(text: str) -> frozenset[str]:
    """Both usual ways to write `text` without diacritics: ``Müller`` gives ``muller`` and ``mueller``."""
    composed = unicodedata.normalize("NFC", text.casefold())
    return frozenset((fold(text), fold(composed.translate(_GERMAN))))


@remembered_for_one_file
def parts(text: str) -> tuple[str, ...]:
    """The runs of letters and digits in `text`, folded: ``O'Neil,John`` gives o, neil, john."""
    return tuple(fold(part) for part in _PARTS.findall(text))


def squeeze(text: str) -> str:
    """`text` folded, with nothing but its letters and digits."""
    folded = fold(text)
    return folded if folded.isalnum() else "".join(c for c in folded if c.isalnum())


@remembered_for_one_file
def skeleton(text: str) -> str:
    """The shape of a word: equal for words that readers take for one another (``Kim`` and ``K1rn``)."""
    shape = fold(text)
    if not shape.isalnum():
        shape = "".join(c for c in shape if c.isalnum() or c in "|!")
    for pair, single in _PAIRS:
        shape = shape.replace(pair, single)
    return shape.translate(_SHAPES)


@remembered_for_one_file
def as_digits(text: str) -> str:
    """`text` with letters for digits where it is a number misread: ``l2/O3/196l`` becomes ``12/03/1961``.

    Text that is not mostly a number stays as it is.
    """
    digits = sum(c.isdigit() for c in text)
    letters = [c for c in text if c.isalpha() or c in "|!]"]
    if digits == 0 or not letters or len(letters) > digits or not _DIGIT_LIKE.issuperset(letters):
        return text
    return text.translate(_DIGITS)
