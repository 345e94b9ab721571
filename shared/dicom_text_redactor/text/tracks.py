"""Text that stands still over the frames of a cine is found and read once, and followed by its ink.

In each further frame the picture around a known line is compared with what was read there: where the
letters are the same, the line counts as seen, whether or not the detector would have found it again
over that frame's background. What the detector finds beyond that is new, and is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dicom_text_redactor.model import Box, Picture, Region, View, Word
from dicom_text_redactor.text import crops
from dicom_text_redactor.text.accounts import goes_on
from dicom_text_redactor.text.changes import is_alike

_ALIKE = 0.8  # correlation of two crops' letters from which they say the same
_PART = 3  # heights of a line; parts of this length are compared on their own
_PART_ALIKE = 0.3  # correlation under which a part says something else
_INK = 0.25  # share of the average part's ink from which a part holds letters
_COVERED = 0.6  # share of a found box under known lines from which it is nothing new


@dataclass(eq=False)
class Track:
    """The words of one line, and the frames (0-based) in which it was seen; `crop` is what was read."""

    region: Region
    words: tuple[Word, ...]
    crop: Picture
    frames: set[int] = field(default_factory=set)

    @property
    def dismissed(self) -> bool:
        """Whether what was found is taken for no text: it accounts for nothing, and nobody follows it."""
        return all(word.dismissed for word in self.words)

    @cached_property
    def letters(self) -> npt.NDArray[np.float32]:
        """How much each pixel of the crop stands out as ink; only a cine asks."""
        return _letters(self.crop, self.region.box)


def start(region: Region, words: Sequence[Word], views: Sequence[View]) -> Track:
    """A new track of a line that was just read in one frame."""
    return Track(region, tuple(words), view_of(views, region).picture[region.box.slices].copy(), {views[0].frame})


def follow(tracks: Sequence[Track], views: Sequence[View]) -> list[Track]:
    """Those tracks whose letters stand unchanged in the frame that `views` show; they note the frame."""
    seen = []
    for track in tracks:
        if _stands_in(track, view_of(views, track.region)):
            track.frames.add(views[0].frame)
            seen.append(track)
    return seen


def same_line(one: Region, shown: Sequence[View], other: Region, shown_then: Sequence[View]) -> bool:
    """Whether what stands at `one` in the frame of `shown` stands unchanged at `other` in the frame of `shown_then`."""
    if one.box.overlap(other.box) < _COVERED * max(one.box.area, other.box.area):
        return False
    crops_then = (view_of(views, one).picture[one.box.slices] for views in (shown, shown_then))
    return _alike(*(_letters(crop, one.box) for crop in crops_then))


def repeat(tracks: Sequence[Track], before: int, frame: int) -> None:
    """Note that a frame shows exactly what the frame `before` showed."""
    for track in tracks:
        if before in track.frames:
            track.frames.add(frame)


def is_piece(track: Track, others: Iterable[Track]) -> bool:
    """Whether a line is a piece of another one that stands there: what it says is a part of what that one says."""
    text = _text(track)
    return bool(text) and any(
        other is not track
        and track.region.box.area < other.region.box.area
        and _share(track.region.box, [other]) >= _COVERED
        and track.frames <= other.frames
        and text in _text(other)
        for other in others
    )


def _text(track: Track) -> str:
    return "".join(word.text for word in track.words)


def unseen(regions: Sequence[Region], seen: Sequence[Track]) -> list[Region]:
    """Those regions that known lines do not account for, or of which a part goes on where they end."""
    known = [track.region.box for track in seen]
    return [region for region in regions if _share(region.box, seen) < _COVERED or goes_on(region, known)]


def _share(box: Box, seen: Sequence[Track]) -> float:
    return max((box.overlap(track.region.box) / max(1, box.area) for track in seen), default=0.0)


def view_of(views: Sequence[View], region: Region) -> View:
    """The view in which a region was seen, or the fullest one if the frame has none like it."""
    return next((view for view in views if view.name == region.view), views[0])


def _letters(crop: Picture, box: Box) -> npt.NDArray[np.float32]:
    return crops.letters(np.ascontiguousarray(crop), min(box.width, box.height) / 1.4).astype(np.float32)


def _stands_in(track: Track, view: View) -> bool:
    """Whether a view shows a track's letters; where it shows what it showed when they were read, that is plain."""
    now = view.picture[track.region.box.slices]
    return (is_alike(track.crop, now) and bool(track.letters.any())) or _alike(
        track.letters, _letters(now, track.region.box)
    )


def _alike(one: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> bool:
    """Whether two crops' letters say the same, on the whole and in each part: one word of many may be another."""
    if _correlation(one, other) < _ALIKE:
        return False
    if one.shape[1] < one.shape[0]:
        one, other = one.T, other.T
    parts = max(1, one.shape[1] // max(1, _PART * one.shape[0]))
    some, others = np.array_split(one, parts, axis=1), np.array_split(other, parts, axis=1)
    ink = [float(np.square(part).sum()) for part in some]
    return all(
        _correlation(a, b) >= _PART_ALIKE
        for a, b, own in zip(some, others, ink, strict=True)
        if own * parts > _INK * sum(ink)
    )


def _correlation(one: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> float:
    a, b = one - one.mean(), other - other.mean()
    size = float(np.sqrt(np.square(a).sum() * np.square(b).sum()))
    return float((a * b).sum()) / size if size > 0 else 0.0
