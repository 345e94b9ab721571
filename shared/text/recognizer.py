"""Reading a line with PP-OCR's recognizer (SVTR with a CTC head; Du et al., IJCAI 2022).

The network reads a line 48 pixels high and says for each step of 8 columns which character it sees.
Where it sees each character is kept: word boxes are cut there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from shared.model import Picture
from shared.text.models import RECOGNIZER, session

HEIGHT = 48
_BATCH = 8


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character that was read, where its centre lies as a share of the line's length, and how sure it is (0 to 1)."""

    text: str
    place: float
    confidence: float


def read_lines(pictures: Sequence[Picture]) -> list[list[Glyph]]:
    """What stands in each picture of one upright line, shape (rows, columns), as characters from left to right.

    Spaces are characters as well. A line that nobody can read comes back empty.
    """
    results: list[list[Glyph]] = [[] for _ in pictures]
    scaled = [_scaled(picture) for picture in pictures]
    order = sorted(range(len(pictures)), key=lambda i: scaled[i].shape[1])
    for start in range(0, len(order), _BATCH):
        some = order[start : start + _BATCH]
        width = max(scaled[i].shape[1] for i in some)
        batch = np.zeros((len(some), 3, HEIGHT, width), np.float32)
        for row, i in enumerate(some):
            batch[row, :, :, : scaled[i].shape[1]] = scaled[i]
        chances = session(RECOGNIZER).run(None, {"x": batch})[0]
        for row, i in enumerate(some):
            results[i] = _decode(chances[row], width / scaled[i].shape[1])
    return results


def _scaled(picture: Picture) -> npt.NDArray[np.float32]:
    rows, columns = picture.shape
    width = max(16, round(columns * HEIGHT / rows))
    how = cv2.INTER_AREA if rows > HEIGHT else cv2.INTER_CUBIC
    return cv2.resize(picture, (width, HEIGHT), interpolation=how).astype(np.float32) / 127.5 - 1


@cache
def _alphabet() -> tuple[str, ...]:
    characters = session(RECOGNIZER).get_modelmeta().custom_metadata_map["character"].split("\n")
    # Full-width forms and ligatures are the model's spelling of plain ones; the head's first class is CTC's blank.
    return ("", *(unicodedata.normalize("NFKC", c) for c in characters), " ")


def _decode(chances: npt.NDArray[np.float32], stretch: float) -> list[Glyph]:
    """The best path through the CTC matrix (steps, classes); `stretch` is how much wider the batch is than the line."""
    alphabet = _alphabet()
    best = chances.argmax(axis=1)
    glyphs: list[Glyph] = []
    start = 0
    for step in range(1, len(best) + 1):
        if step < len(best) and best[step] == best[start]:
            continue
        text = alphabet[best[start]] if best[start] < len(alphabet) else ""
        if text:
            place = (start + step) / 2 / len(best) * stretch
            if place <= 1.02:
                glyphs.append(Glyph(text, min(place, 1.0), float(chances[start:step, best[start]].max())))
        start = step
    return glyphs
