"""Telling text from anatomy that the detector took for text.

Bones, catheters and round phantoms look like letters to a detector that was made to miss none. What it
is hardly sure of and no reader can read, and shapes far larger than writing that read as a letter at
most, are no text. Measured on images with known text: writing of two letters or more is found with a
score of 0.7 or more, and read with a confidence of 0.5 or more when it is weaker than that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

from dicom_text_redactor.model import Region, Word, by_region
from dicom_text_redactor.sources import DismissedBecause

LEAST = 6
"""Pixels across a line's box, at the least: it is half again as high as its letters, and none of 4 can be read."""

_WEAK = 0.65
_UNREAD = 0.55
_LARGE = 0.15  # share of the picture's shorter side: higher than any line of writing beside a picture
_TALL = 0.06
_WRITING = 40  # pixels; in a small picture the box of ordinary writing takes a larger share
_UNREADABLE = 0.35
_SURE = 0.8
_ILLEGIBLE = 0.4
_SMALL_TALL = 0.05  # `_TALL`, `_WRITING` and `_UNREADABLE` for what is compact: a line of writing is longer
_SMALL_WRITING = 30
_SMALL_UNREADABLE = 0.5
_NO_SMALL = 0.04  # share of the picture's shorter side from which a compact shape is no small letter
_CLEAR = 0.87
_LINE = 2.5  # times its height that a line is long at the least
_FEW = 3  # letters
_MANY = 40  # specks of a frame, at the least, that make a texture
_WORD = 4  # times its height that a speck is not long: words of some letters are


def is_hopeless(region: Region, sureness: float, letters: int, shape: tuple[int, ...]) -> bool:
    """Whether no other reading will find text in a region, in which one found some letters with that sureness.

    The picture has that shape (rows, columns), and the sureness is the mean confidence of the letters, 0 to 1. Of 162
    weakly found places without text 130 are hopeless at once; of 52 with text two that hold a letter.
    """
    if region.score < _WEAK and sureness < _ILLEGIBLE:
        return True
    return _share(region, shape) > _LARGE and sureness < _UNREAD and letters < _FEW


def is_text(region: Region, words: Sequence[Word], shape: tuple[int, ...]) -> bool:
    """Whether a region of a picture of that shape (rows, columns) holds text, after `words` were read in it."""
    height = min(region.box.width, region.box.height)
    share = _share(region, shape)
    sureness, letters = _reading(words)
    if height < LEAST:
        return False
    if region.score < _WEAK and sureness < _UNREAD:
        return False
    if share > _LARGE and (sureness < _SURE or letters < _FEW):
        return False
    if share > _TALL and height > _WRITING and sureness < _UNREADABLE and letters <= _FEW:
        return False
    if max(region.box.width, region.box.height) >= _LINE * height:
        return True
    # Writing as large as that is found with more, and read with more, unless it is a line of it.
    if share > _SMALL_TALL and height > _SMALL_WRITING and sureness < _SMALL_UNREADABLE and letters <= 2:
        return False
    return not (share > _NO_SMALL and region.score < _CLEAR and letters <= 1 and sureness < _SURE)


def without_texture(words: Sequence[Word]) -> list[Word]:
    """The words of a frame; specks are dismissed if most of what was found in it are: small, faint, and hardly read.

    Noise that a narrow window brings out is taken for single letters all over the tissue. Of 216 images with known text
    two show that, with 102 and 309 specks; of the others none has more than 18, where some are letters of text. A page
    of faint writing has more lines that are longer.
    """
    lines = by_region(words)
    specks = {region for region, some in lines.items() if _is_speck(region, *_reading(some))}
    if len(specks) < _MANY or 2 * len(specks) < len(lines):
        return list(words)
    return [word if word.region not in specks else _as_texture(word) for word in words]


def _as_texture(word: Word) -> Word:
    return replace(word, readings=(), dismissed=DismissedBecause.TEXTURE)


def _is_speck(region: Region, sureness: float, letters: int) -> bool:
    low, long = sorted((region.box.width, region.box.height))
    return region.score < _CLEAR and long < _WORD * low and (sureness < _SURE or letters < _FEW)


def _reading(words: Sequence[Word]) -> tuple[float, int]:
    """The mean confidence of the words of a line that were read, and how many letters they have."""
    read = [word for word in words if word.text]
    return fmean(word.confidence for word in read) if read else 0.0, sum(len(word.text) for word in read)


def _share(region: Region, shape: tuple[int, ...]) -> float:
    """The height of a line as a share of the picture's shorter side."""
    return min(region.box.width, region.box.height) / min(shape[:2])
