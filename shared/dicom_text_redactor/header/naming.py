"""The name of a file as reports tell it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydicom import Dataset

from dicom_text_redactor.header.known import Known
from dicom_text_redactor.header.names import is_new, replaced
from dicom_text_redactor.header.pseudonyms import Pseudonyms
from dicom_text_redactor.phi.identity import Identity
from dicom_text_redactor.settings import RedactionSettings


def told(name: str, settings: RedactionSettings, dataset: Dataset | None) -> str:
    """A path with slashes, without parts that hold the name or id of whom the dataset shows.

    dataset: as it was read; None: nobody knows whose file it is, and all parts get new names.
    """
    if settings.header == "keep" or settings.header_names == "keep":
        return name
    pseudonyms = Pseudonyms(settings.header_key)
    if dataset is None:
        return replaced(name, pseudonyms, lambda _: True)
    return replaced(name, pseudonyms, Known(Identity.of(dataset)).is_in_name)


def with_name(header: Mapping[str, Any] | None, before: str, after: str) -> Mapping[str, Any] | None:
    """What a report tells of a cleaned header, with whether the file has another name than it had."""
    if header is None:
        return None
    new = before != after or any(map(is_new, after.split("/")))
    return {**header, "name": "replaced" if new else "kept"}
