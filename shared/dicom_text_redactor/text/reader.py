"""Reading the regions of a picture: every word with its box and with what each reader made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from dicom_text_redactor import slants
from dicom_text_redactor.model import Box, Picture, Reading, Region, View, Word
from dicom_text_redactor.sources import DismissedBecause
from dicom_text_redactor.text import words
from dicom_text_redactor.text.contracts import Reader, SecondReader
from dicom_text_redactor.text.cut_line import CutLine, cut_into_lines, cut_out, other_turns
from dicom_text_redactor.text.doubts import is_hopeless, is_text
from dicom_text_redactor.text.recognizer import Glyph
from dicom_text_redactor.text.tesseract_page import Token
from dicom_text_redactor.workers import Workers

_FAIR = 0.8  # mean confidence under which a line is looked at another way
_GOOD = 0.97  # mean confidence under which a line is read in the other views as well
_CERTAIN = 0.95  # confidence of a line's least sure character from which no second reader need look at it
_GUESSED = 0.5  # mean confidence of a line's characters under which its ink is not believed
_EMPTY = 0.25  # characters for each square of a line's length under which nothing was read, only strokes


def read(
    views: Sequence[View], regions: Sequence[Region], reader: Reader, second: SecondReader, *, timeout_s: float
) -> list[Word]:
    """The words of `regions`, each read in the view in which it was seen best, in reading order within each region.

    A region that no reader can read gives one word without readings; one that is no text after all gives one that is
    dismissed. The words' regions carry the angle at which the line was read.

    Raises
    ------
    ReaderFailed, TimedOut
        From a reader.
    """
    pictures = {view.name: view.picture for view in views}
    shape = views[0].picture.shape
    cut = (line for region in regions for line in cut_into_lines(pictures, region))
    quick, dismissed = _hopeful(_turned_upright(pictures, cut, reader))
    first, hopeless = _hopeful(_read_carefully(quick, reader))
    # What the first reader is sure of needs no second one, who reads the rest while that is read another way.
    with Workers(1) as aside:
        waiting = aside.submit(_second_readings, first, second, timeout_s)
        lines = _best_way(pictures, first, reader)
        tokens = waiting.result()
    changed = [i for i, line in enumerate(lines) if line.strength is not first[i].strength]
    again = _second_readings([lines[i] for i in changed], second, timeout_s)
    for i, some in zip(changed, again, strict=True):
        tokens[i] = some
    result = [*dismissed, *hopeless]
    for line, some in zip(lines, tokens, strict=True):
        read_here = _words(line, some, reader.name, second.name)
        result += read_here if is_text(line.region, read_here, shape) else [_unlikely(line)]
    return result


def _unlikely(line: CutLine) -> Word:
    return Word.dismissing(line.region, DismissedBecause.UNLIKELY)


def _second_readings(lines: Sequence[CutLine], second: SecondReader, timeout_s: float) -> list[Sequence[Token]]:
    """What the second reader reads in the lines of which some character is unsure; nothing in the others."""
    tokens: list[Sequence[Token]] = [() for _ in lines]
    unsure = [i for i, line in enumerate(lines) if line.least_sure < _CERTAIN]
    found = second.read([_written(lines[i]) for i in unsure], timeout_s=timeout_s)
    for i, some in zip(unsure, found, strict=True):
        tokens[i] = [_in_all(token, lines[i]) for token in some]
    return tokens


def _written(line: CutLine) -> Picture:
    """The part of a line that may be written on, in all its height: dark letters on white."""
    return np.ascontiguousarray(line.clean[:, line.written[1]])


def _in_all(token: Token, line: CutLine) -> Token:
    """A word that was read in the part that may be written on, placed in all of the line."""
    columns, width = line.written[1], line.crop.shape[1]
    start, size = columns.start, min(columns.stop, width) - columns.start
    return replace(token, start=(start + token.start * size) / width, end=(start + token.end * size) / width)


def _hopeful(lines: Sequence[CutLine]) -> tuple[list[CutLine], list[Word]]:
    """The lines in which other readings may find text, and the others, dismissed."""
    hopeless = [is_hopeless(line.region, line.sureness) for line in lines]
    dismissed = [_unlikely(line) for line, without in zip(lines, hopeless, strict=True) if without]
    return [line for line, without in zip(lines, hopeless, strict=True) if not without], dismissed


def _turned_upright(pictures: Mapping[str, Picture], lines: Iterable[CutLine], reader: Reader) -> list[CutLine]:
    """Every line as a quick reading has it, while the next ones are cut, at the angle at which it reads best."""
    first = _read_by(reader, lines, quick=True)
    others = [
        (i, other)
        for i, line in enumerate(first)
        if line.region.angle and not line.plain
        for other in other_turns(pictures, line)
    ]
    return _best(first, others, reader, quick=True)


def _read_carefully(lines: Sequence[CutLine], reader: Reader) -> list[CutLine]:
    """Lines as they were read quickly, or carefully where that leaves a doubt."""
    read = list(lines)
    doubtful = [i for i, line in enumerate(read) if not line.plain]
    for i, line in zip(doubtful, _read_by(reader, [lines[i] for i in doubtful], quick=False), strict=True):
        read[i] = line
    return read


def _best_way(pictures: Mapping[str, Picture], first: Sequence[CutLine], reader: Reader) -> list[CutLine]:
    """Every line turned, and in the picture (as it is, cleaned, or in another view), as it reads best.

    first: the lines as they were read first.
    """
    others: list[tuple[int, CutLine]] = []
    for i, line in enumerate(first):
        if line.plain:
            continue
        if line.sureness < _FAIR:
            others.append((i, replace(line, crop=line.clean)))
            if line.region.angle:
                others += [(i, other) for other in other_turns(pictures, line)]
        if line.sureness < _GOOD:
            views = pictures.keys() - {line.region.view}
            others += [(i, cut_out(pictures[view], replace(line.region, view=view))) for view in sorted(views)]
    return _best(first, others, reader, quick=False)


def _best(
    lines: Sequence[CutLine], others: Sequence[tuple[int, CutLine]], reader: Reader, *, quick: bool
) -> list[CutLine]:
    """`lines`, each as it was read or, if that reads better, as one of the others of its number does."""
    best = list(lines)
    for (i, _), line in zip(others, _read_by(reader, [line for _, line in others], quick=quick), strict=True):
        if line.worth > best[i].worth:
            best[i] = line
    return best


def _read_by(reader: Reader, lines: Iterable[CutLine], *, quick: bool) -> list[CutLine]:
    taken: list[tuple[CutLine, slice]] = []

    def crops_read() -> Iterator[Picture]:
        for line in lines:
            rows, columns = line.written
            taken.append((line, columns))
            yield line.crop[rows, columns]

    read = reader.read(crops_read(), quick=quick)
    return [
        replace(line, glyphs=tuple(_placed(glyph, columns, line.crop.shape[1]) for glyph in glyphs))
        for (line, columns), glyphs in zip(taken, read, strict=True)
    ]


def _placed(glyph: Glyph, part: slice, width: int) -> Glyph:
    """A character that was read in some columns of a crop of that width, placed in all of it."""
    start, stop = part.start, min(part.stop, width)
    return replace(glyph, place=(start + glyph.place * (stop - start)) / width)


def _words(line: CutLine, tokens: Sequence[Token], reader: str, second: str) -> list[Word]:
    band = line.band
    pieces = words.split(line.glyphs, line.ink, band)
    if not pieces or line.fullness < _EMPTY:
        whole = Box.around([line.core, Box.between(band.left, band.top, band.right, band.bottom)])
        pieces = [words.Piece(whole, "", 0.0)]
    elif line.sureness < _GUESSED:
        pieces = [_as_high_as(piece, line.core) for piece in pieces]
    width = line.crop.shape[1]
    result = []
    for piece in pieces:
        readings = [Reading(reader, piece.text, piece.confidence)] if piece.text else []
        others = _tokens_in(tokens, piece.box.left / width, piece.box.right / width)
        if others:
            text = "".join(token.text for token in others)
            readings.append(Reading(second, text, min(token.confidence for token in others)))
        box, level = slants.placed(line.region, piece.box.moved(line.outer.left, line.outer.top))
        result.append(Word(line.region, box, tuple(readings), piece.apart or bool(others), level))
    return result


def _as_high_as(piece: words.Piece, core: Box) -> words.Piece:
    """A word that was guessed at, as high as what was found: its ink may be no letters, and they stand elsewhere."""
    box = piece.box
    top, bottom = min(box.top, core.top), max(box.bottom, core.bottom)
    return replace(piece, box=Box.between(box.left, top, box.right, bottom))


def _tokens_in(tokens: Sequence[Token], start: float, end: float) -> list[Token]:
    """Tesseract's words in one word's stretch of the line; one that runs over several words belongs to none."""
    return [
        token
        for token in tokens
        if start <= (token.start + token.end) / 2 <= end and token.end - token.start <= 1.3 * (end - start) + 0.02
    ]
