"""The finder's network: one look at a picture at full size tells where writing is and how it runs, and where codes are.

It is small (docs/finder.md), fully convolutional, and was trained on text that this project draws: `training.finder`.
A picture is looked at in tiles that overlap, and not at all where it is even.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from dicom_text_redactor.model import Box
from dicom_text_redactor.text.models import session_of

FILE = Path(__file__).with_name("finder.onnx")
STRIDE = 4
"""Pixels of a picture, across and down, for one value of a map."""

WRITING, BORDER, CODE = 0.4, 0.5, 0.5
"""Probabilities from which a place is writing, parts two rows, lies in a code: chosen on drawn crops (see the card)."""

Plane = npt.NDArray[np.float32]

_TILE = 1024  # pixels across and down
_OVERLAP = 64  # that tiles share at least
_WHOLE = 32  # pixels of which a tile's sides are multiples: the network's coarsest step
_AROUND = 21  # pixels across and down, with whose mean a pixel is compared
_SOFT = 3.0  # steps of brightness: smaller differences count in full, larger ones less and less
_EVEN = 2  # steps of brightness: a tile whose pixels all differ less from those around them holds nothing


@dataclass(frozen=True, slots=True, eq=False)
class Maps:
    """What the network says of each 4 x 4 pixels, shape (ceil(rows / 4), ceil(columns / 4)), 0 to 1 but for `angle`.

    Attributes
    ----------
    writing
        Probability that they lie in the core of a row of writing: the middle 60 % of the letters' height, closed
        sideways over gaps of about a letter's height.
    border
        Probability that they lie between two rows, or at the edge of one beside another.
    code
        Probability that they lie in a QR code, a bar code or the like.
    drawn
        Probability that they belong to something drawn that is no text: a trace, a ruler, a frame, an icon.
    angle
        Direction in which the line runs, in radians clockwise from the right, modulo pi: -pi / 2 to pi / 2. It says
        something only where writing is.
    """

    writing: Plane
    border: Plane
    code: Plane
    drawn: Plane
    angle: Plane


@cache
def version() -> str:
    """What reports call the network: each training gives it another name."""
    return f"finder {hashlib.sha256(FILE.read_bytes()).hexdigest()[:8]}"


def look(picture: npt.NDArray[np.uint8], *, spread: bool = True) -> Maps:
    """What the network says of a picture of any size: shape (rows, columns), or (rows, columns, 3) in RGB.

    With `spread` all threads work at it. Safe to call from several threads at a time.
    """
    rows, columns = picture.shape[:2]
    maps = np.zeros((6, -(-rows // STRIDE), -(-columns // STRIDE)), np.float32)
    maps[4] = 1  # an even picture's lines run to the right
    run = _network(spread)
    for tile, inner in _tiles(rows, columns):
        part = picture[tile.top : tile.bottom, tile.left : tile.right]
        planes = contrasts(part)
        if planes is None:
            continue
        said = run(planes)
        top, left = (inner.top - tile.top) // STRIDE, (inner.left - tile.left) // STRIDE
        high, wide = -(-inner.height // STRIDE), -(-inner.width // STRIDE)
        into = maps[:, inner.top // STRIDE :, inner.left // STRIDE :][:, :high, :wide]
        into[:] = said[:, top : top + high, left : left + wide]
    angle = np.arctan2(maps[5], maps[4]) / np.float32(2)
    return Maps(maps[0], maps[1], maps[2], maps[3], angle)


def contrasts(picture: npt.NDArray[np.uint8]) -> Plane | None:
    """What the network sees of a picture: shape (3, rows, columns). None where all of it is even.

    Its brightness; then how much each pixel is above and below the mean of those around it, in the colour in which it
    is farthest above and below, small differences enlarged. So neither faint nor coloured letters get lost.
    """
    planes = picture[None] if picture.ndim == 2 else _colours(picture)
    apart = [cv2.subtract(plane, cv2.blur(plane, (_AROUND, _AROUND)), dtype=cv2.CV_16S) for plane in planes]
    above = apart[0] if len(apart) == 1 else np.maximum(np.maximum(apart[0], apart[1]), apart[2])
    below = apart[0] if len(apart) == 1 else np.minimum(np.minimum(apart[0], apart[1]), apart[2])
    if above.max() < _EVEN and below.min() > -_EVEN:
        return None
    bright: Any = planes[0] if len(planes) == 1 else cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    seen = np.empty((3, *picture.shape[:2]), np.float32)
    cv2.LUT(bright, _levels(), dst=seen[0])
    np.take(_steps(), above + np.int16(255), out=seen[1], mode="clip")
    if above is below:
        seen[2] = seen[1]
    else:
        np.take(_steps(), below + np.int16(255), out=seen[2], mode="clip")
    return seen


def _colours(picture: npt.NDArray[np.uint8]) -> Any:
    """The colours of a picture one by one; only one if they are all the same."""
    planes = cv2.split(np.ascontiguousarray(picture))
    alike = np.array_equal(planes[0], planes[1]) and np.array_equal(planes[0], planes[2])
    return planes[:1] if alike else planes


@cache
def _levels() -> Plane:
    return np.arange(256, dtype=np.float32) / np.float32(127.5) - np.float32(1)


@cache
def _steps() -> Plane:
    """For differences from -255 to 255."""
    apart = np.arange(-255, 256, dtype=np.float32)
    steps: Plane = np.sign(apart) * np.log1p(np.abs(apart) / np.float32(_SOFT)) / np.log1p(np.float32(255 / _SOFT))
    return steps.astype(np.float32)


def _tiles(rows: int, columns: int) -> Iterator[tuple[Box, Box]]:
    """Pieces to look at, and the part of each that is taken from it: those parts cover the picture once."""
    for top, high, first, last in _spans(rows):
        for left, wide, start, end in _spans(columns):
            yield Box(left, top, wide, high), Box.between(start, first, end, last)


def _spans(length: int) -> Iterator[tuple[int, int, int, int]]:
    """Start and length of each piece of a side, and the first and last (exclusive) pixel that is taken from it."""
    if length <= _TILE + _OVERLAP:
        yield 0, length, 0, length
        return
    step = _TILE - _OVERLAP
    starts = list(range(0, length - _OVERLAP - 1, step))
    for start in starts:
        end = min(length, start + _TILE)
        first = start + _OVERLAP // 2 if start else 0
        last = end - _OVERLAP // 2 if end < length else length
        yield start, end - start, first, last


def _network(spread: bool) -> Callable[[Plane], Plane]:
    session = session_of(FILE, spread=spread)

    def run(planes: Plane) -> Plane:
        rows, columns = planes.shape[1:]
        below, right = -rows % _WHOLE, -columns % _WHOLE
        padded = np.pad(planes, ((0, 0), (0, below), (0, right)), "edge") if below or right else planes
        said: Plane = session.run(None, {"planes": padded[None]})[0][0]
        return said

    return run
