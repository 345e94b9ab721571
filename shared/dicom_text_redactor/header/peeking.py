"""Looking at a file's header alone: whose it is, before its pixels are read."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from dicom_text_redactor.dicom.files.copies import to_read
from dicom_text_redactor.dicom.files.reading import read_in_place
from dicom_text_redactor.errors import NotDicom, RedactionError
from dicom_text_redactor.header.deidentifying import deidentify
from dicom_text_redactor.header.known import Known
from dicom_text_redactor.header.names import replaced
from dicom_text_redactor.header.pseudonyms import Pseudonyms
from dicom_text_redactor.phi.identity import Identity
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.silence import quietly


def new_path(source: Path, path: str, settings: RedactionSettings, *, strict: bool) -> str:
    """The relative path, with slashes, of a file's result: without the patient's name and id in it.

    Of a file that cannot be read nobody knows whose it is; all parts of its path get new names. What is no DICOM has
    a result only if somebody is `strict`.
    """
    if settings.header == "keep" or settings.header_names == "keep":
        return path
    pseudonyms = Pseudonyms(settings.header_key)
    try:
        with quietly(), source.open("rb") as file:
            known = Known(_identity(file, settings))
    except NotDicom:
        return replaced(path, pseudonyms, lambda _: strict)
    except (RedactionError, OSError):
        return replaced(path, pseudonyms, lambda _: True)
    return replaced(path, pseudonyms, known.is_in_name)


def given(source: Path, settings: RedactionSettings) -> dict[tuple[str, str], str]:
    """The pseudonyms of all that a file's header holds, by kind and old value; none of a file that cannot be read."""
    pseudonyms = Pseudonyms(settings.header_key)
    try:
        with quietly(), source.open("rb") as file:
            dataset = read_in_place(file, max_bytes=settings.max_bytes)
            options = settings.header_options - {"clean-descriptors"}
            deidentify(to_read(dataset), options, pseudonyms, Identity(), None)
    except (RedactionError, OSError):
        return {}
    return pseudonyms.given


def _identity(file: BinaryIO, settings: RedactionSettings) -> Identity:
    return Identity.of(to_read(read_in_place(file, max_bytes=settings.max_bytes)))
