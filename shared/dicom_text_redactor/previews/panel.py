"""One frame with outlines and numbers on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from dicom_text_redactor.model import Box, Picture
from dicom_text_redactor.previews.colours import DARK, FAINT
from dicom_text_redactor.sources import Colour

_TAG = 15  # pixels; the font of numbers
_CAPTION = 15
_DASH, _GAP = 6, 4
_EDGE = 5  # pixels around the frame, for outlines of boxes that touch its edge


@dataclass(frozen=True, slots=True)
class Outline:
    """A box of the frame, in its pixels, and how it is drawn.

    `number` stands beside it if there is one; a `thin` line is for what was left, a `dashed` one for
    what lies in an overlay.
    """

    box: Box
    colour: Colour
    number: str = ""
    thin: bool = False
    dashed: bool = False


def panel(picture: Picture, outlines: Sequence[Outline], *, least: int, most: int, caption: str = "") -> Image.Image:
    """The frame (shape (rows, columns, 3)), enlarged or made smaller, with outlines around its boxes.

    least, most: the length of the longer side in pixels, as far as whole steps of enlarging allow.
    """
    image, scale = _scaled(picture, least, most)
    room = 2 * _CAPTION if caption else 0
    sheet = Image.new("RGB", (image.width + 2 * _EDGE, image.height + room + 2 * _EDGE), DARK)
    sheet.paste(image, (_EDGE, room + _EDGE))
    draw = ImageDraw.Draw(sheet)
    if caption:
        draw.text((_EDGE, _CAPTION + 1), caption, fill=FAINT, font=ImageFont.load_default(_CAPTION), anchor="lm")
    places = [_placed(outline.box, scale, room) for outline in outlines]
    for outline, place in zip(outlines, places, strict=True):
        _frame(draw, place, outline)
    taken: list[Box] = []
    for outline, place in zip(outlines, places, strict=True):
        if outline.number:
            taken.append(_tag(draw, outline, place, [*places, *taken], sheet.size, room))
    return sheet


def _scaled(picture: Picture, least: int, most: int) -> tuple[Image.Image, tuple[float, float]]:
    image = Image.fromarray(np.ascontiguousarray(picture))
    longest = max(image.size)
    if longest > most:
        size = tuple(max(1, round(side * most / longest)) for side in image.size)
        smaller = image.resize((size[0], size[1]), Image.Resampling.LANCZOS)
        return smaller, (smaller.width / image.width, smaller.height / image.height)
    times = max(1, min(-(-least // longest), most // longest))
    return image.resize((image.width * times, image.height * times), Image.Resampling.NEAREST), (times, times)


def _placed(box: Box, scale: tuple[float, float], room: int) -> Box:
    return Box.between(
        int(box.left * scale[0]) + _EDGE,
        int(box.top * scale[1]) + _EDGE + room,
        max(round(box.right * scale[0]), int(box.left * scale[0]) + 2) + _EDGE,
        max(round(box.bottom * scale[1]), int(box.top * scale[1]) + 2) + _EDGE + room,
    )


def _frame(draw: ImageDraw.ImageDraw, place: Box, outline: Outline) -> None:
    """A line just outside the box, so that it covers nothing of it, between dark ones that set it off."""
    wide = 1 if outline.thin else 2
    _rectangle(draw, place.grown(wide + 1), DARK, 1)
    if outline.dashed:
        _dashes(draw, place.grown(wide), outline.colour, wide)
    else:
        _rectangle(draw, place.grown(wide), outline.colour, wide)


def _rectangle(draw: ImageDraw.ImageDraw, box: Box, colour: Colour, wide: int) -> None:
    draw.rectangle((box.left, box.top, box.right - 1, box.bottom - 1), outline=colour, width=wide)


def _dashes(draw: ImageDraw.ImageDraw, box: Box, colour: Colour, wide: int) -> None:
    for left in range(box.left, box.right, _DASH + _GAP):
        for top in (box.top, box.bottom - wide):
            draw.rectangle((left, top, min(left + _DASH, box.right) - 1, top + wide - 1), fill=colour)
    for top in range(box.top, box.bottom, _DASH + _GAP):
        for left in (box.left, box.right - wide):
            draw.rectangle((left, top, left + wide - 1, min(top + _DASH, box.bottom) - 1), fill=colour)


def _tag(
    draw: ImageDraw.ImageDraw, outline: Outline, place: Box, taken: Sequence[Box], size: tuple[int, int], room: int
) -> Box:
    """The number in a filled field beside its box, where it hides least of the others."""
    font = ImageFont.load_default(_TAG)
    width, height = round(font.getlength(outline.number)) + 8, _TAG + 4
    corners = [
        (place.left - 2, place.top - height - 2),
        (place.left - 2, place.bottom + 2),
        (place.right + 2, place.top - 2),
        (place.left - width - 2, place.top - 2),
        (place.right - width + 2, place.top - height - 2),
        (place.right - width + 2, place.bottom + 2),
    ]
    fields = [_inside(Box(left, top, width, height), size, room) for left, top in corners]
    best = min(fields, key=lambda field: sum(field.overlap(other) for other in taken))
    draw.rectangle((best.left, best.top, best.right - 1, best.bottom - 1), fill=outline.colour, outline=DARK)
    draw.text((best.left + width / 2, best.top + height / 2), outline.number, fill=DARK, font=font, anchor="mm")
    return best


def _inside(box: Box, size: tuple[int, int], room: int) -> Box:
    """The box moved to where all of it can be seen, below the caption."""
    left = max(0, min(box.left, size[0] - box.width))
    return Box(left, max(room, min(box.top, size[1] - box.height)), box.width, box.height)
