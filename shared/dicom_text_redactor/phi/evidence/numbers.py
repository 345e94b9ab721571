"""Figures: what they count, what stands beside them, and codes of letters and figures."""

from __future__ import annotations

import re
from collections.abc import Callable

from dicom_text_redactor.model import Box
from dicom_text_redactor.phi import measures, patterns
from dicom_text_redactor.phi.evidence.registry import piece
from dicom_text_redactor.phi.page import Token
from dicom_text_redactor.phi.wordlists import LISTS
from dicom_text_redactor.sources import Source

_WHOLE = re.compile(r"\d+")
_DECIMAL = re.compile(r"[-+±~<>=]?\d*[.,]\d+\D{0,4}")
_PRODUCT = re.compile(r"[(\[]?\d+([.,]\d+)?(\s?[x×*/:]\s?\d+([.,]\d+)?)+[)\]]?\D{0,3}")
_MODEL = re.compile(r"(?=.*\d)(?=.*[a-z])[a-z0-9]+([-/.+][a-z0-9]+)+", re.IGNORECASE)
_LEVEL = re.compile(r"[a-z]{1,3}\d{1,3}", re.IGNORECASE)
_MIXED_ID = re.compile(r"(?=(?:.*\d){3})(?=.*[a-z])[a-z0-9]{6,}", re.IGNORECASE)
_SIGNED = re.compile(r"[-+±<>≤≥~=].*\d|.*\d\s?[%°\"'²³]")
_CASES = re.compile(r"[a-z][A-Z]|[a-z]\d[A-Za-z]|\d[a-z]+[A-Z]")
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


@piece("The word has figures: one.", example="*7*", counter="*77*")
def one_figure(token: Token) -> float:
    return float(token.digits == 1)


@piece("The word has figures: two.", example="*77*", counter="*777*")
def two_figures(token: Token) -> float:
    return float(token.digits == 2)


@piece("The word has figures: three or four.", example="*7777*", counter="*77*")
def some_figures(token: Token) -> float:
    return float(3 <= token.digits <= 4)


@piece("The word has figures: five or six.", example="*77777*", counter="*777*", entity="ID", source=Source.PATTERN)
def many_figures(token: Token) -> float:
    return float(5 <= token.digits <= 6)


@piece("The word has figures: seven or more.", example="*77777777*", counter="*77777*", entity="ID",
       source=Source.PATTERN)  # fmt: skip
def very_many_figures(token: Token) -> float:
    return float(token.digits >= 7)


@piece("The word is a number that begins with a nought.", example="*0815*", counter="*815*", entity="ID",
       source=Source.PATTERN)  # fmt: skip
def leading_nought(token: Token) -> float:
    return float(len(token.bare) > 1 and token.bare[0] == "0" and token.bare.isdigit())


@piece("The word is a figure with its unit, or a setting with its figure.", example="*16cm*", counter="*16xq*")
def measure(token: Token) -> float:
    return float(measures.is_measure(token.text.strip("()[]"), LISTS.units, LISTS.parameters))


@piece("The word is several settings in one piece.", example="*WW1500WL-600*", counter="*XK1500QT*")
def chain_of_measures(token: Token) -> float:
    return float(measures.is_chain(token.bare, LISTS.units, LISTS.parameters, LISTS.clinical))


@piece("A unit stands behind the figure.", example="*42* mm", counter="*42* Tom")
def unit_behind(token: Token) -> float:
    return float(_ends_in_digit(token) and _is_unit(token.after))


@piece("The word is a unit behind a figure.", example="42 *mm*", counter="Tom *mm*")
def unit(token: Token) -> float:
    return float(_is_unit(token) and _ends_in_digit(token.before))


@piece("The name of a setting stands before the figure.", example="Gain *42*", counter="Tom *42*")
def setting_before(token: Token) -> float:
    return float(token.digits > 0 and is_setting(token.before))


@piece("The word is the name of a setting.", example="*Gain* 42", counter="*Tom* 42")
def setting(token: Token) -> float:
    return float(is_setting(token))


@piece("The word is the name of a setting, and a figure follows.", example="*Gain* 42", counter="*Gain* Tom")
def setting_with_figure(token: Token) -> float:
    return float(is_setting(token) and token.after is not None and token.after.digits > 0)


@piece("A short word of letters stands before a short figure.", example="*Gn* 42", counter="*Gn* Tom")
def short_before_figure(token: Token) -> float:
    after = token.after
    return float(0 < len(token.letters) <= 4 and not token.digits and after is not None and 0 < after.digits <= 4)


@piece("A figure stands behind a short word of letters.", example="Gn *42*", counter="Thomas *42*")
def figure_behind_short(token: Token) -> float:
    before = token.before
    return float(0 < token.digits <= 4 and before is not None and 0 < len(before.letters) <= 4 and not before.digits)


@piece("The word is a product or a quotient of figures.", example="*512x512*", counter="*512512*")
def product(token: Token) -> float:
    return float(_PRODUCT.fullmatch(token.bare) is not None)


@piece("The word is a short code of the field: a level, a probe, a kernel.", example="*L4-5*", counter="*QX-5*")
def field_code(token: Token) -> float:
    return float(measures.is_code(token.text))


@piece("The word joins letters and figures by strokes, as names of probes and coils do.", example="*C5-1D*",
       counter="*C51D*")  # fmt: skip
def joined_code(token: Token) -> float:
    return float(_MODEL.fullmatch(token.bare) is not None)


@piece("The word is a few letters with a short figure.", example="*Gn2*", counter="*Gain2*")
def letters_with_figure(token: Token) -> float:
    return float(_LEVEL.fullmatch(token.bare) is not None)


@piece("The word has letters and figures.", example="*A114*", counter="*114*")
def letters_and_figures(token: Token) -> float:
    return float(token.digits > 0 and bool(token.letters))


@piece("The word changes between small letters, capitals and figures.", example="*iClear3D*", counter="*Clear*")
def changing_case(token: Token) -> float:
    return float(_CASES.search(token.text) is not None)


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


@piece("The word carries a sign, a percentage or degrees.", example="*-42%*", counter="*42*")
def signed(token: Token) -> float:
    return float(_SIGNED.search(token.text) is not None)


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


def _is_lone_figure(token: Token) -> bool:
    return len(token.row.tokens) == 1 and 0 < token.digits <= 4 and not token.letters


@piece("The word is a short figure alone in its row.", example="*15* / Tom Ann", counter="*15* Tom")
def lone_figure(token: Token) -> float:
    return float(_is_lone_figure(token))


@piece("The figure stands in a column of short figures, as those of a scale do.", example="*5* / 10 / 15",
       counter="*5* / Tom / Ann")  # fmt: skip
def figure_of_column(token: Token) -> float:
    if not _is_lone_figure(token):
        return 0.0
    return float(_alike(token, lambda box: (box.left + box.width // 2, box.right, box.left)) >= 2)


@piece("The figure stands in a line of short figures far apart, as those of an axis do.", example="*5* ___ 10 ___ 15",
       counter="*5* Tom Ann")  # fmt: skip
def figure_of_axis(token: Token) -> float:
    if not _is_lone_figure(token):
        return 0.0
    return float(_alike(token, lambda box: (box.top + box.height // 2,)) >= 2)


def _alike(token: Token, edges: Callable[[Box], tuple[int, ...]]) -> int:
    """How many other lone figures of the page have one of these edges where the word has it, by half a letter."""
    own, reach = edges(token.box), 0.5 * token.box.height
    figures = (
        other for row in token.page.rows for other in row.tokens[:1] if other is not token and _is_lone_figure(other)
    )
    return sum(any(abs(a - b) <= reach for a, b in zip(own, edges(other.box), strict=True)) for other in figures)
