"""From maps to lines: rows apart, at their angle, as high as their letters."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from dicom_text_redactor import slants
from dicom_text_redactor.text.found import Found
from dicom_text_redactor.text.network import STRIDE, Maps, Plane
from dicom_text_redactor.text.rows import SHRUNK, SPREAD, SURE, lines_of

SHAPE = (400, 600)


def line(x: float, y: float, length: float, letters: float, angle: float = 0.0) -> Plane:
    """The core of a line around (x, y), turned counter-clockwise by some degrees, as the network would map it."""
    fine = np.zeros(SHAPE, np.float32)
    high = SHRUNK * letters + SPREAD
    box = ((x, y), (length, high), -angle)
    cv2.fillConvexPoly(fine, cv2.boxPoints(box).round().astype(np.int32), 1.0)
    return np.asarray(cv2.resize(fine, None, fx=1 / STRIDE, fy=1 / STRIDE, interpolation=cv2.INTER_AREA), np.float32)


def found(*cores: Plane, angle: float = 0.0, border: Plane | None = None) -> list[Found]:
    nothing = np.zeros_like(cores[0])
    writing = np.maximum.reduce(cores)
    angles = np.full_like(nothing, -np.radians(angle))
    some = lines_of(Maps(writing, nothing if border is None else border, nothing, nothing, angles), SHAPE)
    return sorted(some, key=lambda one: (one.box.top, one.box.left))


@pytest.mark.parametrize("angle", [0.0, 30.0])
def test_what_is_half_seen_is_a_line_with_room_around_it_if_asked_for(angle: float) -> None:
    core = line(300, 200, 120, 20, angle)
    nothing = np.zeros_like(core)

    def seen(share: float, *, eager: bool) -> list[Found]:
        angles = np.full_like(core, -np.radians(angle))
        return lines_of(Maps(core * np.float32(share), nothing, nothing, nothing, angles), SHAPE, eager=eager)

    assert seen(0.3, eager=False) == seen(0.1, eager=True) == []
    (half,), (whole,) = seen(0.3, eager=True), seen(1.0, eager=True)
    assert half.score == SURE
    (usual,) = seen(1.0, eager=False)
    assert (whole.box, whole.level) == (usual.box, usual.level)
    assert half.angle == pytest.approx(whole.angle, abs=0.5)
    one, other = half.level or half.box, whole.level or whole.box
    assert one.left < other.left - 3
    assert one.right > other.right + 3
    assert one.top < other.top - 3
    assert one.bottom > other.bottom + 3


def test_rows_that_stand_close_are_lines_of_their_own_though_something_faint_joins_them() -> None:
    writing = np.zeros((100, 150), np.float32)
    starts = (60, 75, 80)
    for row, start in zip((26, 29, 32), starts, strict=True):
        writing[row, start:90] = 1
    writing[27:32, 82:90] = np.maximum(writing[27:32, 82:90], 0.25)
    some = found(writing)
    assert [round((one.box.top + one.box.bottom) / 2 / STRIDE - 0.5) for one in some] == [26, 29, 32]
    assert [round(one.box.left / STRIDE) for one in some] == pytest.approx(starts, abs=1)


def test_the_faint_end_of_a_row_belongs_to_it_though_the_map_shows_a_gap_before_it() -> None:
    writing = np.zeros((100, 150), np.float32)
    writing[26:28, 60:80] = 1
    writing[26:28, 80:84] = 0.25
    writing[26:28, 84:88] = 0.35
    (line,) = found(writing)
    assert line.box.right >= 88 * STRIDE


def test_an_empty_map_has_no_lines() -> None:
    assert found(np.zeros((100, 150), np.float32)) == []


@pytest.mark.parametrize("letters", [10, 16, 24, 40])
def test_a_line_is_about_half_again_as_high_as_its_letters(letters: int) -> None:
    (one,) = found(line(300, 200, 240, letters))
    assert one.angle == 0
    assert one.level is None
    assert 1.1 * letters <= one.box.height <= 1.8 * letters
    assert abs(one.box.top + one.box.height / 2 - 200) <= 3
    assert one.box.left <= 182
    assert one.box.right >= 418


def test_words_of_one_row_are_one_line_and_columns_are_not() -> None:
    near = found(line(150, 200, 120, 16), line(290, 200, 120, 16))
    far = found(line(150, 200, 120, 16), line(400, 200, 120, 16))
    assert (len(near), len(far)) == (1, 2)


def test_letters_of_another_size_are_a_line_of_their_own() -> None:
    assert len(found(line(150, 200, 100, 12), line(270, 200, 100, 34))) == 2


def test_a_border_parts_two_rows_that_touch() -> None:
    rows = line(300, 190, 200, 20), line(300, 204, 200, 20)
    border = np.zeros_like(rows[0])
    border[197 // STRIDE] = 1
    assert len(found(*rows)) == 1
    assert len(found(*rows, border=border)) == 2


@pytest.mark.parametrize("angle", [7.0, 30.0, 60.0, -25.0, 118.0])
def test_a_line_at_an_angle_is_told_with_it(angle: float) -> None:
    (one,) = found(line(300, 200, 220, 16, angle), angle=angle)
    assert one.level is not None
    assert abs((one.angle - angle + 90) % 180 - 90) < 2
    assert one.level.width > 5 * one.level.height
    corners = slants.corners(one.level, one.angle)
    np.testing.assert_allclose(corners.mean(axis=0), (300, 200), atol=4)


@pytest.mark.parametrize("angle", [90.0, 89.6, 90.4])
def test_a_line_that_runs_upwards_is_a_quarter_turn(angle: float) -> None:
    (one,) = found(line(300, 200, 220, 16, angle), angle=angle)
    assert (one.angle, one.level) == (90, None)
    assert one.box.height > 5 * one.box.width


@pytest.mark.parametrize("angle", [0.3, -0.3])
def test_a_line_that_hardly_rises_is_level(angle: float) -> None:
    (one,) = found(line(300, 200, 400, 20, angle), angle=angle)
    assert one.level is None


def test_short_words_lie_as_the_long_lines_of_their_page_do() -> None:
    page = [line(300, 100 + 50 * i, 420, 16, 3.0) for i in range(4)]
    short = line(150, 340, 40, 16, 3.0)
    some = found(*page, short, angle=3.0)
    assert len(some) == 5
    assert {round(one.angle, 1) for one in some} == {some[0].angle.__round__(1)}
    assert all(one.level is not None for one in some)


def test_what_looks_like_a_code_is_no_line() -> None:
    nothing = np.zeros((100, 150), np.float32)
    code = nothing.copy()
    code[30:60, 40:70] = 1
    (one,) = lines_of(Maps(nothing, nothing, code, nothing, nothing), SHAPE)
    assert one.code
    assert one.box.left <= 160
    assert one.box.right >= 280
