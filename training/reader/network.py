"""The project's own reader: a small network that reads a printed line in a millisecond, and says how sure it is.

It is small (docs/reader.md), and was trained on lines that this project draws. The program does not use it yet: it
reads less than PP-OCR's tiny recognizer, whose place it is to take.

The network reads a line 32 pixels high and says for each step of 4 columns which character it sees. Letters of scripts
other than Latin are one character to it: it says that they are there, and not which they are.
"""

from __future__ import annotations

import string
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from dicom_text_redactor.model import Picture
from dicom_text_redactor.text.models import session_of
from dicom_text_redactor.text.recognizer import Glyph

FILE = Path(__file__).with_name("reader.onnx")
HEIGHT = 32
STEP = 4
"""Columns of a line 32 pixels high, for one step of the network."""
UNKNOWN = "\ufffd"
"""What a letter of another script is read as."""
HALF_SURE = 0.5
"""How sure a letter of another script is at the most: it is there, and a reader that knows more scripts is asked."""
CHARACTERS = (
    f" {string.digits}{string.ascii_letters}{string.punctuation}"
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"
    "ĄąĆćČčĎďĐđĘęĚěĞğİıŁłŃńŇňŐőŒœŘřŚśŞşŠšŢţŤťŮůŰűŹźŻżŽž"
    "°µ±×÷²³¹·§©®€£½¼‰–—“”„’«»¿¡…•→←≤≥"
)
"""The characters in the order of the network's classes, which begin with CTC's blank and end with `UNKNOWN`."""
CLASSES = len(CHARACTERS) + 2

_ALPHABET = ("", *CHARACTERS, UNKNOWN)
_NARROWEST = 16  # columns
_EVEN = 2.0  # steps of brightness: a line whose pixels all differ by less holds nothing


def read_line(picture: Picture) -> list[Glyph]:
    """What stands in the picture of one upright line, shape (rows, columns), as characters from left to right.

    Spaces are characters as well. A line without text, or one that is upside down, comes back empty or unsure. Safe to
    call from several threads at a time.
    """
    line = seen(picture)
    if line is None:
        return []
    chances = session_of(FILE, spread=False).run(None, {"line": line[None, None]})[0][0]
    return glyphs_of(chances)


def seen(picture: Picture) -> npt.NDArray[np.float32] | None:
    """What the network sees of a line: shape (32, columns), stretched to -1 … 1. None where all of it is even.

    Columns are a multiple of `STEP`; what is added repeats the last one.
    """
    rows, columns = picture.shape
    width = max(_NARROWEST, round(columns * HEIGHT / rows))
    how = cv2.INTER_AREA if rows > HEIGHT else cv2.INTER_CUBIC
    line = np.asarray(cv2.resize(picture, (width, HEIGHT), interpolation=how), np.float32)
    low, high = float(line.min()), float(line.max())
    if high - low < _EVEN:
        return None
    line = (line - np.float32(low)) * np.float32(2 / (high - low)) - np.float32(1)
    return np.pad(line, ((0, 0), (0, -width % STEP)), "edge") if width % STEP else line


def glyphs_of(chances: npt.NDArray[np.float32]) -> list[Glyph]:
    """The best path through the CTC matrix, shape (steps, classes)."""
    best = chances.argmax(axis=1)
    edges = np.flatnonzero(np.diff(best, prepend=-1, append=-1))
    glyphs: list[Glyph] = []
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if text := _ALPHABET[best[start]]:
            sure = float(chances[start:end, best[start]].max())
            glyphs.append(Glyph(text, (start + end) / 2 / len(best), min(sure, HALF_SURE) if text == UNKNOWN else sure))
    return glyphs
