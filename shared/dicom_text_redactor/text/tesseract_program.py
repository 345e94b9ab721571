"""Tesseract as a program, through pytesseract: one process for all the lines of an image.

Each line is a picture of its own in a list file and is read as a single line (page mode 7); that reads as
well as a call for each line and costs one start.
"""

from __future__ import annotations

import csv
import io
import os
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import cv2
import pytesseract

from dicom_text_redactor.errors import ReaderFailed, TimedOut
from dicom_text_redactor.model import Picture
from dicom_text_redactor.text.tesseract_data import ENGLISH
from dicom_text_redactor.text.tesseract_page import Token, page_of, token_of


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
    if not pictures:
        return []
    with tempfile.TemporaryDirectory(prefix="lines-") as folder:
        widths = []
        names = []
        for number, picture in enumerate(pictures):
            page = page_of(picture)
            widths.append(page.shape[1])
            name = Path(folder) / f"{number}.pgm"
            cv2.imwrite(str(name), page)
            names.append(str(name))
        listing = Path(folder) / "pages.txt"
        listing.write_text("\n".join(names) + "\n", encoding="ascii")
        table = _run(listing, timeout_s, data)
    return _tokens(table, widths)


@cache
def version() -> str:
    """Tesseract's version.

    Raises
    ------
    ReaderFailed
        Tesseract is not installed.
    """
    try:
        return str(pytesseract.get_tesseract_version())
    except (pytesseract.TesseractNotFoundError, subprocess.SubprocessError, SystemExit):
        raise ReaderFailed("Tesseract is not installed, or not on PATH.") from None


def _run(listing: Path, timeout_s: float, data: str) -> str:
    # One thread for each process: Tesseract's own threads cost more than they bring on lines this small.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        return str(
            pytesseract.image_to_data(
                str(listing), lang=data, config="--psm 7 -c tessedit_do_invert=0", timeout=max(1.0, timeout_s)
            )
        )
    except pytesseract.TesseractNotFoundError:
        raise ReaderFailed("Tesseract is not installed, or not on PATH.") from None
    except pytesseract.TesseractError as error:
        raise ReaderFailed(f"Tesseract stopped with status {error.status}.") from None
    except RuntimeError:  # pytesseract's only word for a time-out
        raise TimedOut("Tesseract did not finish in time.") from None
    except (OSError, UnicodeDecodeError, subprocess.SubprocessError, SystemExit):  # no table, or not even a version
        raise ReaderFailed("Tesseract could not be run, or left no result.") from None


def _tokens(table: str, widths: Sequence[int]) -> list[list[Token]]:
    try:
        return _parsed(table, widths)
    except (KeyError, ValueError, TypeError, IndexError):
        raise ReaderFailed("Tesseract's result cannot be understood.") from None


def _parsed(table: str, widths: Sequence[int]) -> list[list[Token]]:
    lines: list[list[Token]] = [[] for _ in widths]
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] != "5":
            continue
        page, left, width = int(row["page_num"]) - 1, int(row["left"]), int(row["width"])
        token = token_of(row.get("text") or "", float(row["conf"]), left, left + width, widths[page])
        if token is not None:
            lines[page].append(token)
    return lines
