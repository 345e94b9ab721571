"""What of a crop its lines of writing take: which rows, and from where to where."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from dicom_text_redactor.model import Box

_VALLEY = 0.2  # share of the ink of its fullest rows that a row has between two lines that touch
_LEAST = 0.18  # share of the core's height from which a band is a line, not dots or an underline
_ALIKE = 0.5  # share of the tallest band under which one is a sliver between two boxed lines, no line
_OVERRUN = 0.25  # letter heights by which the detector runs past a line's ends at least
_SHORT = 0.5  # letter heights from which ink that ends before the detector's box is not believed
_HIGHEST = 1.35  # heights of the found box that a piece of ink is high at the most which is a letter
_SPECK = 4  # pixels around the smallest letter
_ACCENT = 0.3  # letter heights between a letter and what belongs to it above and below
_SIGN = 0.5  # letter heights that the highest accent has that sticks out of what was found; none is as wide as a letter
_SPARSE = 0.42  # share of the found box under which ink is less than letters: they take two thirds of it
_FOLLOW = 0.4  # letter heights without ink that end a line which runs on past its region


@dataclass(frozen=True, slots=True)
class Band:
    """The rows (top to bottom, exclusive) and columns (left to right, exclusive) of a crop that a line's ink takes.

    `letter` is the height of its letters, in pixels.
    """

    top: int
    bottom: int
    left: int
    right: int
    letter: float


def band_of(ink: npt.NDArray[np.bool_], core: Box) -> Band:
    """What the ink of one line takes in a crop, where `core` is the line as it was found.

    Letters are what reaches into the middle of the core, so that the lines above and below stay out; what they have
    above and below them (accents, tails) goes with them. At both ends the line is followed as far as letters run on.
    """
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    pieces = [Box(*map(int, stats[label, :4])) for label in range(1, count)]
    third = round(0.3 * core.height)
    middle = Box.between(0, core.top + third, ink.shape[1], max(core.top + third + 1, core.bottom - third))
    letters = [piece for piece in pieces if piece.overlap(middle) and piece.height <= _HIGHEST * core.height]
    columns = np.zeros(ink.shape[1], bool)
    for piece in letters:
        columns[piece.left : piece.right] = True
    own = [piece for piece in letters if piece.left < core.right and piece.right > core.left and piece.area >= _SPECK]
    if not own:
        return Band(core.top, core.bottom, core.left, core.right, 0.65 * core.height)
    letter = min(max(float(np.percentile([piece.height for piece in own], 70)), 0.35 * core.height), 0.9 * core.height)
    rows = Box.around(own)
    beside = [piece for piece in pieces if _near(piece, rows, letter) and _belongs(piece, core, letter, len(ink))]
    rows = Box.around([rows, *beside])
    top, bottom = rows.top, rows.bottom
    if bottom - top < _SPARSE * core.height:
        top, bottom = core.top, core.bottom  # most of the letters' ink was lost in what is behind them
    left, right = _followed(columns, core, _FOLLOW * letter)
    # The detector runs past a line's end by a fraction of a letter; where the ink stops a letter
    # short of that, its last letters were lost in what is behind them.
    reach, shy = _OVERRUN * letter, _SHORT * letter
    left = left if left - core.left < shy else round(core.left + reach)
    right = right if core.right - right < shy else round(core.right - reach)
    return Band(top, bottom, left, right, letter)


def _near(piece: Box, rows: Box, letter: float) -> bool:
    """Whether a piece of ink stands right above or below letters."""
    beside = piece.left < rows.right and piece.right > rows.left
    return beside and max(rows.top - piece.bottom, piece.top - rows.bottom) < _ACCENT * letter


def _belongs(piece: Box, core: Box, letter: float, rows: int) -> bool:
    """Whether a piece of ink above or below letters is theirs, and not the line's above or below.

    rows: of the crop; what ends at its edge may be no more than the lower end of a letter.
    """
    if piece.overlap(core) == piece.area:
        return True
    widest = letter if piece.top > 0 and piece.bottom < rows else _SIGN * letter
    return piece.height < _SIGN * letter and piece.width < widest


def lines_in(ink: npt.NDArray[np.bool_], core: Box) -> list[tuple[int, int]]:
    """Top and bottom row (exclusive) of each line in an upright crop, where `core` is the box that was found.

    ink: shape (rows, columns). Each line gets half of the gap to the next one.
    """
    rows, columns = core.slices
    share = ink[rows, columns].mean(axis=1)
    inked = share > (_VALLEY * float(np.percentile(share, 85, method="higher")) if share.size else 0.0)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(np.int8)))
    runs = ((int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True))
    bands = [(top, bottom) for top, bottom in runs if bottom - top >= _LEAST * core.height]
    tallest = max((bottom - top for top, bottom in bands), default=0)
    bands = [(top, bottom) for top, bottom in bands if bottom - top >= _ALIKE * tallest]
    if len(bands) < 2:
        return [(core.top, core.bottom)]
    cuts = [0, *((one[1] + other[0]) // 2 for one, other in pairwise(bands)), core.height]
    return [(core.top + top, core.top + bottom) for top, bottom in pairwise(cuts)]


def _followed(columns: npt.NDArray[np.bool_], core: Box, gap: float) -> tuple[int, int]:
    """From the core's ends outwards (or inwards) to where the ink ends: first and last column, exclusive."""
    inside = np.flatnonzero(columns[core.left : core.right])
    if len(inside) == 0:
        return core.left, core.right
    left, right = core.left + int(inside[0]), core.left + int(inside[-1]) + 1
    for column in range(left - 1, -1, -1):
        if columns[column]:
            left = column
        elif left - column > gap:
            break
    for column in range(right, len(columns)):
        if columns[column]:
            right = column + 1
        elif column + 1 - right > gap:
            break
    return left, right
