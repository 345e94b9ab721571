"""Where a picture shows thin strokes, as letters do, and where it shows nothing: cheap to see, before a costly look.

What a square of a few pixels does not fit into is thin (the top-hat transform; Soille, Morphological Image
Analysis, 2003). Letters are thin things that stand close together, and stand off from what else is thin there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from shared.model import Box, Picture
from shared.text.windows import around_blocks

_BLOCK = 16  # pixels
_THICKEST = 5  # pixels; strokes of letters so small that a first look may miss them are thinner
_CONTRAST = 20  # grey levels by which a stroke stands off, at the least
_GRAIN = 2.0  # times the usual thin things of the picture (noise, speckle) that a stroke has besides
_SHARE = 0.06  # share of a block's pixels that strokes of letters take
_UNUSUAL = 2.0  # times the share of other blocks: where all of a picture is thin things, few of them are letters
_SPECK = 0.01  # share of a block under which it has no thin things
_ROOM = 2  # blocks around strokes that are looked at with them

_EVEN_BLOCK = 8  # pixels
_EVEN = 10  # grey levels; what varies by less shows nothing that can be read
_EVEN_ROOM = 3  # blocks


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """The share that strokes take of each block of a picture of that shape (rows, columns)."""

    share: npt.NDArray[np.float32]
    shape: tuple[int, int]


def strokes_of(picture: Picture) -> Strokes:
    """The strokes of a picture of shape (rows, columns) or (rows, columns, 3), of which each channel counts."""
    channels = [picture] if picture.ndim == 2 else [np.ascontiguousarray(picture[..., i]) for i in range(3)]
    share = np.maximum.reduce([_strokes(channel) for channel in channels])
    return Strokes(share, (picture.shape[0], picture.shape[1]))


def unexplained(strokes: Strokes, known: Iterable[Box], *, besides: Iterable[Box] = ()) -> list[Box]:
    """Windows around strokes that no line at `known` accounts for, and around `besides`.

    Measured on 553 identifying words of 101 images: the windows hold every word that only a second or an enlarged
    look at the whole picture finds, in less than half of its area.
    """
    share = strokes.share
    fresh = np.ones(share.shape, bool)
    for box in known:
        left, top = -(-box.left // _BLOCK), -(-box.top // _BLOCK)
        fresh[top : box.bottom // _BLOCK, left : box.right // _BLOCK] = False
    busy = fresh & (share > max(_SHARE, _UNUSUAL * _usual(share[fresh])))
    for box in besides:
        busy[_touched(box)] = True
    return around_blocks(busy, _BLOCK, _ROOM, strokes.shape)


def _touched(box: Box) -> tuple[slice, slice]:
    """Index of all blocks of which a box has a part."""
    return Box.between(box.left // _BLOCK, box.top // _BLOCK, -(-box.right // _BLOCK), -(-box.bottom // _BLOCK)).slices


def uneven(picture: Picture) -> list[Box]:
    """Windows around all that is not of one grey, or colour, in a picture of shape (rows, columns) or (…, 3)."""
    square = np.ones((_EVEN_BLOCK, _EVEN_BLOCK), np.uint8)
    spread = cv2.subtract(cv2.dilate(picture, square), cv2.erode(picture, square))
    varies = ((spread if spread.ndim == 2 else spread.max(axis=2)) >= _EVEN).astype(np.uint8)
    return around_blocks(_blocks(varies, _EVEN_BLOCK) > 0, _EVEN_BLOCK, _EVEN_ROOM, picture.shape)


def _strokes(channel: Picture) -> npt.NDArray[np.float32]:
    """The share of each block that bright or dark strokes take, whichever is more."""
    square = np.ones((_THICKEST, _THICKEST), np.uint8)
    bright = cv2.subtract(channel, cv2.morphologyEx(channel, cv2.MORPH_OPEN, square))
    dark = cv2.subtract(cv2.morphologyEx(channel, cv2.MORPH_CLOSE, square), channel)
    strokes: npt.NDArray[np.float32] = np.maximum(_share(bright), _share(dark))
    return strokes


def _share(thin: cv2.typing.MatLike) -> npt.NDArray[np.float32]:
    """The share of each block that stands off more than the picture's usual thin things."""
    usual = float(np.percentile(np.asarray(thin, np.float32)[::3, ::3], 75))
    strokes = np.asarray(thin) > _CONTRAST + _GRAIN * usual
    return _blocks(strokes.astype(np.uint8), _BLOCK)


def _usual(shares: npt.NDArray[np.float32]) -> float:
    some = shares[shares > _SPECK]
    return float(np.median(some)) if some.size > 0.05 * shares.size else 0.0


def _blocks(values: npt.NDArray[np.uint8], block: int) -> npt.NDArray[np.float32]:
    """The mean of each block of a picture, whose last row and column are repeated up to whole blocks."""
    down, across = (-side % block for side in values.shape)
    padded = np.pad(values, ((0, down), (0, across)), mode="edge").astype(np.float32)
    return cv2.resize(
        padded, (padded.shape[1] // block, padded.shape[0] // block), interpolation=cv2.INTER_AREA
    ).astype(np.float32)
