"""Names of files and folders that hold the patient's name or id, and what they are replaced by.

The new name is made from the old one alone, so that all files of a folder stay together, and a second run, or another
worker, gives the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from dicom_text_redactor.header.pseudonyms import Pseudonyms
from dicom_text_redactor.settings import RedactionSettings

_SUFFIX = ".dcm"
_MADE = re.compile(r"2\.25\.\d{30,39}(\.dcm)?")


def renaming(settings: RedactionSettings) -> Callable[[str], str] | None:
    """What gives a path, with slashes, a new name in each of its parts, whatever they hold; None: names stay.

    It is for who has to know the new name before the file is read.
    """
    if settings.header == "keep" or settings.header_names == "keep":
        return None
    pseudonyms = Pseudonyms(settings.header_key)
    return lambda path: replaced(path, pseudonyms, lambda _: True)


def replaced(path: str, pseudonyms: Pseudonyms, holds: Callable[[str], bool]) -> str:
    """A path with slashes, with a UID in the place of each part that `holds` something; the file's ends with .dcm."""
    parts = path.split("/")
    last = len(parts) - 1
    return "/".join(
        _new(part, pseudonyms, file=at == last)
        if part not in ("", ".", "..") and not is_new(part) and holds(part)
        else part
        for at, part in enumerate(parts)
    )


def is_new(part: str) -> bool:
    """Whether a part of a path has the form of those that are made here."""
    return _MADE.fullmatch(part) is not None


def _new(part: str, pseudonyms: Pseudonyms, *, file: bool) -> str:
    return pseudonyms.name(part) + (_SUFFIX if file and part.lower().endswith(_SUFFIX) else "")
