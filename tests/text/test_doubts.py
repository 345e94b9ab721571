"""Which of the detector's regions hold text."""

from __future__ import annotations

import pytest

from dicom_text_redactor.model import Box, Reading, Region, Word
from dicom_text_redactor.sources import DismissedBecause
from dicom_text_redactor.text.doubts import is_hopeless, is_text, without_texture

SHAPE = (1000, 1200)


def holds_text(text: str, confidence: float, *, score: float = 0.95, width: int = 300, height: int = 40) -> bool:
    region = Region(0, Box(50, 50, width, height), 0, score)
    readings = (Reading("ppocr", text, confidence),) if text else ()
    return is_text(region, [Word(region, region.box, readings)], SHAPE)


@pytest.mark.parametrize("score", [0.7, 0.85, 1.0])
def test_a_line_that_was_surely_found_is_text_even_if_nobody_can_read_it(score: float) -> None:
    assert holds_text("", 0.0, score=score)


def test_a_line_that_was_hardly_found_is_text_once_it_is_read() -> None:
    assert holds_text("ORSOLYA", 0.9, score=0.45)


def test_what_was_hardly_found_and_cannot_be_read_is_no_text() -> None:
    assert not holds_text("", 0.0, score=0.45)


@pytest.mark.parametrize(("text", "confidence"), [("", 0.0), ("O", 0.95), ("ILL", 0.5)])
def test_a_shape_as_large_as_anatomy_that_reads_as_hardly_anything_is_no_text(text: str, confidence: float) -> None:
    assert not holds_text(text, confidence, width=500, height=300)


def test_large_letters_that_read_well_are_text() -> None:
    assert holds_text("ORSOLYA", 0.95, width=800, height=180)


def test_a_speck_is_no_text() -> None:
    assert not holds_text("", 0.0, width=4, height=3)


def test_the_height_of_a_turned_line_is_its_shorter_side() -> None:
    assert holds_text("", 0.0, width=40, height=600)


@pytest.mark.parametrize(("text", "confidence"), [("", 0.0), ("C", 0.7)])
def test_a_compact_shape_larger_than_small_letters_that_reads_as_one_unsure_letter_is_no_text(
    text: str, confidence: float
) -> None:
    assert not holds_text(text, confidence, score=0.8, width=90, height=60)


@pytest.mark.parametrize(
    ("text", "confidence", "width", "height", "text_it_is"),
    [("", 0.0, 70, 56, False), ("C1", 0.4, 70, 56, False), ("C1", 0.6, 70, 56, True), ("C1X", 0.4, 70, 56, True),
     ("C1", 0.4, 200, 56, True), ("C1", 0.4, 60, 46, True)],
)  # fmt: skip
def test_a_clear_find_that_is_compact_and_larger_than_writing_must_be_read_as_something(
    text: str, confidence: float, width: int, height: int, text_it_is: bool
) -> None:
    assert holds_text(text, confidence, width=width, height=height) is text_it_is


@pytest.mark.parametrize(
    ("text", "confidence", "score", "width"),
    [("L", 0.95, 0.8, 90), ("ORS", 0.7, 0.8, 90), ("O", 0.55, 0.95, 90), ("", 0.0, 0.8, 300)],
)
def test_a_sure_letter_a_word_a_clear_find_and_a_whole_line_are_text(
    text: str, confidence: float, score: float, width: int
) -> None:
    assert holds_text(text, confidence, score=score, width=width, height=60)


@pytest.mark.parametrize(
    ("score", "sureness", "letters", "height", "hopeless"),
    [(0.5, 0.2, 6, 30, True), (0.5, 0.6, 1, 30, False), (0.9, 0.0, 0, 30, False), (0.9, 0.3, 1, 300, True),
     (0.9, 0.3, 7, 300, False), (0.9, 0.9, 1, 300, False)],
)  # fmt: skip
def test_a_place_is_hopeless_if_it_was_hardly_found_or_is_huge_and_reads_as_nothing(
    score: float, sureness: float, letters: int, height: int, hopeless: bool
) -> None:
    assert is_hopeless(Region(0, Box(50, 50, 400, height), 0, score), sureness, letters, SHAPE) is hopeless


def line(number: int, text: str, confidence: float, *, score: float = 0.7, width: int = 20) -> Word:
    region = Region(0, Box(40 * (number % 25), 40 * (number // 25), width, 12), 0, score)
    return Word(region, region.box, (Reading("ppocr", text, confidence),) if text else ())


def test_specks_all_over_a_frame_are_a_texture_and_what_is_read_among_them_stays() -> None:
    specks = [line(i, "2A"[: i % 3], 0.4) for i in range(60)]
    text = [line(100, "ORSOLYA", 0.97, score=0.95, width=120), line(101, "KIM", 0.95), line(102, "L", 0.9, score=0.9)]
    told = without_texture([*specks[:30], *text, *specks[30:]])
    assert [word for word in told if word.dismissed is None] == text
    assert [word.dismissed for word in told if word not in text] == [DismissedBecause.TEXTURE] * 60


@pytest.mark.parametrize(
    "words",
    [
        [line(i, "2", 0.4) for i in range(39)],
        [line(i, "2", 0.4) for i in range(60)] + [line(100 + i, "1972", 0.5, width=60) for i in range(61)],
        [line(i, "LEE", 0.85) for i in range(60)],
        [line(i, "2", 0.4, score=0.9) for i in range(60)],
        [line(i, "ORSOLYA", 0.4, width=60) for i in range(60)],
    ],
    ids=["few", "among as many longer ones", "read", "surely found", "long"],
)
def test_faint_writing_is_no_texture(words: list[Word]) -> None:
    assert without_texture(words) == words
