"""Letters out of Python packages: the ink of a word, in fonts of Pillow's, OpenCV's and matplotlib's."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

Font = Literal[
    "outline", "stroke", "stroke-serif", "sans", "sans-bold", "mono", "mono-bold", "serif", "serif-bold", "book"
]
"""`outline` is Pillow's own font, the strokes are OpenCV's, all others come with matplotlib."""

Cover = npt.NDArray[np.float32]
"""How far ink covers each pixel, 0 to 1, shape (rows, columns)."""

_STROKES = {"stroke": cv2.FONT_HERSHEY_SIMPLEX, "stroke-serif": cv2.FONT_HERSHEY_COMPLEX}
_FILES = {
    "sans": "DejaVuSans",
    "sans-bold": "DejaVuSans-Bold",
    "mono": "DejaVuSansMono",
    "mono-bold": "DejaVuSansMono-Bold",
    "serif": "DejaVuSerif",
    "serif-bold": "DejaVuSerif-Bold",
    "book": "STIXGeneral",
}


@cache
def cover(text: str, size: int, font: Font) -> Cover:
    """A word's ink on a tile whose height depends on the font's size only, so that words share a base line."""
    return _stroke(text, size, _STROKES[font]) if font in _STROKES else _outline(text, size, _load(font, size))


def written(text: str, font: Font) -> str:
    """The word in letters that the font has: only matplotlib's have accents for sure."""
    if font in _FILES:
        return text
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")


def smallest(font: Font) -> int:
    """The height of the font, in pixels, below which people cannot read it any more."""
    return 14 if font in _STROKES else 10


@cache
def _load(font: Font, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    if font == "outline":
        return ImageFont.load_default(size)
    import matplotlib

    return ImageFont.truetype(str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / f"{_FILES[font]}.ttf"), size)


def _outline(text: str, size: int, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> Cover:
    left, _, right, _ = font.getbbox(text)
    tile = Image.new("L", (round(right - left) + 2, round(1.3 * size) + 2))
    ImageDraw.Draw(tile).text((1 - left, 1), text, fill=255, font=font)
    return np.asarray(tile, np.float32) / np.float32(255)


def _stroke(text: str, size: int, face: int) -> Cover:
    thick = max(1, round(size / 14))
    scale = size / 30
    (width, height), below = cv2.getTextSize(text, face, scale, thick)
    tile = np.zeros((height + below + 2 * thick, width + 2 * thick), np.uint8)
    cv2.putText(tile, text, (thick, height + thick), face, scale, 255, thick, cv2.LINE_AA)
    return tile.astype(np.float32) / np.float32(255)
