"""The grammar of technical words: numbers, numbers with units, parameters with numbers, probes, levels."""

from __future__ import annotations

import re
from collections.abc import Set
from itertools import pairwise

from dicom_text_redactor.memory import remembered_for_one_file
from dicom_text_redactor.phi.spelling import as_digits, fold

SETTINGS = "wlc"
"""The single letters that name a setting: the number of ``W 2000`` may look like a year, and is none."""

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
_LEVEL = re.compile(
    r"[(\[]?(?:(?:c|t|th|d|l|s|r|m|a|p|b|v|q|f|n|zone|seg)\d{1,2}(?:[-–/](?:c|t|th|d|l|s|m|a|p)?\d{1,2}){0,2}[a-z]?)[)\],.;:]?",
    re.IGNORECASE,
)
_PROBE = re.compile(
    r"(?:[a-z]{1,4}\d{1,2}[-–]\d{1,2}[a-z]{0,3}(?:[-–][a-z]{1,2})?"  # C5-1, L12-3, EV8-4v, C1-5-D
    r"|\d{1,2}[a-z](?:[-–](?:rs|d|h|s|sc))?|[2-4679][a-z]{2}|\d{1,2}[a-z]{2,3}[-–](?:rs|d|h|s)"  # 9L, 4C-RS, 3Sc
    r"|(?:jl|jr|al|ar|ebu|xb|vl|cls|mp|il)\d(?:[.]\d)?"  # the curves of coronary catheters: JL4, EBU3.5
    r"|m\d[a-z]{1,2}(?:[-–](?:rs|d|h))?"  # M5Sc-D; any other letter could be a name with a misread letter
    r"|[a-z]{2,3}\d{1,2}[-–][a-z]{1,2}"  # RAB6-D
    r"|[a-z]{1,3}\d{1,2}[a-z]\d{1,2}[a-z]?"  # EV8C4
    r"|\d[a-z]\d{1,2}[a-z]?)",  # 4V1
    re.IGNORECASE,
)  # fmt: skip
_KERNEL = re.compile(
    r"(?:b|br|bv|bl|hr|hv|hc|qr|ur|u|d|h|i|j|t|v|fc|fl|yb|ya|yc)\d{2}[a-z]{0,2}(?:[\\/]\d)?", re.IGNORECASE
)
_GESTATION = re.compile(r"\d{1,2}w\d{0,1}d?(?:\+?\d)?d?", re.IGNORECASE)
_COUNT = re.compile(r"\d{1,3}of\d{1,3}", re.IGNORECASE)
_PREGNANCIES = re.compile(r"g\d{1,2}p\d{1,2}(?:a\d)?", re.IGNORECASE)
_YEAR = re.compile(r"(?:18|19|20)\d\d")


_CHAIN = re.compile(r"[-+]?\d{1,4}(?:[.,]\d{1,4})?|[^\W\d_]+(?:[/²³*·][^\W\d_]+)*")
_CHAIN_LETTERS = re.compile(r"[\w.,+\-/²³*·%:=]+")
_MISREAD_UNITS = {
    "crn": "cm", "cn": "cm", "cmn": "cm", "em": "cm", "om": "cm", "rnm": "mm", "mrn": "mm", "mn": "mm", "rmm": "mm",
    "h2": "hz", "kh2": "khz", "mh2": "mhz", "ky": "kv", "kyp": "kvp", "m1": "ml", "mi": "ml", "rnl": "ml",
    "rnm2": "mm2", "crn2": "cm2", "rng": "mg", "rnsec": "msec", "rns": "ms", "rnas": "mas", "mgv": "mgy", "rngy": "mgy",
    "crn/s": "cm/s", "em/s": "cm/s", "cm/5": "cm/s", "rn/s": "m/s", "rnmhg": "mmhg", "mmhq": "mmhg", "d8": "db",
}  # fmt: skip


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
    for ready in dict.fromkeys((text, as_digits(text), _digits_first(text), _digits_first(text).replace("rn", "m"))):
        found = _WITH_UNIT.fullmatch(ready)
        if found and is_number(found[1]) and is_unit(found[2], units):
            return True
        found = _WITH_NAME.fullmatch(ready)
        if found and fold(found[1]) in parameters and is_number(found[2]):
            unit = found[3]
            if unit and found[2] in ("0", "1", "5", "8") and text.isalnum():
                return False  # rather a word with a misread letter
            return unit is None or fold(unit) in units
    return False


def is_unit(text: str, units: Set[str]) -> bool:
    """Whether what stands behind a number is a unit, as it is or as readers confuse it: ``cm``, ``crn``, ``H2``."""
    bare = fold(text.strip(".,;:()[]"))
    return bare in units or _MISREAD_UNITS.get(bare, "") in units


def is_chain(text: str, units: Set[str], parameters: Set[str], words: Set[str]) -> bool:
    """Whether a word is several measurements in one piece: ``WW1500WL-600``, ``HU42.6SD``, ``LVEDV112ml``.

    Each run of letters must be a parameter before a number or a unit behind one; a clinical word of
    `words` may stand first if a unit shows that the figures measure something and are no id.
    """
    if len(text) < 5 or not _CHAIN_LETTERS.fullmatch(text):
        return False
    runs = _CHAIN.findall(text.replace(":", " ").replace("=", " "))
    if "".join(runs) != re.sub("[:=%]", "", text) or len(runs) < 2 or sum(map(str.isdigit, text)) < 2:
        return False
    if any(run[-1].isdigit() and after[-1].isdigit() for run, after in pairwise(runs)):
        return False  # an id or a date
    named, known, measured = 0, True, False
    for at, run in enumerate(runs):
        letters = fold(run)
        if run[-1].isdigit():
            continue
        parameter = letters in parameters and (len(letters) > 1 or letters in SETTINGS)
        if at and len(letters) > 1 and is_unit(letters, units):
            measured = True
        elif parameter or (at == 0 and letters in words):
            named += 1
            known = known and parameter
        else:
            return False
    return measured or (named > 1 and known and sum(map(str.isdigit, text)) > 2)


def is_code(text: str) -> bool:
    """Whether a word is a short technical code: a level (``L4-5``), a probe (``C5-1``), a kernel (``B30f``)."""
    bare = text.strip("()[]{},;:.")
    if _COUNT.fullmatch(bare):
        return True
    if digit_count(bare) > 4 or not any(c.isdigit() for c in bare) or len(bare) > 9:
        return False
    return any(form.fullmatch(bare) for form in (_LEVEL, _PROBE, _KERNEL, _GESTATION, _PREGNANCIES))


def _digits_first(text: str) -> str:
    """`text` with misread digits put right up to the first letter that cannot be one: ``l6cm`` becomes ``16cm``."""
    head = re.match(r"[-+(]?[\dOolIS|.,]*\d[\dOolIS|.,]*|[-+(]?[OlI|][.,]\d*|[lI|OS](?=\d)", text)
    if head is None:
        return text
    number = head[0].translate(str.maketrans("OolIS|", "001151"))
    return number + text[head.end() :]
