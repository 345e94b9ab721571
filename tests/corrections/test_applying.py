"""What marks change of judged lines: which words are left, in which pictures, and where is painted anyway."""

from __future__ import annotations

import pytest

from dicom_text_redactor.corrections.applying import missed, spared
from dicom_text_redactor.corrections.marks import Area, FileMarks
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.surfaces.surface import PixelSurface
from dicom_text_redactor.errors import MarksMismatch
from dicom_text_redactor.examination import Judged
from dicom_text_redactor.model import Box, Region, Verdict, Word
from dicom_text_redactor.sources import KeptBecause, Source, Why
from tests.dicom.images import MANY_PIXELS, Made, made

DATASET = made(Made("grey", rows=64, columns=200, frames=3))
FORM = describe(DATASET, max_pixels=MANY_PIXELS)
SURFACE = PixelSurface(DATASET, FORM)
ALL = ((0, 2),)
FIRST, SECOND = Box(20, 20, 40, 12), Box(66, 20, 30, 12)
REGION = Region(0, Box(16, 18, 90, 16))


def line(*sources: Why, frames: frozenset[int] = frozenset({0, 1, 2})) -> Judged:
    boxes = (FIRST, SECOND)[: len(sources)]
    verdicts = [
        Verdict(Word(REGION, box), isinstance(source, Source), "PERSON", source, 0.7)
        for box, source in zip(boxes, sources, strict=True)
    ]
    return Judged(tuple(verdicts), frames)


def needless(box: Box, frames: tuple[tuple[int, int], ...] = ALL, *also: Area) -> FileMarks:
    return FileMarks(tuple(also), (Area(box, frames),))


def told(judged: list[Judged]) -> list[tuple[list[str], list[int]]]:
    """Of each line the words' sources, those that are hidden in capitals, and its frames."""
    return [
        ([one.source.upper() if one.hide else one.source for one in each.verdicts], sorted(each.frames))
        for each in judged
    ]


def test_a_word_within_a_needless_area_is_left_because_of_the_review() -> None:
    assert told(spared([line(Source.NER)], SURFACE, needless(FIRST.grown(2)))) == [(["review"], [0, 1, 2])]


def test_only_the_word_within_the_area_is_left() -> None:
    assert told(spared([line(Source.NER, Source.LABEL)], SURFACE, needless(SECOND.grown(1)))) == [
        (["NER", "review"], [0, 1, 2])
    ]


def test_a_box_that_was_marked_leaves_all_of_its_words() -> None:
    whole = Box.around([FIRST, SECOND]).grown(5)
    both = line(Source.NER, Source.LABEL)
    assert told(spared([both], SURFACE, needless(whole))) == [(["review", "review"], [0, 1, 2])]


def test_a_word_that_reaches_out_of_the_area_stays_hidden() -> None:
    narrow = Box(FIRST.left, FIRST.top, FIRST.width - 1, FIRST.height)
    assert told(spared([line(Source.NER)], SURFACE, needless(narrow))) == [(["NER"], [0, 1, 2])]


def test_a_word_is_left_in_the_frames_of_the_area_and_hidden_in_all_others() -> None:
    assert told(spared([line(Source.NER)], SURFACE, needless(FIRST.grown(2), ((1, 1),)))) == [
        (["NER"], [0, 2]),
        (["review"], [1]),
    ]


def test_a_word_that_is_always_hidden_stays_hidden() -> None:
    assert told(spared([line(Source.DENY_LIST)], SURFACE, needless(FIRST.grown(9)))) == [(["DENY-LIST"], [0, 1, 2])]


def test_a_word_that_a_missed_area_touches_in_a_frame_stays_hidden_there() -> None:
    touching = Area(Box(FIRST.right - 1, FIRST.top, 9, 9), ((2, 2),))
    assert told(spared([line(Source.NER)], SURFACE, needless(FIRST.grown(2), ALL, touching))) == [
        (["review"], [0, 1]),
        (["NER"], [2]),
    ]


def test_clinical_words_stay_what_they_are() -> None:
    assert told(spared([line(KeptBecause.CLINICAL)], SURFACE, needless(FIRST.grown(2)))) == [(["clinical"], [0, 1, 2])]


def test_a_missed_area_is_a_line_of_its_own_in_its_frames() -> None:
    (found,) = missed(SURFACE, FileMarks((Area(FIRST, ((0, 0), (2, 2))),)))
    (verdict,) = found.verdicts
    assert (verdict.word.box, verdict.hide, verdict.entity, verdict.source) == (FIRST, True, "MARKED", "review")
    assert sorted(found.frames) == [0, 2]


def test_an_area_ends_at_the_edge_of_the_image() -> None:
    marks = FileMarks((Area(Box(190, 60, 50, 50), ALL),))
    assert marks.fitted(FORM).missed[0].box == Box(190, 60, 10, 4)


@pytest.mark.parametrize("area", [Area(Box(200, 0, 5, 5), ALL), Area(FIRST, ((0, 3),)), Area(FIRST, ((7, 7),))])
def test_an_area_that_the_image_does_not_have_is_from_another_image(area: Area) -> None:
    for marks in (FileMarks((area,)), FileMarks((), (area,))):
        with pytest.raises(MarksMismatch):
            marks.fitted(FORM)
