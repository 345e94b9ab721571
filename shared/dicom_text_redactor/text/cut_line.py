"""A line of writing cut out of a picture, upright: where its ink is, what was read there, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import fmean

import numpy as np
import numpy.typing as npt

from dicom_text_redactor import slants
from dicom_text_redactor.model import Box, Picture, Region
from dicom_text_redactor.text import crops, words
from dicom_text_redactor.text.bands import Band, band_of, lines_in
from dicom_text_redactor.text.doubts import LEAST
from dicom_text_redactor.text.recognizer import Glyph

_AIR = 0.8  # how much of its height a region is widened at both ends before it is read
_ABOVE = 0.5  # the same above and below it, where its letters may stick out
_MARGIN = 0.15  # heights of a line beside what is written that the recognizer sees
_HEADROOM = 0.4  # heights of what is written above and below it: letters are read best that take most of the height
_PLAIN = 0.8  # confidence of a line's least sure character from which its quick reading is believed
_CERTAIN = 0.98  # the same, from which it is believed although letters touch or are few
_FEW = 3  # characters; shorter readings are as likely to be anatomy, and read again soon
_TOUCHING = 0.8  # pieces of ink for each character under which letters touch
_GAP = 0.35  # letter heights without ink from which a gap may be a space that was passed over
_FULL = 0.6  # characters for each square of a line's length that a good reading has at least


@dataclass(frozen=True, eq=False)
class CutLine:
    """A line cut out upright, and what was read in it.

    Attributes
    ----------
    region
        The line in the picture, or what was found of it.
    outer
        What was cut out of the picture, with air around the region, in coordinates in which the line runs to the right.
    core
        The region within the crop.
    crop, strength, ink
        Each of shape (rows, columns): the grey values, how much they stand out, and which pixels are ink.
    band
        Where the ink of the line is within the crop.
    glyphs
        What was read, in reading order.
    """

    region: Region
    outer: Box
    core: Box
    crop: Picture
    strength: Picture
    ink: npt.NDArray[np.bool_]
    band: Band
    glyphs: Sequence[Glyph] = ()

    @cached_property
    def clean(self) -> Picture:
        """The crop's letters, dark on white."""
        return crops.dark_on_white(self.strength)

    @property
    def written(self) -> tuple[slice, slice]:
        """The rows and columns of the crop that may be written on; paper beyond costs time, and makes letters small."""
        air = round(_MARGIN * self.core.height)
        first, last = min(self.band.left, self.core.left), max(self.band.right, self.core.right)
        columns = slice(max(0, first - air), last + air)
        room = round(_HEADROOM * (self.band.bottom - self.band.top))
        return slice(max(0, self.band.top - room), self.band.bottom + room), columns

    @cached_property
    def letters(self) -> list[Glyph]:
        """What was read, without spaces."""
        return [glyph for glyph in self.glyphs if glyph.text.strip()]

    @property
    def sureness(self) -> float:
        """The mean confidence of the characters that were read."""
        return fmean(glyph.confidence for glyph in self.letters) if self.letters else 0.0

    @property
    def least_sure(self) -> float:
        """The confidence of the least sure character."""
        return min((glyph.confidence for glyph in self.letters), default=0.0)

    @property
    def fullness(self) -> float:
        """Characters that were read, for each square of the line's length."""
        return len(self.letters) * self.core.height / max(1, self.core.width)

    @property
    def worth(self) -> float:
        """How sure a reading is, and how much of the line it explains: a long line read as one stroke is not read."""
        return self.sureness * min(1.0, self.fullness / _FULL)

    @cached_property
    def plain(self) -> bool:
        """Whether no other reading is worth its time.

        All characters are sure, as many as the ink has pieces, and apart only where spaces were read.

        What a recognizer is sure of and wrong about are characters and spaces that it passes over. Where letters touch,
        their number cannot be seen; then it has to be certain.
        """
        certain, few = self.least_sure >= _CERTAIN, len(self.letters) < _FEW
        if self.least_sure < _PLAIN or (few and not certain):
            return False
        most = len(self.letters)
        least = 0.0 if certain and not few else _TOUCHING * most
        if not least <= words.pieces_of(self.ink, self.band) <= most:
            return False
        inner, spaces = words.gaps_read(self.glyphs, self.ink, self.band)
        widest = max(inner, default=0.0)
        return widest <= _GAP and all(space > widest for space in spaces)


def cut_into_lines(pictures: Mapping[str, Picture], region: Region) -> list[CutLine]:
    """A region cut out, or the lines of which the detector glued it together."""
    picture = pictures[region.view]
    whole = cut_out(picture, region)
    bands = lines_in(whole.ink, whole.core)
    if len(bands) < 2 or whole.core.height < 2 * LEAST:
        return [whole]
    upright = region.upright
    rows = (Box(upright.left, whole.outer.top + top, upright.width, bottom - top) for top, bottom in bands)
    return [cut_out(picture, _placed(region, row)) for row in rows]


def _placed(region: Region, upright: Box) -> Region:
    """A part of a region, in coordinates in which its line runs to the right."""
    box, level = slants.placed(region, upright)
    return replace(region, box=box, level=level)


def other_turns(pictures: Mapping[str, Picture], line: CutLine) -> Iterator[CutLine]:
    """The same region cut out for the other ways in which its line may run."""
    region = line.region
    if region.level is not None:
        upside_down = Box(-region.level.right, -region.level.bottom, region.level.width, region.level.height)
        yield cut_out(pictures[region.view], replace(region, angle=(region.angle + 180) % 360, level=upside_down))
        return
    for angle in sorted({0, 90, 270} - {region.angle}, reverse=True):
        yield cut_out(pictures[region.view], replace(region, angle=angle))


def cut_out(picture: Picture, region: Region) -> CutLine:
    """A region with some air around it, turned by its angle, in which nothing was read yet."""
    upright = region.upright
    air = round(_AIR * min(upright.width, upright.height))
    crop, outer = crops.cut(picture, upright.grown(air, round(_ABOVE * upright.height)), region.angle)
    core = upright.moved(-outer.left, -outer.top).within(*crop.shape[:2])
    strength = crops.letters(crop, core.height / 1.4)
    ink = crops.ink_of(strength, core)
    return CutLine(region, outer, core, crop, strength, ink, band_of(ink, core))
