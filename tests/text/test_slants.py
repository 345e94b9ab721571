"""Boxes in turned coordinates, what they show, and what covers them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from dicom_text_redactor import slants
from dicom_text_redactor.model import Box, turned

ANGLES = pytest.mark.parametrize("angle", [0.0, 1.5, 12.0, 45.0, 77.3, 90.0, 133.0, 180.0, 251.0, 270.0, 359.0])
LEVEL = Box(120, -40, 200, 24)
SHAPE = (500, 500)


def placed(angle: float) -> Box:
    """A turned box of that size whose middle is the picture's."""
    there = slants.level_box(np.array([[250.0, 250.0]]), angle)
    return LEVEL.moved(there.left - LEVEL.left - LEVEL.width // 2, there.top - LEVEL.top - LEVEL.height // 2)


def drawn(angle: float) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which pixels a turned box takes."""
    picture = np.zeros(SHAPE, np.uint8)
    cv2.fillConvexPoly(picture, slants.corners(placed(angle), angle).round().astype(np.int32), 255)
    return picture > 0


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_quarter_turn_is_what_it_is_for_any_box(angle: int) -> None:
    box = Box(30, 70, 41, 9)
    assert slants.around(turned(box, angle), angle) == box


@ANGLES
def test_the_box_around_holds_the_corners_and_touches_them(angle: float) -> None:
    corners, box = slants.corners(placed(angle), angle), slants.around(placed(angle), angle)
    beyond = np.array([corners.min(axis=0) - (box.left, box.top), (box.right, box.bottom) - corners.max(axis=0)])
    assert beyond.min() > -1e-5
    assert beyond.max() < 1


@ANGLES
def test_stripes_cover_all_of_a_turned_box_and_little_beside_it(angle: float) -> None:
    area = np.zeros(SHAPE, bool)
    for stripe in slants.stripes(placed(angle), angle):
        area[stripe.within(*SHAPE).slices] = True
    inside = drawn(angle)
    assert area[cv2.erode(inside.astype(np.uint8), np.ones((3, 3))) > 0].all()
    assert area.sum() < 1.35 * inside.sum() + 400


@ANGLES
def test_stripes_know_the_box_around_all_of_them(angle: float) -> None:
    whole = slants.around(placed(angle), angle)
    some = slants.stripes(placed(angle), angle)
    assert some
    assert {stripe.whole for stripe in some if isinstance(stripe, slants.Stripe)} == {whole}


@ANGLES
def test_stripes_stay_within_the_box_around_them(angle: float) -> None:
    whole = slants.around(placed(angle), angle)
    assert Box.around([whole, *slants.stripes(placed(angle), angle)]) == whole


@ANGLES
def test_a_turned_box_moves_with_the_picture(angle: float) -> None:
    before, after = placed(angle), slants.moved(placed(angle), angle, 31, -12)
    np.testing.assert_allclose(
        slants.corners(after, angle), slants.corners(before, angle) + np.array([31, -12]), atol=0.75
    )


@ANGLES
def test_what_is_cut_out_upright_is_what_lies_in_the_turned_box(angle: float) -> None:
    picture = np.where(drawn(angle), 200, 10).astype(np.uint8)
    assert slants.cut(picture, placed(angle).grown(-3), angle).min() >= 195
    edge = slants.cut(picture, placed(angle).grown(6), angle)
    assert max(edge[0].max(), edge[-1].max(), edge[:, 0].max(), edge[:, -1].max()) <= 15


def test_what_leaves_the_picture_goes_on_as_it_ends() -> None:
    picture = np.full((40, 40), 77, np.uint8)
    assert (slants.cut(picture, Box(-30, -30, 90, 90), 30.0) == 77).all()
