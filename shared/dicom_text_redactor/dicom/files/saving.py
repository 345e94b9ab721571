"""Writing a dataset as a valid Part 10 file (PS3.10), whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import IO, BinaryIO, cast

from pydicom import DataElement, Dataset
from pydicom.tag import Tag
from pydicom.uid import SecondaryCaptureImageStorage

from dicom_text_redactor.dicom.files.copies import shallow
from dicom_text_redactor.dicom.files.elements import encode
from dicom_text_redactor.dicom.marks.marking import derived_uid
from dicom_text_redactor.dicom.quiet import refusing
from dicom_text_redactor.errors import Internal
from dicom_text_redactor.files import replacing


def save(dataset: Dataset, target: str | Path | BinaryIO) -> None:
    """Write `dataset` to a path or an open binary file.

    A path appears with its whole content or not at all: the bytes go to a file beside it first.
    Elements whose value is what the source's file says keep its bytes. File meta information that a headless
    source lacks is made from the dataset.

    Raises
    ------
    Internal
        The dataset cannot be encoded.
    OSError
        The target cannot be written.
    """
    if not isinstance(target, str | Path):
        _write(dataset, target)
        return
    with replacing(Path(target)) as file:
        _write(dataset, file)


def _write(dataset: Dataset, file: IO[bytes]) -> None:
    try:
        with refusing("The redacted file cannot be encoded.", Internal):
            ready = shallow(dataset)
            _complete(ready)
            encode(ready, cast("IO[bytes]", _Target(file)))
    except _Unwritable as wrapped:
        raise wrapped.error from None


class _Target:
    """A file whose own errors can be told from those of pydicom, which says OSError of values that it cannot encode."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.tell = file.tell
        self.seek = file.seek

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except OSError as error:
            raise _Unwritable(error) from None


class _Unwritable(Internal):
    """Carries an error of the disk past `refusing`: it is no fault of the file."""

    def __init__(self, error: OSError) -> None:
        super().__init__("The target cannot be written.")
        self.error = error


def _complete(dataset: Dataset) -> None:
    """Fill in what Part 10 asks for, and drop what it forbids."""
    for tag in [tag for tag in dataset.keys() if tag.group in (0, 2)]:  # noqa: SIM118 (iterating would parse)
        del dataset[tag]
    meta = dataset.file_meta
    for keyword in ("SOPClassUID", "SOPInstanceUID"):
        if dataset.get(keyword):
            tag = Tag(f"MediaStorage{keyword}")
            meta[tag] = DataElement(tag, "UI", dataset[keyword].value)  # whatever stood there, in whatever VR
    if not dataset.get("SOPClassUID") and not meta.get("MediaStorageSOPClassUID"):
        meta.MediaStorageSOPClassUID = SecondaryCaptureImageStorage
    if not dataset.get("SOPInstanceUID") and not meta.get("MediaStorageSOPInstanceUID"):
        meta.MediaStorageSOPInstanceUID = derived_uid(str(dataset.get("StudyInstanceUID", "")))
