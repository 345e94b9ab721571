"""Reading a DICOM file within limits; it is refused if it is none or damaged."""

from __future__ import annotations

import io
import os
import zlib
from pathlib import Path
from typing import BinaryIO, cast

from pydicom import Dataset, dcmread
from pydicom.dataelem import RawDataElement
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.filereader import read_dataset
from pydicom.uid import DeflatedExplicitVRLittleEndian

from shared.dicom.files.copies import shallow, stored
from shared.dicom.files.large_elements import bring_in
from shared.dicom.files.originals import remember
from shared.dicom.places.nested import is_sequence
from shared.dicom.quiet import refusing
from shared.errors import Damaged, EmbeddedDocument, NoPixels, NotDicom, TooLarge

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
        The file, or what its deflated data set unfolds to, has more than `max_bytes` bytes.
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
    start = file.read(4096)
    file.seek(0)
    with_preamble = start[128:132] == b"DICM"
    if not with_preamble and not _begins_like_dicom(start):
        raise NotDicom("The file does not begin like a DICOM file.")
    with refusing("The file's structure cannot be read."):
        dataset = _parse(cast(BinaryIO, _Clamped(file, size)), max_bytes, with_preamble, large)
        _drop_stray_items(dataset)
        if not with_preamble and not _looks_like_an_object(dataset):
            raise NotDicom("The file does not hold a DICOM object.")
        _check_ends(dataset)
        _check_nesting(shallow(dataset), 1)
        _check_pixels(dataset)
    return dataset


class _Clamped(io.RawIOBase):
    """A file that never reads past its end: damaged files ask for gigabytes, and reading allocates first."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._size = size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, count: int | None = -1) -> bytes:
        left = max(0, self._size - self._file.tell())
        return self._file.read(left if count is None or count < 0 else min(count, left))

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()


def _begins_like_dicom(start: bytes) -> bool:
    """Whether the first element is one that data sets without a header begin with: group 2 or 8."""
    if len(start) < 16:
        return False
    little, big = int.from_bytes(start[:2], "little"), int.from_bytes(start[:2], "big")
    if little in (0x0002, 0x0008):
        element = int.from_bytes(start[2:4], "little")
    elif big in (0x0002, 0x0008):
        element = int.from_bytes(start[2:4], "big")
    else:
        return False
    return element <= 0x0100


def _looks_like_an_object(dataset: Dataset) -> bool:
    """Whether a data set read without a header makes sense: a SOP class, or the size of an image."""
    sop_class = str(dataset.get("SOPClassUID", ""))
    if sop_class.startswith("1.2.840.10008.5.1.4."):
        return True
    return all(keyword in dataset for keyword in ("Rows", "Columns", "BitsAllocated"))


def _parse(file: BinaryIO, max_bytes: int, with_preamble: bool, large: int | None) -> Dataset:
    """Read with pydicom; a deflated data set is unfolded here, where its size can be bounded."""
    named = DeflatedExplicitVRLittleEndian.encode() in file.read(4096)
    file.seek(0)
    if not named:
        return _plain(file, large)
    preamble = file.read(132)[:128] if with_preamble else None
    meta = FileMetaDataset(read_dataset(file, False, True, stop_when=lambda tag, _vr, _length: tag.group != 2))
    if meta.get("TransferSyntaxUID") != DeflatedExplicitVRLittleEndian:
        file.seek(0)
        return _plain(file, large)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    plain = inflater.decompress(file.read(), max_bytes)
    if inflater.unconsumed_tail:
        raise TooLarge("The deflated data set is larger than REDACT_MAX_BYTES allows.")
    if not inflater.eof:
        raise Damaged("The deflated data set is cut off.")
    content = io.BytesIO(plain)
    unfolded = read_dataset(content, False, True)
    dataset = FileDataset("", unfolded, preamble, meta, False, True)
    dataset.set_original_encoding(False, True, unfolded.original_character_set)
    return _remembered(dataset, content)


def _plain(file: BinaryIO, large: int | None) -> FileDataset:
    dataset = dcmread(file, force=True, defer_size=large)
    if large is not None:
        bring_in(dataset, file)
    return _remembered(dataset, file)


def _remembered(dataset: FileDataset, file: BinaryIO) -> FileDataset:
    remember(dataset, file)
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


def _check_nesting(dataset: Dataset, depth: int) -> None:
    """Open every sequence of a copy once, so that later stages meet none that is bottomless."""
    if depth > _DEEPEST:
        raise Damaged("The file nests sequences deeper than any real object.")
    for tag in dataset.keys():  # noqa: SIM118
        if is_sequence(dataset, tag):
            for item in dataset[tag].value or ():
                _check_nesting(item, depth + 1)


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
