"""What the project's own reader reads in a line."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from dicom_text_redactor.model import Picture
from tests.phantoms import Line, write
from training.reader.network import (
    CHARACTERS,
    CLASSES,
    HALF_SURE,
    HEIGHT,
    STEP,
    UNKNOWN,
    glyphs_of,
    read_line,
    seen,
)


def line(text: str, size: int = 30) -> Picture:
    page = write([Line(text, left=8, top=8, size=size)], (size + 14, 16 + size * len(text)), paper=15)
    right = page.box(*page.ink).right
    return page.grey[:, : right + 8]


def text_of(picture: Picture) -> str:
    return "".join(glyph.text for glyph in read_line(picture))


def chances(*steps: tuple[str, float]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """A matrix in which each step says that character with that probability."""
    matrix = np.zeros((len(steps), CLASSES), np.float32)
    classes = ("", *CHARACTERS, UNKNOWN)
    for row, (character, chance) in zip(matrix, steps, strict=True):
        row[classes.index(character)] = chance
    return matrix


@pytest.mark.parametrize("text", ["QUILLFEATHER", "22.07.1943", "Chest PA"])
@pytest.mark.parametrize("size", [20, 40])
def test_the_characters_of_a_clean_line_are_read(text: str, size: int) -> None:
    """Its spaces are not compared: these weights see one in some dates (docs/reader.md)."""
    assert text_of(line(text, size)).replace(" ", "") == text.replace(" ", "")


def test_dark_letters_are_read_as_light_ones_are() -> None:
    assert text_of(255 - line("QUILLFEATHER")) == "QUILLFEATHER"


def test_letters_are_placed_from_left_to_right_within_the_line() -> None:
    places = [glyph.place for glyph in read_line(line("QUILLFEATHER"))]
    assert all(before < after for before, after in pairwise(places))
    assert 0 < places[0] < 0.2
    assert 0.8 < places[-1] <= 1


def test_a_letter_is_placed_where_it_stands() -> None:
    page = write([Line("ORSOLYA T", left=8, top=8)], (44, 300), paper=15)
    last = read_line(page.grey)[-1]
    box = page.box("T")
    assert last.text == "T"
    assert box.left - 8 < last.place * 300 < box.right + 8


def test_an_even_line_holds_nothing() -> None:
    assert read_line(np.full((40, 200), 90, np.uint8)) == []


def test_a_line_is_seen_stretched_and_in_whole_steps() -> None:
    plane = seen(line("PA"))
    assert plane is not None
    assert plane.shape[0] == HEIGHT
    assert plane.shape[1] % STEP == 0
    assert (float(plane.min()), float(plane.max())) == (-1, 1)


def test_a_character_that_several_steps_see_is_one() -> None:
    glyphs = glyphs_of(chances(("A", 0.7), ("A", 0.9), ("", 1), ("A", 0.8)))
    assert [(glyph.text, glyph.place) for glyph in glyphs] == [("A", 0.25), ("A", 0.875)]
    assert glyphs[0].confidence == pytest.approx(0.9)


def test_a_letter_of_another_script_is_no_more_than_half_sure() -> None:
    (glyph,) = glyphs_of(chances((UNKNOWN, 0.99)))
    assert (glyph.text, glyph.confidence) == (UNKNOWN, HALF_SURE)


def test_each_character_has_one_class() -> None:
    assert len(set(CHARACTERS)) == len(CHARACTERS) == CLASSES - 2
