"""Reading a file of rules: which language it is in is seen from what it holds."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.rules import ctp, deid
from dicom_text_redactor.rules.book import RuleBook

_LONGEST = 1 << 20  # bytes; all rules that are published together have a tenth
_NAMES_RULES = "REDACT_REGIONS"
_RECIPE = re.compile(r"\s*(?:#[^\n]*\n\s*)*(?:format[ \t]+\w+[ \t]*$|%)", re.IGNORECASE | re.MULTILINE)


def read_rules(path: Path, name: str = _NAMES_RULES) -> RuleBook:
    """The rules of a file, a CTP script or a deid recipe.

    name: the setting or option that asked for it.

    Raises
    ------
    SettingError
        It cannot be read, is in neither language, or has a wrong line; the message names `name` and the line.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST + 1)
        text = data.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise SettingError(f"{name} names a file that cannot be read ({type(error).__name__}).") from None
    if len(data) > _LONGEST:
        raise SettingError(f"{name} names a file with more than {_LONGEST:,} bytes.")
    try:
        return parse(text)
    except SettingError as error:
        raise SettingError(f"{name}, {error}") from None


def parse(text: str) -> RuleBook:
    """The rules of a text in either language.

    Raises
    ------
    SettingError
        It is in neither language, or has a wrong line.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    book = deid.parse(text) if _RECIPE.match(text) else ctp.parse(text) if "{" in text else None
    if book is None or not book.rules:
        raise SettingError(
            "line 1: there is neither a condition of CTP, in braces, nor a label of deid, below %filter."
        )
    return replace(book, digest=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16])
