"""From verdicts to boxes: whole letters, and no neighbour."""

from __future__ import annotations

from itertools import product

import pytest

from dicom_text_redactor.covering import covers
from dicom_text_redactor.model import Box, Region, Verdict, Word
from dicom_text_redactor.sources import KeptBecause, Source


def line(*words: tuple[int, int, bool], top: int = 50, height: int = 20, score: float = 0.5) -> list[Verdict]:
    """Words of one line: left, width and whether each is to be hidden."""
    region = Region(0, Box(0, top, 600, height))
    return [
        Verdict(Word(region, Box(left, top, width, height)), hide, "PERSON", Source.METADATA, score)
        for left, width, hide in words
    ]


def column(*words: tuple[int, int, bool], left: int = 50, width: int = 20, angle: int = 90) -> list[Verdict]:
    """Words of one line that runs up or down: top, height and whether each is to be hidden."""
    region = Region(0, Box(left, 0, width, 600), angle)
    return [
        Verdict(Word(region, Box(left, top, width, height)), hide, "PERSON", Source.METADATA, 0.5)
        for top, height, hide in words
    ]


def holds(outer: Box, inner: Box) -> bool:
    return outer.overlap(inner) == inner.area


def test_a_cover_holds_its_word_and_a_little_more() -> None:
    (cover,) = covers(line((100, 80, True)))
    word = Box(100, 50, 80, 20)
    assert holds(cover.box, word)
    assert word.area < cover.box.area < 2 * word.area


def test_hidden_words_beside_each_other_share_a_cover() -> None:
    (cover,) = covers(line((100, 80, True), (190, 60, True)))
    assert holds(cover.box, Box(100, 50, 150, 20))


def test_a_word_that_stays_parts_two_covers_and_is_not_touched() -> None:
    verdicts = line((100, 80, True), (184, 60, False), (248, 70, True))
    some = covers(verdicts)
    assert len(some) == 2
    assert all(cover.box.overlap(Box(184, 50, 60, 20)) == 0 for cover in some)


@pytest.mark.parametrize(("gap", "height"), list(product([1, 2, 5], [8, 20, 60])))
def test_a_neighbour_is_never_grazed_however_close_it_stands(gap: int, height: int) -> None:
    hidden, kept = Box(100, 50, 80, height), Box(180 + gap, 50, 60, height)
    (cover,) = covers(line((100, 80, True), (kept.left, kept.width, False), height=height))
    assert holds(cover.box, hidden)
    assert cover.box.overlap(kept) == 0


@pytest.mark.parametrize("height", [8, 20, 60])
def test_where_no_gap_was_seen_the_letter_at_the_border_is_hidden_as_well(height: int) -> None:
    kept = Box(180, 50, 60, height)
    (cover,) = covers(line((100, 80, True), (kept.left, kept.width, False), height=height))
    assert 0.3 * height < cover.box.right - kept.left < 0.6 * height


def test_a_neighbour_in_the_line_below_is_not_grazed_either() -> None:
    below = line((100, 80, False), top=71)
    (cover,) = covers([*line((100, 80, True)), *below])
    assert cover.box.overlap(below[0].word.box) == 0


@pytest.mark.parametrize("top", [70, 71, 72])
def test_a_word_of_another_line_that_stays_right_below_is_not_grazed(top: int) -> None:
    (below,) = line((90, 200, False), top=top)
    (cover,) = covers(line((100, 80, True)), [below.word])
    assert cover.box.bottom == top
    assert cover.box.top < 50


def test_a_word_that_stays_takes_nothing_off_the_rows_of_a_hidden_one() -> None:
    (below,) = line((90, 200, False), top=66)
    (cover,) = covers(line((100, 80, True)), [below.word])
    assert holds(cover.box, Box(100, 50, 80, 20))
    assert cover.box.bottom == 70


def test_words_of_different_lines_have_covers_of_their_own() -> None:
    assert len(covers([*line((100, 80, True)), *line((100, 80, True), top=200)])) == 2


def test_a_cover_speaks_for_the_surest_of_its_words() -> None:
    weak, strong = line((100, 80, True), score=0.4), line((190, 60, True), score=0.9)
    (cover,) = covers([*weak, *strong])
    assert cover.verdict == strong[0]


def test_nothing_to_hide_needs_no_cover() -> None:
    assert covers(line((100, 80, False))) == []
    assert covers([]) == []


@pytest.mark.parametrize("angle", [90, 270])
@pytest.mark.parametrize("kept", [(176, 60), (44, 60)], ids=["behind", "before"])
def test_a_word_that_stays_in_a_line_that_runs_up_or_down_takes_nothing_off_a_hidden_ones_end(
    kept: tuple[int, int], angle: int
) -> None:
    (cover,) = covers(column((100, 80, True), (*kept, False), angle=angle))
    assert holds(cover.box, Box(50, 100, 20, 80))


def test_a_word_that_stays_in_the_same_line_takes_no_rows_off_a_hidden_one() -> None:
    first, second = line((100, 80, True), (176, 60, False))
    lower = Verdict(Word(second.word.region, Box(176, 66, 60, 8)), False, "NONE", KeptBecause.CLINICAL, 1.0)
    (cover,) = covers([first, lower])
    assert holds(cover.box, first.word.box)


@pytest.mark.parametrize("angle", [90, 270])
@pytest.mark.parametrize(("left", "expected"), [(71, (47, 71)), (66, (47, 70)), (29, (49, 73))])
def test_lines_that_run_up_or_down_beside_each_other_are_parted_sideways(
    left: int, expected: tuple[int, int], angle: int
) -> None:
    """And where the box of a line that stays reaches into a hidden word, the word is hidden all the same."""
    beside = column((100, 80, False), left=left, angle=angle)
    (cover,) = covers([*column((100, 80, True), angle=angle), *beside])
    assert (cover.box.left, cover.box.right) == expected
    assert cover.box.top <= 100
    assert cover.box.bottom >= 180
