"""Tesseract, whichever way it runs here: as a library in this process, or as a program of its own.

Both read single lines (page mode 7). The library reads a line in some milliseconds; the program takes a third of a
second before its first letter. The library and its data are dependencies of this package, so they are always there.
The program, with data of its own, serves where the library cannot be loaded or used, and where
``TESSERACT_ENGINE=program`` asks for it, since its death does not take this process with it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from dicom_text_redactor.model import Picture
from dicom_text_redactor.text import tesseract_data, tesseract_library, tesseract_program
from dicom_text_redactor.text.tesseract_data import ENGLISH
from dicom_text_redactor.text.tesseract_page import Token

__all__ = ["Tesseract", "Token", "data_read", "read_lines", "version"]

ENGINE = "TESSERACT_ENGINE"


@dataclass(frozen=True, slots=True)
class Tesseract:
    """Tesseract as the `SecondReader` that reads if nobody brings another one.

    languages: codes of ISO 639-1; the first one weighs most.

    Raises
    ------
    SettingError
        Tesseract has no data of a language.
    """

    languages: tuple[str, ...]

    def __post_init__(self) -> None:
        tesseract_data.ensure(self.languages)

    @property
    def name(self) -> str:
        """What `inspect` calls it."""
        return "tesseract"

    def read(self, lines: Sequence[Picture], *, timeout_s: float) -> list[list[Token]]:
        """What `read_lines` reads."""
        return read_lines(lines, timeout_s=timeout_s, data=tesseract_data.data_of(self.languages))


def read_lines(pictures: Sequence[Picture], *, timeout_s: float, data: str = ENGLISH) -> list[list[Token]]:
    """What stands in each picture of one upright line of dark letters on white, shape (rows, columns).

    data: the name of the data with which it is read.

    Raises
    ------
    TimedOut
        Tesseract took longer than `timeout_s` seconds; it has been ended.
    ReaderFailed
        Tesseract is not installed, or stopped with an error.
    """
    if _in_process(data):
        return tesseract_library.read_lines(pictures, timeout_s=timeout_s, data=data)
    return tesseract_program.read_lines(pictures, timeout_s=timeout_s, data=data)


def version(data: str = ENGLISH) -> str:
    """The version of the Tesseract that reads with the data of that name.

    Raises
    ------
    ReaderFailed
        Tesseract is not installed.
    """
    return tesseract_library.version() if _in_process(data) else tesseract_program.version()


def data_read(data: str = ENGLISH) -> str:
    """The languages and the starts of the digests of the data of that name that it reads with, for a report."""
    folder = tesseract_library.folder_of(data) if _in_process(data) else tesseract_data.of_program(data)
    return tesseract_data.name_of(folder, data)


def _in_process(data: str) -> bool:
    return os.environ.get(ENGINE) != "program" and tesseract_library.is_usable(data)
