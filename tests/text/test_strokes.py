"""Where strokes are seen that no line accounts for, and where a picture shows nothing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from dicom_text_redactor.model import Box, Picture
from dicom_text_redactor.text.strokes import strokes_of, uneven, unexplained
from tests.phantoms import Line, Written, area_of, write

SHAPE = (256, 512)
TEXT = "QUILLFEATHER ORSOLYA"


def seen(page: Written, windows: list[Box]) -> float:
    """The smallest share of any word's ink that lies in the windows."""
    area = area_of(windows, page.grey.shape)
    return min(float(area[ink].mean()) for ink in page.ink.values())


def share(windows: list[Box], shape: tuple[int, int] = SHAPE) -> float:
    return float(area_of(windows, shape).mean())


@pytest.mark.parametrize("size", [10, 14, 20])
@pytest.mark.parametrize("paper", [20, 230])
def test_small_writing_is_strokes_whether_bright_or_dark(size: int, paper: int) -> None:
    colour = (200, 200, 200) if paper < 128 else (60, 60, 60)
    page = write([Line(TEXT, top=100, size=size, colour=colour)], SHAPE, paper)
    windows = unexplained(strokes_of(page.grey), [])
    assert seen(page, windows) == 1.0
    assert share(windows) < 0.7


def test_faint_writing_in_noise_is_seen() -> None:
    noise = np.clip(np.random.default_rng(2).normal(40, 5, SHAPE), 0, 255).astype(np.uint8)
    page = write([Line(TEXT, top=100, size=14, colour=(110, 110, 110))], SHAPE, noise)
    assert seen(page, unexplained(strokes_of(page.grey), [])) == 1.0


def test_noise_alone_is_no_strokes() -> None:
    noise = np.clip(np.random.default_rng(3).normal(90, 8, SHAPE), 0, 255).astype(np.uint8)
    assert unexplained(strokes_of(noise), []) == []


def test_what_a_line_accounts_for_is_not_looked_at_again() -> None:
    page = write([Line("QUILLFEATHER", left=40, top=40, size=14), Line("ORSOLYA", left=320, top=200, size=14)], SHAPE)
    known = page.box("QUILLFEATHER").grown(16)
    (window,) = unexplained(strokes_of(page.grey), [known])
    assert window.overlap(page.box("ORSOLYA")) == page.box("ORSOLYA").area
    assert window.overlap(page.box("QUILLFEATHER")) == 0


def test_the_end_of_a_line_that_was_found_in_part_is_looked_at_again() -> None:
    page = write([Line("QUILLFEATHER", left=40, top=100, size=20)], SHAPE)
    word = page.box("QUILLFEATHER")
    half = Box(word.left - 4, word.top - 4, word.width // 2, word.height + 8)
    rest = Box.between(half.right, word.top, word.right, word.bottom)
    assert area_of(unexplained(strokes_of(page.grey), [half]), SHAPE)[rest.slices].all()


def test_strokes_of_one_colour_channel_count() -> None:
    page = write([Line(TEXT, top=100, size=14, colour=(150, 150, 20))], SHAPE, 150)
    assert seen(page, unexplained(strokes_of(page.colours), [])) == 1.0


def test_places_that_are_named_are_part_of_the_windows() -> None:
    flat: Picture = np.full(SHAPE, 50, np.uint8)
    place = Box(200, 60, 90, 30)
    (window,) = unexplained(strokes_of(flat), [], besides=[place])
    assert window.overlap(place) == place.area


@pytest.mark.parametrize("colour", [(75, 75, 75), (60, 50, 50)])
def test_whatever_differs_from_what_surrounds_it_is_uneven(colour: tuple[int, int, int]) -> None:
    page = write([Line("ORSOLYA", left=300, top=100, size=30, colour=colour)], SHAPE, 50)
    windows = uneven(page.colours)
    assert seen(page, windows) == 1.0
    assert share(windows) < 0.3


def test_an_even_picture_has_nothing_to_look_at() -> None:
    assert uneven(np.full(SHAPE, 77, np.uint8)) == []


@pytest.mark.parametrize("shape", [(1, 1), (3, 200), (17, 16)])
def test_windows_stay_within_pictures_of_any_size(shape: tuple[int, int]) -> None:
    picture = np.zeros(shape, np.uint8)
    picture[0, 0] = 255
    assert all(box.within(*shape) == box for box in [*uneven(picture), *unexplained(strokes_of(picture), [])])


def test_an_outline_accounts_for_no_letters_inside_it() -> None:
    page = write([Line("ORSOLYA", left=200, top=100, size=14)], SHAPE)
    outline = Box(20, 20, 400, 200)
    assert seen(page, unexplained(strokes_of(page.grey), [outline])) == 1.0


def test_what_lies_in_given_boxes_does_not_make_a_picture_uneven() -> None:
    page = write([Line("QUILLFEATHER", left=40, top=40, size=14), Line("ORSOLYA", left=320, top=200, size=14)], SHAPE)
    (window,) = uneven(page.grey, besides=[page.box("QUILLFEATHER").grown(1)])
    assert window.overlap(page.box("ORSOLYA")) == page.box("ORSOLYA").area
    assert window.overlap(page.box("QUILLFEATHER")) == 0


def test_letters_beside_a_thin_outline_are_strokes_although_nothing_else_is() -> None:
    shape = (256, 256)
    body = np.full(shape, 2, np.uint8)
    cv2.ellipse(body, (128, 128), (70, 90), 0, 0, 360, (140,), 3)
    corners = [(2, 2), (150, 2), (2, 18), (160, 18), (2, 34), (170, 34), (2, 220), (150, 236), (60, 236)]
    lines = [Line(f"QF{number}71902", left=left, top=top, size=11) for number, (left, top) in enumerate(corners)]
    page = write(lines, shape, body)
    assert seen(page, unexplained(strokes_of(page.grey), [])) == 1.0


def test_in_a_field_of_texture_only_what_has_far_more_strokes_is_looked_at() -> None:
    rng = np.random.default_rng(3)
    picture = np.zeros(SHAPE, np.uint8)
    grain = cv2.GaussianBlur(rng.normal(60, 60, (160, 200)).clip(0, 255).astype(np.uint8), (0, 0), 1.0)
    picture[60:220, 20:220] = grain
    page = write([Line("ORSOLYA", left=60, top=130, size=14, colour=(255, 255, 255))], SHAPE, picture)
    windows = unexplained(strokes_of(page.grey), [])
    assert seen(page, windows) == 1.0
    assert sum(window.overlap(Box(20, 60, 200, 160)) for window in windows) < 0.5 * grain.size


@pytest.mark.parametrize(("blocks", "looked_at"), [(6, True), (30, False)], ids=["some lines", "a field"])
def test_some_even_lines_are_looked_at_and_a_field_of_texture_is_not(blocks: int, looked_at: bool) -> None:
    picture: Picture = np.full((640, 640), 40, np.uint8)
    picture[40 : 40 + 16 * blocks : 10, 40 : 40 + 16 * blocks] = 220
    assert bool(unexplained(strokes_of(picture), [])) is looked_at
