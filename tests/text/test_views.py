"""In which pictures of a frame its text can be seen."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from dicom_text_redactor.model import Picture
from dicom_text_redactor.text.views import views
from tests.phantoms import Line, anatomy, write

SHAPE = (128, 256)


def contrast(picture: Picture, ink: npt.NDArray[np.bool_]) -> float:
    """How many grey levels letters stand off from the paper beside them."""
    near = np.zeros_like(ink)
    rows, columns = np.nonzero(ink)
    near[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1] = True
    return abs(float(np.median(picture[ink])) - float(np.median(picture[near & ~ink])))


def best(shown: npt.NDArray[Any], ink: npt.NDArray[np.bool_], window: tuple[float, float] | None = None) -> float:
    return max(contrast(view.picture, ink) for view in views(0, shown, window))


def test_text_at_the_maximum_over_low_anatomy_is_seen() -> None:
    written = write([Line("ORSOLYA")], SHAPE)
    shown = anatomy(SHAPE).astype(np.int64)
    shown[written.ink["ORSOLYA"]] = 4095
    assert best(shown, written.ink["ORSOLYA"]) > 200


def test_text_in_the_middle_of_the_range_is_seen_beside_a_few_hot_pixels() -> None:
    written = write([Line("ORSOLYA")], SHAPE)
    shown = anatomy(SHAPE).astype(np.int64)
    shown[written.ink["ORSOLYA"]] = 160
    shown[0, :3] = 65535
    assert best(shown, written.ink["ORSOLYA"]) > 60


def test_faint_text_is_seen_through_the_window_of_the_file() -> None:
    written = write([Line("ORSOLYA")], SHAPE)
    shown = np.linspace(0, 4000, SHAPE[0] * SHAPE[1]).reshape(SHAPE).astype(np.int64)
    shown[:70] = 1000
    shown[written.ink["ORSOLYA"]] = 1030
    assert best(shown, written.ink["ORSOLYA"], (990, 1040)) > 100 > best(shown, written.ink["ORSOLYA"])


def test_coloured_text_of_middling_brightness_stands_out_from_bright_tissue() -> None:
    tissue = np.asarray(100 + anatomy(SHAPE), np.uint8)
    written = write([Line("ORSOLYA", colour=(30, 150, 30))], SHAPE, paper=tissue)
    assert best(written.colours, written.ink["ORSOLYA"]) > 80


def test_a_grey_picture_in_colour_has_one_view() -> None:
    written = write([Line("ORSOLYA")], SHAPE, paper=anatomy(SHAPE))
    assert [view.name for view in views(0, written.colours, None)] == ["full"]


@pytest.mark.parametrize(
    ("shown", "window"),
    [
        (np.full(SHAPE, 7, np.int64), None),
        (np.full(SHAPE, -7, np.int64), (0.0, 100.0)),
        (np.full(SHAPE, 65535, np.uint16), (65535.0, 65535.0)),
        (np.full((*SHAPE, 3), 90, np.uint8), None),
        (np.full((1, 1), 3, np.uint8), None),
    ],
    ids=["grey", "below its window", "at its window", "colour", "a single pixel"],
)
def test_a_constant_picture_is_shown_as_one_level(shown: npt.NDArray[Any], window: tuple[float, float] | None) -> None:
    for view in views(0, shown, window):
        assert view.picture.min() == view.picture.max()


@pytest.mark.parametrize("kind", [np.uint8, np.int16, np.uint16, np.int64, np.uint32])
def test_every_view_has_eight_bits_and_the_rows_and_columns_of_its_frame(kind: type[np.generic]) -> None:
    shown = np.arange(40 * 60).reshape(40, 60).astype(kind)
    some = views(3, shown, (10.0, 20.0))
    assert {view.frame for view in some} == {3}
    assert {view.picture.shape for view in some} == {(40, 60)}
    assert {view.picture.dtype for view in some} == {np.dtype(np.uint8)}


def test_the_views_of_a_frame_have_names_of_their_own() -> None:
    shown = anatomy(SHAPE).astype(np.int64)
    shown[0, 0] = 60000
    names = [view.name for view in views(0, shown, (20.0, 30.0))]
    assert len(names) == len(set(names)) > 1


def test_looking_leaves_the_pixels_as_they_were() -> None:
    shown = anatomy(SHAPE).astype(np.int64)
    before = shown.copy()
    views(0, shown, (10.0, 50.0))
    np.testing.assert_array_equal(shown, before)


@pytest.mark.parametrize(
    ("dtype", "low", "high"),
    [(np.uint8, 0, 256), (np.int8, -128, 128), (np.uint16, 0, 65536), (np.int16, -32768, 32768),
     (np.int16, -1024, 3000), (np.int32, -5000, 60000), (np.int64, -(10**6), 10**6)],
)  # fmt: skip
def test_whole_numbers_of_any_kind_are_stretched_from_their_lowest_to_their_highest(
    dtype: type[np.integer[Any]], low: int, high: int
) -> None:
    shown = np.random.default_rng(5).integers(low, high, SHAPE).astype(dtype)
    lowest, highest = int(shown.min()), int(shown.max())
    expected = (shown.astype(np.float64) - lowest) * 255 / (highest - lowest)
    assert np.abs(views(0, shown, None)[0].picture - expected).max() <= 0.51
