"""Reading elements of a header one by one, so that a broken one is only that one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydicom import DataElement, Dataset
from pydicom.datadict import dictionary_VR
from pydicom.dataelem import RawDataElement
from pydicom.sequence import Sequence
from pydicom.tag import BaseTag

from dicom_text_redactor.dicom.files.originals import held
from dicom_text_redactor.header.fitting import NUMBERS


def known_vr(tag: BaseTag) -> str | None:
    """The representation that the standard gives an attribute; None for one that it does not have."""
    try:
        return dictionary_VR(tag)
    except KeyError:
        return None


def creators(source: Dataset) -> dict[int, str]:
    """The private creators of a data set, by tag."""
    found = {}
    for tag in source.keys():  # noqa: SIM118
        if tag.is_private_creator:
            value = (strings(source, tag) or [""])[0]
            found[(tag.group << 16) | tag.elem] = value.strip()
    return found


def block(tag: BaseTag) -> int:
    """The tag of the creator of a private attribute."""
    return (tag.group << 16) | (tag.elem >> 8)


def strings(source: Dataset, tag: BaseTag) -> list[str] | None:
    """The values of an element as text; None if it cannot be read."""
    try:
        value: Any = source[tag].value
        if isinstance(value, bytes):
            value = value.rstrip(b"\0 ").decode("ascii")
        many: Iterable[Any] = value if hasattr(value, "__iter__") and not isinstance(value, str) else [value]
        return ["" if one is None else _as_stored(one) for one in many]
    except Exception:
        return None


def _as_stored(value: Any) -> str:
    """A number as it stood in the file, and everything else as it is said."""
    return str(getattr(value, "original_string", value))


def items_of(source: Dataset, tag: BaseTag) -> list[Dataset] | None:
    """The items of a sequence; None if they cannot be read."""
    try:
        value = source[tag].value
        return list(value) if isinstance(value, Sequence) else [] if value is None else None
    except Exception:
        return None


def sequence(source: Dataset, tag: BaseTag, items: list[Dataset]) -> DataElement:
    """A sequence of other items, of defined or undefined length as it was."""
    undefined = bool(getattr(source[tag], "is_undefined_length", False))
    return DataElement(tag, "SQ", Sequence(items), is_undefined_length=undefined)


def is_empty(dataset: Dataset, tag: BaseTag) -> bool:
    """Whether an element has no value."""
    element = held(dataset, tag)
    if isinstance(element, RawDataElement):
        return element.length == 0
    return element.value is None or element.value == "" or element.VM == 0


def holds_numbers(dataset: Dataset, tag: BaseTag, size: int) -> bool:
    """Whether an element has as many bytes as numbers of its representation can have, without parsing it."""
    element = held(dataset, tag)
    if isinstance(element, RawDataElement):
        return element.VR != "UN" and element.length % size == 0 and element.VR in (None, *NUMBERS)
    return not isinstance(element.value, str | bytes)
