"""Finding every line of text of a frame, in all the views of it, and the view in which a line is read best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from dicom_text_redactor import slants
from dicom_text_redactor.model import Box, Picture, Region, View
from dicom_text_redactor.text.contracts import Detector
from dicom_text_redactor.text.found import Found
from dicom_text_redactor.text.windows import surroundings


def find_text(views: Sequence[View], detector: Detector) -> list[Region]:
    """Regions that hold text in any of `views`, which show one frame, from top to bottom."""
    return _regions(views, detector.detect([_all_of(view) for view in views], spread=True))


def find_near(views: Sequence[View], detector: Detector, boxes: Iterable[Box]) -> list[Region]:
    """Regions that hold text in or beside `boxes`, which were painted after all of the frame was looked at.

    Only what lies around them is looked at, the rest shows what it showed before.
    """
    shape = views[0].picture.shape
    near = surroundings((box.within(*shape) for box in boxes), shape)
    return _regions(views, lines_in([_all_of(view) for view in views], detector, near))


def lines_in(
    pictures: Sequence[Picture], detector: Detector, windows: Iterable[Box], *, overlaid: bool = False
) -> list[Found]:
    """The lines that some windows of a frame show, in pictures of it; `overlaid` as in `Detector`."""
    found = []
    for window in windows:
        parts = [np.ascontiguousarray(picture[window.slices]) for picture in pictures]
        found += [_moved(line, window) for line in detector.detect(parts, spread=True, overlaid=overlaid)]
    return found


def _moved(line: Found, window: Box) -> Found:
    level = None if line.level is None else slants.moved(line.level, line.angle, window.left, window.top)
    return replace(line, box=line.box.moved(window.left, window.top), level=level)


def _all_of(view: View) -> Picture:
    """A view in its colours, if it has any: they say all that their brightest channel says."""
    return view.picture if view.colours is None else view.colours


def _regions(views: Sequence[View], found: Iterable[Found]) -> list[Region]:
    """The lines of one frame, from top to bottom."""
    frame = views[0].frame
    lines = [Region(frame, one.box, one.angle, one.score, _best_view(views, one), one.level, one.code) for one in found]
    return sorted(lines, key=lambda line: (line.box.top, line.box.left))


def _best_view(views: Sequence[View], line: Found) -> str:
    """The view in which a line can be read best: grey values where it was found, colours where letters stand out most.

    White letters have no colour, and coloured ones may be no brighter than what is behind them.
    """
    if views[0].colours is None:
        return views[line.view].name
    return max(views, key=lambda view: float(view.picture[line.box.slices].std())).name
