"""How long a line of a cine counts as there, from the frames in which it was seen."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from dicom_text_redactor.cines.lasting import lasting
from dicom_text_redactor.model import Box

NAME = Box(10, 10, 100, 20)
PIECE = Box(80, 12, 60, 16)
ELSEWHERE = Box(10, 60, 100, 20)


def seen(*lines: tuple[Box, Collection[int]]) -> list[list[int]]:
    """The frames of ten in which lines count as there that were seen in these."""
    return [sorted(frames) for frames in lasting([(box, frozenset(frames)) for box, frames in lines], 10)]


def test_between_two_sightings_a_line_is_there() -> None:
    assert seen((NAME, [2, 5])) == [[2, 3, 4, 5]]


@pytest.mark.parametrize(("frames", "there"), [(5, 5), (6, 10)])
def test_what_was_seen_in_most_frames_is_there_in_all(frames: int, there: int) -> None:
    assert seen((NAME, range(frames))) == [list(range(there))]


def test_the_pieces_of_a_line_count_together() -> None:
    assert seen((NAME, range(4)), (PIECE, range(4, 7))) == [list(range(10))] * 2


def test_what_touches_the_same_piece_counts_together() -> None:
    other = Box(120, 10, 80, 20)
    assert seen((NAME, [0, 1]), (other, [2, 3]), (PIECE, [4, 5])) == [list(range(10))] * 3


@pytest.mark.parametrize(
    "other",
    [ELSEWHERE, Box(105, 10, 100, 20), Box(0, 0, 400, 300)],
    ids=["elsewhere", "beside it", "far higher"],
)
def test_lines_at_other_places_count_for_themselves(other: Box) -> None:
    assert seen((NAME, [0, 1, 2, 3]), (other, [6, 7, 8])) == [[0, 1, 2, 3], [6, 7, 8]]


def test_a_cine_without_such_lines_has_none() -> None:
    assert seen() == []
