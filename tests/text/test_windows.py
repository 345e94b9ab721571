"""Windows that do not overlap, around boxes and around blocks."""

from __future__ import annotations

import numpy as np

from dicom_text_redactor.model import Box
from dicom_text_redactor.text.windows import apart, around_blocks


def test_boxes_that_overlap_become_one_window_and_others_stay() -> None:
    assert apart([Box(0, 0, 10, 10), Box(50, 0, 5, 5), Box(5, 5, 10, 10)]) == [Box(50, 0, 5, 5), Box(0, 0, 15, 15)]


def test_a_window_that_grows_into_a_third_takes_it_along() -> None:
    chain = [Box(0, 0, 10, 10), Box(18, 0, 10, 10), Box(8, 0, 12, 10)]
    assert apart(chain) == [Box(0, 0, 28, 10)]


def test_a_busy_block_is_looked_at_with_its_room_and_within_the_picture() -> None:
    busy = np.zeros((10, 10), bool)
    busy[0, 5] = True
    assert around_blocks(busy, 8, 1, (77, 80)) == [Box(32, 0, 24, 16)]


def test_where_most_is_busy_all_that_is_busy_is_one_window() -> None:
    busy = np.ones((10, 10), bool)
    busy[0] = busy[5] = False
    assert around_blocks(busy, 8, 0, (77, 75)) == [Box(0, 8, 75, 69)]


def test_nothing_busy_is_no_window() -> None:
    assert around_blocks(np.zeros((4, 4), bool), 8, 1, (32, 32)) == []
