"""Drawing lines of words, and knowing of each word where its ink is.

The letters come from Python packages: an outline font of Pillow's and the stroke font of OpenCV's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from benchmarks.phantoms.layouts import Line, Role

Font = Literal["outline", "stroke"]
Cover = npt.NDArray[np.float32]
"""How far ink covers each pixel, 0 to 1, shape (rows, columns)."""

_INK = 0.1  # cover from which a pixel counts as ink
_HARD = 0.35  # the same for letters without soft edges
_SPACING = 1.3  # from line to line, in letter heights
_MARGIN = 4  # pixels that stay free at the picture's edges


@dataclass(frozen=True, slots=True, eq=False)
class Inked:
    """A word as it stands in the picture.

    `left` and `top` are the corner of `cover`, which is just as large as the word's ink; `frames` is the first
    and the last frame (0-based) in which the word stands, or None for all.
    """

    text: str
    role: Role
    left: int
    top: int
    cover: Cover
    frames: tuple[int, int] | None

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, width and height of the ink, in pixels."""
        return self.left, self.top, self.cover.shape[1], self.cover.shape[0]

    def stands_in(self, frame: int) -> bool:
        """Whether the word is drawn in that frame."""
        return self.frames is None or self.frames[0] <= frame <= self.frames[1]


def ink(lines: Sequence[Line], shape: tuple[int, int], font: Font, *, hard: bool = False) -> list[Inked]:
    """Every word of `lines` at its place in a picture of that shape; a line too long for it is made smaller.

    hard: letters have no soft edges, as where colours are numbers of a palette.
    """
    return [word for line in lines for word in _line(line, shape, font, hard)]


def draw(brightness: npt.NDArray[np.float32], words: Sequence[Inked], frame: int, level: float) -> None:
    """Draw the words of one frame into `brightness` (0 to 1, shape (rows, columns)), at `level`."""
    for word in words:
        if word.stands_in(frame):
            rows, columns = word.cover.shape
            part = brightness[word.top : word.top + rows, word.left : word.left + columns]
            part += word.cover * (level - part)


def _line(line: Line, shape: tuple[int, int], font: Font, hard: bool) -> list[Inked]:
    rows, columns = shape
    size = line.size
    covers = [_cover(text, size, font) for text, _ in line.words]
    while size > 8 and _length(covers, size) > columns - 2 * _MARGIN:
        size -= 1
        covers = [_cover(text, size, font) for text, _ in line.words]
    left = _MARGIN + round(line.across * (columns - 2 * _MARGIN - _length(covers, size)))
    high = max(cover.shape[0] for cover in covers)
    top = _MARGIN + round(line.down * (rows - 2 * _MARGIN - high)) + round(line.row * _SPACING * line.size)
    result = []
    for (text, role), soft in zip(line.words, covers, strict=True):
        cover = (soft > _HARD).astype(np.float32) if hard else soft
        down, across = np.flatnonzero(cover.max(axis=1) > _INK), np.flatnonzero(cover.max(axis=0) > _INK)
        tight = cover[down[0] : down[-1] + 1, across[0] : across[-1] + 1]
        result.append(Inked(text, role, left + int(across[0]), top + int(down[0]), tight, line.frames))
        left += cover.shape[1] + _gap(size)
    return result


def _length(covers: Sequence[Cover], size: int) -> int:
    return sum(int(cover.shape[1]) for cover in covers) + _gap(size) * (len(covers) - 1)


def _gap(size: int) -> int:
    return max(4, round(0.4 * size))


@cache
def _cover(text: str, size: int, font: Font) -> Cover:
    """A word's ink on a tile whose height depends on the font's size only, so that words share a base line."""
    return _outline(text, size) if font == "outline" else _stroke(text, size)


def _outline(text: str, size: int) -> Cover:
    font = ImageFont.load_default(size)
    left, _, right, _ = font.getbbox(text)
    tile = Image.new("L", (round(right - left) + 2, round(1.3 * size) + 2))
    ImageDraw.Draw(tile).text((1 - left, 1), text, fill=255, font=font)
    return np.asarray(tile, np.float32) / np.float32(255)


def _stroke(text: str, size: int) -> Cover:
    thick = max(1, round(size / 14))
    scale = size / 30
    (width, height), below = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, thick)
    tile = np.zeros((height + below + 2 * thick, width + 2 * thick), np.uint8)
    cv2.putText(tile, text, (thick, height + thick), cv2.FONT_HERSHEY_SIMPLEX, scale, 255, thick, cv2.LINE_AA)
    return tile.astype(np.float32) / np.float32(255)
