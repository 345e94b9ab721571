"""Which of the detector's regions hold text."""

from __future__ import annotations

import pytest

from shared.model import Box, Reading, Region, Word
from shared.text.doubts import is_text

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
