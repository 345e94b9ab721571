"""Measure the reader beside PP-OCR's: python -m training.reader.measure [FOLDER …]

Drawn lines of a seed that nobody trains with, and the rows of images whose words are known (NAME.dcm, NAME.json and
NAME.npz), cut out by their true boxes. Spaces do not count.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from dicom_text_redactor.model import Box, Picture, Region
from dicom_text_redactor.text.cut_line import cut_out
from dicom_text_redactor.text.recognizer import Glyph, read_lines
from training.finder.truth_maps import Word, read_truths
from training.reader.network import UNKNOWN, read_line

SEED = 990_002
"""The seed of the drawn lines."""

Line = tuple[Picture, str]
_Read = Callable[[Picture], list[Glyph]]
_FIRST = 100_000  # number from which on drawn lines are not the easy ones
_SURE = 0.8
_AIR, _LETTERS = 0.25, 1.4  # as boxes of the finder have them, in heights of the letters
_TALL = 2.2  # times its width, that a row is high which runs up or down
_GAP = 1.2  # heights between words of a row that the finder joins
READERS: dict[str, _Read] = {
    "ours": read_line,
    "PP-OCR tiny": lambda picture: read_lines([picture], quick=True)[0],
    "PP-OCR small": lambda picture: read_lines([picture])[0],
}
HEAD = """\
| reader, set | lines | read whole | characters wrong | all sure | of these wrong | ms a line |
|---|---|---|---|---|---|---|"""


def main(arguments: list[str] | None = None) -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m training.reader.measure", description=__doc__)
    parser.add_argument("truth", type=Path, nargs="*", help="a folder")
    parser.add_argument("--drawn", type=int, default=1000, help="how many lines are drawn")
    chosen = parser.parse_args(arguments)
    sets = {"drawn": list(drawn(chosen.drawn))} | {folder.name: list(rows_of(folder)) for folder in chosen.truth}
    print(HEAD)
    for name, lines in sets.items():
        for reader, read in READERS.items():
            print(figures(f"{reader}, {name}", lines, read), flush=True)
    return 0


def figures(name: str, lines: Sequence[Line], read: _Read) -> str:
    """One line of the table."""
    whole = wrong = characters = sure = mistaken = 0
    seconds = 0.0
    for picture, text in lines:
        start = time.perf_counter()
        glyphs = [glyph for glyph in read(picture) if glyph.text.strip()]
        seconds += time.perf_counter() - start
        wanted, said = "".join(text.split()), "".join(glyph.text for glyph in glyphs)
        off = distance(said, wanted)
        whole, wrong, characters = whole + (off == 0), wrong + off, characters + len(wanted)
        if glyphs and min(glyph.confidence for glyph in glyphs) >= _SURE:
            sure, mistaken = sure + 1, mistaken + (off > 0)
    count = max(1, len(lines))
    cells = (
        name,
        len(lines),
        f"{100 * whole / count:.1f} %",
        f"{100 * wrong / max(1, characters):.1f} %",
        f"{100 * sure / count:.1f} %",
        f"{100 * mistaken / max(1, sure):.1f} %",
        f"{1000 * seconds / count:.1f}",
    )
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def drawn(count: int) -> Iterator[Line]:
    """Drawn lines in Latin letters."""
    from training.reader.drawing import draw  # needs the fonts

    for number in range(count):
        line = draw(SEED, _FIRST + number)
        if line is not None and line.text and UNKNOWN not in line.text:
            yield line.picture, line.text


def rows_of(folder: Path) -> Iterator[Line]:
    """The level rows of the images of a folder that have one frame, cut out as the program does."""
    for truth in read_truths(folder):
        for words in _rows([word for word in truth.words if word.kind != "code"]):
            ink = Box.around([_box(word) for word in words])
            text = " ".join(word.text for word in words)
            if ink.height > _TALL * ink.width and len(text) > 1:
                continue  # it runs up or down
            pictures = (each if each.ndim == 2 else each.max(axis=2) for each in truth.pictures.values())
            picture = max(pictures, key=lambda each: float(each[ink.slices].std()))
            room = max(1, round((_LETTERS - 1) / 2 * ink.height))
            box = ink.grown(max(1, round(_AIR * ink.height)), room).within(*picture.shape)
            line = cut_out(np.ascontiguousarray(picture), Region(0, box))
            crop = line.crop[line.written]
            if min(crop.shape) >= 4:
                yield crop, text


def distance(one: str, other: str) -> int:
    """How many characters have to be put in, taken out or changed."""
    steps = list(range(len(other) + 1))
    for i, mine in enumerate(one, 1):
        before, steps[0] = steps[0], i
        for j, theirs in enumerate(other, 1):
            before, steps[j] = steps[j], min(steps[j] + 1, steps[j - 1] + 1, before + (mine != theirs))
    return steps[-1]


def _box(word: Word) -> Box:
    rows, columns = word.ink
    return Box.between(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)


def _rows(words: Iterable[Word]) -> list[list[Word]]:
    """Words side by side, as the finder joins them."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.row, _box(word).left)):
        box, last = _box(word), _box(rows[-1][-1]) if rows else None
        if last is None or rows[-1][-1].row != word.row or box.left - last.right >= _GAP * max(box.height, last.height):
            rows.append([])
        rows[-1].append(word)
    return rows


if __name__ == "__main__":
    sys.exit(main())
