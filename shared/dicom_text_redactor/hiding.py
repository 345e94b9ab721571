"""Hiding what identifies on one surface: examine, cover, paint, look again, until nothing is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dicom_text_redactor import covering, given
from dicom_text_redactor.clock import Clock
from dicom_text_redactor.corrections import applying
from dicom_text_redactor.corrections.marks import NO_MARKS, FileMarks
from dicom_text_redactor.dicom.surfaces.covered import CoveredSurface
from dicom_text_redactor.dicom.surfaces.surface import Surface
from dicom_text_redactor.errors import StillShowingText
from dicom_text_redactor.examination import Judged, examine, look_again, verdicts_on
from dicom_text_redactor.model import Box, Mark, RuleName, Verdict, Word
from dicom_text_redactor.phi.judge import FileJudge
from dicom_text_redactor.report import frame_ranges
from dicom_text_redactor.settings import Fill
from dicom_text_redactor.sources import DismissedBecause, Why
from dicom_text_redactor.text.engines import Engines

_PASSES = 5  # how often a painted picture is looked at and painted again before the file is refused
_NARROW_PASSES = 2
"""Passes after which no longer a word but the whole line around it is painted, and readers are asked even where all
text is hidden: in noise beside painted boxes the detector may see lines without end, in which nobody reads anything.
"""

_NONE: Mapping[int, frozenset[Box]] = {}


@dataclass(frozen=True, slots=True)
class Marks:
    """The areas that were painted over, the text that was left, and what was found and taken for no text."""

    hidden: tuple[Mark, ...] = ()
    kept: tuple[Mark, ...] = ()
    dismissed: tuple[Mark, ...] = ()

    @classmethod
    def all_of(cls, some: Iterable[Marks]) -> Marks:
        """Those of several surfaces together."""
        several = list(some)
        return cls(*(tuple(mark for one in several for mark in getattr(one, name)) for name in cls.__slots__))


@dataclass(frozen=True, slots=True)
class Hidden:
    """A surface on which everything identifying was painted over.

    Attributes
    ----------
    surface
        The surface after painting.
    judged
        The lines that were found on it, and the verdicts on their words.
    passes
        How often it was painted and looked at again.
    noticed
        The lines that only a second look found and that stay, each in the picture that was looked at.
    """

    surface: Surface
    judged: tuple[Judged, ...]
    passes: int
    noticed: tuple[Judged, ...] = ()

    def marks(self) -> Marks:
        """The report's areas, in the image."""
        hidden = self._marks((line, cover.area, cover.verdict) for line, cover in covers_of(self.judged))
        left = self._marks(
            (line, covering.area_of(verdict.word), verdict)
            for line in (*self.judged, *self.noticed)
            for verdict in line.verdicts
            if not verdict.hide
        )
        seen = [mark for each in left if (mark := _still_seen(each, hidden)) is not None]
        return Marks(
            hidden,
            tuple(mark for mark in seen if not isinstance(mark.source, DismissedBecause)),
            tuple(mark for mark in seen if isinstance(mark.source, DismissedBecause)),
        )

    def _marks(self, areas: Iterable[tuple[Judged, covering.Area, Verdict]]) -> tuple[Mark, ...]:
        """One mark for each place and reason, however many lines and pictures show it."""
        frames: dict[tuple[covering.Area, str, Why, RuleName | None], set[int]] = {}
        scores: dict[tuple[covering.Area, str, Why, RuleName | None], float] = {}
        for line, area, verdict in areas:
            for picture in line.frames:
                for frame, box in self.surface.in_image(picture, area.box):
                    key = area.moved_to(box), verdict.entity, verdict.source, verdict.rule
                    frames.setdefault(key, set()).add(frame)
                    scores[key] = max(scores.get(key, 0.0), verdict.score)
        return tuple(
            Mark(
                area.box,
                frame_ranges(members),
                entity,
                why,
                scores[area, entity, why, rule],
                self.surface.place,
                area.polygon,
                rule,
            )
            for (area, entity, why, rule), members in frames.items()
        )


def hide(
    surface: Surface,
    judge: FileJudge,
    how: Fill,
    clock: Clock,
    engines: Engines,
    marks: FileMarks = NO_MARKS,
    ruled: Sequence[Judged] = (),
) -> Hidden:
    """Paint over everything identifying that `surface` shows; `surface` itself stays as it is.

    marks: what a person found in an earlier result, as it fits the image.
    ruled: lines that are painted by rule, and whose places nobody looks at.

    Raises
    ------
    StillShowingText
        However often it was painted, text to hide could still be found.
    """
    seen = examine(covered(surface, ruled), judge, clock, engines)
    judged = [*applying.spared(seen, surface, marks), *applying.missed(surface, marks), *ruled]
    settled = {picture: frozenset(some) for picture, some in _boxes(ruled).items()}
    noticed: list[Judged] = []
    for passes in range(1, _PASSES + 1):
        boxes = _boxes(judged)
        with clock.stage("write"):
            painted = surface.painted(boxes, how)
        asked = engines if passes <= _NARROW_PASSES else replace(engines, reads=True)
        found = _found_again(painted, boxes, settled, judged, judge, clock, asked)
        found = applying.spared(found, surface, marks)
        noticed += (line for line in found if not _hides(line) and not _is_among(line, noticed))
        leftover = [line for line in found if _hides(line)]
        if not leftover:
            return Hidden(painted, tuple(judged), passes, tuple(noticed))
        judged = [*judged, *(leftover if passes < _NARROW_PASSES else map(_whole_line, leftover))]
    raise StillShowingText("Text that should be hidden could still be found after painting.")


def covered(surface: Surface, ruled: Sequence[Judged]) -> Surface:
    """The surface as it is looked at: where something is painted by rule, as if that were done."""
    return CoveredSurface(surface, _boxes(ruled)) if ruled else surface


def _found_again(
    painted: Surface,
    boxes: dict[int, list[Box]],
    settled: Mapping[int, frozenset[Box]],
    judged: Sequence[Judged],
    judge: FileJudge,
    clock: Clock,
    engines: Engines,
) -> list[Judged]:
    """What can still be found and is not accounted for, one word a line.

    One picture is looked at for each set of boxes that pictures share. What is to be hidden may stand in all of them.
    """
    found: list[Judged] = []
    codes = any(verdict.word.region.code for line in judged for verdict in line.verdicts)
    for members, near in _to_check(boxes, painted, settled):
        with clock.stage("decode"):
            frame = painted[members[0]]
        left = _left_in(members[0], judged, painted)
        gone = [*boxes.get(members[0], ()), *(word.box for word in left)]
        tracks = look_again(frame, painted.display, gone, clock, engines, near=near, codes=codes or near is None)
        words = [word for track in tracks for word in track.words]
        if all(_covered(word.box, gone) for word in words):
            continue
        with clock.stage("judge"):
            fresh = [verdict for verdict in verdicts_on(words, judge, left) if not _covered(verdict.word.box, gone)]
        found += (Judged((verdict,), frozenset(members if verdict.hide else members[:1])) for verdict in fresh)
    return found


def _is_among(line: Judged, others: Iterable[Judged]) -> bool:
    """Whether a line of one word stands among others already, in the same pictures."""
    boxes = [verdict.word.box for other in others if other.frames == line.frames for verdict in other.verdicts]
    return _covered(line.verdicts[0].word.box, boxes)


def _to_check(
    boxes: dict[int, list[Box]], painted: Surface, settled: Mapping[int, frozenset[Box]] = _NONE
) -> list[tuple[list[int], list[Box] | None]]:
    """The groups of pictures of which one is looked at again, and near which boxes; None: all of it.

    A single picture was looked at thoroughly, and only near its boxes shows something else now; so was the first of a
    scene. Of other places each that was painted is looked at as a whole. Of a scene one of those that most pictures are
    like is, unless the first is among them, and in all others what was painted where nothing was before. A picture
    without boxes shows what it showed before; so does one with none but the boxes that were `settled`, since it was
    looked at as if these had been painted.
    """
    groups = _alike(boxes, len(painted))
    fresh = {picture: [box for box in some if box not in settled.get(picture, ())] for picture, some in boxes.items()}
    if painted.apart:
        return [(group, None) for group in groups if fresh.get(group[0])]
    checks: list[tuple[list[int], list[Box] | None]] = []
    looked_near: list[Box] = []
    for group in groups:
        some = fresh.get(group[0], [])
        near = [box for box in some if not _covered(box, looked_near)]
        if group is groups[0] and group[0] > 0:
            checks.append((group, None))
        elif near:
            checks.append((group, near))
        looked_near += near
    return checks


def _left_in(picture: int, judged: Sequence[Judged], painted: Surface) -> list[Word]:
    """The words that were left on purpose in a picture; in a scene a line that stood in one frame may stand in all.

    What was dismissed unread is looked at again.
    """
    lines = (line for line in judged if not painted.apart or picture in line.frames)
    left = (verdict.word for line in lines for verdict in line.verdicts if not verdict.hide)
    return [word for word in left if word.dismissed in (None, DismissedBecause.UNLIKELY)]


def _boxes(judged: Sequence[Judged]) -> dict[int, list[Box]]:
    """What to paint, by picture."""
    boxes: dict[int, list[Box]] = {}
    for line, cover in covers_of(judged):
        for picture in line.frames:
            boxes.setdefault(picture, []).extend(cover.painted)
    return boxes


def covers_of(judged: Sequence[Judged]) -> list[tuple[Judged, covering.Cover]]:
    """The boxes that the lines of one surface get, each with its line; they keep off what stays in the same pictures.

    What a person marked as missed, or a rule names, is covered as it was given.
    """
    kept = [
        (verdict.word, line.frames)
        for line in judged
        for verdict in line.verdicts
        if not verdict.hide and verdict.word.dismissed is None
    ]
    return [(line, cover) for line in judged if _hides(line) for cover in _covers_of(line, kept)]


def _covers_of(line: Judged, kept: Iterable[tuple[Word, frozenset[int]]]) -> list[covering.Cover]:
    """The boxes of one line; `kept` are the words that stay, with the pictures in which they stand."""
    hidden = [verdict for verdict in line.verdicts if verdict.hide]
    if marked := [verdict for verdict in hidden if verdict.source in given.SOURCES]:
        return [covering.Cover(verdict.word.box, None, verdict) for verdict in marked]
    near = Box.around(verdict.word.box for verdict in hidden)
    near, own = near.grown(near.height), hidden[0].word.region
    beside = (
        word
        for word, frames in kept
        if word.box.overlap(near) and word.region != own and not frames.isdisjoint(line.frames)
    )
    return covering.covers(line.verdicts, beside)


def _hides(line: Judged) -> bool:
    return any(verdict.hide for verdict in line.verdicts)


def _alike(boxes: dict[int, list[Box]], pictures: int) -> list[list[int]]:
    """Picture numbers, grouped by the boxes that are painted in them."""
    groups: dict[frozenset[Box], list[int]] = {}
    for picture in range(pictures):
        groups.setdefault(frozenset(boxes.get(picture, ())), []).append(picture)
    return sorted(groups.values(), key=len, reverse=True)


def _whole_line(line: Judged) -> Judged:
    """The line with every hidden word as large as what was found around it: letters in noise come back in pieces."""
    wide = [replace(verdict, word=_as_wide_as_its_line(verdict.word)) for verdict in line.verdicts]
    return replace(line, verdicts=tuple(wide))


def _as_wide_as_its_line(word: Word) -> Word:
    level = None if word.level is None else Box.around((word.level, word.region.upright))
    return replace(word, box=Box.around((word.box, word.region.box)), level=level)


def _covered(box: Box, others: Sequence[Box]) -> bool:
    """Whether more than half of a box is accounted for: painted already, or known and left on purpose."""
    return sum(box.overlap(other) for other in others) > 0.5 * box.area


def _still_seen(kept: Mark, hidden: Sequence[Mark]) -> Mark | None:
    """A kept word without the frames in which most of it disappeared below what was painted; None if it did in all."""
    over = [mark for mark in hidden if kept.box.overlap(mark.box)]
    if not over:
        return kept
    frames = [
        frame
        for first, last in kept.frames
        for frame in range(first, last + 1)
        if not _covered(kept.box, [mark.box for mark in over if any(low <= frame <= high for low, high in mark.frames)])
    ]
    return replace(kept, frames=frame_ranges(frames)) if frames else None
