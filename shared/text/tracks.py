"""Text that stands still over the frames of a cine is found and read once, and followed by its ink.

In each further frame the picture around a known line is compared with what was read there: where the
letters are the same, the line counts as seen, whether or not the detector would have found it again
over that frame's background. What the detector finds beyond that is new, and is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from shared.model import Box, Region, View, Word
from shared.text import crops

_ALIKE = 0.8  # correlation of two crops' letters from which they say the same
_COVERED = 0.6  # share of a found box under known lines from which it is nothing new


@dataclass(slots=True, eq=False)
class Track:
    """The words of one line, and the frames (0-based) in which it was seen."""

    region: Region
    words: tuple[Word, ...]
    letters: npt.NDArray[np.float32]
    frames: set[int] = field(default_factory=set)


def start(region: Region, words: Sequence[Word], views: Sequence[View]) -> Track:
    """A new track of a line that was just read in one frame."""
    return Track(region, tuple(words), _letters(_view(views, region), region.box), {views[0].frame})


def follow(tracks: Sequence[Track], views: Sequence[View]) -> list[Track]:
    """Those tracks whose letters stand unchanged in the frame that `views` show; they note the frame."""
    seen = []
    for track in tracks:
        now = _letters(_view(views, track.region), track.region.box)
        if _alike(track.letters, now):
            track.frames.add(views[0].frame)
            seen.append(track)
    return seen


def repeat(tracks: Sequence[Track], before: int, frame: int) -> None:
    """Note that a frame shows exactly what the frame `before` showed."""
    for track in tracks:
        if before in track.frames:
            track.frames.add(frame)


def unseen(regions: Sequence[Region], seen: Sequence[Track]) -> list[Region]:
    """Those regions that known lines do not account for."""
    return [region for region in regions if _share(region.box, seen) < _COVERED]


def _share(box: Box, seen: Sequence[Track]) -> float:
    return max((box.overlap(track.region.box) / max(1, box.area) for track in seen), default=0.0)


def _view(views: Sequence[View], region: Region) -> View:
    return next((view for view in views if view.name == region.view), views[0])


def _letters(view: View, box: Box) -> npt.NDArray[np.float32]:
    crop = crops.cut(view.picture, box, 0)
    return crops.letters(crop, min(box.width, box.height) / 1.4)


def _alike(one: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> bool:
    a, b = one - one.mean(), other - other.mean()
    size = float(np.sqrt(np.square(a).sum() * np.square(b).sum()))
    return size > 0 and float((a * b).sum()) / size >= _ALIKE
