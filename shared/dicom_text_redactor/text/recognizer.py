"""Reading a line with PP-OCR's recognizer (SVTR with a CTC head; Du et al., IJCAI 2022).

The network reads a line 48 pixels high and says for each step of 8 columns which character it sees.
Where it sees each character is kept: word boxes are cut there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from dicom_text_redactor.model import Picture
from dicom_text_redactor.text.models import ALPHABETS, QUICK_RECOGNIZER, RECOGNIZER, model_path, session
from dicom_text_redactor.text.sharing import as_they_come, share_out

HEIGHT = 48


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character that was read, where its centre lies as a share of the line's length, and how sure it is (0 to 1)."""

    text: str = field(repr=False)
    place: float
    confidence: float


def read_lines(pictures: Iterable[Picture], *, quick: bool = False) -> list[list[Glyph]]:
    """What stands in each picture of one upright line, shape (rows, columns), as characters from left to right.

    Spaces are characters as well. A line that nobody can read comes back empty. The `quick` model takes a fifth of the
    time, misses characters that the other one reads, and reads while further `pictures` are made.
    """
    # Each line alone: side by side in one batch short lines would be as long as the longest, and cost as much.
    if quick:
        return as_they_come(pictures, lambda picture: _read(picture, QUICK_RECOGNIZER))
    return share_out(
        list(pictures),
        lambda picture: _read(picture, RECOGNIZER),
        cost=_width,
        by_all=lambda picture: _read(picture, RECOGNIZER, spread=True),
    )


class PpOcrReader:
    """PP-OCR's recognizer in its two sizes, as the `Reader` that reads if nobody brings another one."""

    name = "ppocr"

    def read(self, lines: Iterable[Picture], *, quick: bool) -> list[list[Glyph]]:
        """What `read_lines` reads."""
        return read_lines(lines, quick=quick)


def _read(picture: Picture, model: str, *, spread: bool = False) -> list[Glyph]:
    scaled = _scaled(picture)
    batch = np.ascontiguousarray(np.broadcast_to(scaled, (1, 3, *scaled.shape)))
    return _decode(session(model, spread=spread).run(None, {"x": batch})[0][0], _alphabet(model))


def _scaled(picture: Picture) -> npt.NDArray[np.float32]:
    how = cv2.INTER_AREA if picture.shape[0] > HEIGHT else cv2.INTER_CUBIC
    return cv2.resize(picture, (_width(picture), HEIGHT), interpolation=how).astype(np.float32) / 127.5 - 1


def _width(picture: Picture) -> int:
    """The width at which the network reads a line, in pixels."""
    rows, columns = picture.shape
    return max(16, round(int(columns) * HEIGHT / int(rows)))


@cache
def _alphabet(model: str) -> tuple[str, ...]:
    characters = model_path(ALPHABETS[model]).read_text("utf-8").splitlines()
    # Full-width forms and ligatures are the model's spelling of plain ones; the head's first class is CTC's blank.
    return ("", *(unicodedata.normalize("NFKC", c) for c in characters), " ")


def _decode(chances: npt.NDArray[np.float32], alphabet: Sequence[str]) -> list[Glyph]:
    """The best path through the CTC matrix, shape (steps, classes)."""
    best = chances.argmax(axis=1)
    glyphs: list[Glyph] = []
    start = 0
    for step in range(1, len(best) + 1):
        if step < len(best) and best[step] == best[start]:
            continue
        text = alphabet[best[start]] if best[start] < len(alphabet) else ""
        if text:
            place = (start + step) / 2 / len(best)
            glyphs.append(Glyph(text, place, float(chances[start:step, best[start]].max())))
        start = step
    return glyphs
