"""How much of a box others cover, frame by frame, against counting pixels."""

from __future__ import annotations

import numpy as np

from dicom_text_redactor.documents import Ranges
from dicom_text_redactor.evaluation.areas import count, frames_shared, shares_covered
from dicom_text_redactor.evaluation.results import Painted
from dicom_text_redactor.model import Box

FRAMES, ROWS, COLUMNS = 12, 20, 30


def random_box(random: np.random.Generator) -> Box:
    left, top = int(random.integers(COLUMNS - 1)), int(random.integers(ROWS - 1))
    return Box(left, top, int(random.integers(1, COLUMNS - left + 1)), int(random.integers(1, ROWS - top + 1)))


def random_ranges(random: np.random.Generator) -> Ranges:
    ends = sorted(int(end) for end in random.choice(FRAMES + 1, size=2 * int(random.integers(1, 4)), replace=False))
    return tuple((ends[at], ends[at + 1] - 1) for at in range(0, len(ends), 2))


def volume(box: Box, ranges: Ranges) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    mask = np.zeros((FRAMES, ROWS, COLUMNS), bool)
    for first, last in ranges:
        mask[(slice(first, last + 1), *box.slices)] = True
    return mask


def test_shares_are_those_of_counted_pixels() -> None:
    random = np.random.default_rng(3)
    for _ in range(150):
        box, ranges = random_box(random), random_ranges(random)
        others = [Painted(random_box(random), random_ranges(random)) for _ in range(int(random.integers(5)))]
        union = np.logical_or.reduce([volume(other.box, other.frames) for other in others] or [volume(box, ())])
        inside = volume(box, ranges)
        found = list(shares_covered(box, ranges, others))
        assert sum(number for number, _ in found) == count(ranges) == inside.any(axis=(1, 2)).sum()
        assert abs(sum(number * share for number, share in found) * box.area - (inside & union).sum()) < 1e-6
        by_frame = (inside & union).sum(axis=(1, 2))[inside.any(axis=(1, 2))] / box.area
        assert np.isclose(min(share for _, share in found), by_frame.min())
        assert np.isclose(max(share for _, share in found), by_frame.max())


def test_frames_that_two_sets_of_ranges_share_are_counted() -> None:
    assert frames_shared(((0, 4), (8, 9)), ((3, 8),)) == 3
    assert frames_shared(((0, 4),), ((5, 8),)) == 0


def test_boxes_of_any_size_cost_no_more_than_the_box_they_cover() -> None:
    huge = Painted(Box(0, 0, 2**31, 2**31), ((0, 2**31),))
    assert list(shares_covered(Box(5, 5, 4, 4), ((0, 9),), [huge])) == [(10, 1.0)]
