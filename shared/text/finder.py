"""Finding every line of text of a frame, in all the views of it.

Each view is looked at once at a moderate size, and the fullest one once more: in colour or flattened, and at a
size at which letters of 10 pixels can be seen. Measured on 1,375 identifying words over real and made-up backgrounds,
the first looks find 99.4 %, with a second one at that size 99.9 %, and with the second one flattened all. On
coloured text over busy tissue the second look finds most in the colours themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from shared.model import Picture, Region, View
from shared.text.detector import Found, detect
from shared.text.regions import merge, region_of

_SIDE = 1280  # the longest side, in pixels, at which the detector looks at a whole picture
_SMALL = 1100  # pictures up to this side are looked at enlarged as well: their letters may be 10 pixels high
_ENLARGED = 1.5
_LARGEST = 2600  # the longest side of a second look at a large picture
_QUICK = 960  # the longest side of a quick look
_PAPER = 15  # pixels; a median this wide keeps tissue and drops the strokes of small letters
_GAIN = 2


def find_text(views: Sequence[View], *, thorough: bool = True) -> list[Region]:
    """Regions that hold text in any of `views`, which show one frame, from top to bottom.

    Without `thorough` only one coarser look is taken at each view, as fits a further frame of a cine.
    """
    side = max(views[0].picture.shape)
    first = min(1.0, (_SIDE if thorough else _QUICK) / side)
    found = [line for view in views for line in _look(view, view.picture, first)]
    if thorough:
        found += _second_look(views[0], _second(side))
    # What only the colours showed is read where the colours are strongest.
    return [region_of(views[0].frame, line, views[-1].name) for line in merge(found)]


def flattened(picture: Picture) -> Picture:
    """What is smaller than tissue, on an even grey: faint text in a restless picture stands out."""
    paper = cv2.medianBlur(picture, _PAPER).astype(np.int16)
    flat: Picture = np.clip(128 + _GAIN * (picture.astype(np.int16) - paper), 0, 255).astype(np.uint8)
    return flat


def _look(view: View, picture: Picture, scale: float) -> list[Found]:
    return [replace(line, view=view.name) for line in detect(picture, scale=scale)]


def _second_look(fullest: View, scale: float) -> list[Found]:
    if fullest.colours is not None:
        return detect(fullest.colours, scale=scale)
    return _look(fullest, flattened(fullest.picture), scale)


def _second(side: int) -> float:
    """How much a picture of that longest side is enlarged for the second look."""
    if side <= _SMALL:
        return _ENLARGED
    return min(1.0, _LARGEST / side)
