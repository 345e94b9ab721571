"""Results as Presidio hands them over: a dataset of the same type as the image, or a file alone."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import BinaryIO, cast

from pydicom import Dataset, FileDataset

from dicom_text_redactor.errors import OutOfRoom, RedactionError
from dicom_text_redactor.files import replacing
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.report import BoxReport


def of_its_type(redacted: Dataset, image: Dataset) -> Dataset:
    """The result as a dataset that shares nothing with `image` which can change; read from a file if that was."""
    result = deepcopy(redacted)  # nested items were shared: whoever cleans the header next would change both
    if not isinstance(image, FileDataset):
        return result
    implicit, little = result.original_encoding
    made = FileDataset("", result, result.preamble, result.file_meta, bool(implicit), little is not False)
    made.__dict__ |= {name: value for name, value in result.__dict__.items() if name not in made.__dict__}
    made.set_original_encoding(implicit, little, result.original_character_set)
    made.filename, made.fileobj_type, made.timestamp = image.filename, image.fileobj_type, image.timestamp
    return made


def redact(redactor: Redactor, source: Path, target: Path) -> BoxReport:
    """Redact one file into another, without a report beside it; of a refused file nothing is there in the end.

    Raises
    ------
    RedactionError
        A subclass that says why the file is refused.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _redact(redactor, source, target)
    except RedactionError:
        target.unlink(missing_ok=True)
        raise


def _redact(redactor: Redactor, source: Path, target: Path) -> BoxReport:
    try:
        with source.open("rb") as file, replacing(target) as output:
            return redactor.redact_stream(file, cast(BinaryIO, output), name=source.name)
    except OSError as error:
        raise OutOfRoom.why(error) or error from None
