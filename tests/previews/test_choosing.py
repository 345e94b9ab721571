"""Which frames a preview shows."""

from __future__ import annotations

import numpy as np

from dicom_text_redactor.previews.choosing import is_in, telling_frames


def test_boxes_that_stand_in_all_frames_need_one() -> None:
    assert telling_frames([((0, 29),)] * 5, 5) == [0]


def test_a_box_that_stands_in_few_frames_gets_one_of_them() -> None:
    assert telling_frames([((0, 29),), ((12, 13),)], 5) == [12]
    assert telling_frames([((0, 9),), ((12, 13),), ((20, 29),)], 5) == [0, 12, 20]


def test_no_more_frames_are_chosen_than_asked_for_and_they_show_the_most() -> None:
    areas = [((0, 0),), ((5, 5),), ((5, 6),), ((5, 7),), ((9, 9),), ((9, 9),)]
    assert telling_frames(areas, 2) == [5, 9]


def test_an_image_without_areas_shows_its_first_frame() -> None:
    assert telling_frames([], 5) == [0]


def test_the_first_choice_shows_as_many_areas_as_any_frame_can() -> None:
    random = np.random.default_rng(8)
    for _ in range(200):
        areas = []
        for _ in range(int(random.integers(1, 8))):
            ends = sorted(int(v) for v in random.choice(20, size=2 * int(random.integers(1, 3)), replace=False))
            areas.append(_pairs(ends))
        (chosen,) = telling_frames(areas, 1)
        counts = [sum(is_in(frame, ranges) for ranges in areas) for frame in range(20)]
        assert counts[chosen] == max(counts)


def _pairs(ends: list[int]) -> tuple[tuple[int, int], ...]:
    return tuple((ends[at], ends[at + 1]) for at in range(0, len(ends), 2))


def test_thousands_of_boxes_in_as_many_frames_take_no_time() -> None:
    assert telling_frames([((number, number),) for number in range(5000)], 5) == [0, 1, 2, 3, 4]
