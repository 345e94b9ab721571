"""Where a picture shows thin strokes, as letters do, and where it shows nothing: cheap to see, before a costly look.

What a square of a few pixels does not fit into is thin (the top-hat transform; Soille, Morphological Image
Analysis, 2003). Letters are thin things that stand close together, and stand off from what else is thin there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import cv2
import numpy as np
import numpy.typing as npt

from dicom_text_redactor.model import Box, Picture
from dicom_text_redactor.text.windows import around_blocks

_BLOCK = 16  # pixels
_THICKEST = 5  # pixels; strokes of letters so small that a first look may miss them are thinner
_THIN_WRITING = 80  # pixels across the box of a line, up to which its letters are of such strokes; outlines are larger
_CONTRAST = 20  # grey levels by which a stroke stands off, at the least
_GRAIN = 2.0  # times the usual thin things of the picture (noise, speckle) that a stroke has besides
_SHARE = 0.06  # share of a block's pixels that strokes of letters take
_UNUSUAL = 2.0  # times the share of other blocks: where all around is thin things, few of them are letters
_SPECK = 0.01  # share of a block under which it has no thin things
_TEXTURE = 5  # blocks; no line of writing is that high, and its outline is not either
_WIDE = 100  # blocks of a texture at the least; a smaller place may be lines of writing, and is soon looked at
_ROOM = 1  # blocks around strokes that are looked at with them

_EVEN_BLOCK = 8  # pixels
_EVEN = 10  # grey levels; what varies by less shows nothing that can be read
_EVEN_ROOM = 3  # blocks


@dataclass(frozen=True, slots=True, eq=False)
class Strokes:
    """Which pixels of a picture are strokes, 255 or 0, bright and dark ones apart; each of shape (rows, columns)."""

    maps: tuple[npt.NDArray[np.uint8], ...]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the picture."""
        return self.maps[0].shape[0], self.maps[0].shape[1]


def strokes_of(picture: Picture) -> Strokes:
    """The strokes of a picture of shape (rows, columns) or (rows, columns, 3), of which each channel counts."""
    return Strokes(tuple(strokes for channel in cv2.split(picture) for strokes in _strokes(channel)))


def unexplained(strokes: Strokes, known: Iterable[Box], *, besides: Iterable[Box] = ()) -> list[Box]:
    """Windows around strokes that no line at `known` accounts for, and around `besides`."""
    share = _share_beside(strokes, known)
    busy = share > np.maximum(_SHARE, _UNUSUAL * _usual(share))
    for box in besides:
        busy[_touched(box)] = True
    return around_blocks(busy, _BLOCK, _ROOM, strokes.shape)


def _share_beside(strokes: Strokes, known: Iterable[Box]) -> npt.NDArray[np.float32]:
    """The share of each block that bright or dark strokes take that lie in no box of `known`, whichever is more."""
    places = [box.slices for box in known if min(box.width, box.height) <= _THIN_WRITING]
    shares = []
    for thin in strokes.maps:
        left = thin.copy() if places else thin
        for place in places:
            left[place] = 0
        shares.append(_blocks(left, _BLOCK))
    share: npt.NDArray[np.float32] = np.maximum.reduce(shares)
    return share


def _touched(box: Box) -> tuple[slice, slice]:
    """Index of all blocks of which a box has a part."""
    return Box.between(box.left // _BLOCK, box.top // _BLOCK, -(-box.right // _BLOCK), -(-box.bottom // _BLOCK)).slices


def uneven(picture: Picture, *, besides: Iterable[Box] = ()) -> list[Box]:
    """Windows around all that is not of one grey, or colour, in a picture of shape (rows, columns) or (…, 3).

    What lies in the boxes `besides` does not count.
    """
    square = np.ones((_EVEN_BLOCK, _EVEN_BLOCK), np.uint8)
    bright, dark = picture.copy(), picture.copy()
    for box in besides:
        bright[box.slices], dark[box.slices] = 0, 255
    spread = cv2.subtract(cv2.dilate(bright, square), cv2.erode(dark, square))
    widest = spread if spread.ndim == 2 else reduce(cv2.max, cv2.split(spread))
    _, varies = cv2.threshold(widest, _EVEN - 1, 255, cv2.THRESH_BINARY)
    return around_blocks(_blocks(np.asarray(varies, np.uint8), _EVEN_BLOCK) > 0, _EVEN_BLOCK, _EVEN_ROOM, picture.shape)


def _strokes(channel: cv2.typing.MatLike) -> list[npt.NDArray[np.uint8]]:
    """The bright and the dark strokes of a channel: what stands off more than its usual thin things."""
    square = np.ones((_THICKEST, _THICKEST), np.uint8)
    strokes = []
    for side in (cv2.MORPH_TOPHAT, cv2.MORPH_BLACKHAT):
        thin = np.asarray(cv2.morphologyEx(channel, side, square), np.uint8)
        usual = _upper_quartile(thin[::3, ::3])
        strokes.append(((thin > _CONTRAST + _GRAIN * usual) * np.uint8(255)).astype(np.uint8))
    return strokes


def _upper_quartile(levels: npt.NDArray[np.uint8]) -> int:
    return int(np.searchsorted(np.cumsum(np.bincount(levels.ravel(), minlength=256)), 0.75 * levels.size))


def _usual(shares: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The usual share of the blocks of a texture, each of which has thin things; 0 where lines or letters are alone."""
    some = (shares > _SPECK).astype(np.uint8)
    dense = cv2.morphologyEx(some, cv2.MORPH_OPEN, np.ones((_TEXTURE, _TEXTURE), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dense, connectivity=8)
    wide = [label for label in range(1, count) if stats[label, cv2.CC_STAT_AREA] >= _WIDE]
    texture = np.isin(labels, wide)
    level = float(np.median(shares[texture])) if texture.any() else 0.0
    return np.where(texture, np.float32(level), np.float32(0))


def _blocks(marks: npt.NDArray[np.uint8], block: int) -> npt.NDArray[np.float32]:
    """The share of each block that is marked (255, not 0), where the last row and column go on up to whole blocks."""
    down, across = (-side % block for side in marks.shape)
    padded = cv2.copyMakeBorder(marks, 0, down, 0, across, cv2.BORDER_REPLICATE)
    size = padded.shape[1] // block, padded.shape[0] // block
    return cv2.resize(padded, size, interpolation=cv2.INTER_AREA).astype(np.float32) / np.float32(255)
