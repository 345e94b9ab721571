"""A crop that is being drawn: the picture, and beside it what the network is to say of each place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from training.finder.filters import grown
from training.finder.ink import Cover, Line

Picture = npt.NDArray[np.float32]
"""Brightness or colours from 0 to 1, shape (rows, columns, 3)."""
Colour = npt.NDArray[np.float32]
Corners = npt.NDArray[np.float32]

CORE = 0.6
"""Of the height of a row's letters, that its core has."""
_NEAR = 0.35  # of the height of a row's letters, by which it grows until it meets its neighbours
_BRIGHTNESS = np.array([0.299, 0.587, 0.114], np.float32)
_LONE = 2.5  # times its height, that a run is long at least if it is no letter or number that stands alone
_SEEN = 0.01  # of brightness, by which ink differs from what is around it, at least
_GRAIN = 0.9  # times the grain around it, the same
_EASY, _EASY_GRAIN, _EASY_LETTERS = 0.08, 3.0, 36.0  # the same of ink that is easily seen, and its letters' height
_ROOM = 1.0  # pixels between two lines, at least


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A line's ink where it stands: the part of the crop that it touches, and its cover there."""

    rows: slice
    columns: slice
    cover: Cover
    corners: npt.NDArray[np.float32]


class Canvas:
    """A square picture with its truth, all at full size."""

    def __init__(self, picture: Picture, *, grey: bool = False) -> None:
        self.grey = grey
        self.picture = np.array(self.shade(picture), np.float32, order="C")
        side = picture.shape[0]
        self.side = side
        self.core = np.zeros((side, side), np.uint8)
        self.near = np.zeros((side, side), np.uint8)
        self.code = np.zeros((side, side), np.uint8)
        self.drawn = np.zeros((side, side), np.uint8)
        self.taken = np.zeros((side, side), np.uint8)
        self.turned = np.zeros((side, side, 2), np.float32)
        self.unsure = np.zeros((side, side), np.uint8)
        self._inked: list[tuple[Placed, list[Corners]]] = []
        self.rows = np.zeros((side, side), np.int16)
        self.lone = np.zeros((side, side), np.uint8)
        self.foreign = np.zeros((side, side), np.uint8)
        self.faintest = 1.0

    def shade(self, colours: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """The colours as this picture can have them: shape (..., 3)."""
        if not self.grey:
            return colours
        return np.repeat((colours @ _BRIGHTNESS)[..., None], 3, axis=-1)

    def place(self, line: Line, x: float, y: float, angle: float) -> Placed | None:
        """Where the line stands if its ink's middle is at (x, y) and it runs at `angle` (degrees, clockwise).

        None if it is not in the picture at all, or where something stands already.
        """
        high, wide = line.cover.shape
        moved = _turn(x, y, angle, wide / 2, high / 2)
        corners = _points(moved, [(0, 0), (wide, 0), (wide, high), (0, high)])
        left, top = np.floor(corners.min(axis=0)).astype(int)
        right, bottom = np.ceil(corners.max(axis=0)).astype(int) + 1
        rows, columns = slice(max(0, top), min(self.side, bottom)), slice(max(0, left), min(self.side, right))
        if rows.stop - rows.start < 2 or columns.stop - columns.start < 2:
            return None
        shape = rows.stop - rows.start, columns.stop - columns.start
        inside = np.zeros(shape, np.uint8)
        box = _points(
            moved, [(-_ROOM, -_ROOM), (wide + _ROOM, -_ROOM), (wide + _ROOM, high + _ROOM), (-_ROOM, high + _ROOM)]
        )
        _fill(inside, box - (columns.start, rows.start))
        if (self.taken[rows, columns] & inside).any():
            return None
        shift = moved.copy()
        shift[:, 2] -= columns.start, rows.start
        # Pixels have their middle at whole numbers there.
        shift[:, 2] += shift[:, :2] @ (0.5, 0.5) - 0.5
        flat = angle % 90 == 0
        cover = cv2.warpAffine(line.cover, shift, shape[::-1], flags=cv2.INTER_NEAREST if flat else cv2.INTER_LINEAR)
        return Placed(rows, columns, np.asarray(cover, np.uint8), corners)

    def tell(self, placed: Placed, line: Line, x: float, y: float, angle: float, *, foreign: bool = False) -> None:
        """Write down what the network is to say of a line that was drawn there; `foreign`: in another script."""
        arounds: list[Corners] = []
        high, wide = line.cover.shape
        moved = _turn(x, y, angle, wide / 2, high / 2)
        _fill(self.taken, _points(moved, [(0, 0), (wide, 0), (wide, high), (0, high)]))
        letters = line.bottom - line.top
        edge = (1 - max(CORE, 2 / letters)) / 2 * letters if letters > 2 else 0.0
        reach = max(2.0, _NEAR * letters)
        radians = np.deg2rad(2 * angle)
        row = int(self.rows.max()) + 1
        for start, end in line.runs:
            left, right = float(start), float(end)
            core = [
                (left, line.top + edge),
                (right, line.top + edge),
                (right, line.bottom - edge),
                (left, line.bottom - edge),
            ]
            corners = _points(moved, core)
            _fill(self.core, corners)
            _fill(self.rows, corners, row)
            if right - left < _LONE * letters:
                _fill(self.lone, corners)
            if foreign and letters <= _EASY_LETTERS:
                _fill(self.foreign, corners)
            left, right, top, bottom = left - reach, right + reach, line.top - reach, line.bottom + reach
            around = [(left, top), (right, top), (right, bottom), (left, bottom)]
            corners = _points(moved, around)
            arounds.append(corners)
            part = _around(corners, self.side)
            mask = np.zeros((part[0].stop - part[0].start, part[1].stop - part[1].start), np.uint8)
            if not mask.size:
                continue
            _fill(mask, corners - (part[1].start, part[0].start))
            self.near[part] += mask
            self.turned[part][mask > 0] = np.cos(radians), np.sin(radians)

        self._inked.append((placed, arounds))

    def forget_unseen(self) -> None:
        """Nothing is to be said of ink that cannot be told from what is around it: covered later, or lost in grain.

        Nor is ink that is hard to see an example of another script.
        """
        for placed, arounds in self._inked:
            part = self.picture[placed.rows, placed.columns]
            ink = placed.cover > max(40, 0.6 * placed.cover.max())
            ring = (grown(placed.cover, 3) > 0) & (grown(placed.cover) < 30)
            if ink.any() and ring.any():
                apart = part[ink].mean(axis=0) - part[ring].mean(axis=0)
                grain = np.minimum(part[ring].std(axis=0), part[ink].std(axis=0) + 0.02)
                if (np.abs(apart) > np.maximum(_EASY, _EASY_GRAIN * grain)).any():
                    continue
                for corners in arounds:
                    _fill(self.foreign, corners, 0)
                if (np.abs(apart) > np.maximum(_SEEN, _GRAIN * grain)).any():
                    continue
            for corners in arounds:
                _fill(self.unsure, corners)
                _fill(self.foreign, corners, 0)

    def ink(self, placed: Placed, colour: Colour, strength: float = 1.0) -> None:
        """Draw the ink in that colour."""
        part = self.picture[placed.rows, placed.columns]
        part += (placed.cover.astype(np.float32) * (strength / 255))[..., None] * (colour - part)


def targets(canvas: Canvas) -> npt.NDArray[np.uint8]:
    """What the network is to say, at stride 4, 0 to 255: shape (9, side / 4, side / 4).

    Writing, border, code, drawn, the cosine and sine of twice the angle, 128 being 0; and where writing is so short
    that it would count for little, where nothing is to be said, and where easy writing is in a script other than Latin.
    """
    border = (canvas.near > 1) & (canvas.core == 0)
    drawn = cv2.dilate(canvas.drawn, np.ones((3, 3), np.uint8)) & (canvas.near == 0)
    planes = [canvas.core, border.astype(np.uint8), canvas.code, drawn, canvas.lone, canvas.unsure, canvas.foreign]
    side = canvas.side // 4
    small = [
        np.asarray(cv2.resize(plane * np.uint8(255), (side, side), interpolation=cv2.INTER_AREA), np.uint8)
        for plane in planes
    ]
    turned = np.asarray(cv2.resize(canvas.turned, (side, side), interpolation=cv2.INTER_NEAREST))
    angles = np.round(turned * 127 + 128).astype(np.uint8)
    return np.stack([*small[:4], angles[..., 0], angles[..., 1], *small[4:]])


def _turn(x: float, y: float, angle: float, across: float, down: float) -> npt.NDArray[np.float64]:
    """The map from a line's own pixels to the crop's, that brings (across, down) to (x, y)."""
    cos, sin = np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))
    if angle % 90 == 0:
        cos, sin = round(cos), round(sin)
        corner = np.floor(x - cos * across + sin * down), np.floor(y - sin * across - cos * down)
    else:
        corner = x - cos * across + sin * down, y - sin * across - cos * down
    return np.array([[cos, -sin, corner[0]], [sin, cos, corner[1]]])


def _points(moved: npt.NDArray[np.float64], points: object) -> npt.NDArray[np.float32]:
    where = np.asarray(points, np.float64)
    return (where @ moved[:, :2].T + moved[:, 2]).astype(np.float32)


def _fill(mask: npt.NDArray[np.integer[Any]], corners: npt.NDArray[np.float32], value: int = 1) -> None:
    """Fill a convex shape whose corners lie between pixels."""
    cv2.fillConvexPoly(mask, np.round((corners - 0.5) * 16).astype(np.int32), value, shift=4)


def _around(corners: npt.NDArray[np.float32], side: int) -> tuple[slice, slice]:
    left, top = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, side)
    right, bottom = np.clip(np.ceil(corners.max(axis=0)).astype(int) + 1, 0, side)
    return slice(top, bottom), slice(left, right)
