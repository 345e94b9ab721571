"""Finding every line of text of a frame, in all the views of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shared.model import Region, View
from shared.text.detector import detect
from shared.text.regions import merge, region_of

_SIDE = 1280  # the longest side, in pixels, at which the detector looks at a whole picture
_SMALL = 1100  # pictures up to this side are looked at enlarged as well: their letters may be 10 pixels high
_ENLARGED = 1.5
_QUICK = 960  # the longest side of a quick look
_LARGEST = 2600  # the longest side of a second look at a large picture


def find_text(views: Sequence[View], *, thorough: bool = True) -> list[Region]:
    """Regions that hold text in any of `views`, which show one frame, from top to bottom.

    A `thorough` look adds a second one at another scale, for letters that the first is too coarse for;
    without it, one coarser look is taken, as fits a further frame of a cine.
    """
    found = [
        replace(line, view=view.name)
        for view in views
        for scale in (_scales(max(view.picture.shape)) if thorough else [_quick(max(view.picture.shape))])
        for line in detect(view.picture, scale=scale)
    ]
    return [region_of(views[0].frame, line) for line in merge(found)]


def _scales(side: int) -> list[float]:
    """At which enlargements a picture of that longest side is looked at."""
    if side <= _SMALL:
        return [1.0, _ENLARGED]
    if side <= _SIDE:
        return [1.0]
    return [_SIDE / side, min(1.0, _LARGEST / side)]


def _quick(side: int) -> float:
    return min(1.0, _QUICK / side)
