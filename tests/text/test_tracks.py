"""Following lines that stand still over the frames of a cine."""

from __future__ import annotations

import numpy as np
import pytest

from dicom_text_redactor.model import Box, Reading, Region, View, Word
from dicom_text_redactor.text.tracks import Track, follow, is_piece, same_line, start, unseen
from tests.phantoms import Line, Written, anatomy, write

SHAPE = (128, 320)


def frame(number: int, *lines: Line) -> Written:
    return write(lines, SHAPE, paper=anatomy(SHAPE, frame=number))


def view(number: int, *lines: Line) -> list[View]:
    return [frame(number, *lines).view(frame=number)]


NAME = Line("ORSOLYA", top=40)


def track() -> Track:
    region = frame(0, NAME).region("ORSOLYA")
    return start(region, [Word(region, region.box)], view(0, NAME))


def test_a_new_line_stands_in_the_frame_in_which_it_was_read() -> None:
    assert track().frames == {0}


def test_a_line_is_followed_over_another_background() -> None:
    known = track()
    assert follow([known], view(1, NAME)) == [known]
    assert known.frames == {0, 1}


def test_a_line_that_went_away_is_not_followed() -> None:
    known = track()
    assert follow([known], view(1)) == []
    assert known.frames == {0}


def test_other_letters_in_the_same_place_are_not_taken_for_the_same_line() -> None:
    known = track()
    assert follow([known], view(1, Line("MARIBEL", top=40))) == []
    assert known.frames == {0}


def test_a_line_that_moved_is_not_taken_for_the_same() -> None:
    assert follow([track()], view(1, Line("ORSOLYA", top=46, left=26))) == []


def test_a_line_that_comes_back_is_followed_again() -> None:
    known = track()
    for number in range(1, 6):
        follow([known], view(number, *([NAME] if number % 2 else [])))
    assert known.frames == {0, 1, 3, 5}


def test_an_even_place_is_never_taken_for_writing() -> None:
    even = [View(0, "full", np.full(SHAPE, 30, np.uint8))]
    region = Region(0, Box(20, 40, 100, 30), 0, 0.9, "full")
    assert follow([start(region, [], even)], even) == []


def test_what_a_followed_line_accounts_for_is_nothing_new() -> None:
    known = track()
    same, other = known.region, Region(1, Box(20, 90, 120, 30))
    assert unseen([same, other], [known]) == [other]


def test_a_line_that_reaches_far_beyond_a_known_one_is_new() -> None:
    known = track()
    box = known.region.box
    longer = Region(1, Box(box.left, box.top, 2 * box.width, box.height))
    assert unseen([longer], [known]) == [longer]


def test_everything_is_new_where_nothing_is_known() -> None:
    region = Region(0, Box(1, 2, 30, 10))
    assert unseen([region], []) == [region]


def test_a_line_of_which_one_word_is_another_is_not_the_same_line() -> None:
    before = frame(0, Line("LEFT KIDNEY SUPINE PORTAL", size=16))
    region = before.region("LEFT", "KIDNEY", "SUPINE", "PORTAL")
    known = start(region, [Word(region, region.box)], [before.view()])
    after = frame(0, Line("LEFT KIDNEY ORSOLY PORTAL", size=16)).view(frame=1)
    assert follow([known], [after]) == []


def test_one_line_in_two_frames_is_told_from_another_in_its_place() -> None:
    region = frame(0, NAME).region("ORSOLYA")
    assert same_line(region, view(0, NAME), region, view(1, NAME))
    assert not same_line(region, view(0, NAME), region, view(1, Line("MARIBEL", top=40)))
    assert not same_line(region, view(0, NAME), Region(1, Box(20, 90, 120, 30)), view(1, NAME))


def piece(text: str, box: Box, frames: set[int]) -> Track:
    region = Region(min(frames), box, 0, 0.9, "full")
    word = Word(region, box, (Reading("ppocr", text, 0.9),) if text else ())
    return Track(region, (word,), np.zeros((box.height, box.width), np.uint8), frames)


@pytest.mark.parametrize(
    ("text", "box", "frames", "is_one"),
    [
        ("FRA", Box(102, 50, 30, 12), {4, 5}, True),
        ("FRB", Box(102, 50, 30, 12), {4, 5}, False),
        ("FRA", Box(102, 80, 30, 12), {4, 5}, False),
        ("FRA", Box(102, 50, 30, 12), {4, 9}, False),
        ("", Box(102, 50, 30, 12), {4, 5}, False),
    ],
    ids=["a part", "other letters", "elsewhere", "in a frame more", "nothing read"],
)
def test_a_piece_of_a_line_says_a_part_of_it_where_it_stands(
    text: str, box: Box, frames: set[int], is_one: bool
) -> None:
    line = piece("FRAME12/16", Box(100, 50, 90, 12), {3, 4, 5, 6})
    assert is_piece(piece(text, box, frames), [line]) is is_one
    assert not is_piece(line, [line])
