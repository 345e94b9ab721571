"""From verdicts on words to the boxes that are painted: whole letters, and no neighbour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from shared.model import Box, Verdict, Word

_LEAST = 3  # pixels; anything smaller is no box that a person sees
_FEW = 0.3  # share of a box that lines close above or below may take of it: two lines of writing share no rows
_MARGIN = 0.12  # letter heights around a word: antialiasing, outlines, and ink too faint for the threshold


@dataclass(frozen=True, slots=True)
class Cover:
    """A box to paint, and the verdict that weighs most of those it carries out."""

    box: Box
    verdict: Verdict


def covers(verdicts: Sequence[Verdict]) -> list[Cover]:
    """Boxes for the words to hide, one for each run of hidden words in a line.

    A box is a little larger than its words, unless that would touch a word that stays.
    """
    kept = [verdict.word for verdict in verdicts if not verdict.hide]
    result = []
    for _, line in groupby(verdicts, key=lambda verdict: verdict.word.region):
        for hide, run in groupby(line, key=lambda verdict: verdict.hide):
            if hide:
                result.append(_cover(list(run), kept))
    return result


def _cover(run: Sequence[Verdict], kept: Sequence[Word]) -> Cover:
    first = run[0].word
    tight = Box.around(verdict.word.box for verdict in run)
    upright = first.region.angle in (0, 180)
    margin = 1 + round(_MARGIN * (tight.height if upright else tight.width))
    while margin and any(tight.grown(margin).overlap(word.box) for word in kept):
        margin -= 1
    box = tight.grown(margin)
    for word in kept:
        if word.region != first.region:
            box = _shaved(box, word.box) if upright else _shaved(box.transposed, word.box.transposed).transposed
    box = box.grown(max(0, _LEAST - box.width), max(0, _LEAST - box.height))
    return Cover(box, max(run, key=lambda verdict: verdict.score))


def _shaved(box: Box, kept: Box) -> Box:
    """The box without the rows at its upper or lower edge that a line above or below takes, if they are few."""
    if not box.overlap(kept):
        return box
    above, below = kept.bottom - box.top, box.bottom - kept.top
    if kept.top < box.top and above <= _FEW * box.height:
        return Box.between(box.left, kept.bottom, box.right, box.bottom)
    if kept.bottom > box.bottom and below <= _FEW * box.height:
        return Box.between(box.left, box.top, box.right, kept.top)
    return box


def in_frame_of(cover: Cover, rows: int, columns: int) -> Cover:
    """The cover's part that lies in a picture of that shape."""
    return replace(cover, box=cover.box.within(rows, columns))
