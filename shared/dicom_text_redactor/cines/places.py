"""Where the scenes of a cine have to be looked at: places that change, lines that went away, detail that stands out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from dicom_text_redactor.cines.scenes import Scene
from dicom_text_redactor.clock import Clock
from dicom_text_redactor.model import Box, Picture, Region
from dicom_text_redactor.text import changes, tracks
from dicom_text_redactor.text.contracts import Detector
from dicom_text_redactor.text.doubts import LEAST
from dicom_text_redactor.text.finder import lines_in
from dicom_text_redactor.text.sheets import Cell

_FEW = 2  # scenes that are looked at one by one
_LARGE = 0.1  # share of the picture's shorter side: lines that are higher count if the detector is sure
_LARGEST = 0.4  # the same from which a line is no text: seldom the detector takes all that moves for one
_SURE = 0.8  # large letters are found with 0.85 and more, outlines of what moves with 0.75
_MARGIN = 16  # pixels around a place that are looked at with it
_MAPS = 32  # scenes whose detail is compared
_MOST = 2  # places that a quiet cine may change in: a counter and a caption
_BUSY = 1.0  # frames' worth of places from which each scene is looked at as a whole: tissue seems to be text everywhere
_STANDING_OUT = 0.5  # share of a frame that is looked at again, in all scenes together, for detail that stands out


class Places:
    """The places that are worth a look, for which scenes have to be compared with those before them."""

    def __init__(self, clock: Clock, detector: Detector, first: Scene) -> None:
        self._clock = clock
        self._detector = detector
        self._before = first
        self._maps = [first.detail]

    def of(self, scenes: Sequence[Scene]) -> list[Cell]:
        """What is to be looked at in each of `scenes`, which follow those asked for before and know what they show.

        Raises
        ------
        TimedOut
            As soon as the file's time is over.
        """
        row = [self._before, *scenes]
        self._before = scenes[-1]
        shape = scenes[0].views[0].picture.shape
        lasting = [track for track in scenes[0].seen if all(track in scene.seen for scene in scenes[1:])]
        windows = changes.changed([scene.views for scene in row], [track.region.box for track in lasting])
        self._maps = [*self._maps, *(scene.detail for scene in scenes)][-_MAPS:]
        if not windows:
            return []
        if len(scenes) <= _FEW:
            places = [_place(box, row) for box in _apart([_whole(window, row) for window in windows])]
            return [Cell(scene.views, place) for scene in scenes for place in places]
        cells = list(self._changed(row, windows))
        crowded = len({cell.box for cell in cells}) > _MOST
        if crowded and sum(cell.box.area for cell in cells) > _BUSY * shape[0] * shape[1]:
            return [Cell(scene.views, Box(0, 0, shape[1], shape[0])) for scene in scenes]
        return [*cells, *self._standing_out(scenes, cells)]

    def _changed(self, row: Sequence[Scene], windows: Sequence[Box]) -> Iterator[Cell]:
        """Text of the extremes over time, and where known lines were lost, in each scene that may show what is new."""
        scenes = row[1:]
        extremes = changes.extremes([scene.views for scene in scenes])
        lost = list(_lost(row))
        for box in _apart([*self._in_extremes(extremes, windows), *lost]):
            place = _place(_whole(box, row), row)
            waiting = [scene for scene in scenes if not _accounts(scene, box)]
            if not any(box.overlap(other) for other in lost):
                shown = changes.shown_by([scene.views for scene in waiting], extremes, box)
                waiting = [waiting[i] for i in shown]
            yield from (Cell(scene.views, place) for scene in _different(waiting, place))

    def _in_extremes(self, extremes: Sequence[Picture], windows: Sequence[Box]) -> list[Box]:
        """Where the extremes of all scenes show text."""
        found = []
        for picture in extremes:
            self._clock.left()
            lines = lines_in([picture], self._detector, windows, overlaid=True)
            found += [line.box for line in lines if _may_be_text(line.box, line.score, picture)]
        return found

    def _standing_out(self, scenes: Sequence[Scene], cells: Sequence[Cell]) -> Iterator[Cell]:
        """Places with far more detail than usual, the most striking first, as far as a fixed share of a frame goes."""
        shape = scenes[0].views[0].picture.shape
        limit = changes.most_usual(self._maps)
        striking = [
            (excess, i, box)
            for i, scene in enumerate(scenes)
            for excess, box in changes.standing_out(scene.detail, limit, shape)
            if not _accounts(scene, box)
            and not any(cell.views is scene.views and 2 * cell.box.overlap(box) > box.area for cell in cells)
        ]
        left = _STANDING_OUT * shape[0] * shape[1]
        for _, i, box in sorted(striking, key=lambda one: -one[0]):
            if box.area <= left:
                left -= box.area
                yield Cell(scenes[i].views, box)


def _may_be_text(box: Box, score: float, picture: Picture) -> bool:
    """Whether reading may show that a place holds text: specks, and large shapes that hardly look like it, do not.

    What stands in the extremes stands in no frame as it is, so there is nothing to tell of what is left out here; what
    a frame shows there may still be lost or stand out, and be looked at for that.
    """
    height, side = min(box.width, box.height), min(picture.shape[:2])
    return LEAST <= height <= _LARGEST * side and (score >= _SURE or height <= _LARGE * side)


def _lost(row: Sequence[Scene]) -> Iterator[Box]:
    """Where known lines stood in one scene and are not seen in the next."""
    for before, scene in pairwise(row):
        yield from (track.region.box for track in before.seen if track not in scene.seen)


def _whole(box: Box, scenes: Sequence[Scene]) -> Box:
    """A place with all of the known lines into which it cuts."""
    return Box.around([box, *_lines_at(box, scenes)])


def _place(box: Box, scenes: Sequence[Scene]) -> Box:
    """A place with air around it, which ends at known lines above and below: a part of one reads otherwise.

    What stands in its own row may go on in it.
    """
    place = _with_air(box).within(*scenes[0].views[0].picture.shape)
    for line in _lines_at(place, scenes):
        place = _beside(place, box, line) if box.width >= box.height else _turned_beside(place, box, line)
    return place


def _beside(place: Box, box: Box, line: Box) -> Box:
    """What of a place around a box lies below a line above the box, or above one below it."""
    top = max(place.top, line.bottom) if line.bottom <= box.top else place.top
    bottom = min(place.bottom, line.top) if line.top >= box.bottom else place.bottom
    return Box.between(place.left, top, place.right, bottom)


def _turned_beside(place: Box, box: Box, line: Box) -> Box:
    return _beside(place.transposed, box.transposed, line.transposed).transposed


def _lines_at(box: Box, scenes: Sequence[Scene]) -> Iterator[Box]:
    """Known lines into which a place cuts."""
    for track in dict.fromkeys(track for scene in scenes for track in scene.seen):
        if track.region.box.overlap(box):
            yield track.region.box


def _with_air(box: Box) -> Box:
    """A place with what surrounds it: more along the line, whose ends may not have been seen."""
    height = min(box.width, box.height)
    along, across = (max(_MARGIN, height * share // 2) for share in (2, 1))
    return box.grown(along, across) if box.width >= box.height else box.grown(across, along)


def _apart(places: Sequence[Box]) -> list[Box]:
    """The same places, with those that are mostly one made one."""
    result: list[Box] = []
    for box in places:
        while same := [other for other in result if 2 * other.overlap(box) > min(other.area, box.area)]:
            result = [other for other in result if other not in same]
            box = Box.around([box, *same])
        result.append(box)
    return result


def _accounts(scene: Scene, box: Box) -> bool:
    return not tracks.unseen([Region(0, box)], scene.seen)


def _different(scenes: Sequence[Scene], place: Box) -> list[Scene]:
    """Those scenes in which a place looks other than in the one before."""
    pairs = zip([None, *scenes], scenes, strict=False)
    return [scene for before, scene in pairs if before is None or not _same_place(before, scene, place)]


def _same_place(one: Scene, other: Scene, place: Box) -> bool:
    some = {view.name: view.picture[place.slices] for view in one.views}
    others = {view.name: view.picture[place.slices] for view in other.views}
    return some.keys() == others.keys() and all(changes.is_alike(some[name], others[name]) for name in some)
