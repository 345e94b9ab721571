"""Which rows of a crop its lines of writing take."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dicom_text_redactor.model import Box
from dicom_text_redactor.text.bands import band_of, lines_in


def page(*bands: tuple[int, int], rows: int = 60, columns: int = 100) -> npt.NDArray[np.bool_]:
    """Ink as letters leave it, on some rows: every second column, from the tenth to the ninetieth."""
    ink = np.zeros((rows, columns), bool)
    for top, bottom in bands:
        ink[top:bottom, 10:90:2] = True
    return ink


WHOLE = Box(0, 0, 100, 60)


def test_one_line_takes_the_whole_box() -> None:
    assert lines_in(page((10, 50)), WHOLE) == [(0, 60)]


def test_no_ink_is_one_line() -> None:
    assert lines_in(page(), WHOLE) == [(0, 60)]


def test_two_lines_share_the_gap_between_them() -> None:
    assert lines_in(page((4, 24), (34, 56)), WHOLE) == [(0, 29), (29, 60)]


def test_three_lines_leave_no_row_out() -> None:
    bands = lines_in(page((2, 18), (22, 38), (42, 58)), WHOLE)
    assert len(bands) == 3
    assert [bottom for _, bottom in bands[:-1]] == [top for top, _ in bands[1:]]
    assert (bands[0][0], bands[-1][1]) == (0, 60)


def test_an_underline_is_no_line() -> None:
    assert lines_in(page((10, 45), (50, 53)), WHOLE) == [(0, 60)]


def test_specks_between_two_lines_do_not_join_them() -> None:
    ink = page((4, 24), (34, 56))
    ink[24:34, 50] = True
    assert len(lines_in(ink, WHOLE)) == 2


def test_only_the_rows_of_the_box_count_and_rows_are_those_of_the_crop() -> None:
    ink = page((0, 10), (20, 35), (42, 58), rows=80)
    assert lines_in(ink, Box(5, 18, 90, 42)) == [(18, 38), (38, 60)]


def test_a_sliver_between_two_lines_is_no_line() -> None:
    assert lines_in(page((2, 24), (26, 34), (36, 58), rows=60), WHOLE) == [(0, 30), (30, 60)]


def letters(*more: tuple[slice, slice]) -> npt.NDArray[np.bool_]:
    """A row of letters that takes the rows 20 to 40, and more ink."""
    ink = page((20, 40))
    for place in more:
        ink[place] = True
    return ink


CORE = Box(8, 16, 84, 28)


def test_an_accent_that_sticks_out_of_what_was_found_goes_with_its_letter() -> None:
    assert band_of(letters((slice(12, 16), slice(50, 53))), CORE).top == 12


def test_a_wide_sign_above_a_letter_goes_with_it_and_what_the_crop_cuts_off_does_not() -> None:
    assert band_of(letters((slice(12, 16), slice(50, 65))), CORE).top == 12
    assert band_of(letters((slice(12, 16), slice(50, 75))), CORE).top == 20
    raised = letters()[15:]
    raised[0:3, 50:65] = True
    assert band_of(raised, CORE.moved(0, -13)).top == 5


def test_what_is_far_higher_than_the_line_is_no_letter_of_it() -> None:
    ink = letters((slice(4, 44), slice(92, 96)))
    assert band_of(ink, Box(8, 16, 90, 28)).top == 20


def test_the_line_above_stays_out() -> None:
    assert band_of(letters((slice(0, 16), slice(10, 90, 2))), CORE).top == 20


def test_a_speck_beside_the_line_stays_out() -> None:
    assert band_of(letters((slice(12, 16), slice(94, 97))), CORE).top == 20


def test_ink_that_ends_half_a_letter_before_what_was_found_was_lost_there() -> None:
    ink = letters()
    ink[:, 78:] = False
    assert band_of(ink, CORE).right >= 85
    assert band_of(letters(), CORE).right == 89
