"""Saying truthfully, in the dataset itself, what was done to it (PS3.15 E.3.1, PS3.3 C.12.1.1.7)."""

from __future__ import annotations

from copy import deepcopy
from hashlib import sha256

from pydicom import DataElement, Dataset
from pydicom.sequence import Sequence
from pydicom.uid import UID

from shared.dicom.quiet import refusing
from shared.settings import Uids

_METHOD = "Burned-in text painted over"
_METHOD_CODES = 0x00120064
_LONGEST_TEXT = 64
_LONGEST_DESCRIPTION = 1024


def mark(dataset: Dataset, *, hidden: bool, all_checked: bool, uids: Uids, app_version: str) -> None:
    """Mark a redacted dataset, in place.

    Parameters
    ----------
    dataset
        The new dataset.
    hidden
        Whether pixels were changed: then Image Type begins with DERIVED, and Derivation
        Description and De-identification Method say how.
    all_checked
        Whether every frame and every other place was decoded and checked: only then Burned In
        Annotation becomes NO and the Clean Pixel Data Option is claimed. Patient Identity Removed
        is left alone, since the header is not cleaned.
    uids
        ``new`` derives the SOP Instance UID from the old one, the same each time.
    app_version
        Version for the texts.
    """
    with refusing("The header cannot be marked."):
        if all_checked:
            dataset.BurnedInAnnotation = "NO"
            _claim_clean_pixels(dataset)
        if all_checked or hidden:
            _append(
                dataset, 0x00120063, f"{_METHOD} ({app_version})" if hidden else f"Checked for text ({app_version})"
            )
        if hidden:
            _derive(dataset, app_version)
        if uids == "new":
            _renew_instance(dataset)


def _claim_clean_pixels(dataset: Dataset) -> None:
    code = Dataset()
    code.CodeValue = "113101"
    code.CodingSchemeDesignator = "DCM"
    code.CodeMeaning = "Clean Pixel Data Option"
    items = [deepcopy(item) for item in _items(dataset)]
    if not any(str(item.get("CodeValue", "")) == "113101" for item in items):
        items.append(code)
    dataset[_METHOD_CODES] = DataElement(_METHOD_CODES, "SQ", Sequence(items))


def _items(dataset: Dataset) -> list[Dataset]:
    value = dataset.get("DeidentificationMethodCodeSequence")
    return list(value) if isinstance(value, Sequence) else []


def _append(dataset: Dataset, tag: int, text: str) -> None:
    """Add one value to a multi-valued LO element; what is there stays, unless it is the same."""
    there = _texts(dataset, tag)
    if text[:_LONGEST_TEXT] not in there:
        dataset[tag] = DataElement(tag, "LO", [*there, text[:_LONGEST_TEXT]])


def _derive(dataset: Dataset, app_version: str) -> None:
    kinds = _texts(dataset, 0x00080008)
    kinds = ["DERIVED", *(kinds[1:] or ["PRIMARY"])]
    dataset[0x00080008] = DataElement(0x00080008, "CS", kinds)
    said = "\\".join(_texts(dataset, 0x00082111))
    text = f"{_METHOD} by rectangles of one value, all other pixels unchanged ({app_version})"
    if text not in said:
        whole = f"{said}; {text}" if said and len(said) + len(text) + 2 <= _LONGEST_DESCRIPTION else text
        dataset[0x00082111] = DataElement(0x00082111, "ST", whole)


def _texts(dataset: Dataset, tag: int) -> list[str]:
    """The values of a text element, however many and of whatever type a bad file has put there."""
    if tag not in dataset:
        return []
    try:
        value = dataset[tag].value
    except Exception:
        return []
    if value is None or value == "":
        return []
    values = [value] if isinstance(value, str | bytes) or not hasattr(value, "__iter__") else list(value)
    return [v.decode("latin-1") if isinstance(v, bytes) else str(v) for v in values]


def _renew_instance(dataset: Dataset) -> None:
    meta = dataset.file_meta
    old = dataset.get("SOPInstanceUID") or meta.get("MediaStorageSOPInstanceUID")
    if old:
        dataset.SOPInstanceUID = meta.MediaStorageSOPInstanceUID = derived_uid(str(old))


def derived_uid(old: str) -> UID:
    """A UID made from another one, the same each time (PS3.5 B.2: 2.25 and a 128-bit number)."""
    digest = sha256(f"dicom-text-redactor:{old}".encode()).digest()
    return UID(f"2.25.{int.from_bytes(digest[:16], 'big')}")
