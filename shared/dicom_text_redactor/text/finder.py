"""Finding every line of text of a frame, in all the views of it.

The quick detector looks at all of each view. Where a cheap map shows thin strokes that no line accounts for, the other
one looks again; of the fullest view what is left then is looked at flattened, enlarged where the picture or the lines
are small or there are none, and enlarged further where they are tiny. Of 1,102 identifying words in five sets of images
over real and made-up backgrounds eight are missed or found in part, three of them in one image.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

import cv2
import numpy as np

from dicom_text_redactor.model import Box, Picture, Region, View
from dicom_text_redactor.text.contracts import Detector
from dicom_text_redactor.text.detector import Found
from dicom_text_redactor.text.doubts import LEAST
from dicom_text_redactor.text.regions import columns, is_long, merge, region_of, surroundings
from dicom_text_redactor.text.sharing import share_out
from dicom_text_redactor.text.strokes import Strokes, strokes_of, uneven, unexplained
from dicom_text_redactor.text.windows import apart

_SIDE = 960  # the longest side of a picture at which it is looked at as a whole
_WIDE = 2  # heights of a box from which its line runs across the picture
_PLAIN = 24  # grey levels; what varies by no more is paper
_KNOWN = 0.4  # share of a line's box that the boxes of others take which account for it
_COVERED = 0.8  # the same of the middle of a line, where both are as exact
_LIKELY = 0.55  # score from which a line tells what letters there are: those in tissue are few that score less
_SMALL = 20  # pixels; lines whose box is no higher have small letters: others like them may have been missed
_TINY = 13
_LITTLE = 800  # pixels of the longest side up to which a look at an enlarged picture costs little
_ENLARGED = 1.5  # what a picture of up to `_MEDIUM` pixels is enlarged by for small letters
_MEDIUM = 1100
_LARGEST = 2600  # the longest side at which a larger picture is looked at for small letters
_FAR_ENLARGED = 2.5  # what a picture is enlarged by for tiny letters, up to `_FAR_LARGEST` pixels
_FAR_LARGEST = 1600
_EDGE = 2  # pixels that the edge of a letter, or of a painted box, reaches beyond its box
_BEYOND = 2  # heights of a line at the edge of a window that are looked at around it
_PAPER = 15  # pixels; a median this wide keeps tissue and drops the strokes of small letters
_GAIN = 2


def find_text(views: Sequence[View], detector: Detector, *, thorough: bool = True) -> list[Region]:
    """Regions that hold text in any of `views`, which show one frame, from top to bottom, as a detector sees it.

    Without `thorough` nothing is enlarged or flattened, as fits what was cut out of the frames of a cine.
    """
    found: list[Found] = []
    for view in views[1:] if thorough else views:
        found += _two_looks(detector, view.picture, view.name, strokes_of(view.picture))
    if thorough:
        picture = _all_of(views[0])
        strokes = strokes_of(picture)
        found += _two_looks(detector, picture, views[0].name, strokes)
        found = _closer_looks(detector, picture, views[0].name, strokes, found)
    return _regions(views, found)


def lines_in(picture: Picture, detector: Detector, windows: Iterable[Box], *, quick: bool) -> list[Found]:
    """The lines that some windows of a picture show to a detector, which looks once."""
    return merge(_look(detector, "", picture, windows, _moderate(picture), quick=quick))


def _moderate(picture: Picture) -> float:
    """What a picture is reduced to, if it is large, before a whole look at it."""
    return min(1.0, _SIDE / int(max(picture.shape[:2])))


def _all_of(view: View) -> Picture:
    """A view in its colours, if it has any: they say all that their brightest channel says."""
    return view.picture if view.colours is None else view.colours


def _two_looks(
    detector: Detector, picture: Picture, name: str, strokes: Strokes, *, known: Sequence[Box] = ()
) -> list[Found]:
    """Lines of a view, in grey or in colours, for which boxes that are `known` do not account.

    The quick first look is at all of it. The second is at strokes for which no line of text that it found accounts, and
    at what it found besides: it takes writing that runs upwards for single letters, and on tissue loses ends of lines.
    """
    scale = _moderate(picture)
    quick = _look(detector, name, picture, uneven(picture), scale, quick=True)
    quick = [line for line in quick if not _is_known(line.box, known)]
    lines = [line for line in quick if line.box.width >= _WIDE * line.box.height and _ends_on_paper(line.box, picture)]
    rest = [line for line in quick if line not in lines]
    windows = unexplained(strokes, [*known, *(line.box for line in lines)], besides=(line.box for line in rest))
    exact = _look(detector, name, picture, windows, scale)
    boxes = [line.box for line in exact]
    return lines + exact + [line for line in rest if not _is_known(_middle(line.box), boxes, _COVERED)]


def _middle(box: Box) -> Box:
    """The middle third of a line: the boxes of two looks are not equally high, and what counts is its length."""
    return box.grown(-(box.width // 3), 0) if box.height > box.width else box.grown(0, -(box.height // 3))


def _ends_on_paper(box: Box, picture: Picture) -> bool:
    """Whether there is nothing beyond both ends of a line, as far as it is high."""
    before = Box.between(box.left - box.height, box.top, box.left, box.bottom)
    behind = Box.between(box.right, box.top, box.right + box.height, box.bottom)
    ends = [picture[end.within(*picture.shape[:2]).slices] for end in (before, behind)]
    return all(end.size == 0 or int(end.max()) - int(end.min()) <= _PLAIN for end in ends)


def _is_known(line: Box, others: Iterable[Box], share: float = _KNOWN) -> bool:
    """Whether others account for so much of a line."""
    return sum(line.overlap(other) for other in others) > share * line.area


def _closer_looks(
    detector: Detector, picture: Picture, name: str, strokes: Strokes, found: Iterable[Found]
) -> list[Found]:
    """What stands where the fullest view shows strokes that no line found so far accounts for."""
    grey = picture.ndim == 2  # colours are not flattened: they stand out of what is grey
    side, known = max(picture.shape[:2]), list(found)

    def look(scale: float, *, flat: bool, quick: bool = True) -> list[Found]:
        windows = unexplained(strokes, (line.box for line in merge(known)))
        return _look(detector, name, picture, windows, scale, flat=flat, quick=quick)

    if grey:
        known += look(_moderate(picture), flat=True)
    if side <= _LITTLE or _lowest(known) <= _SMALL:
        known += look(_enlarged(side), flat=grey)
    if _lowest(line for line in known if is_long(line.box)) <= _TINY and (
        grey or _far_enlarged(side) != _enlarged(side)
    ):
        known += look(_far_enlarged(side), flat=False, quick=False)
    return known


def find_beside(views: Sequence[View], detector: Detector, known: Sequence[Box]) -> list[Region]:
    """Regions that hold text beside the boxes that are `known`: what was painted, or was left on purpose."""
    found: list[Found] = []
    for view in views:
        picture = _all_of(view)
        found += _two_looks(detector, picture, view.name, strokes_of(picture), known=known)
    return _regions(views, found)


def find_near(
    views: Sequence[View], detector: Detector, boxes: Iterable[Box], known: Iterable[Box] = ()
) -> list[Region]:
    """Regions that hold text in or beside `boxes`, which were painted after all of the frame was looked at.

    Only what lies around them is looked at, the rest shows what it showed before; and of that only what is not of one
    grey beside the boxes that are `known`.
    """
    shape = views[0].picture.shape
    near = surroundings((box.within(*shape) for box in boxes), shape)
    left_out = [box.grown(_EDGE).within(*shape) for box in known]
    found: list[Found] = []
    for view in views:
        places: list[Box] = []
        for window in near:
            beside = [box.moved(-window.left, -window.top).within(window.height, window.width) for box in left_out]
            shown = uneven(np.ascontiguousarray(view.picture[window.slices]), besides=beside)
            places += [box.moved(window.left, window.top) for box in shown]
        lines = _look(detector, view.name, view.picture, places, _moderate(view.picture))
        cut = [line for line in lines if _is_cut(line.box, near, shape)]
        wider = apart([_with_more(line.box).within(*shape) for line in cut])
        found += [line for line in lines if line not in cut]
        found += _look(detector, view.name, view.picture, wider, _moderate(view.picture))
    return _regions(views, found)


def _with_more(line: Box) -> Box:
    return line.grown(_BEYOND * min(line.width, line.height))


def _is_cut(line: Box, windows: Iterable[Box], shape: tuple[int, ...]) -> bool:
    """Whether a line lies along the edge of its window: a strip of tissue beside what was painted looks like that."""
    rows, across = shape[:2]
    if line.width < line.height:
        line, windows, rows = line.transposed, [window.transposed for window in windows], across
    own = [window for window in windows if window.overlap(line)]
    return any(line.top <= window.top > 0 or line.bottom >= window.bottom < rows for window in own)


def _regions(views: Sequence[View], found: Iterable[Found]) -> list[Region]:
    """The lines of one frame, from top to bottom, and columns of letters; none that is too low to be read."""
    lines = [line for line in merge(found) if min(line.box.width, line.box.height) >= LEAST]
    lines += columns(lines)
    return [region_of(views[0].frame, line, _best_view(views, line)) for line in lines]


def _lowest(found: Iterable[Found]) -> int:
    """The height of the lowest line that was likely found, in pixels; 0 where there is none."""
    return min((min(line.box.width, line.box.height) for line in found if line.score >= _LIKELY), default=0)


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


def _look(
    detector: Detector,
    view: str,
    picture: Picture,
    windows: Iterable[Box],
    scale: float,
    *,
    flat: bool = False,
    quick: bool = False,
) -> list[Found]:
    """The lines in some windows of a picture of that view; those seen in colours are best read in no view of them."""
    name = view if picture.ndim == 2 else ""

    def look(window: Box, *, spread: bool = False) -> list[Found]:
        part = _flat_part(picture, window) if flat else np.ascontiguousarray(picture[window.slices])
        lines = detector.detect(part, scale=scale, quick=quick, spread=spread)
        boxes = [line.box.within(*part.shape[:2]).moved(window.left, window.top) for line in lines]
        return [replace(line, view=name, box=box) for line, box in zip(lines, boxes, strict=True)]

    largest_first = sorted(windows, key=lambda window: window.area, reverse=True)
    by_all = partial(look, spread=True)
    return list(chain.from_iterable(share_out(largest_first, look, cost=lambda window: window.area, by_all=by_all)))


def _flat_part(picture: Picture, window: Box) -> Picture:
    """One window of the flattened picture, for which no more of it need be flattened."""
    outer = window.grown(_PAPER // 2, _PAPER // 2).within(*picture.shape)
    return np.ascontiguousarray(flattened(picture[outer.slices])[window.moved(-outer.left, -outer.top).slices])


def _enlarged(side: int) -> float:
    """How much a picture of that longest side is enlarged for letters that are small."""
    return _ENLARGED if side <= _MEDIUM else min(1.0, _LARGEST / side)


def _far_enlarged(side: int) -> float:
    """How much a picture of that longest side is enlarged for letters that are tiny."""
    return min(_FAR_ENLARGED, max(1.0, _FAR_LARGEST / side), max(_LARGEST / side, 0.1))
