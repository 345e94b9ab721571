"""The lines of text of a cine, for less than a look at every frame, and with no frame left out.

The first frame is looked at thoroughly. The others are taken a few scenes at a time. Lines that are known are followed
into each scene by their letters. Of what else changes, one picture of the extremes over time is looked at; what that
shows, known lines that are no longer seen where they stood, and what has far more fine detail in one scene than in the
others is laid out scene by scene on contact sheets, and found and read there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from dicom_text_redactor.cines.places import Places
from dicom_text_redactor.cines.scenes import Scene, scene_groups
from dicom_text_redactor.clock import Clock
from dicom_text_redactor.dicom.surfaces.surface import Surface
from dicom_text_redactor.model import Region, View, Word, by_region
from dicom_text_redactor.sources import DismissedBecause
from dicom_text_redactor.text import tracks
from dicom_text_redactor.text.content import content
from dicom_text_redactor.text.doubts import is_small
from dicom_text_redactor.text.engines import Engines
from dicom_text_redactor.text.finder import find_text
from dicom_text_redactor.text.sheets import Cell, Sheet, is_cut, sheets, to_frame, word_to_frame
from dicom_text_redactor.text.tracks import Track
from dicom_text_redactor.workers import Workers

_REMEMBERED = 48  # frames after which a line that went away is new when it comes back


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

    def __init__(self, clock: Clock, engines: Engines, first: Scene, known: Sequence[Track]) -> None:
        self._clock = clock
        self._engines = engines
        known, self.dismissed = _parted(known)
        first.seen = list(known)
        self._places = Places(clock, engines.detector, first)
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
        fresh, dismissed = _parted(list(self._read(groups, scenes)))
        self.dismissed += dismissed
        # What a piece says, and where it stands, the line tells of which it is one.
        pieces = [track for track in fresh if tracks.is_piece(track, fresh)]
        for scene in scenes:
            scene.seen = [track for track in scene.seen if track not in pieces]
        self.known += [track for track in fresh if track not in pieces]
        for scene in scenes:
            for frame in scene.frames[1:]:
                tracks.repeat([*self.known, *self.dismissed], scene.frames[0], frame)

    def _found(self, scenes: Sequence[Scene]) -> list[_Found]:
        """Regions of single scenes that known lines do not account for."""
        number = {scene.frames[0]: i for i, scene in enumerate(scenes)}
        found = []
        for sheet in sheets(self._places.of(scenes)):
            for on_sheet in find_text(sheet.used_views(), self._engines.detector):
                self._clock.left()
                cell = sheet.cell_of(on_sheet)
                if cell is None:
                    continue  # what lies between the cells stands in no frame
                scene = number[cell.views[0].frame]
                region = to_frame(on_sheet, cell)
                if not tracks.unseen([region], scenes[scene].seen):
                    continue  # a known line's words tell of it
                if is_small(region):
                    self._dismiss(region, scenes[scene], DismissedBecause.SMALL)
                elif is_cut(on_sheet, cell):
                    self._dismiss(region, scenes[scene], DismissedBecause.CUT)
                else:
                    found.append(_Found(scene, region, sheet, on_sheet, cell))
        return sorted(found, key=lambda one: (one.scene, one.region.box.top, one.region.box.left))

    def _dismiss(self, region: Region, scene: Scene, because: DismissedBecause) -> None:
        """Note a region that nobody reads, once for all scenes that show it at one place."""
        for track in self.dismissed:
            if track.words[0].dismissed is because and not tracks.unseen([region], [track]):
                track.frames.add(scene.frames[0])
                return
        self.dismissed.append(tracks.start(region, [Word.dismissing(region, because)], scene.views))

    def _read(self, groups: Sequence[list[_Found]], scenes: Sequence[Scene]) -> Iterator[Track]:
        """One track for each group, read where it was found most surely, and followed through all scenes."""
        best = {max(group, key=lambda one: one.region.score): group for group in groups}
        for one, words in self._words(list(best), scenes).items():
            for region, some in by_region(words).items():
                track = tracks.start(region, some, scenes[one.scene].views)
                track.frames.update(scenes[other.scene].frames[0] for other in best.get(one, ()))
                if not track.dismissed:
                    self._follow(track, scenes)
                yield track

    def _follow(self, track: Track, scenes: Sequence[Scene]) -> None:
        with self._clock.stage("find"):
            for scene in scenes:
                if tracks.follow([track], scene.views):
                    scene.seen.append(track)

    def _words(self, found: Sequence[_Found], scenes: Sequence[Scene]) -> dict[_Found, list[Word]]:
        """The words of each region, in its own frame; one sheet costs one call of the reader.

        Codes that are read where no region was found are regions of their own.
        """
        by_sheet: dict[int, list[_Found]] = {}
        for one in found:
            by_sheet.setdefault(id(one.sheet), []).append(one)
        number = {scene.frames[0]: i for i, scene in enumerate(scenes)}
        result: dict[_Found, list[Word]] = {}
        for some in by_sheet.values():
            with self._clock.stage("read"):
                sheet, regions = some[0].sheet, [one.on_sheet for one in some]
                read_here = content(sheet.views, regions, self._engines, timeout_s=self._clock.left())
            for word in read_here:
                # The reader may have split or turned the region.
                one = max(some, key=lambda one: one.on_sheet.box.overlap(word.region.box))
                if not one.on_sheet.box.overlap(word.region.box):
                    cell = sheet.cell_of(word.region)
                    if cell is None:
                        continue  # what lies between the cells stands in no frame
                    scene, region = number[cell.views[0].frame], to_frame(word.region, cell)
                    one = _Found(scene, region, sheet, word.region, cell)
                result.setdefault(one, []).append(word_to_frame(word, one.cell))
        return result


def follow(
    surface: Surface, look: Callable[[Sequence[View]], list[Track]], clock: Clock, engines: Engines
) -> list[Track]:
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
    with Workers(1) as aside:
        waiting = aside.submit(next, coming, None)
        follower = _Follower(clock, engines, first, look(first.views))
        while scenes := _waited_for(waiting, clock):
            waiting = aside.submit(next, coming, None)
            follower.take(scenes)
    lines = [*follower.known, *follower.dismissed]
    for index in first.frames[1:]:
        tracks.repeat(lines, 0, index)
    return lines


def _parted(lines: Sequence[Track]) -> tuple[list[Track], list[Track]]:
    """The lines that are text, and those that were dismissed."""
    return [line for line in lines if not line.dismissed], [line for line in lines if line.dismissed]


def _waited_for(scenes: Future[list[Scene] | None], clock: Clock) -> list[Scene] | None:
    with clock.stage("decode"):
        return scenes.result()


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
