"""Whether a value is what its value representation says, so that nothing else hides in it (PS3.5 6.2)."""

from __future__ import annotations

import re

_FORMS = {
    "DS": re.compile(r"[0-9+\-eE. ]{0,24}"),
    "IS": re.compile(r"[0-9+\- ]{0,16}"),
    "AS": re.compile(r"(\d{3}[DWMY])?"),
    "DA": re.compile(r"(\d{4}\.?\d\d\.?\d\d)?"),
    "DT": re.compile(r"(\d{4,14}(\.\d{1,6})?([+-]\d{4})?)?"),
    "TM": re.compile(r"(\d{2}(:?\d{2}(:?\d{2}(\.\d{1,6})?)?)?)?"),
    "UI": re.compile(r"[0-9.]{0,64}"),
}

TEXTS = frozenset(("AE", "CS", "LO", "LT", "SH", "ST", "UC", "UR", "UT"))
"""Representations whose values are words."""
DATES = frozenset(("DA", "DT", "TM"))
NUMBERS = {"US": 2, "SS": 2, "UL": 4, "SL": 4, "FL": 4, "FD": 8, "AT": 4, "UV": 8, "SV": 8}
"""Representations whose values are numbers of so many bytes."""


def fits(text: str, vr: str) -> bool:
    """Whether one value has the letters that its representation allows; texts may have any."""
    form = _FORMS.get(vr)
    return form is None or form.fullmatch(text.strip(" \0")) is not None
