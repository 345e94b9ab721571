"""What the elements of a file were before anybody read them, so that they can be written again byte for byte.

pydicom parses an element when its value is asked for, and encodes it anew when it is written: a date
with rubbish in it, a text in a broken character set, or a sequence of undefined length then comes out
otherwise than it went in. The bytes of every top-level element are kept here beside the dataset.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from struct import unpack
from typing import BinaryIO, cast

from pydicom import DataElement, Dataset
from pydicom.dataelem import RawDataElement
from pydicom.filereader import read_sequence
from pydicom.sequence import Sequence
from pydicom.tag import BaseTag, Tag

from dicom_text_redactor.dicom.files.delimiters import end_of_items
from dicom_text_redactor.dicom.quiet import refusing
from dicom_text_redactor.silence import quietly

_PIXELS = 0x7FE0
_UNDEFINED_LENGTH = 0xFFFFFFFF
_SEQUENCE_END = {True: b"\xfe\xff\xdd\xe0" + bytes(4), False: b"\xff\xfe\xe0\xdd" + bytes(4)}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Original:
    """One element as its file holds it.

    Attributes
    ----------
    raw
        The element unparsed; of a sequence of undefined length the items without the delimiter.
    parsed
        What pydicom made of it while it read the file, for a sequence of undefined length.
    """

    raw: RawDataElement
    parsed: DataElement | None = None


Originals = Mapping[BaseTag, Original]


def held(dataset: Dataset, tag: BaseTag) -> DataElement | RawDataElement:
    """An element as `dataset` holds it: unparsed, if nobody has asked for it yet."""
    return cast("DataElement | RawDataElement", dataset.get_item(tag, keep_deferred=True))


def remember(dataset: Dataset, file: BinaryIO) -> None:
    """Keep the originals of a dataset that pydicom has just read from `file`, pixels apart."""
    kept = dict(originals_of(dataset))
    for tag in dataset.keys():  # noqa: SIM118 (iterating would parse)
        element = held(dataset, tag)
        if isinstance(element, DataElement) and element.file_tell is not None and tag.group != _PIXELS:
            implicit, little = dataset.original_encoding
            undefined = element.VR == "SQ" and element.is_undefined_length
            raw = (_sequence if undefined else _short)(tag, element.file_tell, bool(implicit), bool(little), file)
            if raw is not None:
                kept[tag] = Original(raw, element if undefined else None)
    dataset.originals = kept


def originals_of(dataset: Dataset) -> Originals:
    """The originals that are remembered for a dataset; without any, the elements that nobody has parsed so far."""
    known: Originals | None = dataset.__dict__.get("originals")
    if known is not None:
        return known
    elements = ((tag, held(dataset, tag)) for tag in dataset.keys())  # noqa: SIM118
    return {
        tag: Original(element)
        for tag, element in elements
        if isinstance(element, RawDataElement) and tag.group != _PIXELS and (element.value or not element.length)
    }


def unchanged(dataset: Dataset) -> dict[BaseTag, RawDataElement]:
    """Those elements of a dataset, unparsed, whose values are still what their file says."""
    originals = originals_of(dataset)
    twin = _twin(dataset, originals)
    with quietly():
        return {
            tag: original.raw
            for tag, original in originals.items()
            if tag in dataset and _is_same(held(dataset, tag), original, twin)
        }


def restore(dataset: Dataset) -> None:
    """Put the unparsed elements back where nobody has changed them, in place: pydicom writes these as they were too."""
    for tag, raw in unchanged(dataset).items():
        if raw.length != _UNDEFINED_LENGTH:
            dataset._dict[tag] = raw  # an assignment to the dataset would parse private elements


def value_bytes(dataset: Dataset, tag: int) -> bytes | None:
    """The stored value of an element that is as its file says; None for one that was set since."""
    original = originals_of(dataset).get(Tag(tag))
    if original is None or tag not in dataset:
        return None
    with quietly():
        same = _is_same(held(dataset, Tag(tag)), original, _twin(dataset, {Tag(tag): original}))
    return bytes(original.raw.value or b"") if same else None


def sequence_to_edit(dataset: Dataset, tag: int) -> Sequence | None:
    """A sequence's items, apart from those of the dataset, and with their elements as unparsed as can be had.

    None where the element is no sequence.

    Raises
    ------
    Damaged
        The items cannot be read apart from what surrounds them.
    """
    with refusing("A sequence cannot be read."):
        element = dataset[tag]
        if element.VR != "SQ":
            return None
        originals = originals_of(dataset)
        original = originals.get(Tag(tag))
        if original is None or not _is_same(element, original, _twin(dataset, originals)):
            value = deepcopy(element.value)
            return value if isinstance(value, Sequence) else Sequence()
        raw = original.raw
        items = io.BytesIO(bytes(raw.value or b"") + _SEQUENCE_END[raw.is_little_endian])
        return read_sequence(
            items, raw.is_implicit_VR, raw.is_little_endian, _UNDEFINED_LENGTH, dataset.original_character_set
        )


def _sequence(tag: BaseTag, begin: int, implicit: bool, little: bool, file: BinaryIO) -> RawDataElement | None:
    """A sequence of undefined length, which pydicom parses while it reads."""
    end = end_of_items(file, begin, little=little)
    if end is None:
        return None
    vr = None
    if not implicit:
        file.seek(begin - 8)
        vr = file.read(2).decode("latin-1")
        if vr not in ("SQ", "UN"):
            vr = None  # this one element is in Implicit VR
    file.seek(begin)
    return RawDataElement(tag, vr, _UNDEFINED_LENGTH, file.read(end - begin), begin, vr is None, little)


def _short(tag: BaseTag, begin: int, implicit: bool, little: bool, file: BinaryIO) -> RawDataElement | None:
    """An element of a few bytes that pydicom parses while it reads: Specific Character Set."""
    file.seek(begin - 8)
    group, number, vr, short = unpack("<HH2sH" if little else ">HH2sH", file.read(8))
    if (group, number) != (tag.group, tag.element) or not (implicit or vr.isalpha()):
        return None
    if implicit:
        file.seek(begin - 4)
        (short,) = unpack("<L" if little else ">L", file.read(4))
    value = file.read(short)
    return RawDataElement(tag, None if implicit else vr.decode("ascii"), short, value, begin, implicit, little)


def _twin(dataset: Dataset, originals: Originals) -> Dataset:
    """A dataset of the originals, to parse them apart from everybody else's."""
    twin = Dataset({tag: original.parsed or original.raw for tag, original in originals.items()})
    implicit, little = dataset.original_encoding
    if implicit is not None and little is not None:
        twin.set_original_encoding(implicit, little, dataset.original_character_set)
    return twin


def _is_same(element: DataElement | RawDataElement, original: Original, twin: Dataset) -> bool:
    if isinstance(element, RawDataElement):
        return _same_bytes(element, original.raw)
    if original.parsed is not None and element.value is original.parsed.value:
        return True
    try:
        before = _parsed(twin, element.tag)
        return isinstance(before, DataElement) and _same_value(element, before)
    except Exception:
        return False


def _parsed(dataset: Dataset, tag: BaseTag) -> DataElement | RawDataElement:
    """An element after somebody has asked for its value; pydicom may parse half of a broken one before it gives up."""
    with suppress(Exception):
        return dataset[tag]
    return held(dataset, tag)


def _same_bytes(one: RawDataElement, other: RawDataElement) -> bool:
    return one is other or (one.VR, one.length, one.value) == (other.VR, other.length, other.value)


def _same_value(one: DataElement, other: DataElement) -> bool:
    """Equality that parses as little of nested items as it can; a broken element in them is compared as it is."""
    if one.value is other.value:
        return one.VR == other.VR
    if one.VR != "SQ" or other.VR != "SQ":
        return bool(one == other)
    items, others = list(one.value or ()), list(other.value or ())
    return len(items) == len(others) and all(map(_same_item, items, others))


def _same_item(one: Dataset, other: Dataset) -> bool:
    return one.keys() == other.keys() and all(_same_element(one, other, tag) for tag in one.keys())  # noqa: SIM118


def _same_element(one: Dataset, other: Dataset, tag: BaseTag) -> bool:
    here, there = held(one, tag), held(other, tag)
    if isinstance(here, RawDataElement) and isinstance(there, RawDataElement):
        return _same_bytes(here, there)
    return _same_value(one[tag], other[tag])
