"""Which of the detector's regions hold text."""

from __future__ import annotations

import pytest

from dicom_text_redactor.model import Box, Reading, Region, Word
from dicom_text_redactor.text.doubts import is_hopeless, is_text

SHAPE = (1000, 1200)


def holds_text(text: str, confidence: float, *, score: float, width: int = 300, height: int = 40) -> bool:
    region = Region(0, Box(50, 50, width, height), 0, score)
    readings = (Reading("ppocr", text, confidence),) if text else ()
    return is_text(region, [Word(region, region.box, readings)], SHAPE)


@pytest.mark.parametrize("score", [0.55, 0.85, 1.0])
@pytest.mark.parametrize(("width", "height"), [(300, 40), (40, 600), (43, 22), (500, 140)])
def test_what_the_finder_is_sure_of_is_text_of_whatever_size_even_if_nobody_can_read_it(
    score: float, width: int, height: int
) -> None:
    assert holds_text("", 0.0, score=score, width=width, height=height)


@pytest.mark.parametrize(("text", "confidence", "height", "text_it_is"), [
    ("", 0.0, 400, False), ("O", 0.3, 400, False), ("O", 0.9, 300, False), ("ORSOLYA", 0.9, 400, True),
    ("", 0.0, 140, True),
])  # fmt: skip
def test_what_is_as_high_as_a_head_or_a_chest_is_text_only_if_it_is_read(
    text: str, confidence: float, height: int, text_it_is: bool
) -> None:
    assert holds_text(text, confidence, score=0.8, width=600, height=height) is text_it_is


def test_a_line_that_fills_a_strip_is_text_even_if_nobody_can_read_it() -> None:
    region = Region(0, Box(4, 2, 400, 36), 0, 0.8)
    assert is_text(region, [Word(region, region.box, ())], (40, 500))


def test_a_line_that_was_hardly_found_is_text_once_it_is_read() -> None:
    assert holds_text("ORSOLYA", 0.9, score=0.35)


@pytest.mark.parametrize(
    ("score", "confidence", "text_it_is"), [(0.3, 0.7, False), (0.3, 0.8, True), (0.5, 0.5, False), (0.5, 0.6, True)]
)
def test_the_less_sure_the_finder_is_the_surer_a_reader_has_to_be(
    score: float, confidence: float, text_it_is: bool
) -> None:
    assert holds_text("W", confidence, score=score) is text_it_is


@pytest.mark.parametrize(("text", "confidence"), [("", 0.0), ("0A1", 0.45)])
def test_what_was_hardly_found_and_cannot_be_read_is_no_text(text: str, confidence: float) -> None:
    assert not holds_text(text, confidence, score=0.45)


def test_a_speck_is_no_text() -> None:
    assert not holds_text("", 0.0, score=0.95, width=4, height=3)


@pytest.mark.parametrize(
    ("score", "sureness", "hopeless"), [(0.45, 0.2, True), (0.45, 0.0, True), (0.45, 0.45, False), (0.6, 0.0, False)]
)
def test_a_place_is_hopeless_if_it_was_hardly_found_and_reads_as_nothing(
    score: float, sureness: float, hopeless: bool
) -> None:
    assert is_hopeless(Region(0, Box(50, 50, 400, 30), 0, score), sureness) is hopeless


def test_ink_as_high_as_a_head_is_no_text_unless_it_is_read_however_low_the_place_that_was_found() -> None:
    region = Region(0, Box(80, 200, 200, 40), 0, 0.9)
    ink = Box(80, 190, 200, 76)
    assert not is_text(region, [Word(region, ink, (Reading("tesseract", "Rah", 0.35),))], (480, 640))
    assert is_text(region, [Word(region, ink, (Reading("tesseract", "Rah", 0.9),))], (480, 640))
