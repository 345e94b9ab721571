"""Cutting a line out upright, and telling its letters from its paper."""

from __future__ import annotations

import numpy as np
import pytest

from dicom_text_redactor.model import Box, Picture, turned
from dicom_text_redactor.slants import in_picture
from dicom_text_redactor.text.crops import cut, dark_on_white, ink_of, letters
from tests.phantoms import Line, Written, anatomy, write

ANGLES = (0, 90, 180, 270)


@pytest.mark.parametrize("angle", ANGLES)
@pytest.mark.parametrize("inner", [Box(0, 0, 1, 1), Box(3, 2, 7, 5), Box(0, 4, 10, 3)])
def test_a_box_of_the_crop_shows_the_same_pixels_as_its_place_in_the_picture(angle: int, inner: Box) -> None:
    picture: Picture = np.random.default_rng(1).integers(0, 255, (60, 80)).astype(np.uint8)
    outer = turned(Box(21, 13, 17, 11) if angle in (0, 180) else Box(21, 13, 11, 17), angle)
    crop, there = cut(picture, outer, angle)
    assert there == outer
    upright = inner.moved(outer.left, outer.top)
    place = in_picture(upright, angle)
    assert turned(place, angle) == upright
    np.testing.assert_array_equal(cut(picture, upright, angle)[0], crop[inner.slices])
    assert sorted(picture[place.slices].ravel()) == sorted(crop[inner.slices].ravel())


@pytest.mark.parametrize("angle", ANGLES)
def test_of_what_leaves_the_picture_only_its_part_is_cut(angle: int) -> None:
    crop, there = cut(np.zeros((40, 50), np.uint8), turned(Box(-5, 9, 30, 12), angle), angle)
    assert in_picture(there, angle) == Box(0, 9, 25, 12)
    assert crop.shape == (there.height, there.width)


@pytest.mark.parametrize("angle", ANGLES)
def test_a_turned_line_is_cut_out_upright(angle: int) -> None:
    upright, other = write([Line("CHEST")]), write([Line("CHEST", angle=angle)])
    crop, _ = cut(other.grey, turned(other.box("CHEST"), angle), angle)
    np.testing.assert_array_equal(crop, upright.grey[upright.box("CHEST").slices])


PAPERS = {
    "light on dark": write([Line("ORSOLYA")], (80, 220), paper=20),
    "dark on light": write([Line("ORSOLYA", colour=(20, 20, 20))], (80, 220), paper=220),
    "faint on grey": write([Line("ORSOLYA", colour=(125, 125, 125))], (80, 220), paper=90),
    "light on anatomy": write([Line("ORSOLYA")], (80, 220), paper=anatomy((80, 220))),
}


@pytest.mark.parametrize("page", PAPERS.values(), ids=PAPERS)
def test_letters_are_dark_on_white_whatever_they_were(page: Written) -> None:
    picture = dark_on_white(letters(page.grey, 21))
    ink = page.ink["ORSOLYA"]
    assert np.median(picture[ink]) < 80
    assert np.median(picture[~ink]) > 200


@pytest.mark.parametrize("page", PAPERS.values(), ids=PAPERS)
def test_ink_is_where_the_letters_are(page: Written) -> None:
    core = page.box("ORSOLYA").grown(4)
    ink = ink_of(letters(page.grey, 21), core)[core.slices]
    true = page.ink["ORSOLYA"][core.slices]
    assert (ink & true).sum() > 0.6 * true.sum()
    assert (ink & ~true).sum() < 0.1 * true.sum()


def test_an_even_crop_has_neither_letters_nor_ink() -> None:
    crop: Picture = np.full((30, 60), 140, np.uint8)
    strength = letters(crop, 20)
    assert not strength.any()
    assert not ink_of(strength, Box(5, 5, 50, 20)).any()
    assert (dark_on_white(strength) == 255).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (3, 3)])
def test_the_smallest_crops_are_cleaned_as_well(shape: tuple[int, int]) -> None:
    crop: Picture = np.arange(shape[0] * shape[1]).reshape(shape).astype(np.uint8)
    assert dark_on_white(letters(crop, 1)).shape == shape


def test_the_bright_gap_between_words_that_each_have_a_dark_box_is_no_ink() -> None:
    page = write([Line("ORSOLYA", left=30, top=25), Line("CHEST", left=220, top=25)], (80, 400))
    first, second = page.box("ORSOLYA"), page.box("CHEST")
    picture: Picture = np.full((80, 400), 200, np.uint8)
    for box in (first, second):
        picture[box.grown(6).slices] = 10
    for ink in page.ink.values():
        picture[ink] = 255
    found = ink_of(letters(picture, 21), Box.around((first, second)).grown(5))
    assert not found[first.top : first.bottom, first.right + 7 : second.left - 7].any()
    for ink in page.ink.values():
        assert (found & ink).sum() > 0.6 * ink.sum()


@pytest.mark.parametrize(
    ("what", "rows", "columns"),
    [
        ("a long underline", slice(36, 38), slice(10, 210)),
        ("an edge higher than the line", slice(4, 56), slice(120, 122)),
        ("a block as large as a line", slice(14, 46), slice(120, 200)),
    ],
)
def test_what_no_stroke_of_a_letter_is_is_no_ink(what: str, rows: slice, columns: slice) -> None:
    strength: Picture = np.zeros((60, 220), np.uint8)
    strokes = [slice(left, left + 3) for left in range(20, 100, 8)]
    for stroke in strokes:
        strength[20:34, stroke] = 100
    strength[rows, columns] = 100
    ink = ink_of(strength, Box(5, 16, 210, 24))
    assert all(ink[20:34, stroke].all() for stroke in strokes)
    assert ink[rows, columns].mean() < 0.02, what
