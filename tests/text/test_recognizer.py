"""What the neural recognizer reads in a line."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from dicom_text_redactor.model import Picture
from dicom_text_redactor.text import models, recognizer
from dicom_text_redactor.text.recognizer import read_lines
from tests.phantoms import Line, write


def line(text: str, size: int = 30) -> Picture:
    page = write([Line(text, left=8, top=8, size=size)], (size + 14, 16 + size * len(text)), paper=15)
    right = page.box(*page.ink).right
    return page.grey[:, : right + 8]


def text_of(picture: Picture) -> str:
    return "".join(glyph.text for glyph in read_lines([picture])[0])


@pytest.mark.parametrize("text", ["QUILLFEATHER", "ORSOLYA QUILLFEATHER", "22.07.1943", "QF-4471902", "Chest PA"])
@pytest.mark.parametrize("size", [20, 40])
def test_a_clean_line_is_read(text: str, size: int) -> None:
    assert text_of(line(text, size)).split() == text.split()


def test_letters_are_placed_from_left_to_right_within_the_line() -> None:
    places = [glyph.place for glyph in read_lines([line("QUILLFEATHER")])[0]]
    assert all(before < after for before, after in pairwise(places))
    assert 0 < places[0] < 0.2
    assert 0.8 < places[-1] <= 1


def test_a_letter_is_placed_where_it_stands() -> None:
    page = write([Line("ORSOLYA T", left=8, top=8)], (44, 300), paper=15)
    last = read_lines([page.grey])[0][-1]
    box = page.box("T")
    assert last.text == "T"
    assert box.left - 8 < last.place * 300 < box.right + 8


def test_each_line_keeps_its_place_in_the_answer_whatever_its_length() -> None:
    texts = ["QUILLFEATHER ORSOLYA 1943", "PA", "LEFT CHEST", "22", "SUPINE", "QF-44", "ORSOLYA", "KV", "CM", "ROUTINE"]
    answers = ["".join(glyph.text for glyph in some).strip() for some in read_lines([line(text) for text in texts])]
    assert answers == texts


def test_a_line_beside_a_longer_one_is_read_as_if_it_were_alone() -> None:
    short, long = line("LEFT"), line("QUILLFEATHER ORSOLYA")
    alone, beside = read_lines([short])[0], read_lines([short, long])[0]
    assert beside == alone


def test_sureness_is_a_share() -> None:
    assert all(0 < glyph.confidence <= 1 for glyph in read_lines([line("QUILLFEATHER")])[0])


@pytest.mark.parametrize("shape", [(40, 200), (1, 1), (40, 3), (2, 400)])
def test_an_empty_picture_reads_as_nothing(shape: tuple[int, int]) -> None:
    assert [glyph.text for glyph in read_lines([np.full(shape, 90, np.uint8)])[0] if glyph.text.strip()] == []


def test_no_line_needs_no_reader() -> None:
    assert read_lines([]) == []


def test_lines_of_any_length_come_back_in_their_order() -> None:
    texts = ["ORSOLYA", "CHEST PA", "QUILLFEATHER ORSOLYA", "MR"]
    read = read_lines([line(text) for text in texts])
    assert ["".join(glyph.text for glyph in glyphs).split() for glyphs in read] == [text.split() for text in texts]


@pytest.mark.parametrize("text", ["QUILLFEATHER", "22.07.1943", "Chest PA"])
def test_the_quick_recognizer_reads_a_clean_line(text: str) -> None:
    assert "".join(glyph.text for glyph in read_lines([line(text)], quick=True)[0]).split() == text.split()


@pytest.mark.parametrize("name", models.ALPHABETS)
def test_the_alphabet_has_a_character_for_each_class_of_the_network(name: str) -> None:
    *_, classes = models.session(name).get_outputs()[0].shape
    assert len(recognizer._alphabet(name)) == classes
