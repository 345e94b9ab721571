"""What the places of text in a frame hold: words as they were read, codes, or the places alone if nobody is to read."""

from __future__ import annotations

from collections.abc import Sequence

from dicom_text_redactor import slants
from dicom_text_redactor.model import Region, View, Word
from dicom_text_redactor.sources import DismissedBecause
from dicom_text_redactor.text.codes import read_codes, unread
from dicom_text_redactor.text.doubts import is_small
from dicom_text_redactor.text.engines import Engines
from dicom_text_redactor.text.reader import read

_AIR = 0.3  # heights of a line that are added to it where nobody looks at its ink: with 0.15 one word in 60 is cut


def content(
    views: Sequence[View], regions: Sequence[Region], engines: Engines, *, timeout_s: float, codes: bool = True
) -> list[Word]:
    """The words of some regions of a frame, in reading order within each, and its codes.

    Where the engines do not read, each region is one word without readings, and a little larger. One that is too low to
    be read gives a word that is dismissed.

    codes: whether codes are looked for also where the detector sees none.

    Raises
    ------
    ReaderFailed, TimedOut
        From a reader.
    """
    lines = [region for region in regions if not region.code and not is_small(region)]
    seen = [region for region in regions if region.code]
    bars = bool(seen) or "detector" in engines.own  # a caller's may know nothing of codes
    found = read_codes(views, bars=bars) if codes or bars else []
    found += unread(seen, found)
    found += (Word.dismissing(region, DismissedBecause.SMALL) for region in regions if is_small(region))
    if not engines.reads:
        return [*(_unasked(region) for region in lines), *found]
    return [*read(views, lines, engines.reader, engines.second_reader, timeout_s=timeout_s), *found]


def _unasked(region: Region) -> Word:
    upright = region.upright
    upright = upright.grown(round(_AIR * min(upright.width, upright.height)))
    box, level = slants.placed(region, upright)
    return Word(region, box, level=level)
