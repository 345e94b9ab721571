"""What changes over the frames of a cine, as cheap pictures and maps tell it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from dicom_text_redactor.model import Box, Picture, View
from dicom_text_redactor.text.changes import changed, detail, extremes, is_alike, most_usual, shown_by, standing_out
from dicom_text_redactor.text.views import views
from tests.phantoms import Line, anatomy, write

SHAPE = (128, 320)


def scenes(*pictures: Picture) -> list[Sequence[View]]:
    return [[View(number, "full", picture)] for number, picture in enumerate(pictures)]


def even(value: int) -> Picture:
    return np.full(SHAPE, value, np.uint8)


def test_the_extremes_hold_the_brightest_the_middle_and_the_darkest_value_over_time() -> None:
    (picture,) = extremes(scenes(even(30), even(80), even(50)))
    assert picture[0, 0].tolist() == [80, 80, 30]


def test_the_extremes_of_coloured_scenes_hold_the_most_colour() -> None:
    red = np.zeros((*SHAPE, 3), np.uint8)
    red[20:40] = (200, 40, 40)
    (picture,) = extremes([views(0, np.full((*SHAPE, 3), 90, np.uint8), None), views(1, red, None)])
    assert picture[30, 5].tolist() == [200, 160, 90]


def test_frames_that_differ_by_little_noise_have_not_changed() -> None:
    noise = np.random.default_rng(1).integers(0, 9, SHAPE).astype(np.uint8)
    assert changed(scenes(even(50), even(50) + noise), []) == []


@pytest.mark.parametrize("value", [0, 255], ids=["dark", "bright"])
def test_a_small_stroke_in_one_frame_is_within_a_window(value: int) -> None:
    stroke = even(60)
    stroke[50:58, 100] = value
    (window,) = changed(scenes(even(60), stroke, even(60)), [])
    assert window.overlap(Box(100, 50, 1, 8)) == 8
    assert window.area < 0.2 * stroke.size


def test_what_changes_behind_a_line_that_stays_is_no_change() -> None:
    other = even(60)
    other[40:72, 80:160] = 200
    assert changed(scenes(even(60), other), [Box(80, 40, 80, 32)]) == []


def test_change_everywhere_is_one_window() -> None:
    assert changed(scenes(even(10), even(90)), []) == [Box(0, 0, 320, 128)]


def test_change_in_the_last_row_and_column_of_an_odd_picture_is_seen() -> None:
    one = np.zeros((101, 203), np.uint8)
    other = one.copy()
    other[97:, 198:] = 255
    (window,) = changed([[View(0, "full", one)], [View(1, "full", other)]], [])
    assert (window.right, window.bottom) == (203, 101)


def test_colour_that_comes_and_goes_is_a_change() -> None:
    grey, red = np.full((*SHAPE, 3), 200, np.uint8), np.full((*SHAPE, 3), 200, np.uint8)
    red[40:60, 100:160, 1:] = 60
    (window,) = changed([views(0, grey, None), views(1, red, None)], [])
    assert window.overlap(Box(100, 40, 60, 20)) == 1200


def test_a_caption_that_appears_is_not_alike_and_the_noise_of_compression_is() -> None:
    paper = anatomy(SHAPE)
    assert is_alike(paper, paper + 3)
    assert not is_alike(paper, write([Line("LEFT")], SHAPE, paper).grey)


def test_writing_as_bright_as_the_tissue_of_other_frames_stands_out_by_its_strokes() -> None:
    papers = [anatomy(SHAPE, frame=number, brightest=200) for number in range(12)]
    papers[5] = anatomy(SHAPE, frame=5, brightest=60)
    written = write([Line("ORSOLYA", left=60, top=50, colour=(140,) * 3)], SHAPE, papers[5])
    maps = [detail(written.grey if number == 5 else paper) for number, paper in enumerate(papers)]
    limit = most_usual(maps)
    assert all(not standing_out(maps[number], limit, SHAPE) for number in range(12) if number != 5)
    ((_, box),) = standing_out(maps[5], limit, SHAPE)
    assert box.overlap(written.box("ORSOLYA")) > 0.9 * written.box("ORSOLYA").area


@pytest.mark.parametrize(("paper", "ink"), [(40, (220, 220, 220)), (200, (20, 20, 20))])
def test_the_frame_that_a_word_stands_in_shows_the_strokes_of_the_extremes(
    paper: int, ink: tuple[int, int, int]
) -> None:
    rng = np.random.default_rng(5)
    papers = [np.clip(rng.normal(paper, 6, SHAPE), 0, 255).astype(np.uint8) for _ in range(6)]
    page = write([Line("ORSOLYA", top=40, colour=ink)], SHAPE, papers[4])
    row = scenes(*papers[:4], page.grey, papers[5])
    shown = shown_by(row, extremes(row), page.box("ORSOLYA").grown(6))
    assert 4 in shown
    assert len(shown) <= 3  # the other extreme's strokes are noise, and come from some frame, too


def test_every_frame_that_a_word_stands_in_shows_its_strokes() -> None:
    page = write([Line("ORSOLYA", top=40)], SHAPE, 30)
    row = scenes(even(30), page.grey, page.grey, even(30))
    assert shown_by(row, extremes(row), page.box("ORSOLYA")) == [1, 2]


def test_coloured_letters_are_traced_by_their_colour() -> None:
    papers = [np.full((*SHAPE, 3), 120, np.uint8) for _ in range(3)]
    coloured = write([Line("ORSOLYA", top=40, colour=(120, 120, 20))], SHAPE, 120)
    row = [views(0, papers[0], None), views(1, coloured.colours, None), views(2, papers[2], None)]
    assert shown_by(row, extremes(row), coloured.box("ORSOLYA")) == [1]
