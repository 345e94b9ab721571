"""A line for each number of a seed: drawn on a ground, worn, and cut out as the program cuts it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from dicom_text_redactor.model import Box, Picture, Region
from dicom_text_redactor.text.cut_line import cut_out
from training.finder import marks, styles
from training.finder import wording as scraps
from training.finder.canvas import Canvas, Placed
from training.finder.fonts import sayable
from training.finder.grounds import even, ground
from training.finder.ink import Line, Pen, measured, pen, script_pen, write
from training.finder.lines import height
from training.finder.wear import wear
from training.reader import wording
from training.screens.chance import Chance

EASY = 12_000
"""So many lines come first that stand on even grounds and are worn little."""

_SHEET, _SIDE = 24, 320  # lines that share a ground, and its pixels across and down
_GREY = 0.6
_EMPTY = 0.05
_FOREIGN = 0.06
_OVER = 0.025  # upside down or on its side: nothing is to be read
_CLEAN = 0.08  # dark on white, as the program shows a line when it doubts
_MARKED = 0.3  # stand on a ground with something drawn
_LOWEST = 5.0  # pixels of a line's letters
_LETTERS = 1.4  # heights of its letters that a line's box is high
_TURNABLE = 5  # characters from which what is upside down cannot be read


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A line as the reader is given it, and what stands there."""

    picture: Picture
    text: str


class _Strip(Canvas):
    """A canvas of any size on which lines are drawn, and nothing is told of them."""

    def __init__(self, picture: npt.NDArray[np.float32], *, grey: bool) -> None:
        self.grey = grey
        self.picture = np.array(self.shade(picture), np.float32, order="C")
        self.faintest = 1.0


def draw(seed: int, number: int) -> Drawn | None:
    """The line of that number in the series of that seed; None if nothing came of it."""
    r = Chance(f"line {seed} {number}")
    easy = number < EASY
    if not easy and r.odds(_EMPTY):
        return _nothing(r, seed, number)
    text, line, neighbours = _written(r, number, easy)
    if line is None or line.bottom - line.top < _LOWEST or len(line.runs) != 1 or not text:
        return None
    letters = line.bottom - line.top
    high, wide = line.cover.shape
    above, below = (round(r.one(0.9, 1.2, 1.2, 1.2, r.uniform(0.1, 1)) * letters) + 2 for _ in range(2))
    left, right = (round(r.one(1.6, 1.6, r.uniform(0.1, 1.6)) * letters) + 2 for _ in range(2))
    strip = _strip(r, seed, number, (above + high + below, left + wide + right), easy)
    look = styles.style(r)
    if easy:
        look = styles.Style("plain", look.colour, "", 1.0, 4.0)
    placed = _placed(strip, line, left, above)
    if not styles.draw(r, strip, placed, look):
        return None
    if neighbours and r.odds(0.35):
        gap = r.one(1, 2, 2, 3, round(0.3 * letters), round(0.5 * letters)) + 1
        over, under = neighbours
        for other, top in ((over, above - gap - over.cover.shape[0]), (under, above + high + gap)):
            beside = _placed(strip, other, left + r.whole(-3, 3), top)
            if beside.cover.size and beside.cover.any():
                styles.draw(r, strip, beside, look)
    picture = strip.picture
    worn = (
        np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)
        if easy and r.odds(0.6)
        else wear(r, picture, strip.faintest, grey=strip.grey)
    )
    half = letters * _LETTERS / 2 * r.uniform(0.9, 1.15)
    middle = above + (line.top + line.bottom) / 2 + r.uniform(-0.08, 0.08) * letters
    ends = [max(1.0, 0.25 * letters + r.uniform(-0.15, 0.25) * letters) for _ in range(2)]
    box = Box.between(round(left - ends[0]), round(middle - half), round(left + wide + ends[1]), round(middle + half))
    crop = _cut(r, worn, box)
    if crop is None:
        return None
    if len(text) >= _TURNABLE and not easy and r.odds(_OVER):
        return Drawn(np.ascontiguousarray(np.rot90(crop, r.one(2, 2, 2, 1, 3))), "")
    return Drawn(crop, text)


def _written(r: Chance, number: int, easy: bool) -> tuple[str, Line | None, list[Line]]:
    high = height(r)
    if not easy and r.odds(_FOREIGN):
        script = scraps.foreign(r)
        tool = script_pen(r, script, high)
        said = scraps.made_up(r, script)
        said = sayable(tool.font, said) if isinstance(tool.font, Path) else said
        return wording.foreign(script, said), measured(write(said, tool)), []
    tool = pen(r, high)
    said = wording.text(r, number)
    said = " ".join(_drawable(said, tool).split())
    neighbours: list[Line] = []
    if not easy and r.odds(0.3):
        neighbours = [each for _ in range(2) if (each := measured(write(scraps.text(r), tool))) is not None]
    return said, measured(write(said, tool)) if said else None, neighbours if len(neighbours) == 2 else []


def _drawable(said: str, tool: Pen) -> str:
    """The text without what the pen has no letters for."""
    if not isinstance(tool.font, Path):
        return said.encode("ascii", "ignore").decode("ascii")
    if tool.font.suffix == ".gz":  # fonts of pixels: for ISO 8859-1
        return said.encode("latin-1", "ignore").decode("latin-1")
    return sayable(tool.font, said)


def _nothing(r: Chance, seed: int, number: int) -> Drawn | None:
    """A place without text, as it may be found: bones, traces, ticks, noise."""
    plain, marked = _sheet(seed, number // _SHEET)
    picture = marked if r.odds(0.7) else plain
    high = r.whole(9, 60)
    wide = min(_SIDE - 2, round(high * r.uniform(0.7, 7)))
    left, top = r.whole(0, _SIDE - wide), r.whole(0, _SIDE - high)
    around = high
    part = picture[max(0, top - around) : top + high + around, max(0, left - around) : left + wide + around]
    worn = wear(r, part, 0.1, grey=r.odds(_GREY))
    crop = _cut(r, worn, Box(left - max(0, left - around), top - max(0, top - around), wide, high))
    return None if crop is None else Drawn(crop, "")


def _cut(r: Chance, worn: npt.NDArray[np.uint8], box: Box) -> Picture | None:
    """The line as the program cuts it out of the view in which it stands out most."""
    brightest = worn.max(axis=2)
    chroma = brightest - worn.min(axis=2)
    box = box.within(*brightest.shape)
    if box.height < 5 or box.width < 3:
        return None
    best = max((brightest, chroma), key=lambda view: float(view[box.slices].std()))
    line = cut_out(np.ascontiguousarray(best), Region(0, box))
    crop = (line.clean if r.odds(_CLEAN) else line.crop)[line.written]
    return np.ascontiguousarray(crop) if min(crop.shape) >= 4 else None


def _strip(r: Chance, seed: int, number: int, shape: tuple[int, int], easy: bool) -> _Strip:
    rows, columns = shape
    if easy or r.odds(0.25):
        return _Strip(np.ascontiguousarray(np.broadcast_to(even(r, 1), (rows, columns, 3))), grey=r.odds(_GREY))
    sheets = _sheet(seed, number // _SHEET)
    sheet = sheets[r.odds(_MARKED)]
    down, across = min(rows, _SIDE), min(columns, _SIDE)
    top, left = r.whole(0, _SIDE - down), r.whole(0, _SIDE - across)
    part = sheet[top : top + down, left : left + across]
    if (down, across) != shape:
        part = np.asarray(cv2.resize(part, (columns, rows), interpolation=cv2.INTER_LINEAR), np.float32)
    return _Strip(part, grey=r.odds(_GREY))


@lru_cache(3)
def _sheet(seed: int, number: int) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """A ground, and the same with something drawn on it."""
    r = Chance(f"sheet {seed} {number}")
    plain = ground(r, _SIDE)
    canvas = Canvas(plain)
    marks.draw_some(r, canvas)
    return plain, canvas.picture


def _placed(strip: _Strip, line: Line, left: int, top: int) -> Placed:
    """A line's ink at that corner, as far as it is on the strip."""
    rows, columns = strip.picture.shape[:2]
    high, wide = line.cover.shape
    first, start = max(0, -top), max(0, -left)
    cover = line.cover[first : max(first, rows - top), start : max(start, columns - left)]
    part = slice(top + first, top + first + cover.shape[0]), slice(left + start, left + start + cover.shape[1])
    corners = np.array([(left, top), (left + wide, top), (left + wide, top + high), (left, top + high)], np.float32)
    return Placed(*part, cover, corners)
