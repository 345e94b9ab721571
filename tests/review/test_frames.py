from __future__ import annotations

import pytest

from dicom_text_redactor.review.frames import chosen_frames


@pytest.mark.parametrize(("frames", "expected"), [(1, [0]), (2, [0, 1]), (3, [0, 1, 2]), (30, [0, 15, 29])])
def test_of_an_image_in_which_nothing_changes_the_first_middle_and_last_frame_are_shown(
    frames: int, expected: list[int]
) -> None:
    assert chosen_frames(frames, [[[0, frames - 1]]], 9) == expected


def test_frames_at_which_an_area_comes_or_goes_are_shown() -> None:
    assert chosen_frames(30, [[[0, 29]], [[4, 7], [20, 29]]], 9) == [0, 4, 8, 15, 20, 29]


def test_where_there_is_no_room_for_all_every_area_is_shown_first() -> None:
    flicker = [[[number, number] for number in range(0, 100, 2)]]
    rare = [[[33, 33]], [[77, 77]]]
    chosen = chosen_frames(100, [*flicker, *rare], 6)
    assert len(chosen) == 6
    assert {0, 33, 50, 77, 99} < set(chosen)


def test_one_frame_that_shows_many_areas_goes_before_one_that_shows_a_single_one() -> None:
    areas = [[[10, 10]], [[20, 20]], [[20, 21]], [[20, 22]], [[70, 70]]]
    assert 20 in chosen_frames(100, areas, 4)


@pytest.mark.parametrize("most", [1, 2, 3, 5, 9])
def test_never_more_frames_are_shown_than_asked_for(most: int) -> None:
    areas = [[[number, number + 3]] for number in range(0, 500, 5)]
    chosen = chosen_frames(500, areas, most)
    assert len(chosen) == most
    assert chosen == sorted(set(chosen))


def test_ranges_that_reach_beyond_the_image_or_run_backwards_do_no_harm() -> None:
    assert chosen_frames(4, [[[0, 900]], [[700, 900]], [[3, 1]], []], 9) == [0, 2, 3]
