"""Saying truthfully, in the dataset itself, what was done to it (PS3.15 E.3.1, PS3.3 C.12.1.1.7).

Smallest and Largest Image Pixel Value (0028,0106 and 0107) stay as they are, even where a fill lies
outside of them: viewers stretch the picture between them, and what was not painted is to look as before.
References to the object's own UID stay as well; after a new UID they name the image that this one was made from.
"""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256

from pydicom import DataElement, Dataset
from pydicom.sequence import Sequence
from pydicom.uid import UID

from dicom_text_redactor.dicom.files.originals import sequence_to_edit
from dicom_text_redactor.dicom.files.texts import append_sentence, append_value, replace_first_value
from dicom_text_redactor.dicom.marks import frame_types
from dicom_text_redactor.dicom.quiet import refusing
from dicom_text_redactor.settings import BurnedIn, Uids

_METHOD = "Burned-in text painted over"
_CHECKED = "Checked for burned-in text"
_METHOD_CODES = 0x00120064
_LONGEST_TEXT = 64
_LONGEST_DESCRIPTION = 1024


def mark(
    dataset: Dataset,
    *,
    hidden: bool,
    all_checked: bool,
    uids: Uids,
    app_version: str,
    burned_in: BurnedIn = "no",
    frames: Collection[int] | None = None,
) -> None:
    """Mark a redacted dataset, in place.

    Parameters
    ----------
    dataset
        The new dataset.
    hidden
        Whether pixels were changed: then Image Type begins with DERIVED (MIXED, where frames
        have types of their own and not all are DERIVED), and Derivation Description and
        De-identification Method say how.
    all_checked
        Whether every frame and every other place was decoded and checked: only then Burned In
        Annotation becomes NO and the Clean Pixel Data Option is claimed. Patient Identity Removed
        is left to `dicom_text_redactor.header.claims`, where the header is cleaned.
    uids
        ``new`` derives the SOP Instance UID from the old one, the same each time.
    app_version
        Version for the texts.
    burned_in
        ``keep`` leaves Burned In Annotation alone, whatever was checked.
    frames
        Numbers (0-based) of the frames that were changed; None stands for all.
    """
    with refusing("The header cannot be marked."):
        if all_checked:
            if burned_in == "no":
                dataset.BurnedInAnnotation = "NO"
            claim(dataset, "113101", "Clean Pixel Data Option")
        if all_checked or hidden:
            text = f"{_METHOD if hidden else _CHECKED} ({app_version})"
            append_value(dataset, "DeidentificationMethod", text[:_LONGEST_TEXT])
        if hidden:
            _derive(dataset, app_version, frames)
        if uids == "new":
            _renew_instance(dataset)


def claim(dataset: Dataset, value: str, meaning: str) -> None:
    """Name a method of de-identification by its code (PS3.16 CID 7050), in place, unless it is named already."""
    items = sequence_to_edit(dataset, _METHOD_CODES) if _METHOD_CODES in dataset else None
    if any(_is_code(item, value) for item in items or ()):
        return
    code = Dataset()
    code.CodeValue = value
    code.CodingSchemeDesignator = "DCM"
    code.CodeMeaning = meaning
    dataset[_METHOD_CODES] = DataElement(_METHOD_CODES, "SQ", Sequence([*(items or ()), code]))


def _is_code(item: Dataset, value: str) -> bool:
    return (str(item.get("CodeValue", "")), str(item.get("CodingSchemeDesignator", ""))) == (value, "DCM")


def _derive(dataset: Dataset, app_version: str, frames: Collection[int] | None) -> None:
    kinds = frame_types.derive(dataset, frames)
    # Without a type so far nobody knows whether the examination itself gave this image; but it
    # is true of the new one that it was made later (PS3.3 C.7.6.1.1.2).
    replace_first_value(dataset, "ImageType", "DERIVED" if kinds <= {"DERIVED"} else "MIXED", alone="SECONDARY")
    text = f"{_METHOD} in rectangles, all pixels outside of them unchanged ({app_version})"
    append_sentence(dataset, "DerivationDescription", text, _LONGEST_DESCRIPTION)


def _renew_instance(dataset: Dataset) -> None:
    meta = dataset.file_meta
    old = dataset.get("SOPInstanceUID") or meta.get("MediaStorageSOPInstanceUID")
    if old:
        dataset.SOPInstanceUID = meta.MediaStorageSOPInstanceUID = derived_uid(str(old))


def derived_uid(old: str) -> UID:
    """A UID made from another one, the same each time (PS3.5 B.2: 2.25 and a 128-bit number)."""
    digest = sha256(f"dicom-text-redactor:{old}".encode()).digest()
    return UID(f"2.25.{int.from_bytes(digest[:16], 'big')}")
