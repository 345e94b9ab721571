"""Elements that pydicom passes over because they are large: pixel data stays in the file, all else is read."""

from __future__ import annotations

import os
from typing import BinaryIO, cast

from pydicom import Dataset
from pydicom.dataelem import RawDataElement
from pydicom.dataset import FileDataset
from pydicom.fileutil import read_undefined_length_value
from pydicom.tag import BaseTag, SequenceDelimiterTag

from dicom_text_redactor.dicom.codecs.encapsulated import MOST_ITEMS, TOO_MANY_ITEMS
from dicom_text_redactor.dicom.codecs.syntaxes import codec_of
from dicom_text_redactor.dicom.files.long_values import LongValue, ValueInFile
from dicom_text_redactor.dicom.files.originals import held
from dicom_text_redactor.errors import Damaged, TooLarge, Unsupported

PIXELS = frozenset({0x7FE00008, 0x7FE00009, 0x7FE00010})
"""The tags of the elements that can hold the pixels."""

_BINARY = frozenset({"OB", "OW", "OF", "OD", None})
_ITEM = b"\xfe\xff\x00\xe0"
_DELIMITER = b"\xfe\xff\xdd\xe0"
_UNDEFINED_LENGTH = 0xFFFFFFFF


def bring_in(dataset: FileDataset, file: BinaryIO) -> None:
    """Give a dataset, in place, the values that pydicom deferred while it read it.

    Parameters
    ----------
    dataset
        What pydicom has just read.
    file
        What it was read from, and where pixel data is to stay.

    Raises
    ------
    Damaged
        The file ends before the pixel data does.
    """
    size = file.seek(0, os.SEEK_END)
    for tag in dataset.keys():  # noqa: SIM118 (iterating would parse)
        element = held(dataset, tag)
        if not isinstance(element, RawDataElement) or element.value is not None or element.length == 0:
            continue
        length = _length_in(file, dataset, tag, element)
        if length is None:
            value: bytes | LongValue | None = _read(element, file)
        elif element.value_tell + length > size:
            raise Damaged("The file ends in the middle of an element.")
        else:
            value = ValueInFile(file, element.value_tell, length)
        dataset._dict[tag] = element._replace(value=cast(bytes, value))  # an assignment would parse it


def stays_in_file(dataset: Dataset) -> bool:
    """Whether a part of the dataset is still in its file."""
    elements = (held(dataset, BaseTag(tag)) for tag in PIXELS if tag in dataset)
    return any(isinstance(element.value, LongValue) for element in elements)


def _length_in(file: BinaryIO, dataset: FileDataset, tag: BaseTag, element: RawDataElement) -> int | None:
    """The length of an element that can stay in its file; None for one that cannot."""
    if tag not in PIXELS or element.VR not in _BINARY:
        return None
    file.seek(element.value_tell)
    begins_with_item = file.read(4) == _ITEM
    named = dataset.file_meta.get("TransferSyntaxUID")
    try:
        native = codec_of(named).native if isinstance(named, str) else not begins_with_item
    except Unsupported:
        return None
    if native != (element.length != _UNDEFINED_LENGTH):
        return None
    return element.length if native else _length_of_items(file, element.value_tell)


def _length_of_items(file: BinaryIO, begin: int) -> int | None:
    """The length of compressed pixel data, up to its delimiter (PS3.5 A.4); None where items do not lead to it."""
    place = begin
    for _ in range(MOST_ITEMS + 1):
        file.seek(place)
        head = file.read(8)
        if head[:4] != _ITEM or len(head) < 8:
            return place - begin if head[:4] == _DELIMITER else None
        place += 8 + int.from_bytes(head[4:], "little")
    raise TooLarge(TOO_MANY_ITEMS)


def _read(element: RawDataElement, file: BinaryIO) -> bytes | None:
    file.seek(element.value_tell)
    if element.length == _UNDEFINED_LENGTH:
        return read_undefined_length_value(file, element.is_little_endian, SequenceDelimiterTag)
    return file.read(element.length)
