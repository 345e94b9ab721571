"""Panels beside each other, with a heading above and a legend below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from dicom_text_redactor.previews.colours import FAINT, INK, PAPER
from dicom_text_redactor.sources import Colour

_MARGIN = 16
_TEXT, _HEADING = 15, 18  # pixels; fonts
_ROW = 22
_FIELD = 12
_LEAST_WIDTH = 560
_IN_A_ROW = 3
_MOST_ENTRIES = 120


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend: a field of colour (hollow for what was left), a number or nothing, and words."""

    colour: Colour
    number: str
    words: str
    hollow: bool = False


def sheet(heading: str, panels: Sequence[Image.Image], legend: Sequence[Entry]) -> Image.Image:
    """The whole picture."""
    rows = [panels[start : start + _IN_A_ROW] for start in range(0, len(panels), _IN_A_ROW)]
    wide = [sum(panel.width for panel in row) + _MARGIN * (len(row) - 1) for row in rows]
    width = max(_LEAST_WIDTH, *wide) + 2 * _MARGIN
    shown = [*legend[:_MOST_ENTRIES], *_rest(legend)]
    columns = _columns(shown, width - 2 * _MARGIN)
    lines = -(-len(shown) // columns) if shown else 0
    top = _MARGIN + 2 * _HEADING
    height = top + sum(max(panel.height for panel in row) + _MARGIN for row in rows) + lines * _ROW + _MARGIN
    image = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((_MARGIN, _MARGIN + _HEADING // 2), heading, fill=INK, font=_font(_HEADING), anchor="lm")
    for row in rows:
        left = _MARGIN
        for panel in row:
            image.paste(panel, (left, top))
            left += panel.width + _MARGIN
        top += max(panel.height for panel in row) + _MARGIN
    for at, entry in enumerate(shown):
        column, line = divmod(at, lines)
        left = _MARGIN + column * ((width - 2 * _MARGIN) // columns)
        _write(draw, entry, left, top + line * _ROW + _ROW // 2, _digits(shown))
    return image


def _columns(entries: Sequence[Entry], room: int) -> int:
    """How many columns of the legend stand beside each other."""
    widest = max((_font(_TEXT).getlength(entry.words) for entry in entries), default=0.0)
    return max(1, min(len(entries), int(room // (widest + _digits(entries) + _FIELD + 3 * _MARGIN))))


def _digits(entries: Sequence[Entry]) -> float:
    return max((_font(_TEXT).getlength(entry.number) for entry in entries), default=0.0)


def _write(draw: ImageDraw.ImageDraw, entry: Entry, left: int, middle: int, digits: float) -> None:
    field = (left, middle - _FIELD // 2, left + _FIELD - 1, middle + _FIELD // 2 - 1)
    draw.rectangle(field, fill=None if entry.hollow else entry.colour, outline=entry.colour)
    after = left + _FIELD + _MARGIN // 2
    if entry.number:
        draw.text((after + digits, middle), entry.number, fill=INK, font=_font(_TEXT), anchor="rm")
        after += round(digits) + _MARGIN // 2
    draw.text((after, middle), entry.words, fill=FAINT if entry.hollow else INK, font=_font(_TEXT), anchor="lm")


def _rest(legend: Sequence[Entry]) -> list[Entry]:
    more = len(legend) - _MOST_ENTRIES
    return [Entry(FAINT, "", f"and {more} more", hollow=True)] if more > 0 else []


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
