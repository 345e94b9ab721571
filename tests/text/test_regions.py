"""How what was found in several looks becomes one box for each line."""

from __future__ import annotations

import pytest

from dicom_text_redactor.model import Box
from dicom_text_redactor.text.detector import Found
from dicom_text_redactor.text.regions import columns, letters_of, merge, region_of, surroundings


def found(left: int, top: int, width: int, height: int, score: float = 0.9, view: str = "full") -> Found:
    return Found(Box(left, top, width, height), score, view)


def boxes(*some: Found) -> list[Box]:
    return [line.box for line in merge(some)]


def test_a_line_that_was_seen_twice_is_one_line_in_its_whole_length() -> None:
    assert boxes(found(10, 10, 100, 20), found(60, 11, 100, 20)) == [Box(10, 10, 150, 21)]


def test_a_line_keeps_the_view_in_which_it_was_seen_best() -> None:
    lines = merge([found(10, 10, 100, 20, 0.6, "full"), found(12, 10, 100, 20, 0.9, "colour")])
    assert [(line.view, line.score) for line in lines] == [("colour", 0.9)]


def test_a_box_that_joins_two_halves_makes_them_one_line() -> None:
    assert boxes(found(10, 10, 50, 20), found(100, 10, 50, 20), found(30, 10, 100, 20)) == [Box(10, 10, 140, 20)]


@pytest.mark.parametrize(
    "other",
    [found(10, 40, 100, 20), found(200, 10, 100, 20), found(10, 27, 100, 20)],
    ids=["below", "far beside", "close below"],
)
def test_different_lines_stay_apart(other: Found) -> None:
    assert len(boxes(found(10, 10, 100, 20), other)) == 2


def test_a_box_over_several_known_lines_does_not_glue_them_together() -> None:
    lines = [found(10, 10, 200, 30), found(10, 42, 200, 30)]
    assert boxes(*lines, found(8, 8, 204, 66)) == [line.box for line in lines]


@pytest.mark.parametrize("first", ["the outline", "the line"])
def test_the_outline_of_something_that_holds_a_surer_line_is_no_line(first: str) -> None:
    outline, line = found(0, 0, 400, 300, 0.6), found(50, 50, 100, 20, 0.95)
    assert boxes(*([outline, line] if first == "the outline" else [line, outline])) == [line.box]


@pytest.mark.parametrize("first", ["the box", "the line"])
def test_a_line_within_a_far_larger_and_surer_box_does_not_replace_it(first: str) -> None:
    large, line = found(0, 0, 400, 300, 0.95), found(50, 50, 100, 20, 0.6)
    assert large.box in boxes(*([large, line] if first == "the box" else [line, large]))


@pytest.mark.parametrize(
    ("loose", "stays"),
    [(found(0, 0, 120, 36, 0.9), False), (found(0, 8, 120, 36, 0.9), True), (found(0, 0, 160, 36, 0.9), True),
     (found(0, 0, 120, 36, 0.97), True)],
    ids=["around it", "with room for a line below", "longer", "surer"],
)  # fmt: skip
def test_a_box_with_nothing_but_air_around_a_surer_line_is_no_line_of_its_own(loose: Found, stays: bool) -> None:
    line = found(10, 10, 100, 16, 0.95)
    assert boxes(line, loose) == ([loose.box, line.box] if stays else [line.box])


def test_halves_of_a_line_that_runs_upwards_are_joined() -> None:
    assert boxes(found(10, 10, 20, 100), found(11, 60, 20, 100)) == [Box(10, 10, 21, 150)]


def test_lines_come_from_top_to_bottom() -> None:
    assert [box.top for box in boxes(found(0, 90, 80, 20), found(0, 10, 80, 20), found(0, 50, 80, 20))] == [10, 50, 90]


def test_nothing_found_is_no_line() -> None:
    assert merge([]) == []


@pytest.mark.parametrize(
    ("width", "height", "turned"), [(100, 20, False), (20, 20, False), (20, 100, True), (20, 24, False)]
)
def test_only_a_line_clearly_taller_than_wide_is_turned(width: int, height: int, turned: bool) -> None:
    region = region_of(4, found(1, 2, width, height, 0.7), "middle")
    assert (region.frame, region.box, region.score, region.view) == (4, Box(1, 2, width, height), 0.7, "middle")
    assert (region.angle != 0) is turned


def test_surroundings_that_reach_into_each_other_are_one_window() -> None:
    near, far = [Box(10, 10, 40, 10), Box(60, 12, 40, 10)], Box(400, 300, 40, 10)
    windows = surroundings([*near, far, Box(5, 5, 0, 0)], (400, 600))
    assert len(windows) == 2
    assert all(window.overlap(Box.around(near)) in (0, Box.around(near).area) for window in windows)
    assert all(window == window.within(400, 600) for window in windows)


def test_letters_below_one_another_are_a_column_as_well() -> None:
    letters = [found(10, top, 30, 24) for top in (10, 36, 60, 88)]
    assert [line.box for line in columns([*letters, found(200, 10, 200, 24)])] == [Box(10, 10, 30, 102)]


@pytest.mark.parametrize(
    "others",
    [
        [found(10, top, 60, 24) for top in (10, 36, 60, 88)],
        [found(10, top, 30, 24) for top in (10, 60, 110, 160)],
        [found(10, top, 30, 24) for top in (10, 36, 60)],
        [found(left, top, 30, 24) for left, top in ((10, 10), (26, 36), (42, 60), (58, 88))],
        [found(10, top, width, 24) for top, width in ((10, 30), (36, 14), (60, 30), (88, 14))],
    ],
    ids=["words", "far apart", "few", "a slope", "unlike one another"],
)
def test_other_boxes_below_one_another_are_no_column(others: list[Found]) -> None:
    assert columns(others) == []


@pytest.mark.parametrize("piece", [found(11, 82, 12, 12), found(10, 80, 13, 30)], ids=["two letters", "a word"])
def test_a_line_that_runs_upwards_and_a_piece_of_it_are_a_column_as_well(piece: Found) -> None:
    line = found(10, 20, 13, 61)
    assert [column.box for column in columns([piece, line])] == [Box.around([line.box, piece.box])]


def test_a_column_knows_its_letters() -> None:
    letters = [Box(10, 10 + 26 * i, 30, 24) for i in range(4)]
    column = Box.around(letters)
    assert letters_of(column, [*letters, column, Box(14, 36, 10, 24), Box(20, 36, 30, 24)]) == letters


def test_a_line_that_was_found_as_it_is_has_no_letters_in_it() -> None:
    letters = [Box(10, 10 + 26 * i, 30, 24) for i in range(4)]
    line = Box.around(letters).grown(0, 2)
    assert letters_of(line, [*letters, line]) == []


def test_two_lines_below_one_another_are_no_letters_of_a_box_that_is_wider_than_high() -> None:
    lines = [Box(10, 10, 90, 24), Box(10, 36, 90, 24)]
    assert letters_of(Box.around(lines), lines) == []
