"""Copies of datasets that share what does not change."""

from __future__ import annotations

from copy import copy
from typing import cast

from pydicom import DataElement, Dataset
from pydicom.dataelem import RawDataElement
from pydicom.dataset import FileMetaDataset
from pydicom.tag import BaseTag, Tag

from dicom_text_redactor.dicom.codecs.syntaxes import syntax_of
from dicom_text_redactor.dicom.files.originals import originals_of, sequence_to_edit


def stored(dataset: Dataset, tag: BaseTag) -> DataElement | RawDataElement:
    """An element as `dataset` holds it: unparsed, if nobody has asked for it yet."""
    element = cast("DataElement | RawDataElement", dataset.get_item(tag, keep_deferred=True))
    deferred = isinstance(element, RawDataElement) and element.value is None and element.length != 0
    return dataset.get_item(tag) if deferred else element


def shallow(dataset: Dataset) -> Dataset:
    """A dataset with the same elements, which can be read and changed without touching the source.

    Elements that pydicom has not parsed yet stay unparsed; reading them in the copy does not parse
    them in the source. The copy remembers their bytes, so that they are written as they were
    even if somebody reads them. Values are shared, pixel data included. The file meta
    information is copied, and made to name the transfer syntax.
    """
    # A parsed element is copied as well: assigning a value changes the element, not the dataset.
    elements = {tag: copy(stored(dataset, tag)) for tag in dataset.keys()}  # noqa: SIM118 (iterating would parse)
    copied = Dataset(elements)
    implicit, little = dataset.original_encoding
    if implicit is not None and little is not None:
        # Some compressed files are Implicit VR behind a header that says Explicit; pydicom's writer
        # looks the value representations up when it knows.
        unnamed = any(isinstance(element, RawDataElement) and element.VR is None for element in elements.values())
        copied.set_original_encoding(implicit or unnamed, little, dataset.original_character_set)
    copied.originals = originals_of(dataset)
    copied.file_meta = _meta(dataset)
    preamble = getattr(dataset, "preamble", None)
    copied.preamble = preamble if preamble and len(preamble) == 128 else b"\x00" * 128
    return copied


def to_read(dataset: Dataset) -> Dataset:
    """A copy whose elements can be asked for, at any depth, without parsing any of `dataset`'s."""
    copied = shallow(dataset)
    for tag, original in originals_of(dataset).items():
        if original.parsed is not None and tag in copied:
            items = sequence_to_edit(copied, tag)
            if items is not None:
                copied[tag] = DataElement(tag, "SQ", items, is_undefined_length=True)
    return copied


def _meta(dataset: Dataset) -> FileMetaDataset:
    """File meta information with every element parsed: it is written in Explicit VR, however it was read."""
    meta = FileMetaDataset()
    source = getattr(dataset, "file_meta", None) or FileMetaDataset()
    for tag in source.keys():  # noqa: SIM118
        if tag.element == 0:
            continue  # the group's length, which changes; some files have it in another representation
        element = source[tag]
        meta[tag] = DataElement(tag, element.VR, element.value)
    meta.TransferSyntaxUID = syntax_of(dataset)
    return meta


def apart(dataset: Dataset, *keywords: str) -> Dataset:
    """A small dataset with some of the elements of `dataset`; reading them there parses nothing in the source."""
    tags = [Tag(keyword) for keyword in keywords]
    some = Dataset({tag: copy(stored(dataset, tag)) for tag in tags if tag in dataset})
    implicit, little = dataset.original_encoding
    if implicit is not None and little is not None:
        some.set_original_encoding(implicit, little, dataset.original_character_set)
    return some
