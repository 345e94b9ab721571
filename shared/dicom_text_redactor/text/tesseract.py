"""Tesseract, whichever way it runs here: as a library in this process, or as a program of its own.

Both read single lines (page mode 7). The library reads a line in some milliseconds; the program takes a third of a
second before its first letter. The library and its data are dependencies of this package, so they are always there.
The program, with data of its own, serves where the library cannot be loaded or used, and where
``TESSERACT_ENGINE=program`` asks for it, since its death does not take this process with it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from dicom_text_redactor.model import Picture
from dicom_text_redactor.text import tesseract_data, tesseract_library, tesseract_program
from dicom_text_redactor.text.tesseract_page import Token

__all__ = ["Token", "data", "read_lines", "version"]

ENGINE = "TESSERACT_ENGINE"


def read_lines(pictures: Sequence[Picture], *, timeout_s: float) -> list[list[Token]]:
    """What stands in each picture of one upright line of dark letters on white, shape (rows, columns).

    Raises
    ------
    TimedOut
        Tesseract took longer than `timeout_s` seconds; it has been ended.
    ReaderFailed
        Tesseract is not installed, or stopped with an error.
    """
    if _in_process():
        return tesseract_library.read_lines(pictures, timeout_s=timeout_s)
    return tesseract_program.read_lines(pictures, timeout_s=timeout_s)


def version() -> str:
    """The version of the Tesseract that reads.

    Raises
    ------
    ReaderFailed
        Tesseract is not installed.
    """
    return tesseract_library.version() if _in_process() else tesseract_program.version()


def data() -> str:
    """The language and the start of the digest of the data that it reads with, for a report."""
    return tesseract_data.name_of(tesseract_library.data() if _in_process() else tesseract_data.of_program())


def _in_process() -> bool:
    return os.environ.get(ENGINE) != "program" and tesseract_library.is_usable()
