"""Lines of writing, lying flat: their ink, the band that their letters fill, and the runs that close up sideways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from training.finder import fonts
from training.screens.chance import Chance

Cover = npt.NDArray[np.uint8]
"""How far ink covers each pixel, 0 to 255, shape (rows, columns)."""

_INKED = 90  # of 255, from which a pixel counts as ink
_TAIL = 0.04  # of a line's ink that may lie above its letters, and as much below: accents, tails
_HERSHEY = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_PLAIN, cv2.FONT_HERSHEY_COMPLEX)
_JOINED = 1.0  # of a letter's height: gaps up to which ink closes up to a run


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A line of writing: its ink, the first and last row (exclusive) of its letters, and its runs' columns."""

    cover: Cover
    top: float
    bottom: float
    runs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Pen:
    """What a line is written with: a file of letters, or one of OpenCV's strokes, and how it is stretched.

    Attributes
    ----------
    size
        Of the font, in pixels.
    hard
        Whether pixels are either ink or not.
    wide, high
        How many times the ink is stretched.
    smooth
        Whether stretching makes soft edges.
    """

    font: Path | int
    size: int
    hard: bool = False
    wide: float = 1.0
    high: float = 1.0
    smooth: bool = True


def pen(r: Chance, height: float) -> Pen:
    """One to write Latin letters with whose capitals are about so many pixels high."""
    kind = r.random()
    if kind < 0.12 and height < 34 and fonts.bitmaps():
        path = r.of(fonts.bitmaps())
        own = fonts.face(path, 0).getbbox("H")[3] * 0.68
        times = max(1, round(height / own))
        return Pen(path, 0, hard=True, wide=times * r.one(1, 1, 1, 0.5 if times > 1 else 1), high=times, smooth=False)
    if kind < 0.18 and height > 9:
        return Pen(r.of(_HERSHEY), round(height))
    path = r.of(fonts.latin())
    size = max(6, round(height / 0.72))
    if r.odds(0.12):
        scale = r.uniform(0.6, 1.5)
        return Pen(path, max(6, round(size / scale)), r.odds(0.4), scale, scale, smooth=r.odds(0.7))
    wide = r.uniform(0.75, 1.3) if r.odds(0.15) else 1.0
    return Pen(path, size, hard=r.odds(0.22), wide=wide)


def script_pen(r: Chance, script: fonts.Script, height: float) -> Pen:
    """One to write another script with, whose letters take less of their font's size, or have marks above and below."""
    size = max(12, round(height / 0.72 * r.uniform(1.0, 1.5)))
    return Pen(r.of(fonts.of_script(script)), size, hard=r.odds(0.1))


def write(text: str, pen: Pen) -> Cover:
    """The ink of a text; texts of one pen share a base line if they are put on the same top row."""
    cover = _stroked(text, pen.font, pen.size) if isinstance(pen.font, int) else _set(text, pen.font, pen)
    if pen.wide != 1 or pen.high != 1:
        size = max(1, round(cover.shape[1] * pen.wide)), max(1, round(cover.shape[0] * pen.high))
        how = (cv2.INTER_AREA if pen.wide < 1 else cv2.INTER_LINEAR) if pen.smooth else cv2.INTER_NEAREST
        cover = np.asarray(cv2.resize(cover, size, interpolation=how), np.uint8)
    return cover


def line_of(pieces: Sequence[tuple[int, Cover]]) -> Line | None:
    """The line that words make whose ink stands at these columns, on one base line; None if there is no ink."""
    right = max(left + cover.shape[1] for left, cover in pieces)
    first = min(left for left, _ in pieces)
    whole = np.zeros((max(cover.shape[0] for _, cover in pieces), right - first), np.uint8)
    for left, cover in pieces:
        part = whole[: cover.shape[0], left - first : left - first + cover.shape[1]]
        np.maximum(part, cover, out=part)
    return measured(whole)


def measured(cover: Cover) -> Line | None:
    """A line of this ink, cut to it; None if there is none."""
    inked = cover > _INKED
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not len(rows):
        return None
    cut = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    inked = inked[cut]
    share = np.cumsum(inked.sum(axis=1)) / inked.sum()
    top, bottom = int(np.searchsorted(share, _TAIL)), int(np.searchsorted(share, 1 - _TAIL)) + 1
    across = np.flatnonzero(inked.any(axis=0))
    gaps = np.flatnonzero(np.diff(across) > max(3.0, _JOINED * (bottom - top)) + 1)
    starts, ends = across[np.r_[0, gaps + 1]], across[np.r_[gaps, len(across) - 1]] + 1
    runs = tuple((int(a), int(b)) for a, b in zip(starts, ends, strict=True))
    return Line(np.ascontiguousarray(cover[cut]), float(top), float(bottom), runs)


def _set(text: str, path: Path, pen: Pen) -> Cover:
    face = fonts.face(path, pen.size)
    left, _, right, _ = face.getbbox(text)
    high = round(1.6 * max(pen.size, face.getbbox("Hg")[3] / 1.3)) + 2
    if right <= left:
        return np.zeros((high, 1), np.uint8)
    tile = Image.new("L", (round(right - left) + 2, high))
    draw = ImageDraw.Draw(tile)
    draw.fontmode = "1" if pen.hard else "L"
    draw.text((1 - left, 1), text, fill=255, font=face)
    return np.asarray(tile)


def _stroked(text: str, font: int, height: int) -> Cover:
    scale = height / (10 if font == cv2.FONT_HERSHEY_PLAIN else 21)
    thick = max(1, round(height / 12))
    (width, _), _ = cv2.getTextSize(text, font, scale, thick)
    tile = np.zeros((2 * height + 2, width + 2 * thick), np.uint8)
    cv2.putText(tile, text, (thick, round(1.4 * height)), font, scale, 255, thick, cv2.LINE_AA)
    return tile
