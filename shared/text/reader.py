"""Reading the regions of a picture: every word with its box and with what each reader made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
import numpy.typing as npt

from shared.model import Box, Picture, Reading, Region, View, Word
from shared.text import crops, recognizer, tesseract, words
from shared.text.bands import lines_in
from shared.text.doubts import LEAST, is_text
from shared.text.models import threads
from shared.text.recognizer import Glyph
from shared.text.tesseract import Token
from shared.text.views import COLOUR

_AIR = 0.45  # how much of its height a region is widened at both ends before it is read
_MARGIN = 0.15  # heights of a line around what is written that the recognizer sees
_FAIR = 0.8  # mean confidence under which a line is looked at another way
_GOOD = 0.97  # mean confidence under which a line of a coloured picture is read in the other view as well
_CERTAIN = 0.95  # confidence of a line's least sure character from which no second reader need look at it
_FULL = 0.6  # characters for each square of a line's length that a good reading has at least
_EMPTY = 0.25  # the same under which nothing was read, only strokes
_TALL = 3.0  # a region this much taller than wide is surely no upright character


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """A region cut out upright: the crop's place, the crop, the cleaned crop, its ink and what was read."""

    region: Region
    outer: Box
    core: Box
    crop: Picture
    clean: Picture
    ink: npt.NDArray[np.bool_]
    glyphs: Sequence[Glyph]


def read(views: Sequence[View], regions: Sequence[Region], *, timeout_s: float) -> list[Word]:
    """The words of `regions`, each read in the view in which it was seen best, in reading order within each region.

    A region that no reader can read gives one word without readings; one that is no text after all
    gives none. The words' regions carry the angle at which the line was read.

    Raises
    ------
    ReaderFailed, TimedOut
        From Tesseract.
    """
    pictures = {view.name: view.picture for view in views}
    with ThreadPoolExecutor(threads()) as cutters:
        upright = list(chain.from_iterable(cutters.map(lambda region: _cut_into_lines(pictures, region), regions)))
    first = _read_all(upright)
    # What the recognizer is sure of needs no second reader; Tesseract reads the rest while that is read another way.
    with ThreadPoolExecutor(1) as aside:
        second = aside.submit(_second_readings, first, timeout_s)
        lines = _best_turn(pictures, first)
        tokens = second.result()
    turned = [i for i, line in enumerate(lines) if line.clean is not first[i].clean]
    again = _second_readings([lines[i] for i in turned], timeout_s)
    for i, some in zip(turned, again, strict=True):
        tokens[i] = some
    result = []
    for line, some in zip(lines, tokens, strict=True):
        read_here = _words(line, some)
        if is_text(line.region, read_here, pictures[line.region.view].shape):
            result += read_here
    return result


def _cut_into_lines(pictures: Mapping[str, Picture], region: Region) -> list[_Line]:
    """A region cut out, or the lines of which the detector glued it together."""
    picture, box = pictures[region.view], region.box
    level = _cut_out(picture, replace(region, angle=0))
    bands = lines_in(level.ink, level.core)
    if len(bands) < 2 or box.height < 2 * LEAST:
        return [replace(level, region=region) if region.angle == 0 else _cut_out(picture, region)]
    return [
        _cut_out(picture, replace(region, box=Box(box.left, level.outer.top + top, box.width, bottom - top), angle=0))
        for top, bottom in bands
    ]


def _second_readings(lines: Sequence[_Line], timeout_s: float) -> list[list[Token]]:
    """What Tesseract reads in the lines of which some character is unsure; nothing in the others."""
    tokens: list[list[Token]] = [[] for _ in lines]
    unsure = [i for i, line in enumerate(lines) if _least_sure(line.glyphs) < _CERTAIN]
    found = tesseract.read_lines([lines[i].clean for i in unsure], timeout_s=timeout_s)
    for i, some in zip(unsure, found, strict=True):
        tokens[i] = some
    return tokens


def _best_turn(pictures: Mapping[str, Picture], upright: Sequence[_Line]) -> list[_Line]:
    """Every line at the angle, and in the picture (as it is, cleaned, or in another view), in which it reads best.

    upright: the lines as they were read first.
    """
    fullest = next(iter(pictures))
    lines = list(upright)
    others: list[tuple[int, _Line]] = []
    for i, line in enumerate(lines):
        picture = pictures[line.region.view]
        if line.region.angle:
            others.append((i, _cut_out(picture, replace(line.region, angle=270))))
            if line.region.box.height < _TALL * line.region.box.width:
                others.append((i, _cut_out(picture, replace(line.region, angle=0))))
        sureness = _sureness(line.glyphs)
        if sureness < _FAIR:
            others.append((i, replace(line, crop=line.clean)))
        if sureness < _GOOD and COLOUR in pictures:
            view = COLOUR if line.region.view != COLOUR else fullest
            others.append((i, _cut_out(pictures[view], replace(line.region, view=view))))
    for (i, _), line in zip(others, _read_all([line for _, line in others]), strict=True):
        if _worth(line) > _worth(lines[i]):
            lines[i] = line
    return lines


def _cut_out(picture: Picture, region: Region) -> _Line:
    air = round(_AIR * min(region.box.width, region.box.height))
    across, down = (air, air // 3) if region.angle in (0, 180) else (air // 3, air)
    outer = region.box.grown(across, down).within(*picture.shape)
    crop = crops.cut(picture, outer, region.angle)
    core = _inner(region.box, outer, region.angle)
    strength = crops.letters(crop, core.height / 1.4)
    return _Line(region, outer, core, crop, crops.dark_on_white(strength), crops.ink_of(strength, core), ())


def _inner(box: Box, outer: Box, angle: int) -> Box:
    """Where `box` lies in the upright crop of `outer`."""
    if angle == 90:
        return Box(outer.bottom - box.bottom, box.left - outer.left, box.height, box.width)
    if angle == 180:
        return Box(outer.right - box.right, outer.bottom - box.bottom, box.width, box.height)
    if angle == 270:
        return Box(box.top - outer.top, outer.right - box.right, box.height, box.width)
    return Box(box.left - outer.left, box.top - outer.top, box.width, box.height)


def _read_all(lines: Sequence[_Line]) -> list[_Line]:
    written = [_written(line) for line in lines]
    read = recognizer.read_lines([line.crop[:, part] for line, part in zip(lines, written, strict=True)])
    return [
        replace(line, glyphs=tuple(_placed(glyph, part, line.crop.shape[1]) for glyph in glyphs))
        for line, part, glyphs in zip(lines, written, read, strict=True)
    ]


def _written(line: _Line) -> slice:
    """The columns of a crop from the first to the last that may be written on; paper beyond them only costs time."""
    air = round(_MARGIN * line.core.height)
    inked = np.flatnonzero(line.ink.any(axis=0))
    first, last = (int(inked[0]), int(inked[-1])) if len(inked) else (line.core.left, line.core.right)
    return slice(max(0, min(first, line.core.left) - air), max(last, line.core.right) + air)


def _placed(glyph: Glyph, part: slice, width: int) -> Glyph:
    """A character that was read in some columns of a crop of that width, placed in all of it."""
    start, stop = part.start, min(part.stop, width)
    return replace(glyph, place=(start + glyph.place * (stop - start)) / width)


def _sureness(glyphs: Sequence[Glyph]) -> float:
    seen = [glyph.confidence for glyph in glyphs if glyph.text.strip()]
    return float(np.mean(seen)) if seen else 0.0


def _least_sure(glyphs: Sequence[Glyph]) -> float:
    return min((glyph.confidence for glyph in glyphs if glyph.text.strip()), default=0.0)


def _worth(line: _Line) -> float:
    """How sure a reading is, and how much of the line it explains: a long line read as one stroke is not read."""
    return _sureness(line.glyphs) * min(1.0, _fullness(line) / _FULL)


def _fullness(line: _Line) -> float:
    """Characters that were read, for each square of the line's length."""
    count = sum(bool(glyph.text.strip()) for glyph in line.glyphs)
    return count * line.core.height / max(1, line.core.width)


def _words(line: _Line, tokens: Sequence[Token]) -> list[Word]:
    band = words.band_of(line.ink, line.core)
    pieces = words.split(line.glyphs, line.ink, band)
    if not pieces or _fullness(line) < _EMPTY:
        whole = line.core if pieces else Box.between(band.left, band.top, band.right, band.bottom)
        pieces = [words.Piece(whole, "", 0.0)]
    width = line.crop.shape[1]
    result = []
    for piece in pieces:
        readings = [Reading("ppocr", piece.text, piece.confidence)] if piece.text else []
        second = _tokens_in(tokens, piece.box.left / width, piece.box.right / width)
        if second:
            text = "".join(token.text for token in second)
            readings.append(Reading("tesseract", text, min(token.confidence for token in second)))
        box = crops.box_in_picture(piece.box, line.outer, line.region.angle)
        result.append(Word(line.region, box, tuple(readings), piece.apart or bool(second)))
    return result


def _tokens_in(tokens: Sequence[Token], start: float, end: float) -> list[Token]:
    """Tesseract's words in one word's stretch of the line; one that runs over several words belongs to none."""
    return [
        token
        for token in tokens
        if start <= (token.start + token.end) / 2 <= end and token.end - token.start <= 1.3 * (end - start) + 0.02
    ]
