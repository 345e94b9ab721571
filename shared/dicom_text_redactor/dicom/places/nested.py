"""Pictures and drawings inside other elements of an image, which nobody looks at and which are removed."""

from __future__ import annotations

import re
from collections import Counter
from typing import cast

from pydicom import DataElement, Dataset
from pydicom.charset import default_encoding
from pydicom.datadict import dictionary_VR
from pydicom.dataelem import RawDataElement
from pydicom.sequence import Sequence
from pydicom.tag import BaseTag

from dicom_text_redactor.dicom.files.bounds import Budget, items_of
from dicom_text_redactor.dicom.files.copies import stored
from dicom_text_redactor.dicom.places.file_kinds import is_picture, may_hold_a_picture

_ICON, _ANNOTATIONS = 0x00880200, 0x00700001
_DRAWINGS = {_ICON: "icon", _ANNOTATIONS: "annotations"}
_PICTURES = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010, 0x00420011})
_RETIRED_PIXELS = frozenset({0x7FE00020, 0x7FE00030, 0x7FE00040})
_DELIMITERS = 0xFFFE
_BINARY = frozenset({"OB", "OW", "UN", None})
_ITEMS = {b"\xfe\xff\x00\xe0": True, b"\xff\xfe\xe0\x00": False}
# Tags of pictures, drawings and overlays in both byte orders: cheaper to look for than items to parse.
_HINTS = re.compile(
    rb"\xe0\x7f[\x08\x09\x10]\x00|\x7f\xe0\x00[\x08\x09\x10]"
    rb"|\x42\x00\x11\x00|\x00\x42\x00\x11|\x88\x00\x00\x02|\x00\x88\x02\x00"
    rb"|\x70\x00\x01\x00|\x00\x70\x00\x01|.\x60\x00\x30|\x60.\x30\x00",
    re.DOTALL,
)


def remove_nested(dataset: Dataset, budget: Budget | None = None) -> Counter[str]:
    """Remove, in place and at any depth, pictures and drawings that stand beside the pixels.

    * Icon Image Sequence (0088,0200) and Graphic Annotation Sequence (0070,0001, PS3.3 C.10.5),
      whose text a viewer may draw over the image;
    * every sequence, private or not, with an item that has pixel data, overlay data or an
      encapsulated document of its own: the sequence goes, what stands around it stays. Elements of
      unknown representation (UN) that hold items are sequences (PS3.5 6.2.2);
    * private and unknown elements whose bytes are a picture or a document (`file_kinds.is_picture`);
    * retired elements of further pixels: Variable Pixel Data (7Fxx) and wavelet coefficients.

    What holds none of them keeps its bytes. `budget` is what may be spent on elements of unknown
    representation, that of one file by itself; what it does not reach to counts as a picture.

    Returns
    -------
    Counter
        Elements removed, by kind: ``icon``, ``annotations``, ``nested_images``.
    """
    budget = budget or Budget()
    removed: Counter[str] = Counter()
    for tag in list(dataset.keys()):
        element = stored(dataset, tag)
        kind = _kind(tag, element)
        items = None if kind else _items(dataset, tag, element, budget)
        if items is not None and any(map(_has_pictures, items)):
            kind = "nested_images"
        if kind:
            del dataset[tag]
            removed[kind] += 1
        elif items:
            inner = sum((remove_nested(item, budget) for item in items), Counter[str]())
            if inner:
                dataset[tag] = _sequence(tag, element, items)
                removed += inner
    return removed


def is_sequence(dataset: Dataset, tag: BaseTag) -> bool:
    """Whether an element is a sequence by its value representation, found out without parsing it."""
    return _vr(tag, stored(dataset, tag)) == "SQ"


def _vr(tag: BaseTag, element: DataElement | RawDataElement) -> str | None:
    return element.VR if element.VR is not None else _known_vr(tag)


def _known_vr(tag: BaseTag) -> str | None:
    """The representation that the standard gives an element; None for a private or unknown one."""
    if tag.is_private:
        return None
    try:
        return dictionary_VR(tag)
    except KeyError:
        return None


def _kind(tag: BaseTag, element: DataElement | RawDataElement) -> str | None:
    """What an element is, if it is to go whatever its items are."""
    if tag in _DRAWINGS:
        return _DRAWINGS[tag]
    if tag in _RETIRED_PIXELS or (tag.group >> 8 == 0x7F and tag.group < 0x7FE0 and not tag.is_private):
        return "nested_images"
    if element.VR in _BINARY and _known_vr(tag) is None:
        value = element.value
        return "nested_images" if isinstance(value, bytes) and is_picture(value) else None
    return None


def _has_pictures(item: Dataset) -> bool:
    return any(
        tag in _PICTURES or (tag.group >> 8 == 0x60 and tag.elem == 0x3000 and not tag.is_private)
        for tag in item.keys()  # noqa: SIM118 (iterating would parse)
    )


def _items(
    dataset: Dataset, tag: BaseTag, element: DataElement | RawDataElement, budget: Budget
) -> list[Dataset] | None:
    """The items of a sequence that may hold something to remove, as datasets that nobody else holds."""
    value = element.value
    if isinstance(value, Sequence):
        return [_own(item) for item in value]
    vr = _vr(tag, element)
    if vr not in ("SQ", "UN", None) or not isinstance(value, bytes):
        return None
    if not (_HINTS.search(value) or may_hold_a_picture(value)):
        return None
    if vr == "SQ":
        return list(_parsed(dataset, tag, element))
    return _items_of_unknown(tag, value, budget) if value[:4] in _ITEMS else None


def _items_of_unknown(tag: BaseTag, value: bytes, budget: Budget) -> list[Dataset]:
    """Items in Implicit VR, as PS3.5 6.2.2 asks, or else in Explicit VR; what is neither counts as a picture."""
    little = _ITEMS[value[:4]]
    elements = (RawDataElement(tag, "UN", len(value), value, 0, implicit, little) for implicit in (True, False))
    attempts = (_understood(element, budget) for element in elements)
    return next((items for items in attempts if items is not None), [_unreadable()])


def _understood(element: RawDataElement, budget: Budget) -> list[Dataset] | None:
    try:
        items = items_of(element, default_encoding, budget)
    except Exception:
        return None
    return items if all(map(_is_whole, items)) else None


def _is_whole(item: Dataset) -> bool:
    """Whether an item was understood: its elements have their lengths, and none of them is a delimiter."""
    elements = (stored(item, tag) for tag in item.keys())  # noqa: SIM118
    return all(
        element.tag.group != _DELIMITERS
        and not (isinstance(element, RawDataElement) and len(element.value or b"") != element.length)
        for element in elements
    )


def _parsed(dataset: Dataset, tag: BaseTag, element: DataElement | RawDataElement) -> Sequence:
    probe = Dataset({tag: element})
    implicit, little = dataset.original_encoding
    if implicit is not None and little is not None:
        probe.set_original_encoding(implicit, little, dataset.original_character_set)
    return cast(Sequence, probe[tag].value or Sequence())


def _unreadable() -> Dataset:
    """Stands for items in which something may hide and which cannot be read; it counts as a picture."""
    item = Dataset()
    item.add_new(0x7FE00010, "OB", b"")
    return item


def _own(item: Dataset) -> Dataset:
    """An item with the same elements, from which they can be removed without touching the source."""
    own = Dataset({tag: stored(item, tag) for tag in item.keys()})  # noqa: SIM118
    implicit, little = item.original_encoding
    if implicit is not None and little is not None:
        own.set_original_encoding(implicit, little, item.original_character_set)
    own.is_undefined_length_sequence_item = getattr(item, "is_undefined_length_sequence_item", False)
    return own


def _sequence(tag: BaseTag, element: DataElement | RawDataElement, items: list[Dataset]) -> DataElement:
    undefined = isinstance(element, DataElement) and element.is_undefined_length
    return DataElement(tag, "SQ", Sequence(items), is_undefined_length=undefined)
