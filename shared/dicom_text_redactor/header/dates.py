"""Moving dates by whole days: the time of day and all intervals stay (PS3.15 E.3.6)."""

from __future__ import annotations

import re
from datetime import date, timedelta

_DA = re.compile(r"(\d{4})(\d\d)(\d\d)|(\d{4})\.(\d\d)\.(\d\d)")
_DT = re.compile(r"(\d{8})(\d{2,6}(?:\.\d{1,6})?)?([+-]\d{4})?")
_TM = re.compile(r"\d{2}(:?\d{2}(:?\d{2}(\.\d{1,6})?)?)?")
_ZONE = re.compile(r"[+-]\d{4}")


def shifted(text: str, vr: str, days: int) -> str | None:
    """A value of DA, DT or TM after so many days; None for one that is no whole date, or of another VR.

    A date without its day cannot be moved by days. A time of day stays, as does an offset from UTC.
    """
    text = text.strip()
    if vr == "DA":
        return _moved(text, days)
    if vr == "DT" and (match := _DT.fullmatch(text)):
        day = _moved(match[1], days)
        return None if day is None else day + (match[2] or "") + (match[3] or "")
    if (vr == "TM" and _TM.fullmatch(text)) or (vr == "SH" and _ZONE.fullmatch(text)):
        return text
    return None


def _moved(text: str, days: int) -> str | None:
    match = _DA.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        moved = date(year, month, day) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return f"{moved.year:04}{moved.month:02}{moved.day:02}"
