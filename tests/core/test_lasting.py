"""How long a line of a cine counts as there, from the frames in which it was seen."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pytest

from dicom_text_redactor.cines.lasting import lasting
from dicom_text_redactor.model import Box

NAME = Box(10, 10, 100, 20)
PIECE = Box(80, 12, 60, 16)
ELSEWHERE = Box(10, 60, 100, 20)


Asked = list[tuple[int, list[int]]]


def seen(
    *lines: tuple[Box, Collection[int]], shown: Collection[tuple[int, int]] = (), asked: Asked | None = None
) -> list[list[int]]:
    """The frames of ten in which lines count as there that were seen in these.

    shown: lines, by their numbers, and frames in which they show faintly; asked: becomes what was asked for.
    """

    def showing(frame: int, numbers: Sequence[int]) -> list[int]:
        if asked is not None:
            asked.append((frame, sorted(numbers)))
        return [number for number in numbers if (number, frame) in shown]

    lasted = lasting([(box, frozenset(frames)) for box, frames in lines], 10, showing)
    return [sorted(frames) for frames in lasted]


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


def test_what_shows_faintly_in_a_frame_is_there() -> None:
    assert seen((NAME, [1, 2]), (ELSEWHERE, [1]), shown=[(0, 5), (1, 9)]) == [[1, 2, 5], [1, 9]]


def test_only_frames_in_which_nothing_of_a_place_was_seen_are_looked_at() -> None:
    asked: Asked = []
    seen((NAME, range(4)), (PIECE, [4]), (ELSEWHERE, range(6)), asked=asked)
    assert asked == [(frame, [0, 1]) for frame in range(5, 10)]


def test_of_many_readings_of_one_place_eight_are_looked_for() -> None:
    asked: Asked = []
    seen(*((NAME, [0, 1] if n == 3 else [0]) for n in range(20)), asked=asked)
    assert {(len(numbers), 3 in numbers) for _, numbers in asked} == {(8, True)}
