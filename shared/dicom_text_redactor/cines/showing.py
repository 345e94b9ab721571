"""Whether words that were read in one frame of a cine show in another one, however faintly, over what moves there.

What is compared is where the ink was, and no tissue: how much the frame stands out there from what is beside it along
the line. Other words at the same place, though their letters are as high, and tissue alone hardly resemble it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from dicom_text_redactor.model import Box, View, Word
from dicom_text_redactor.text import crops
from dicom_text_redactor.text.tracks import Track, view_of

_SHOWS = 0.17
"""Correlation from which a word shows, lighter or darker than what is behind it.

In 168 drawn cines of moving tissue 2 of 1,300 words that were not there reached it, and 9 in 10 of those that were:
the others could hardly be read there.
"""
_CHANCE = 8.0  # divided by the root of a word's area: what a short word may reach by chance


class Shown:
    """The ink of a line's words, as it was read in one frame, to be looked for in others."""

    def __init__(self, track: Track, words: Iterable[Word]) -> None:
        self._track = track
        self._height = min(track.region.upright.width, track.region.upright.height) / 1.4
        boxes = (_inside(word.box, track.region.box) for word in words)
        self._inks = [(box, ink) for box in boxes if box.area and (ink := self._ink(box)).any()]

    def shows_in(self, views: Sequence[View]) -> bool:
        """Whether any of the words shows in the frame of `views`."""
        picture = view_of(views, self._track.region).picture
        return any(
            _resemble(ink, self._profile(crops.standing_out(picture[box.slices], self._height)))
            for box, ink in self._inks
        )

    def _ink(self, box: Box) -> npt.NDArray[np.float32]:
        whole = self._track.region.box
        crop = np.ascontiguousarray(self._track.crop[box.moved(-whole.left, -whole.top).slices])
        strength = crops.letters(crop, self._height)
        return self._profile(crops.ink_of(strength, Box(0, 0, box.width, box.height)).astype(np.float32))

    def _profile(self, standing_out: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """What stands out of each row of a line, without what all of the row has: other letters are as high."""
        rows = 0 if self._track.region.angle % 180 == 90 else 1
        profile: npt.NDArray[np.float32] = standing_out - standing_out.mean(axis=rows, keepdims=True)
        return profile


def _inside(box: Box, whole: Box) -> Box:
    left, top = max(box.left, whole.left), max(box.top, whole.top)
    return Box.between(left, top, min(box.right, whole.right), min(box.bottom, whole.bottom))


def _resemble(ink: npt.NDArray[np.float32], now: npt.NDArray[np.float32]) -> bool:
    size = float(np.sqrt(np.square(ink).sum() * np.square(now).sum()))
    return size > 0 and abs(float((ink * now).sum())) >= max(_SHOWS, _CHANCE / np.sqrt(ink.size)) * size
