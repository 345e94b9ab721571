"""Tesseract as a library in this process, through tesserocr; it needs data of the language, and no program."""

from __future__ import annotations

import os
import queue
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image

from dicom_text_redactor.errors import ReaderFailed, TimedOut
from dicom_text_redactor.model import Picture
from dicom_text_redactor.text import tesseract_data
from dicom_text_redactor.text.tesseract_data import ENGLISH
from dicom_text_redactor.text.tesseract_page import Token, page_of, token_of

_idle: defaultdict[str, queue.SimpleQueue[Any]] = defaultdict(queue.SimpleQueue)
"""Readers with their data loaded, by the name of the data; each serves one thread at a time."""


@cache
def is_usable(data: str = ENGLISH) -> bool:
    """Whether the library is installed and finds the data of that name."""
    try:
        folder_of(data)
    except (ImportError, RuntimeError):
        return False
    return True


def version() -> str:
    """The library's version."""
    import tesserocr

    return str(tesserocr.tesseract_version()).split()[1]


@cache
def folder_of(data: str = ENGLISH) -> Path:
    """The folder of the data of that name that are read with: the first that the library can use.

    Raises
    ------
    ImportError
        The library is not installed.
    RuntimeError
        There are no data, or none that it can use.
    """
    for folder in tesseract_data.folders(data):
        try:
            _idle[data].put(_loaded(folder, data))
        except RuntimeError:  # damaged, or of another kind
            continue
        return folder
    raise RuntimeError("There are no data for Tesseract.")


def read_lines(pictures: Sequence[Picture], *, timeout_s: float, data: str = ENGLISH) -> list[list[Token]]:
    """What stands in each picture of one upright line of dark letters on white, shape (rows, columns).

    data: the name of the data with which it is read.

    Raises
    ------
    TimedOut
        Reading took longer than `timeout_s` seconds.
    ReaderFailed
        The library reported an error.
    """
    end = time.monotonic() + timeout_s
    with _reader(data) as reader:
        return [_read(reader, page_of(picture), end) for picture in pictures]


def _read(reader: Any, page: Picture, end: float) -> list[Token]:
    from tesserocr import RIL, iterate_level

    left_ms = int(1000 * (end - time.monotonic()))
    try:
        reader.SetImage(Image.fromarray(page))
        if left_ms <= 0 or not reader.Recognize(left_ms):
            raise TimedOut("Tesseract did not finish in time.")
        tokens = [_token(word, RIL.WORD, page.shape[1]) for word in iterate_level(reader.GetIterator(), RIL.WORD)]
    except (RuntimeError, UnicodeDecodeError):
        raise ReaderFailed("Tesseract could not read a line.") from None
    return [token for token in tokens if token is not None]


def _token(word: Any, level: int, width: int) -> Token | None:
    place = word.BoundingBox(level)
    if place is None or word.Empty(level):
        return None
    return token_of(word.GetUTF8Text(level), word.Confidence(level), place[0], place[2], width)


@contextmanager
def _reader(data: str) -> Iterator[Any]:
    """A reader for this thread alone; one that failed is not used again."""
    try:
        reader = _idle[data].get_nowait()
    except queue.Empty:
        try:
            reader = _loaded(folder_of(data), data)
        except (ImportError, RuntimeError):
            raise ReaderFailed("Tesseract's library could not be loaded.") from None
    yield reader
    reader.Clear()
    _idle[data].put(reader)


@contextmanager
def _told_of_one_thread() -> Iterator[None]:
    """Tell a library that is loaded inside that it has one thread, and no library of others that is loaded later.

    Tesseract's own threads cost more than they bring on pages this small.
    """
    if "OMP_THREAD_LIMIT" in os.environ:
        yield
        return
    os.environ["OMP_THREAD_LIMIT"] = "1"
    try:
        yield
    finally:
        os.environ.pop("OMP_THREAD_LIMIT", None)


def _loaded(folder: Path, data: str) -> Any:
    with _told_of_one_thread():
        import tesserocr

    reader = tesserocr.PyTessBaseAPI(path=str(folder), lang=data, psm=tesserocr.PSM.SINGLE_LINE)
    reader.SetVariable("tessedit_do_invert", "0")
    return reader
