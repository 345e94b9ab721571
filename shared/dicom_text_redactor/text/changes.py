"""What changes from frame to frame of a cine: cheap pictures and maps that tell where a closer look is due.

Text that stands in one frame of many is the brightest or the darkest thing that its place ever shows,
or the only one with strokes: the first is seen in the extremes over time, the second in how much
fine detail a frame has there beside what the frames around it have.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from dicom_text_redactor.model import Box, Picture, View
from dicom_text_redactor.text.views import COLOUR
from dicom_text_redactor.text.windows import around_blocks

_STILL = 16  # grey levels; nothing that can be read changes by less
_SOME = 0.03  # share of a block's pixels from which it changed: a stroke across its corner
_STROKE = 9  # pixels; no stroke of a letter beside a moving picture is thicker
_HALF = 0.5  # share of a place's strokes that a scene shows from which they may be its own
_BLOCK = 8  # pixels
_ROOM = 4  # blocks around what changed that are looked at with it

_DETAIL = 16  # pixels; blocks in which fine detail is measured
_FINE = 2.0  # pixels; sigma of the blur that leaves no strokes
_WINDOW = (17, 17)  # pixels, in which it is worked out
_EXACT = 256  # parts of a grey level to which it is: in whole levels faint noise would vanish, in floats it is slow
_SPREADS = 4.0  # how many spreads over time detail must stand out
_LEAST = 5.0  # grey levels by which it must at least
_LONG = 3  # blocks side by side that stand out together, as a short word does

Map = npt.NDArray[np.float32]


def extremes(scenes: Sequence[Sequence[View]]) -> list[Picture]:
    """For each kind of view one picture of all `scenes`, shape (rows, columns, 3).

    Its channels are the brightest value over time, the middle frame (of coloured scenes: the most colour over
    time) and the darkest value: bright, dark and coloured text of any frame stands in it in a colour of its own.
    """
    result = []
    for name in dict.fromkeys(view.name for views in scenes for view in views if view.name != COLOUR):
        pictures = _named(scenes, name)
        chroma = _named(scenes, COLOUR)
        middle = _most(chroma) if chroma else pictures[len(pictures) // 2]
        result.append(np.dstack([_most(pictures), middle, _least(pictures)]))
    return result


def shown_by(scenes: Sequence[Sequence[View]], extremes: Sequence[Picture], place: Box) -> list[int]:
    """Which of `scenes` the strokes that the extremes show at a place may come from.

    A stroke of the brightest, the darkest or the most coloured values is as strong in the scene that it comes from.
    Scenes with half of a place's strokes count, and of each extreme the one that has most of them.
    """
    shown: set[int] = set()
    names = list(dict.fromkeys(view.name for views in scenes for view in views if view.name != COLOUR))
    for name, picture in zip(names, extremes, strict=False):
        crops = [crop[place.slices] for crop in _named(scenes, name)]
        most, middle, least = (np.ascontiguousarray(picture[place.slices][..., i]) for i in range(3))
        shown.update(_owners(most, crops), _owners(255 - least, [255 - crop for crop in crops]))
        chroma = {i: crop for i, views in enumerate(scenes) for crop in [_chroma(views)] if crop is not None}
        if chroma:
            owners = _owners(middle, [crop[place.slices] for crop in chroma.values()])
            shown.update(list(chroma)[i] for i in owners)
    return sorted(shown)


def _owners(extreme: Picture, crops: Sequence[Picture]) -> list[int]:
    """Which of `crops` show the bright strokes of their brightest values as brightly."""
    square = np.ones((_STROKE, _STROKE), np.uint8)
    strokes = cv2.subtract(extreme, cv2.morphologyEx(extreme, cv2.MORPH_OPEN, square)) > _STILL
    if not strokes.any() or not crops:
        return []
    shares = [float((cv2.subtract(extreme, crop)[strokes] <= _STILL).mean()) for crop in crops]
    return [i for i, share in enumerate(shares) if share >= _HALF or share == max(shares)]


def _chroma(views: Sequence[View]) -> Picture | None:
    return next((view.picture for view in views if view.name == COLOUR), None)


def changed(scenes: Sequence[Sequence[View]], still: Iterable[Box]) -> list[Box]:
    """Windows, none of which overlap, around all that differs between any two of `scenes`, but for `still` places."""
    shape = scenes[0][0].picture.shape
    blocks = np.zeros((-(-shape[0] // _BLOCK), -(-shape[1] // _BLOCK)), np.float32)
    for name in dict.fromkeys(view.name for views in scenes for view in views):
        pictures = _named(scenes, name)
        if name == COLOUR and len(pictures) < len(scenes):
            pictures.append(np.zeros(shape, np.uint8))  # a frame without colour
        moved = (cv2.subtract(_most(pictures), _least(pictures)) > _STILL).astype(np.float32)
        np.maximum(
            blocks, cv2.resize(_padded(moved, _BLOCK), blocks.shape[::-1], interpolation=cv2.INTER_AREA), out=blocks
        )
    busy = blocks > _SOME
    for box in still:
        left, top = -(-box.left // _BLOCK), -(-box.top // _BLOCK)
        inner = Box.between(left, top, box.right // _BLOCK, box.bottom // _BLOCK)
        busy[inner.slices] = False
    return around_blocks(busy, _BLOCK, _ROOM, shape)


def is_alike(one: Picture, other: Picture) -> bool:
    """Whether two pictures of one place differ by nothing that can be read."""
    return one.shape == other.shape and (one.size == 0 or int(cv2.absdiff(one, other).max()) <= _STILL // 2)


def detail(picture: Picture) -> Map:
    """How much a picture's finest structures stand out, in grey levels, for each block of 16 x 16 pixels."""
    levels = _padded(picture, _DETAIL).astype(np.uint16) * np.uint16(_EXACT)
    fine = cv2.absdiff(levels, cv2.GaussianBlur(levels, _WINDOW, _FINE)).astype(np.float32)
    blocks = (fine.shape[1] // _DETAIL, fine.shape[0] // _DETAIL)
    power = cv2.resize(cv2.multiply(fine, fine), blocks, interpolation=cv2.INTER_AREA)
    return (np.sqrt(power) / _EXACT).astype(np.float32)


def most_usual(maps: Sequence[Map]) -> Map:
    """The detail of each block above which it stands out from what `maps`, of most frames, have there."""
    usual = np.median(maps, axis=0)
    spread = 1.48 * np.median(np.abs(np.asarray(maps) - usual), axis=0)
    limit: Map = (usual + np.maximum(_LEAST, _SPREADS * spread)).astype(np.float32)
    return limit


def standing_out(now: Map, limit: Map, shape: tuple[int, ...]) -> list[tuple[float, Box]]:
    """Places with far more detail in one frame than most others have there: how far above `limit`, and where."""
    excess = now - limit
    runs = cv2.blur(excess.astype(np.float32), (_LONG, 1), borderType=cv2.BORDER_REPLICATE)
    count, labels, stats, _ = cv2.connectedComponentsWithStats((runs > 0).astype(np.uint8), connectivity=8)
    places = []
    for label in range(1, count):
        left, top, width, height, _ = (int(v) for v in stats[label])
        box = Box(left * _DETAIL, top * _DETAIL, width * _DETAIL, height * _DETAIL).grown(2 * _DETAIL, _DETAIL)
        places.append((float(runs[labels == label].sum()), box.within(*shape[:2])))
    return places


def _named(scenes: Sequence[Sequence[View]], name: str) -> list[Picture]:
    return [view.picture for views in scenes for view in views if view.name == name]


def _most(pictures: Sequence[Picture]) -> Picture:
    result = pictures[0].copy()
    for picture in pictures[1:]:
        np.maximum(result, picture, out=result)
    return result


def _least(pictures: Sequence[Picture]) -> Picture:
    result = pictures[0].copy()
    for picture in pictures[1:]:
        np.minimum(result, picture, out=result)
    return result


def _padded(picture: npt.NDArray[Any], block: int) -> npt.NDArray[Any]:
    """The picture with its last row and column repeated up to whole blocks."""
    down, across = (-side % block for side in picture.shape[:2])
    return np.pad(picture, ((0, down), (0, across)), mode="edge")
