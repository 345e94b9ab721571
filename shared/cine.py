"""The lines of text of a cine, for less than a look at every frame, and with no frame left out.

The first frame is looked at thoroughly. The others are taken a few scenes at a time. Lines that are known are followed
into each scene by their letters. Of what else changes, one picture of the extremes over time is looked at; what that
shows, known lines that are no longer seen where they stood, and what has far more fine detail in one scene than in the
others is laid out scene by scene on contact sheets, and found and read there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

from shared.clock import Clock
from shared.dicom.surfaces.surface import Surface
from shared.model import Box, Picture, Region, View, Word, by_region
from shared.scenes import Scene, scene_groups
from shared.text import changes, tracks
from shared.text.doubts import LEAST
from shared.text.finder import find_text, lines_in
from shared.text.reader import read
from shared.text.regions import surroundings
from shared.text.sheets import Cell, Sheet, sheets, to_frame, word_to_frame
from shared.text.tracks import Track

_FEW = 2  # scenes that are looked at one by one
_LARGE = 0.1  # share of the picture's shorter side: lines that are higher count if the detector is sure
_LARGEST = 0.4  # the same from which a line is no text: seldom the detector takes all that moves for one
_SURE = 0.8  # large letters are found with 0.85 and more, outlines of what moves with 0.75
_MARGIN = 16  # pixels around a place that are looked at with it
_REMEMBERED = 48  # frames after which a line that went away is new when it comes back
_MAPS = 32  # scenes whose detail is compared
_PLACES = 2  # that a quiet cine may change in: a counter and a caption
_BUSY = 1.0  # frames' worth of places from which each scene is looked at as a whole: tissue seems to be text everywhere
_STANDING_OUT = 0.5  # share of a frame that is looked at again, in all scenes together, for detail that stands out


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A region that was found on a sheet, in its scene, and the sheet with its region."""

    scene: int
    region: Region
    sheet: Sheet
    on_sheet: Region
    cell: Cell


class _Follower:
    """What is known of a cine while its scenes go by."""

    def __init__(self, clock: Clock, first: Scene, known: Sequence[Track]) -> None:
        self._clock = clock
        first.seen = list(known)
        self._before = first
        self._maps = [first.detail]
        self.known = list(known)

    def take(self, scenes: Sequence[Scene]) -> None:
        """Find and read what is new in `scenes`, which follow those taken before, and follow what is known."""
        with self._clock.stage("find"):
            recent = [track for track in self.known if scenes[0].frames[0] - max(track.frames) <= _REMEMBERED]
            for scene in scenes:
                self._clock.left()
                scene.seen = tracks.follow(recent, scene.views)
            found = self._found(scenes)
            groups = _grouped(found, scenes)
        fresh = list(self._read(groups, scenes))
        pieces = [track for track in fresh if tracks.is_piece(track, fresh)]
        for scene in scenes:
            scene.seen = [track for track in scene.seen if track not in pieces]
        self.known += [track for track in fresh if track not in pieces]
        for scene in scenes:
            for frame in scene.frames[1:]:
                tracks.repeat(self.known, scene.frames[0], frame)
        self._before = scenes[-1]

    def _found(self, scenes: Sequence[Scene]) -> list[_Found]:
        """Regions of single scenes that known lines do not account for."""
        cells = self._cells(scenes)
        number = {scene.frames[0]: i for i, scene in enumerate(scenes)}
        found = []
        for sheet in sheets(cells):
            for on_sheet in find_text(sheet.used_views(), thorough=False):
                self._clock.left()
                cell = sheet.cell_of(on_sheet)
                if cell is not None and _may_be_text(on_sheet.box, on_sheet.score, cell.views[0].picture):
                    scene = number[cell.views[0].frame]
                    region = to_frame(on_sheet, cell)
                    if tracks.unseen([region], scenes[scene].seen):
                        found.append(_Found(scene, region, sheet, on_sheet, cell))
        return sorted(found, key=lambda one: (one.scene, one.region.box.top, one.region.box.left))

    def _cells(self, scenes: Sequence[Scene]) -> list[Cell]:
        """What is to be looked at scene by scene."""
        shape = scenes[0].views[0].picture.shape
        row = [self._before, *scenes]
        lasting = [track for track in scenes[0].seen if all(track in scene.seen for scene in scenes[1:])]
        windows = changes.changed([scene.views for scene in row], [track.region.box for track in lasting])
        self._maps = [*self._maps, *(scene.detail for scene in scenes)][-_MAPS:]
        if not windows:
            return []
        if len(scenes) <= _FEW:
            whole = [Box.around([window, *_lines_at(window, row)]) for window in windows]
            return [Cell(scene.views, _with_air(box).within(*shape)) for scene in scenes for box in _apart(whole)]
        extremes = changes.extremes([scene.views for scene in scenes])
        lost = list(_lost(row))
        cells = []
        for box in _apart([*self._places(extremes, windows), *lost]):
            place = _with_air(Box.around([box, *_lines_at(box, row)])).within(*shape)
            waiting = [scene for scene in scenes if not _accounts(scene, box)]
            if not any(box.overlap(other) for other in lost):
                shown = changes.shown_by([scene.views for scene in waiting], extremes, box)
                waiting = [waiting[i] for i in shown]
            cells += [Cell(scene.views, place) for scene in _different(waiting, place)]
        crowded = len({cell.box for cell in cells}) > _PLACES
        if crowded and sum(cell.box.area for cell in cells) > _BUSY * shape[0] * shape[1]:
            return [Cell(scene.views, Box(0, 0, shape[1], shape[0])) for scene in scenes]
        return [*cells, *self._standing_out(scenes, cells)]

    def _places(self, extremes: Sequence[Picture], windows: Sequence[Box]) -> list[Box]:
        """Where the extremes of all scenes show text: the quick detector says about where, the other one how far."""
        found = []
        for picture in extremes:
            about = self._shown(picture, windows, quick=True)
            found += self._shown(picture, surroundings(about, picture.shape), quick=False)
        return found

    def _shown(self, picture: Picture, windows: Sequence[Box], *, quick: bool) -> list[Box]:
        """The boxes of the text that windows of a picture show."""
        self._clock.left()
        lines = lines_in(picture, windows, quick=quick)
        return [line.box for line in lines if _may_be_text(line.box, line.score, picture)]

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

    def _read(self, groups: Sequence[list[_Found]], scenes: Sequence[Scene]) -> Iterator[Track]:
        """One track for each group, read where it was found most surely, and followed through all scenes."""
        best = [max(group, key=lambda one: one.region.score) for group in groups]
        words = self._words(best)
        for one, group in zip(best, groups, strict=True):
            for region, some in by_region(words.get(id(one), ())).items():
                track = tracks.start(region, some, scenes[one.scene].views)
                track.frames.update(scenes[other.scene].frames[0] for other in group)
                with self._clock.stage("find"):
                    for scene in scenes:
                        if tracks.follow([track], scene.views):
                            scene.seen.append(track)
                yield track

    def _words(self, found: Sequence[_Found]) -> dict[int, list[Word]]:
        """The words of each region, in its own frame; one sheet costs one call of the reader."""
        by_sheet: dict[int, list[_Found]] = {}
        for one in found:
            by_sheet.setdefault(id(one.sheet), []).append(one)
        result: dict[int, list[Word]] = {}
        for some in by_sheet.values():
            with self._clock.stage("read"):
                read_here = read(some[0].sheet.views, [one.on_sheet for one in some], timeout_s=self._clock.left())
            for word in read_here:
                # The reader may have split or turned the region.
                one = max(some, key=lambda one: one.on_sheet.box.overlap(word.region.box))
                result.setdefault(id(one), []).append(word_to_frame(word, one.cell))
        return result


def follow(surface: Surface, look: Callable[[Sequence[View]], list[Track]], clock: Clock) -> list[Track]:
    """All lines of a cine; `look` finds and reads those of its first frame, in that frame's views.

    Raises
    ------
    TimedOut
        As soon as the file's time is over.
    RedactionError
        A frame cannot be decoded or read.
    """
    coming = scene_groups(surface, clock)
    with clock.stage("decode"):
        (first,) = next(coming)
    # The next scenes are decoded while these are looked at; only the time for which they are waited for is counted.
    with ThreadPoolExecutor(1) as aside:
        waiting = aside.submit(next, coming, None)
        follower = _Follower(clock, first, look(first.views))
        while scenes := _waited_for(waiting, clock):
            waiting = aside.submit(next, coming, None)
            follower.take(scenes)
    for index in first.frames[1:]:
        tracks.repeat(follower.known, 0, index)
    return follower.known


def _waited_for(scenes: Future[list[Scene] | None], clock: Clock) -> list[Scene] | None:
    with clock.stage("decode"):
        return scenes.result()


def _lost(row: Sequence[Scene]) -> Iterator[Box]:
    """Where known lines stood in one scene and are not seen in the next."""
    for before, scene in pairwise(row):
        yield from (track.region.box for track in before.seen if track not in scene.seen)


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


def _grouped(found: Sequence[_Found], scenes: Sequence[Scene]) -> list[list[_Found]]:
    """What was found, with those lines together that say the same in several scenes."""
    groups: list[list[_Found]] = []
    for one in found:
        for group in groups:
            first = group[0]
            if tracks.same_line(first.region, scenes[first.scene].views, one.region, scenes[one.scene].views):
                group.append(one)
                break
        else:
            groups.append([one])
    return groups


def _may_be_text(box: Box, score: float, picture: Picture) -> bool:
    """Whether reading may show that a place holds text: specks, and large shapes that hardly look like it, do not."""
    height, side = min(box.width, box.height), min(picture.shape[:2])
    return LEAST <= height <= _LARGEST * side and (score >= _SURE or height <= _LARGE * side)
