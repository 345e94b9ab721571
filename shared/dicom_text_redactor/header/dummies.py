"""Values that say nothing, of each value representation (PS3.5 6.2)."""

from __future__ import annotations

from pydicom import DataElement
from pydicom.tag import BaseTag

WORD = "ANONYMIZED"
"""Stands in place of a text."""

_VALUES: dict[str, object] = {
    "AS": "000Y",
    "AT": 0,
    "DA": "19000101",
    "DT": "19000101000000",
    "TM": "000000",
    "DS": "0",
    "IS": "0",
    "PN": "Anonymous",
    "UR": "urn:anonymized",
    "UI": "2.25.0",
    **dict.fromkeys(("AE", "CS", "LO", "LT", "SH", "ST", "UC", "UT"), WORD),
    **dict.fromkeys(("US", "SS", "UL", "SL", "UV", "SV"), 0),
    **dict.fromkeys(("FL", "FD"), 0.0),
    **dict.fromkeys(("OB", "OW", "UN"), b"\0\0"),
    **dict.fromkeys(("OD", "OF", "OL", "OV"), bytes(8)),
}


def dummy(tag: BaseTag, vr: str) -> DataElement:
    """An element with a value that says nothing."""
    return DataElement(tag, vr, _VALUES[vr])


def empty(tag: BaseTag, vr: str) -> DataElement:
    """An element without a value."""
    return DataElement(tag, vr, [] if vr == "SQ" else None)
