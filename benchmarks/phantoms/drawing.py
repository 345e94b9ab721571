"""Drawing lines of words, and knowing of each word where its ink is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.phantoms.fonts import Cover, Font, cover
from benchmarks.phantoms.layouts import Line, Role

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


def set_down(tile: Cover, text: str, role: Role, left: int, top: int, frames: tuple[int, int] | None = None) -> Inked:
    """The word whose tile has its corner at that place. There has to be ink on the tile."""
    down, across = np.flatnonzero(tile.max(axis=1) > _INK), np.flatnonzero(tile.max(axis=0) > _INK)
    tight = tile[down[0] : down[-1] + 1, across[0] : across[-1] + 1]
    return Inked(text, role, left + int(across[0]), top + int(down[0]), tight, frames)


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
    covers = [cover(text, size, font) for text, _ in line.words]
    while size > 8 and _length(covers, size) > columns - 2 * _MARGIN:
        size -= 1
        covers = [cover(text, size, font) for text, _ in line.words]
    left = _MARGIN + round(line.across * (columns - 2 * _MARGIN - _length(covers, size)))
    high = max(tile.shape[0] for tile in covers)
    top = _MARGIN + round(line.down * (rows - 2 * _MARGIN - high)) + round(line.row * _SPACING * line.size)
    result = []
    for (text, role), soft in zip(line.words, covers, strict=True):
        tile = (soft > _HARD).astype(np.float32) if hard else soft
        result.append(set_down(tile, text, role, left, top, line.frames))
        left += tile.shape[1] + _gap(size)
    return result


def _length(covers: Sequence[Cover], size: int) -> int:
    return sum(int(tile.shape[1]) for tile in covers) + _gap(size) * (len(covers) - 1)


def _gap(size: int) -> int:
    return max(4, round(0.4 * size))
