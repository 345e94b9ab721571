"""The grammar of technical words: numbers, numbers with units, parameters with numbers."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

from dicom_text_redactor.memory import remembered_for_one_file
from dicom_text_redactor.phi.spelling import as_digits, fold, skeleton

_NUMBER = r"[-+±~<>=≤≥≈]{0,2}\d{1,4}(?:[.,]\d{1,4})?"
_NUMERIC = re.compile(
    rf"[#(\[{{]?{_NUMBER}(?:(?:[x×*/:\-–]|\.\.|\+/-|±){_NUMBER}){{0,3}}(?:[\"'°%x×*)\]}}+]|o)?[.,;:]?", re.IGNORECASE
)
_WITH_UNIT = re.compile(
    rf"[(\[]?({_NUMBER}(?:(?:[x×*/\-–]|\.\.){_NUMBER}){{0,3}})[ ]?([^\W\d_][\w/²³^°µμ·.*%-]*|%|°|[\"'])[)\],.;:]{{0,2}}"
)
_WITH_NAME = re.compile(
    rf"[(\[+-]?([^\W\d_]{{1,8}})[:=.#]?({_NUMBER}(?:[/\-–x]{_NUMBER})?)([^\W\d_%°][\w/²³^°µμ]*|%|°|x)?[)\],.;:]{{0,2}}"
)
_YEAR = re.compile(r"(?:18|19|20)\d\d")


def digit_count(text: str) -> int:
    """How many digits a word holds, those that were read as letters included."""
    return sum(c.isdigit() for c in as_digits(text))


@remembered_for_one_file
def is_number(text: str) -> bool:
    """Whether a word is a plain number, a fraction, a range or a product: ``12``, ``-0.5``, ``3/12``, ``512x512``."""
    ready = as_digits(text)
    if not _NUMERIC.fullmatch(ready):
        return False
    groups = re.findall(r"\d+", ready)
    strokes = re.findall(r"(?<=\d)[-/–](?=\d)", ready)
    if len(strokes) > 1 or (len(groups) > 1 and strokes and any(_YEAR.fullmatch(g) for g in groups)):
        return False  # a date, or a part of one
    return not (strokes and ("-" in ready[1:] or "–" in ready) and sum(map(len, groups)) >= 6)


def is_measure(text: str, units: Set[str], parameters: Set[str]) -> bool:
    """Whether a word is a number glued to a unit or to the name of a parameter: ``16cm``, ``W400``, ``kV:120``.

    `units` and `parameters` are folded words.
    """
    for ready in dict.fromkeys((text, as_digits(text), _digits_first(text))):
        found = _WITH_UNIT.fullmatch(ready)
        if found and is_number(found[1]) and is_unit(found[2], units):
            return True
        found = _WITH_NAME.fullmatch(ready)
        if found and fold(found[1]) in parameters and is_number(found[2]):
            unit = found[3]
            if unit and found[2] in ("0", "1", "5", "8") and text.isalnum():
                return False  # rather a word with a misread letter
            return unit is None or is_unit(unit, units)
    return False


def is_unit(text: str, units: Set[str]) -> bool:
    """Whether what stands behind a number is a unit, as it is or as readers confuse it: ``cm``, ``crn``, ``H2``."""
    bare = fold(text.strip(".,;:()[]"))
    return bare in units or (any(map(str.isalpha, bare)) and skeleton(bare) in _shapes(frozenset(units)))


@lru_cache(maxsize=4)
def _shapes(units: frozenset[str]) -> frozenset[str]:
    return frozenset(map(skeleton, units)) - {""}


def _digits_first(text: str) -> str:
    """`text` with misread digits put right up to the first letter that cannot be one: ``l6cm`` becomes ``16cm``."""
    head = re.match(r"[-+(]?[\dOolIS|.,]*\d[\dOolIS|.,]*|[-+(]?[OlI|][.,]\d*|[lI|OS](?=\d)", text)
    if head is None:
        return text
    number = head[0].translate(str.maketrans("OolIS|", "001151"))
    return number + text[head.end() :]
