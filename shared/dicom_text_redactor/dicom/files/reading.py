"""Reading a DICOM file within limits; it is refused if it is none or damaged."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, cast

from pydicom import Dataset, dcmread
from pydicom.dataelem import RawDataElement
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.filebase import DicomBytesIO
from pydicom.filereader import read_dataset
from pydicom.filewriter import write_file_meta_info
from pydicom.tag import BaseTag
from pydicom.uid import DeflatedExplicitVRLittleEndian

from dicom_text_redactor.dicom.files.bounds import BoundedFile, Budget, begins_with_item, items_of
from dicom_text_redactor.dicom.files.copies import shallow, stored
from dicom_text_redactor.dicom.files.deflated import unfolded
from dicom_text_redactor.dicom.files.large_elements import PIXELS, bring_in
from dicom_text_redactor.dicom.files.originals import remember
from dicom_text_redactor.dicom.files.recognizing import HEAD, begins_like_dicom, has_preamble
from dicom_text_redactor.dicom.places.nested import is_sequence
from dicom_text_redactor.dicom.quiet import refusing
from dicom_text_redactor.errors import Damaged, EmbeddedDocument, NoPixels, NotDicom, TooLarge

LARGE = 4 << 20
"""Bytes above which pixel data can stay in its file."""

_DEEPEST = 32
_ITEM_GROUP = 0xFFFE
_UNDEFINED_LENGTH = 0xFFFFFFFF
_PIXEL_KEYWORDS = ("PixelData", "FloatPixelData", "DoubleFloatPixelData")
_WITHOUT_PICTURES = (
    ("ContentSequence", "The object is a structured report, not an image."),
    ("GraphicAnnotationSequence", "The object is a presentation state, not an image."),
    ("WaveformSequence", "The object is a waveform, not an image."),
    ("DirectoryRecordSequence", "The object is a directory of files, not an image."),
    ("PixelDataProviderURL", "The object's pixels lie elsewhere; it only names their address."),
)


def read(source: str | Path | BinaryIO, *, max_bytes: int) -> Dataset:
    """Read one image object from a path or an open, seekable binary file.

    The size is checked first; then everything is read into memory, and nothing of the source is
    needed afterwards. A file without preamble and file meta information is read when its first
    bytes and its content are clearly DICOM.

    Raises
    ------
    NotDicom
        The bytes are no DICOM data set.
    NoPixels
        A report, a document, a presentation state: there is no picture to clean.
    TooLarge
        The file, or what its deflated data set unfolds to, has more than `max_bytes` bytes, or it has more
        elements and items than any real object.
    Damaged
        The file contradicts itself, ends too early, or nests sequences deeper than any real one.
    OSError
        The path cannot be opened.
    """
    if isinstance(source, str | Path):
        with Path(source).open("rb") as file:
            return _read(file, max_bytes, None)
    return _read(source, max_bytes, None)


def read_in_place(source: BinaryIO, *, max_bytes: int) -> Dataset:
    """Read one image object as `read` does, but for pixel data of more than `LARGE` bytes.

    That stays in `source`, which must remain open, and as it is, as long as the dataset or one made of it
    is in use. Of the changes that somebody makes meanwhile only a cut is noticed here.
    """
    return _read(source, max_bytes, LARGE)


def _read(file: BinaryIO, max_bytes: int, large: int | None) -> Dataset:
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if size > max_bytes:
        raise TooLarge("The file is larger than REDACT_MAX_BYTES allows.")
    start = file.read(HEAD)
    file.seek(0)
    with_preamble = has_preamble(start)
    if not with_preamble and not begins_like_dicom(start):
        raise NotDicom("The file does not begin like a DICOM file.")
    with refusing("The file's structure cannot be read."):
        budget = Budget()
        dataset = _parse(file, max_bytes, with_preamble, large, budget)
        _drop_stray_items(dataset)
        if not with_preamble and not _looks_like_an_object(dataset):
            raise NotDicom("The file does not hold a DICOM object.")
        _check_ends(dataset)
        _check_meta(dataset)
        _check_nesting(dataset, budget, 1)
        _check_pixels(dataset)
    return dataset


def _looks_like_an_object(dataset: Dataset) -> bool:
    """Whether a data set read without a header makes sense: a SOP class, or the size of an image."""
    sop_class = str(dataset.get("SOPClassUID", ""))
    if sop_class.startswith("1.2.840.10008.5.1.4."):
        return True
    return all(keyword in dataset for keyword in ("Rows", "Columns", "BitsAllocated"))


def _parse(file: BinaryIO, max_bytes: int, with_preamble: bool, large: int | None, budget: Budget) -> Dataset:
    """Read with pydicom; a deflated data set is unfolded here, where its size can be bounded."""
    named = DeflatedExplicitVRLittleEndian.encode() in file.read(4096)
    file.seek(0)
    if not named:
        return _plain(file, large, budget)
    preamble = file.read(132)[:128] if with_preamble else None
    bounded = cast(BinaryIO, BoundedFile(file, budget))
    meta = FileMetaDataset(read_dataset(bounded, False, True, stop_when=lambda tag, _vr, _length: tag.group != 2))
    if meta.get("TransferSyntaxUID") != DeflatedExplicitVRLittleEndian:
        file.seek(0)
        return _plain(file, large, budget)
    content = unfolded(file, max_bytes)
    unread = read_dataset(cast(BinaryIO, BoundedFile(content, budget)), False, True, defer_size=large)
    dataset = FileDataset("", unread, preamble, meta, False, True)
    dataset.set_original_encoding(False, True, unread.original_character_set)
    return _brought_in(dataset, content, large)


def _plain(file: BinaryIO, large: int | None, budget: Budget) -> FileDataset:
    dataset = dcmread(cast(BinaryIO, BoundedFile(file, budget)), force=True, defer_size=large)
    return _brought_in(dataset, file, large)


def _brought_in(dataset: FileDataset, file: BinaryIO, large: int | None) -> FileDataset:
    """What pydicom has read, with all that it left in the file, and the bytes that it did not keep."""
    bounded = cast(BinaryIO, BoundedFile(file))
    if large is not None:
        bring_in(dataset, bounded)
    remember(dataset, bounded)
    return dataset


def _drop_stray_items(dataset: Dataset) -> None:
    """Remove item tags (group FFFE) that stand outside any sequence; some writers leave one behind the pixels."""
    for tag in [tag for tag in dataset.keys() if tag.group == _ITEM_GROUP]:  # noqa: SIM118
        del dataset[tag]


def _check_ends(dataset: Dataset) -> None:
    """Refuse a file that ends inside an element; pydicom hands out what there was."""
    for tag in dataset.keys():  # noqa: SIM118 (iterating would parse)
        element = stored(dataset, tag)
        if not isinstance(element, RawDataElement) or element.length == _UNDEFINED_LENGTH:
            continue
        if len(element.value or b"") != element.length:
            raise Damaged("The file ends in the middle of an element.")


def _check_meta(dataset: Dataset) -> None:
    """Refuse a file whose file meta information, or what has to go there, could not be written again."""
    copied = shallow(dataset)
    write_file_meta_info(DicomBytesIO(), copied.file_meta, enforce_standard=False)
    if any(not isinstance(copied.get(keyword) or "", str) for keyword in ("SOPClassUID", "SOPInstanceUID")):
        raise Damaged("The object's UIDs cannot be read.")


def _check_nesting(dataset: Dataset, budget: Budget, depth: int) -> None:
    """Open every sequence once, apart from the dataset, so that later stages meet none that is bottomless."""
    if depth > _DEEPEST:
        raise Damaged("The file nests sequences deeper than any real object.")
    for tag in dataset.keys():  # noqa: SIM118 (iterating would parse)
        for item in _items(dataset, tag, budget):
            _check_nesting(item, budget, depth + 1)


def _items(dataset: Dataset, tag: BaseTag, budget: Budget) -> Iterable[Dataset]:
    """The items of an element that is a sequence, or may be taken for one because it begins like one."""
    element = stored(dataset, tag)
    if not isinstance(element, RawDataElement):
        return element.value or () if element.VR == "SQ" else ()
    certain = is_sequence(dataset, tag)
    if not certain and (element.VR not in ("UN", None) or tag in PIXELS or not begins_with_item(element)):
        return ()
    try:
        return items_of(element, dataset.original_character_set, budget)
    except TooLarge:
        raise
    except Exception:
        if certain:
            raise
        return ()


def _check_pixels(dataset: Dataset) -> None:
    if "EncapsulatedDocument" in dataset:
        raise EmbeddedDocument("The object carries an embedded document.")
    present = [keyword for keyword in _PIXEL_KEYWORDS if keyword in dataset]
    if len(present) > 1:
        raise Damaged("The object has pixel data of more than one kind.")
    if not present:
        for keyword, message in _WITHOUT_PICTURES:
            if keyword in dataset:
                raise NoPixels(message)
        raise NoPixels("The object holds no pixel data.")
