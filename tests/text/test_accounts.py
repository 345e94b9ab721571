"""Lines of a second look that say nothing new: their words are known."""

from __future__ import annotations

import pytest

from dicom_text_redactor.model import Box, Region
from dicom_text_redactor.text.accounts import goes_on, is_accounted_for

LINE = Box(100, 50, 300, 20)


@pytest.mark.parametrize(
    ("known", "accounted"),
    [
        ([LINE], True),
        ([Box(90, 46, 330, 30)], True),
        ([Box(100, 50, 140, 20), Box(255, 50, 145, 20)], True),
        ([Box(110, 50, 285, 20)], True),
        ([Box(100, 50, 250, 20)], False),
        ([Box(150, 50, 250, 20)], False),
        ([Box(100, 50, 120, 20), Box(290, 50, 110, 20)], False),
        ([Box(100, 72, 300, 20)], False),
        ([Box(100, 62, 300, 20)], False),
        ([], False),
    ],
    ids=[
        "one word",
        "one larger box",
        "two words and a gap",
        "ends of half a letter are free",
        "the end is free",
        "the beginning is free",
        "a word between is free",
        "only the line below",
        "only its lower edge",
        "nothing known",
    ],
)
@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_line_is_accounted_for_if_known_words_take_its_whole_length(
    known: list[Box], accounted: bool, angle: int
) -> None:
    upright = angle in (0, 180)
    region = Region(0, LINE if upright else LINE.transposed, angle)
    assert is_accounted_for(region, known if upright else [box.transposed for box in known]) is accounted


def test_a_region_without_any_length_is_never_accounted_for() -> None:
    assert not is_accounted_for(Region(0, Box(10, 10, 0, 20)), [Box(0, 0, 50, 50)])


@pytest.mark.parametrize(
    ("known", "on"),
    [
        ([LINE], False),
        ([Box(110, 50, 270, 20)], False),
        ([Box(100, 50, 264, 20)], True),
        ([Box(136, 50, 264, 20)], True),
        ([Box(100, 50, 140, 20), Box(285, 50, 115, 20)], True),
        ([Box(100, 50, 140, 20), Box(255, 50, 145, 20)], False),
        ([], True),
    ],
    ids=["all", "ends", "room behind it", "room before it", "room between two", "a gap between two", "nothing known"],
)
@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_line_goes_on_where_a_word_has_room_beside_what_is_known(known: list[Box], on: bool, angle: int) -> None:
    line, others = (LINE, known) if angle in (0, 180) else (LINE.transposed, [box.transposed for box in known])
    assert goes_on(Region(0, line, angle), others) is on
