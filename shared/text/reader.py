"""Reading the regions of a picture: every word with its box and with what each reader made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import fmean

import numpy as np
import numpy.typing as npt

from shared.model import Box, Picture, Reading, Region, View, Word
from shared.text import crops, recognizer, tesseract, words
from shared.text.bands import lines_in
from shared.text.doubts import LEAST, is_hopeless, is_text
from shared.text.recognizer import Glyph
from shared.text.tesseract import Token
from shared.text.words import Band

_AIR = 0.45  # how much of its height a region is widened at both ends before it is read
_MARGIN = 0.15  # heights of a line beside what is written that the recognizer sees
_HEADROOM = 0.4  # heights of what is written above and below it: letters are read best that take most of the height
_FAIR = 0.8  # mean confidence under which a line is looked at another way
_GOOD = 0.97  # mean confidence under which a line is read in the other views as well
_CERTAIN = 0.95  # confidence of a line's least sure character from which no second reader need look at it
_PLAIN = 0.8  # the same from which the quick reading of a line is believed
_FEW = 3  # characters; shorter readings are as likely to be anatomy, and read again soon
_PIECES = {'"': 2, "%": 2}  # of ink, side by side, that are one character
_TOUCHING = 0.8  # pieces of ink for each character under which letters touch
_GAP = 0.35  # letter heights without ink from which a gap may be a space that was passed over
_WIDER = 1.1  # times the widest gap within a word that each space is wide
_FULL = 0.6  # characters for each square of a line's length that a good reading has at least
_EMPTY = 0.25  # the same under which nothing was read, only strokes
_TALL = 3.0  # a region this much taller than wide is surely no upright character


@dataclass(frozen=True, eq=False)
class _Line:
    """A region cut out upright: the crop's place, the crop, how it stands out, its ink and where, and what was read.

    Of what is `plain` to read no other reading is worth its time.
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
        """Whether all characters are sure, as many as the ink has pieces, and apart where spaces were read only.

        What a recognizer is sure of and wrong about are characters and spaces that it passes over. Where letters touch,
        their number cannot be seen.
        """
        if len(self.letters) < _FEW or self.least_sure < _PLAIN:
            return False
        most = sum(_PIECES.get(glyph.text, 1) for glyph in self.letters)
        if not _TOUCHING * most <= words.pieces_of(self.ink, self.band) <= most:
            return False
        inner, spaces = words.gaps_read(self.glyphs, self.ink, self.band)
        widest = max(inner, default=0.0)
        return widest <= _GAP and all(space > _WIDER * widest for space in spaces)


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
    shape = views[0].picture.shape
    cut = (line for region in regions for line in _cut_into_lines(pictures, region))
    first = _hopeful(_read_carefully(_hopeful(_turned_upright(pictures, cut), shape)), shape)
    # What the recognizer is sure of needs no second reader; Tesseract reads the rest while that is read another way.
    with ThreadPoolExecutor(1) as aside:
        second = aside.submit(_second_readings, first, timeout_s)
        lines = _best_way(pictures, first)
        tokens = second.result()
    changed = [i for i, line in enumerate(lines) if line.strength is not first[i].strength]
    again = _second_readings([lines[i] for i in changed], timeout_s)
    for i, some in zip(changed, again, strict=True):
        tokens[i] = some
    result = []
    for line, some in zip(lines, tokens, strict=True):
        read_here = _words(line, some)
        if is_text(line.region, read_here, shape):
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
    unsure = [i for i, line in enumerate(lines) if line.least_sure < _CERTAIN]
    found = tesseract.read_lines([lines[i].clean for i in unsure], timeout_s=timeout_s)
    for i, some in zip(unsure, found, strict=True):
        tokens[i] = some
    return tokens


def _hopeful(lines: Sequence[_Line], shape: tuple[int, ...]) -> list[_Line]:
    return [line for line in lines if not is_hopeless(line.region, line.sureness, len(line.letters), shape)]


def _turned_upright(pictures: Mapping[str, Picture], lines: Iterable[_Line]) -> list[_Line]:
    """Every line as the quick recognizer reads it, while the next ones are cut, at the angle at which it reads best."""
    first = _read_by(lines, quick=True)
    others = [
        (i, other)
        for i, line in enumerate(first)
        if line.region.angle and not line.plain
        for other in _other_turns(pictures, line)
    ]
    return _best(first, others, quick=True)


def _other_turns(pictures: Mapping[str, Picture], line: _Line) -> Iterator[_Line]:
    angles = {90, 270} if line.region.box.height >= _TALL * line.region.box.width else {0, 90, 270}
    for angle in sorted(angles - {line.region.angle}, reverse=True):
        yield _cut_out(pictures[line.region.view], replace(line.region, angle=angle))


def _read_carefully(lines: Sequence[_Line]) -> list[_Line]:
    """Lines as the quick recognizer read them, or as the other one does where that leaves a doubt."""
    read = list(lines)
    doubtful = [i for i, line in enumerate(read) if not line.plain]
    for i, line in zip(doubtful, _read_by([lines[i] for i in doubtful], quick=False), strict=True):
        read[i] = line
    return read


def _best_way(pictures: Mapping[str, Picture], first: Sequence[_Line]) -> list[_Line]:
    """Every line turned, and in the picture (as it is, cleaned, or in another view), as it reads best.

    first: the lines as they were read first.
    """
    others: list[tuple[int, _Line]] = []
    for i, line in enumerate(first):
        if line.plain:
            continue
        if line.sureness < _FAIR:
            others.append((i, replace(line, crop=line.clean)))
            if line.region.angle:
                others += [(i, other) for other in _other_turns(pictures, line)]
        if line.sureness < _GOOD:
            views = pictures.keys() - {line.region.view}
            others += [(i, _cut_out(pictures[view], replace(line.region, view=view))) for view in sorted(views)]
    return _best(first, others, quick=False)


def _best(lines: Sequence[_Line], others: Sequence[tuple[int, _Line]], *, quick: bool) -> list[_Line]:
    """`lines`, each as it was read or, if that reads better, as one of the others of its number does."""
    best = list(lines)
    for (i, _), line in zip(others, _read_by([line for _, line in others], quick=quick), strict=True):
        if line.worth > best[i].worth:
            best[i] = line
    return best


def _cut_out(picture: Picture, region: Region) -> _Line:
    air = round(_AIR * min(region.box.width, region.box.height))
    across, down = (air, air // 3) if region.angle in (0, 180) else (air // 3, air)
    outer = region.box.grown(across, down).within(*picture.shape)
    crop = crops.cut(picture, outer, region.angle)
    core = _inner(region.box, outer, region.angle)
    strength = crops.letters(crop, core.height / 1.4)
    ink = crops.ink_of(strength, core)
    return _Line(region, outer, core, crop, strength, ink, words.band_of(ink, core))


def _inner(box: Box, outer: Box, angle: int) -> Box:
    """Where `box` lies in the upright crop of `outer`."""
    if angle == 90:
        return Box(outer.bottom - box.bottom, box.left - outer.left, box.height, box.width)
    if angle == 180:
        return Box(outer.right - box.right, outer.bottom - box.bottom, box.width, box.height)
    if angle == 270:
        return Box(box.top - outer.top, outer.right - box.right, box.height, box.width)
    return Box(box.left - outer.left, box.top - outer.top, box.width, box.height)


def _read_by(lines: Iterable[_Line], *, quick: bool) -> list[_Line]:
    taken: list[tuple[_Line, slice]] = []

    def crops_read() -> Iterator[Picture]:
        for line in lines:
            rows, columns = _written(line)
            taken.append((line, columns))
            yield line.crop[rows, columns]

    read = recognizer.read_lines(crops_read(), quick=quick)
    return [
        replace(line, glyphs=tuple(_placed(glyph, columns, line.crop.shape[1]) for glyph in glyphs))
        for (line, columns), glyphs in zip(taken, read, strict=True)
    ]


def _written(line: _Line) -> tuple[slice, slice]:
    """The rows and columns of a crop that may be written on; paper beyond them costs time, and makes letters small."""
    air = round(_MARGIN * line.core.height)
    inked = np.flatnonzero(line.ink.any(axis=0))
    first, last = (int(inked[0]), int(inked[-1])) if len(inked) else (line.core.left, line.core.right)
    columns = slice(max(0, min(first, line.core.left) - air), max(last, line.core.right) + air)
    room = round(_HEADROOM * (line.band.bottom - line.band.top))
    return slice(max(0, line.band.top - room), line.band.bottom + room), columns


def _placed(glyph: Glyph, part: slice, width: int) -> Glyph:
    """A character that was read in some columns of a crop of that width, placed in all of it."""
    start, stop = part.start, min(part.stop, width)
    return replace(glyph, place=(start + glyph.place * (stop - start)) / width)


def _words(line: _Line, tokens: Sequence[Token]) -> list[Word]:
    band = line.band
    pieces = words.split(line.glyphs, line.ink, band)
    if not pieces or line.fullness < _EMPTY:
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
