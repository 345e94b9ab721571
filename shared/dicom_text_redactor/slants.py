"""Lines that run at an angle: boxes in coordinates turned by it, and what of the picture they cover.

A line that is turned counter-clockwise by some degrees runs to the right in coordinates turned by as many, about the
picture's first pixel. There everything is as with any other line; what comes of it is brought back here.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, cos, floor, radians, sin

import cv2
import numpy as np
import numpy.typing as npt

from dicom_text_redactor.model import Box, Picture, Polygon, Region, turned

_STEP = 8
"""One stripe of a covered line for so many pixels of its height, and of its length."""
_CORNERS = ((0, 0), (1, 0), (1, 1), (0, 1))

Points = npt.NDArray[np.float64]
"""Places (x, y) in pixels, shape (n, 2)."""


@dataclass(frozen=True, slots=True)
class Stripe(Box):
    """A part of what covers a line at an angle; `whole` is the box around all of it, which gives its fill."""

    whole: Box


def _turn(angle: float) -> Points:
    """What brings a place into coordinates turned by `angle` degrees."""
    c, s = cos(radians(angle)), sin(radians(angle))
    return np.array([[c, -s], [s, c]])


def corners(level: Box, angle: float) -> Points:
    """The corners of a turned box in the picture, from where its line begins, clockwise."""
    places = np.array([(level.left + x * level.width, level.top + y * level.height) for x, y in _CORNERS], float)
    return places @ _turn(angle)


def around(level: Box, angle: float) -> Box:
    """The smallest box of the picture around a turned one."""
    (left, top), (right, bottom) = corners(level, angle).min(axis=0), corners(level, angle).max(axis=0)
    return Box.between(floor(left + 1e-6), floor(top + 1e-6), ceil(right - 1e-6), ceil(bottom - 1e-6))


def in_picture(upright: Box, angle: float) -> Box:
    """The box around something in the picture, from where it is in coordinates in which its line runs to the right."""
    return around(upright, angle) if angle % 90 else turned(upright, -angle % 360)


def placed(region: Region, upright: Box) -> tuple[Box, Box | None]:
    """A part of a region, from where it is upright, as a region or a word has it: its box, and its level one if any."""
    return in_picture(upright, region.angle), None if region.level is None else upright


def level_box(points: Points, angle: float) -> Box:
    """The smallest box, in coordinates turned by `angle` degrees, around places of the picture."""
    there = points @ _turn(angle).T
    (left, top), (right, bottom) = there.min(axis=0), there.max(axis=0)
    return Box.between(floor(left), floor(top), ceil(right), ceil(bottom))


def level_middle(points: Points, angle: float) -> float:
    """The middle of the rows, in coordinates turned by `angle` degrees, in which places of the picture lie."""
    return float((points @ _turn(angle)[1]).mean())


def moved(level: Box, angle: float, right: int, down: int) -> Box:
    """A turned box, where the picture's places lie so many pixels farther right and down."""
    along, across = (_turn(angle) @ np.array([right, down], float)).round().astype(int).tolist()
    return level.moved(along, across)


def cut(picture: Picture, level: Box, angle: float) -> Picture:
    """What a turned box shows of a picture, upright; where it leaves the picture, that goes on as it ends."""
    back = _turn(angle).T
    # Pixels are places at their middles.
    shift = back @ np.array([level.left + 0.5, level.top + 0.5]) - 0.5
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = max(1, level.width), max(1, level.height)
    matrix = np.column_stack([back, shift])
    return np.asarray(cv2.warpAffine(picture, matrix, size, flags=how, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def stripes(level: Box, angle: float) -> tuple[Box, ...]:
    """Boxes of the picture that together cover a turned one, and little else."""
    outer = around(level, angle)
    shape = corners(level, angle) - (outer.left, outer.top)
    thick = max(1, min(level.width, level.height) // _STEP)
    down = outer.height <= outer.width
    if down:  # stripes along the columns: fewer of them
        shape = shape[:, ::-1]
    result = []
    for first in range(0, outer.width if down else outer.height, thick):
        low, high = _extent(shape, first, first + thick)
        if high > low:
            box = Box.between(low, first, high, first + thick)
            box = (box.transposed if down else box).within(outer.height, outer.width)
            placed = box.moved(outer.left, outer.top)
            result.append(Stripe(placed.left, placed.top, placed.width, placed.height, outer))
    return tuple(result)


def _extent(shape: Points, first: float, last: float) -> tuple[int, int]:
    """From where to where a convex shape reaches in the rows from `first` to `last`."""
    inside = [float(x) for x, y in shape if first <= y <= last]
    for (x, y), (to_x, to_y) in zip(shape, np.roll(shape, -1, axis=0), strict=True):
        for row in (first, last):
            if min(y, to_y) < row < max(y, to_y):
                inside.append(float(x + (to_x - x) * (row - y) / (to_y - y)))
    return (floor(min(inside)), ceil(max(inside))) if inside else (0, 0)


def polygon(level: Box, angle: float) -> Polygon:
    """The corners of a turned box, in whole pixels."""
    return tuple((round(x), round(y)) for x, y in corners(level, angle).tolist())
