"""From the paths that somebody typed to the files of a batch: every path that is wrong is named."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile

from dicom_text_redactor import batch
from dicom_text_redactor.corrections.marks import FileMarks
from dicom_text_redactor.corrections.reading import of_one_file
from dicom_text_redactor.errors import SettingError


def is_one_file(sources: Sequence[Path]) -> bool:
    """Whether a single file was named."""
    return len(sources) == 1 and sources[0].is_file()


def batch_of(sources: Sequence[Path], target: str, marks: Mapping[str, FileMarks]) -> batch.Batch:
    """The batch of these sources; nothing is written.

    target: as it was typed; one that ends with a slash is a folder.

    Raises
    ------
    SettingError
        A source is not there, or none that can be read; the target is of the wrong kind; or what `batch` refuses.
    """
    for source in sources:
        if not source.exists():
            raise SettingError(f"The source does not exist: {source}.")
        if not (source.is_file() or source.is_dir()):
            raise SettingError(f"The source is neither a file nor a folder: {source}.")
    place = Path(target)
    if is_one_file(sources):
        (source,) = sources
        place = place / source.name if place.is_dir() or target.endswith(("/", os.sep)) else place
        return batch.one_file(source, place, of_one_file(marks, [source.resolve(), place.resolve()]))
    if place.exists() and not place.is_dir():
        raise SettingError(f"The target of a folder, or of several sources, must be a folder: {place} is a file.")
    if len(sources) == 1:
        return batch.folder(sources[0], place, marks)
    return batch.several(sources, place, marks)


def ensure_writable(folder: Path) -> None:
    """Make a folder, and see that files can be written there.

    Raises
    ------
    SettingError
        They cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise SettingError(f"The target cannot be written ({type(error).__name__}): {folder}.") from None
