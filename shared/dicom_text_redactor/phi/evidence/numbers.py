"""Figures: how many, what they measure, what stands beside them, and numbers that identify."""

from __future__ import annotations

import re

from dicom_text_redactor.phi import measures, patterns
from dicom_text_redactor.phi.evidence.registry import piece
from dicom_text_redactor.phi.page import Token
from dicom_text_redactor.phi.wordlists import LISTS
from dicom_text_redactor.sources import Source

_WHOLE = re.compile(r"\d+")
_DECIMAL = re.compile(r"[-+±~<>=]?\d*[.,]\d+\D{0,4}")
_PRODUCT = re.compile(r"[(\[]?\d+([.,]\d+)?(\s?[x×*/:]\s?\d+([.,]\d+)?)+[)\]]?\D{0,3}")
_MIXED_ID = re.compile(r"(?=(?:.*\d){3})(?=.*[a-z])[a-z0-9]{6,}", re.IGNORECASE)
_LEAST_GROUPS, _LEAST_GROUPED = 3, 8
_TOUCHING = 1.2
"""Groups of one number are less than this many letter heights apart."""


def _unbracketed(text: str) -> str:
    return text.strip("()[]{}<>.,;:")


def _is_unit(token: Token | None) -> bool:
    return token is not None and measures.is_unit(token.text, LISTS.units)


def _ends_in_digit(token: Token | None) -> bool:
    return token is not None and token.text.rstrip(".,;:)]")[-1:].isdigit()


def is_setting(token: Token | None) -> bool:
    """Whether a word is the name of a setting or of a measurement."""
    return token is not None and token.bare.strip("@") in LISTS.parameters


@piece("The word is a whole number.", example="*42*", counter="*4.2*")
def whole_number(token: Token) -> float:
    return float(_WHOLE.fullmatch(token.bare) is not None)


@piece("The word is a decimal number.", example="*4.25*", counter="*425*")
def decimal_number(token: Token) -> float:
    return float(_DECIMAL.fullmatch(token.bare) is not None)


@piece("How many figures the word has, up to eight.", example="*77777777*", counter="*77*", entity="ID",
       source=Source.PATTERN)  # fmt: skip
def figures(token: Token) -> float:
    return min(token.digits, 8)


@piece("The word is a figure with its unit, or a setting with its figure.", example="*16cm*", counter="*16xq*")
def measure(token: Token) -> float:
    return float(measures.is_measure(token.text.strip("()[]"), LISTS.units, LISTS.parameters))


@piece("A unit stands behind the figure.", example="*42* mm", counter="*42* Tom")
def unit_behind(token: Token) -> float:
    return float(_ends_in_digit(token) and _is_unit(token.after))


@piece("The word is a unit behind a figure.", example="42 *mm*", counter="Tom *mm*")
def unit(token: Token) -> float:
    return float(_is_unit(token) and _ends_in_digit(token.before))


@piece("The name of a setting stands before the figure.", example="Gain *42*", counter="Tom *42*")
def setting_before(token: Token) -> float:
    return float(token.digits > 0 and is_setting(token.before))


@piece("How much the word is the name of a setting: more if a figure follows.", example="*Gain* 42",
       counter="*Gain* Tom")  # fmt: skip
def setting(token: Token) -> float:
    if not is_setting(token):
        return 0.0
    return 1.0 if token.after is not None and token.after.digits else 0.5


@piece("A short word of letters and a short figure stand side by side.", example="*Gn* 42", counter="*Gn* Tom")
def short_pair(token: Token) -> float:
    pairs = ((token, token.after), (token.before, token))
    return float(any(_is_short_pair(one, other) for one, other in pairs))


def _is_short_pair(letters: Token | None, figure: Token | None) -> bool:
    if letters is None or figure is None:
        return False
    return 0 < len(letters.letters) <= 4 and not letters.digits and 0 < figure.digits <= 4


@piece("The word is a product or a quotient of figures.", example="*512x512*", counter="*512512*")
def product(token: Token) -> float:
    return float(_PRODUCT.fullmatch(token.bare) is not None)


@piece("The word has letters and figures.", example="*A114*", counter="*114*")
def letters_and_figures(token: Token) -> float:
    return float(token.digits > 0 and bool(token.letters))


@piece("The word has the form of an id.", example="*BG7730914*", counter="*1024x768*", entity="ID",
       source=Source.PATTERN)  # fmt: skip
def id_form(token: Token) -> float:
    return float(
        any(
            (found := patterns.in_word(text)) is not None and found[0] == "ID"
            for text in map(_unbracketed, token.texts)
        )
    )


@piece("The word is long and mixes letters with several figures.", example="*K4V81XQ2*", counter="*K4*",
       entity="ID", source=Source.PATTERN)  # fmt: skip
def mixed_id(token: Token) -> float:
    return float(_MIXED_ID.fullmatch(token.bare) is not None and not _PRODUCT.fullmatch(token.bare))


@piece("The word is one of several groups of figures that make a long number.", example="1 85 05 *78* 006 084 42",
       counter="1 *85* mm", entity="ID", source=Source.PATTERN)  # fmt: skip
def grouped_number(token: Token) -> float:
    if not token.bare.isdigit():
        return 0.0
    tokens, first, last = token.row.tokens, token.at, token.at
    while first and tokens[first - 1].bare.isdigit() and _touch(tokens[first - 1], tokens[first]):
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].bare.isdigit() and _touch(tokens[last], tokens[last + 1]):
        last += 1
    run = tokens[first : last + 1]
    return float(len(run) >= _LEAST_GROUPS and sum(one.digits for one in run) >= _LEAST_GROUPED)


def _touch(one: Token, other: Token) -> bool:
    return other.box.left - one.box.right < _TOUCHING * max(one.box.height, other.box.height)


@piece("The word belongs to a telephone number, an address or the like.", example="+44 20 *7946* 0018",
       counter="20 *7946* 0018x", entity="PHONE_NUMBER", source=Source.PATTERN)  # fmt: skip
def contact_form(token: Token) -> float:
    start = token.row.starts[token.at]
    end = start + len(token.text)
    found = (f.score for f in token.row.patterns if f.entity != "AGE" and f.start < end and f.end > start)
    return max(found, default=0.0)


@piece("The word belongs to an age of ninety or more.", example="*93Y*", counter="*43Y*", entity="AGE",
       source=Source.PATTERN)  # fmt: skip
def great_age(token: Token) -> float:
    start = token.row.starts[token.at]
    found = [find for find in token.row.patterns if find.entity == "AGE"]
    near = token.row.covered(token, [(find.start, find.end) for find in found])
    return float(bool(near) or patterns.in_word(token.text) == ("AGE", 0.9)) * float(start >= 0)


@piece("What share of the row's words has figures.", example="*12* 34", counter="*Tom* Ann")
def figures_in_row(token: Token) -> float:
    return sum(other.digits > 0 for other in token.row.tokens) / len(token.row.tokens)


@piece("Some word of the row is a figure with its unit.", example="*Tom* 16cm", counter="*Tom* Ann")
def measure_in_row(token: Token) -> float:
    return float(any(measures.is_measure(other.text, LISTS.units, LISTS.parameters) for other in token.others))
