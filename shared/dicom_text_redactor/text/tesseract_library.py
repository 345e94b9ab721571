"""Tesseract as a library in this process, through tesserocr, with the data of the installed program."""

from __future__ import annotations

import os
import queue
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from PIL import Image

from dicom_text_redactor.errors import ReaderFailed, TimedOut
from dicom_text_redactor.model import Picture
from dicom_text_redactor.text.tesseract_page import LANGUAGE, Token, page_of, token_of

_SECONDS = 20.0  # how long the program may take to say where its data are

_idle: queue.SimpleQueue[Any] = queue.SimpleQueue()
"""Readers with their data loaded; each serves one thread at a time."""


@cache
def is_usable() -> bool:
    """Whether the library is installed and finds the data of the language that is read."""
    try:
        _idle.put(_loaded())
    except (ImportError, RuntimeError):
        return False
    return True


def version() -> str:
    """The library's version."""
    import tesserocr

    return str(tesserocr.tesseract_version()).split()[1]


def read_lines(pictures: Sequence[Picture], *, timeout_s: float) -> list[list[Token]]:
    """What stands in each picture of one upright line of dark letters on white, shape (rows, columns).

    Raises
    ------
    TimedOut
        Reading took longer than `timeout_s` seconds.
    ReaderFailed
        The library reported an error.
    """
    end = time.monotonic() + timeout_s
    with _reader() as reader:
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
def _reader() -> Iterator[Any]:
    """A reader for this thread alone; one that failed is not used again."""
    try:
        reader = _idle.get_nowait()
    except queue.Empty:
        try:
            reader = _loaded()
        except (ImportError, RuntimeError):
            raise ReaderFailed("Tesseract's library could not be loaded.") from None
    yield reader
    reader.Clear()
    _idle.put(reader)


def _loaded() -> Any:
    # Tesseract's own threads cost more than they bring on pages this small.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    import tesserocr

    reader = tesserocr.PyTessBaseAPI(path=_data(), lang=LANGUAGE, psm=tesserocr.PSM.SINGLE_LINE)
    reader.SetVariable("tessedit_do_invert", "0")
    return reader


@cache
def _data() -> str:
    """The folder of the data, as the installed program says it.

    Raises
    ------
    RuntimeError
        There is no such program, or it does not say.
    """
    try:
        listing = subprocess.run(
            ["tesseract", "--list-langs"],  # noqa: S607 (the one on PATH, as pytesseract starts it)
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=True,
        ).stdout
    except (OSError, ValueError, subprocess.SubprocessError):
        raise RuntimeError("Tesseract does not say where its data are.") from None
    heading, *languages = listing.splitlines() or [""]
    _, _, rest = heading.partition('"')
    folder, quote, _ = rest.partition('"')
    if not quote or LANGUAGE not in languages:
        raise RuntimeError("Tesseract does not say where its data are.")
    return folder
