"""Where the neural detector sees text."""

from __future__ import annotations

import numpy as np
import pytest

from dicom_text_redactor.model import Box, Picture
from dicom_text_redactor.text.detector import PpOcrDetector, detect
from dicom_text_redactor.text.finder import find_text
from tests.phantoms import WHITE, Line, Written, anatomy, write

SHAPE = (256, 512)
TEXT = "QUILLFEATHER ORSOLYA"


def written(kind: str) -> Written:
    match kind:
        case "light on dark":
            return write([Line(TEXT, top=100)], SHAPE, paper=20)
        case "dark on light":
            return write([Line(TEXT, top=100, colour=(15, 15, 15))], SHAPE, paper=230)
        case "over anatomy":
            return write([Line(TEXT, top=100)], SHAPE, paper=anatomy(SHAPE))
        case "upwards":
            return write([Line(TEXT, left=40, top=8, size=18, angle=90)], SHAPE)
        case "downwards":
            return write([Line(TEXT, left=40, top=8, size=18, angle=270)], SHAPE)
        case "small":
            return write([Line(TEXT, top=100, size=14, colour=WHITE)], SHAPE)
    raise AssertionError(kind)


KINDS = ["light on dark", "dark on light", "over anatomy", "upwards", "downwards", "small"]


@pytest.mark.parametrize("kind", KINDS)
def test_all_ink_of_a_line_lies_in_what_is_found(kind: str) -> None:
    page = written(kind)
    regions = find_text([page.view()], PpOcrDetector())
    for ink in page.ink.values():
        covered = np.zeros(SHAPE, bool)
        for region in regions:
            covered[region.box.slices] = True
        assert (ink & covered).sum() >= 0.97 * ink.sum()


@pytest.mark.parametrize("kind", ["upwards", "downwards"])
def test_a_line_that_runs_up_or_down_is_known_as_turned(kind: str) -> None:
    assert {region.angle % 180 for region in find_text([written(kind).view()], PpOcrDetector())} == {90}


def test_a_line_that_runs_across_is_known_as_upright() -> None:
    assert {region.angle for region in find_text([written("light on dark").view()], PpOcrDetector())} == {0}


@pytest.mark.parametrize("thorough", [True, False])
@pytest.mark.parametrize("level", [0, 128, 255])
def test_nothing_is_found_on_an_empty_picture(level: int, thorough: bool) -> None:
    page = write([], (192, 256), paper=level)
    assert find_text([page.view()], PpOcrDetector(), thorough=thorough) == []


@pytest.mark.parametrize("scale", [0.5, 1.0, 1.5])
def test_boxes_are_in_the_pixels_of_the_picture_whatever_the_scale(scale: float) -> None:
    page = written("light on dark")
    found = Box.around(line.box for line in detect(page.grey, scale=scale))
    ink = page.box(*page.ink)
    assert ink.overlap(found) > 0.97 * ink.area
    assert found.area < 3 * ink.area


@pytest.mark.parametrize("shape", [(1, 1), (5, 300), (300, 5), (33, 47)])
def test_a_picture_of_any_shape_can_be_looked_at(shape: tuple[int, int]) -> None:
    picture: Picture = np.zeros(shape, np.uint8)
    assert all(line.box == line.box.within(*shape) for line in detect(picture, scale=1.0))


def test_a_line_at_the_very_edge_is_found_within_the_picture() -> None:
    page = write([Line("QUILLFEATHER", left=0, top=0)], (64, 240))
    regions = find_text([page.view()], PpOcrDetector())
    assert regions
    assert all(region.box == region.box.within(64, 240) for region in regions)


def test_two_lines_are_two_regions_from_top_to_bottom() -> None:
    page = write([Line("QUILLFEATHER", top=150), Line("ORSOLYA", top=40)], SHAPE)
    tops = [region.box.top for region in find_text([page.view()], PpOcrDetector())]
    assert len(tops) == 2
    assert tops == sorted(tops)


def test_a_line_that_only_one_view_shows_is_found_and_names_that_view() -> None:
    empty, page = write([], SHAPE), written("light on dark")
    regions = find_text([empty.view("full"), page.view("colour")], PpOcrDetector())
    assert {region.view for region in regions} == {"colour"}


def test_a_line_that_two_views_show_is_one_region() -> None:
    page = write([Line("QUILLFEATHER", top=100)], SHAPE)
    assert len(find_text([page.view("full"), page.view("middle")], PpOcrDetector())) == 1


def test_regions_know_their_frame() -> None:
    page = written("light on dark")
    assert {region.frame for region in find_text([page.view(frame=12)], PpOcrDetector())} == {12}


def test_specks_are_no_lines() -> None:
    specks = np.full(SHAPE, 20, np.uint8)
    specks[40::40, 40::40] = 250
    specks[41::40, 40::40] = 250
    specks[40::40, 41::40] = 250
    assert all(max(line.box.width, line.box.height) >= 8 for line in detect(specks, scale=1.0))
