"""Cutting a region out of a picture and making it easy to read: upright, dark letters on white, no background.

Where something is in the picture says `slants.in_picture`.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from dicom_text_redactor import slants
from dicom_text_redactor.model import Box, Picture, turned

_LONG = 1.6  # heights of a line's box; no letter has a stroke that is longer
_HIGH = 1.4  # heights of a line's box; letters are lower, though a box may be too low for them
_LEVELS = np.arange(256, dtype=np.float32)
_TURNS: dict[float, int] = {
    0: 0,
    90: 3,
    180: 2,
    270: 1,
}  # quarter turns, counter-clockwise, that bring the line upright


def cut(picture: Picture, upright: Box, angle: float) -> tuple[Picture, Box]:
    """What a line shows that runs at `angle` degrees, cut out so that it runs to the right.

    upright: the line in coordinates in which it runs to the right. The second that comes back is what of it was cut:
    where a quarter turn is all, no more than the picture has.
    """
    if angle not in _TURNS:
        return slants.cut(picture, upright, angle), upright
    inside = slants.in_picture(upright, angle).within(*picture.shape[:2])
    return np.ascontiguousarray(np.rot90(picture[inside.slices], _TURNS[angle])), turned(inside, angle)


def letters(crop: Picture, letter_height: float) -> Picture:
    """How much each pixel of an upright crop stands out as ink, in grey levels.

    The background is a median about one letter height wide, which no stroke survives; what is left
    is taken with the sign on which more of it stands out. Where the paper ends beside a letter (text in
    a dark box on bright tissue), the median is the tissue's; there a top-hat of half that width, which
    a stroke between two strips of paper passes, sees the letter.
    """
    paper = _paper(crop, letter_height)
    bright, dark = cv2.subtract(crop, paper), cv2.subtract(paper, crop)
    light = cv2.norm(bright, cv2.NORM_L2SQR) >= cv2.norm(dark, cv2.NORM_L2SQR)
    stroke = np.ones((max(3, round(0.5 * letter_height)) | 1,) * 2, np.uint8)
    hat = cv2.morphologyEx(crop, cv2.MORPH_TOPHAT if light else cv2.MORPH_BLACKHAT, stroke)
    strong = np.asarray(bright if light else dark, np.uint8)
    elsewhere = np.abs(_LEVELS - _percentile(paper, 50)) > 0.5 * _percentile(strong, 96)
    strength: Picture = np.where(elsewhere[paper], cv2.max(strong, hat), strong)
    return strength


def standing_out(crop: Picture, letter_height: float) -> npt.NDArray[np.float32]:
    """How much each pixel of an upright crop is lighter (more than 0) or darker than what is behind its letters."""
    return np.subtract(crop, _paper(crop, letter_height), dtype=np.float32)


def dark_on_white(strength: Picture) -> Picture:
    """Letters as `letters` gives them, as a picture of dark ink on white paper of full contrast."""
    top = _percentile(strength, 99) if strength.size else 0.0
    scaled = _LEVELS * np.float32(255 / max(top, 8.0))
    picture: Picture = (255 - np.clip(scaled, 0, 255)).astype(np.uint8)[strength]
    return picture


def ink_of(strength: Picture, core: Box) -> npt.NDArray[np.bool_]:
    """Which pixels are ink: those that stand out at least half as much as the letters in `core` do.

    Otsu's threshold tells letters from paper where the paper is quiet; where it is not, it falls into
    the paper's noise, and the level of the letters themselves decides.
    """
    rows, columns = core.slices
    inside = strength[rows, columns]
    top = _percentile(inside, 96) if inside.size else 0.0
    if top < 3:
        return np.zeros(strength.shape, bool)
    scaled = np.clip(_LEVELS * np.float32(255 / top), 0, 255).astype(np.uint8)
    otsu, _ = cv2.threshold(scaled[inside], 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return _strokes(strength > int(max(0.35, 0.75 * otsu / 255) * top), core)


def _paper(crop: Picture, letter_height: float) -> Picture:
    window = max(3, round(letter_height)) | 1
    return np.asarray(cv2.medianBlur(np.ascontiguousarray(crop), min(window, 255)), np.uint8)


def _percentile(levels: Picture, percent: float) -> float:
    """As numpy's, which sorts; grey levels are counted in a fraction of the time."""
    sums = np.cumsum(np.bincount(levels.ravel(), minlength=len(_LEVELS)))
    rank = percent / 100 * (levels.size - 1)
    low, high = np.searchsorted(sums, (int(rank), int(np.ceil(rank))), side="right")
    return float(low + (high - low) * (rank - int(rank)))


def _strokes(ink: npt.NDArray[np.bool_], core: Box) -> npt.NDArray[np.bool_]:
    """`ink` without what no stroke of a letter is: runs longer than letters are wide, or higher than their line.

    These are edges of dark boxes, underlines, and the bright gaps between words that each have a box of their own.
    """
    pixels = ink.astype(np.uint8)
    across = np.ones((1, max(9, round(_LONG * core.height)) | 1), np.uint8)
    down = np.ones((max(9, round(_HIGH * core.height)) | 1, 1), np.uint8)
    runs = [cv2.morphologyEx(pixels, cv2.MORPH_OPEN, line) for line in (across, down)]
    strokes: npt.NDArray[np.bool_] = ink & (runs[0] == 0) & (runs[1] == 0)
    return strokes
