"""From verdicts on words to the boxes that are painted: whole letters, and no neighbour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from dicom_text_redactor import slants
from dicom_text_redactor.model import Box, Polygon, Region, Verdict, Word, turned

_LEAST = 3  # pixels; anything smaller is no box that a person sees
_BORDER = 0.45  # letter heights by which a box reaches into a kept word that it touches
_MARGIN = 0.12  # letter heights around a word: antialiasing, outlines, and ink too faint for the threshold


@dataclass(frozen=True, slots=True)
class Area:
    """A place of a picture. For one at an angle `box` is around it, and `polygon` has its corners."""

    box: Box
    polygon: Polygon = ()

    def moved_to(self, box: Box) -> Area:
        """The same area where `box` is the part of its box that is in the image."""
        if not self.polygon:
            return Area(box)
        right = min(box.left - self.box.left, box.right - self.box.right, key=abs)
        down = min(box.top - self.box.top, box.bottom - self.box.bottom, key=abs)
        return Area(box, tuple((x + right, y + down) for x, y in self.polygon))


@dataclass(frozen=True, slots=True)
class Cover:
    """What covers a run of words, and the surest of the verdicts that it carries out; of several the first in rank.

    `box` is around all of it. For a line at an angle `level` is what is painted, in coordinates turned by `angle`.
    """

    box: Box
    level: Box | None
    verdict: Verdict
    angle: float = 0

    @property
    def area(self) -> Area:
        """What the report tells of it."""
        return _area(self.box, self.level, self.angle)

    @property
    def painted(self) -> tuple[Box, ...]:
        """The boxes that are painted."""
        return (self.box,) if self.level is None else slants.stripes(self.level, self.angle)


def area_of(word: Word) -> Area:
    """What the report tells of a word that stays."""
    return _area(word.box, word.level, word.region.angle)


def _area(box: Box, level: Box | None, angle: float) -> Area:
    return Area(box) if level is None else Area(box, slants.polygon(level, angle))


def covers(verdicts: Sequence[Verdict], beside: Iterable[Word] = ()) -> list[Cover]:
    """Boxes for the words to hide, one for each run of hidden words in a line.

    A box is a little larger than its words, unless that would touch a word that stays: of `verdicts`, or of `beside`,
    which are words of other lines of the same picture.
    """
    kept = [*(verdict.word for verdict in verdicts if not verdict.hide), *beside]
    result = []
    for _, line in groupby(verdicts, key=lambda verdict: verdict.word.region):
        for hide, run in groupby(line, key=lambda verdict: verdict.hide):
            if hide:
                result.append(_cover(list(run), kept))
    return result


def _cover(run: Sequence[Verdict], kept: Sequence[Word]) -> Cover:
    region = run[0].word.region
    tight = Box.around(verdict.word.upright for verdict in run)
    others = [_beside(word, region) for word in kept if region.level is None or word.region.angle == region.angle]
    fellows = [word.upright for word in kept if word.region == region]
    margin = 1 + round(_MARGIN * tight.height)
    above = Box(tight.left, tight.top - margin, tight.width, margin)
    below = Box(tight.left, tight.bottom, tight.width, margin)
    box = Box.between(
        tight.left - _beyond(tight, -1, others, fellows),
        max([above.top, *(min(tight.top, other.bottom) for other in others if other.overlap(above))]),
        tight.right + _beyond(tight, 1, others, fellows),
        min([below.bottom, *(max(tight.bottom, other.top) for other in others if other.overlap(below))]),
    )
    box = box.grown(max(0, _LEAST - box.width), max(0, _LEAST - box.height))
    best = max(run, key=lambda verdict: (verdict.score, -verdict.source.rank))
    return Cover(*slants.placed(region, box), best, region.angle)


def _beside(word: Word, region: Region) -> Box:
    """Where a word is in coordinates in which the line of `region` runs to the right."""
    return turned(word.box, region.angle) if region.level is None else word.upright


def _beyond(tight: Box, side: int, others: Sequence[Box], fellows: Sequence[Box]) -> int:
    """How far a box reaches past its words at one end (-1 left, 1 right), in pixels.

    Where no gap was seen between the last hidden word and a kept one, nobody knows which of them the letter
    at their border belongs to; it is hidden.
    """
    if any(_gap(tight, fellow, side) == 0 for fellow in fellows):
        return round(_BORDER * tight.height)
    margin = 1 + round(_MARGIN * tight.height)
    room = [
        _gap(tight, other, side)
        for other in others
        if tight.grown(0, -tight.height // 4).grown(margin, 0).overlap(other)
    ]
    return max(0, min([margin, *(gap for gap in room if gap >= 0)]))


def _gap(box: Box, other: Box, side: int) -> int:
    """The columns between a box and another one that lies on that side of it; negative where they overlap."""
    return other.left - box.right if side > 0 else box.left - other.right
