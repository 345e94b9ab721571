"""Which painted pictures are looked at again, and what the report says: one mark for each place and reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.display import Display
from dicom_text_redactor.examination import Judged
from dicom_text_redactor.hiding import Hidden, _to_check
from dicom_text_redactor.model import Box, Frame, Mark, Region, Verdict, Word
from dicom_text_redactor.settings import Fill
from dicom_text_redactor.sources import KeptBecause, Source, Why
from tests.dicom.images import MANY_PIXELS, Made, made


class Halves:
    """Two pictures, the left and the right half of one frame; painting changes blocks of eight columns."""

    place = "pixels"
    apart = True

    def __init__(self) -> None:
        self.dataset = made(Made("grey", columns=80))
        self.display = Display.of(self.dataset, describe(self.dataset, max_pixels=MANY_PIXELS))

    def __len__(self) -> int:
        return 2

    def __getitem__(self, index: int) -> Frame:
        return Frame(index, np.zeros((32, 40), np.uint8))

    def painted(self, boxes: Mapping[int, Sequence[Box]], how: Fill) -> Halves:
        return self

    def in_image(self, index: int, box: Box) -> Sequence[tuple[int, Box]]:
        left, right = box.left // 8 * 8, -(-box.right // 8) * 8
        return [(0, Box.between(left + 40 * index, box.top, right + 40 * index, box.bottom))]

    def from_image(self, frame: int, box: Box) -> Sequence[tuple[int, Box]]:
        return [
            (half, moved)
            for half in (0, 1)
            if (moved := Box(box.left - 40 * half, box.top, box.width, box.height)).within(32, 40).area
        ]


class Cine(Halves):
    """Pictures of one place."""

    apart = False

    def __init__(self, frames: int) -> None:
        super().__init__()
        self._frames = frames

    def __len__(self) -> int:
        return self._frames


def line(box: Box, *pictures: int, hide: bool = True, source: Why = Source.LABEL) -> Judged:
    word = Word(Region(pictures[0], box), box)
    return Judged((Verdict(word, hide, "PERSON", source, 0.5),), frozenset(pictures))


def marks(*judged: Judged) -> tuple[tuple[Mark, ...], tuple[Mark, ...]]:
    told = Hidden(Halves(), judged, 1).marks()
    return told.hidden, told.kept


def test_a_mark_is_the_area_that_changed_where_it_lies_in_the_image() -> None:
    ((mark,), _) = marks(line(Box(10, 10, 10, 10), 1))
    assert (mark.box.left, mark.box.right) == (48, 64)
    assert mark.frames == ((0, 0),)


def test_one_place_that_two_pictures_show_is_one_mark() -> None:
    hidden, _ = marks(line(Box(8, 10, 16, 10), 0), line(Box(8, 10, 16, 10), 0))
    assert len(hidden) == 1


def test_one_place_that_is_hidden_for_two_reasons_is_two_marks() -> None:
    hidden, _ = marks(line(Box(8, 10, 16, 10), 0), line(Box(8, 10, 16, 10), 0, source=Source.NER))
    assert {mark.source for mark in hidden} == {Source.LABEL, Source.NER}


def test_a_word_that_disappears_below_a_neighbours_box_is_not_said_to_be_kept() -> None:
    grazed, clear = Box(20, 10, 4, 10), Box(30, 10, 8, 10)
    _, kept = marks(
        line(Box(8, 10, 10, 10), 0),
        line(grazed, 0, hide=False, source=KeptBecause.CLINICAL),
        line(clear, 0, hide=False, source=KeptBecause.CLINICAL),
    )
    assert [mark.box.left for mark in kept] == [24]


def test_a_cine_is_looked_at_again_near_each_painted_place_in_one_of_its_frames() -> None:
    always, once = Box(10, 10, 20, 10), Box(50, 10, 20, 10)
    checks = _to_check({0: [always], 1: [always], 2: [always, once]}, Cine(3))
    assert checks == [([0, 1], [always]), ([2], [once])]


def test_where_the_first_frame_is_unlike_most_one_of_those_is_looked_at_as_a_whole() -> None:
    name = Box(10, 10, 20, 10)
    assert _to_check({1: [name], 2: [name]}, Cine(3)) == [([1, 2], None)]


def test_a_cine_without_boxes_is_not_looked_at_again() -> None:
    assert _to_check({}, Cine(3)) == []
