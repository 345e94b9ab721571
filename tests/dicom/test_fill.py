"""Which value a box is filled with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dicom_text_redactor.dicom.painting.fill import fill_value, surroundings
from dicom_text_redactor.dicom.painting.paint import Brush, paint, snapped
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.dicom.pixels.palette import palette_of
from dicom_text_redactor.model import Box
from dicom_text_redactor.settings import Fill
from tests.dicom.images import BIG, FORMS, LITTLE, MANY_PIXELS, Made, made

BOX = Box(10, 8, 6, 5)


@pytest.mark.parametrize(
    ("what", "black"),
    [
        (Made("grey", LITTLE), 0),
        (Made("inverse", LITTLE, "MONOCHROME1"), 255),
        (Made("inverse 12", LITTLE, "MONOCHROME1", allocated=16, stored=12), 4095),
        (Made("unsigned 16", LITTLE, allocated=16, stored=16), 0),
        (Made("rgb", LITTLE, "RGB"), [0, 0, 0]),
        (Made("ybr", LITTLE, "YBR_FULL"), [0, 128, 128]),
        (Made("ybr 422", LITTLE, "YBR_FULL_422"), [0, 128, 128]),
        (Made("ybr 16", BIG, "YBR_FULL", allocated=16, stored=16), [0, 32768, 32768]),
        (Made("bit", LITTLE, allocated=1, stored=1), 0),
    ],
    ids=lambda value: value.name if isinstance(value, Made) else "",
)
def test_black_is_what_is_displayed_blackest(what: Made, black: object) -> None:
    dataset = made(what)
    form = describe(dataset, max_pixels=MANY_PIXELS)
    pixels = FrameSource(dataset, form)[0].pixels
    value = fill_value(pixels, BOX, "black", form, dataset)
    assert np.array_equal(value, np.asarray(black))
    assert value.dtype == form.dtype


def test_black_of_signed_pixels_is_the_darkest_value_of_the_frame() -> None:
    dataset = made(Made("signed", LITTLE, allocated=16, stored=16, signed=True))
    form = describe(dataset, max_pixels=MANY_PIXELS)
    pixels = np.full(form.shape, -900, dtype=np.int16)
    pixels[:4] = 1200
    assert fill_value(pixels, BOX, "black", form, dataset) == -900
    inverse = replace(form, photometric="MONOCHROME1")
    assert fill_value(pixels, BOX, "black", inverse, dataset) == 1200


@pytest.mark.parametrize("what", FORMS, ids=lambda what: what.name)
def test_contrast_stands_off_from_what_is_around(what: Made) -> None:
    dataset = made(what)
    form = describe(dataset, max_pixels=MANY_PIXELS)
    pixels = FrameSource(dataset, form)[0].pixels
    box = Box(2, 2, 4, 3)
    value = np.asarray(fill_value(pixels, box, "contrast", form, dataset)).astype(float)
    ring = surroundings(pixels, box).reshape(-1, form.samples).astype(float)
    palette = palette_of(dataset, form)
    if palette:
        middle = float(np.median([palette.level(int(index)) for index in ring[:, 0]]))
        assert abs(palette.level(int(value)) - middle) > 0.1
        return
    low, high = form.limits
    distance = abs(np.median(ring[:, 0]) - np.atleast_1d(value)[0])
    assert distance > 0.3 * (high - low)


def test_contrast_stays_within_the_range_of_a_deep_frame() -> None:
    dataset = made(Made("deep", LITTLE, allocated=16, stored=16))
    form = describe(dataset, max_pixels=MANY_PIXELS)
    pixels = np.full(form.shape, 1000, dtype=np.uint16)
    pixels[0] = 3000
    assert 2000 < int(fill_value(pixels, BOX, "contrast", form, dataset)) <= 3000


@pytest.mark.parametrize("photometric", ["MONOCHROME2", "RGB"])
def test_contrast_differs_from_every_letter_in_the_box(photometric: str) -> None:
    dataset = made(Made("any", LITTLE, photometric))
    form = describe(dataset, max_pixels=MANY_PIXELS)
    pixels = np.zeros(form.shape, dtype=np.uint8)
    wanted = int(np.max(fill_value(pixels, BOX, "contrast", form, dataset)))
    pixels[BOX.slices] = wanted
    value = np.asarray(fill_value(pixels, BOX, "contrast", form, dataset))
    assert (np.abs(value.astype(int) - wanted) > 0).all()
    assert (np.abs(value.astype(int) - wanted) < 20).all()


def test_background_is_the_median_of_the_ring_and_no_letter() -> None:
    dataset = made(Made("grey", LITTLE))
    form = describe(dataset, max_pixels=MANY_PIXELS)
    pixels = np.full(form.shape, 40, dtype=np.uint8)
    pixels[BOX.slices] = 255
    pixels[7, 9:12] = 255
    assert fill_value(pixels, BOX, "background", form, dataset) == 40
    assert not (paint(pixels, [BOX], "background", form, dataset)[BOX.slices] != 40).any()


def test_a_palette_is_filled_with_the_index_of_the_wanted_colour() -> None:
    dataset = made(Made("palette", LITTLE, "PALETTE COLOR"))
    form = describe(dataset, max_pixels=MANY_PIXELS)
    palette = palette_of(dataset, form)
    assert palette is not None
    pixels = np.full(form.shape, 17, dtype=np.uint8)
    assert palette.level(int(fill_value(pixels, BOX, "black", form, dataset))) == 0
    assert fill_value(pixels, BOX, "background", form, dataset) == 17


def test_contrast_among_two_colours_is_the_other_one_however_many_letters_have_it() -> None:
    dataset = made(Made("palette", LITTLE, "PALETTE COLOR"))
    for colour in ("Red", "Green", "Blue"):
        dataset[f"{colour}PaletteColorLookupTableDescriptor"].value = [2, 0, 16]
        dataset[f"{colour}PaletteColorLookupTableData"].value = b"\x00\x00\xff\xff"
    form = describe(dataset, max_pixels=MANY_PIXELS)
    for around, letters in ((0, 1), (1, 0)):
        pixels = np.full(form.shape, around, dtype=np.uint8)
        pixels[BOX.slices] = letters
        assert fill_value(pixels, BOX, "contrast", form, dataset) == letters


def test_boxes_that_touch_do_not_colour_each_other() -> None:
    dataset = made(Made("grey", LITTLE))
    form = describe(dataset, max_pixels=MANY_PIXELS)
    pixels = FrameSource(dataset, form)[0].pixels
    boxes = [Box(4, 4, 6, 4), Box(10, 4, 6, 4)]
    together = paint(pixels, boxes, "background", form, dataset)
    for box in boxes:
        alone = paint(pixels, [box], "background", form, dataset)
        assert np.array_equal(together[box.slices], alone[box.slices])


def test_boxes_over_the_edge_are_cut_and_empty_ones_do_nothing() -> None:
    dataset = made(Made("grey", LITTLE))
    form = describe(dataset, max_pixels=MANY_PIXELS)
    pixels = FrameSource(dataset, form)[0].pixels
    boxes = [Box(-5, -5, 7, 7), Box(38, 30, 99, 99), Box(5, 5, 0, 9), Box(200, 200, 5, 5)]
    changed = paint(pixels, boxes, "black", form, dataset) != pixels
    assert set(zip(*np.nonzero(changed), strict=True)) <= {
        (row, column) for row in range(32) for column in range(40) if (row < 2 and column < 2) or row >= 30
    }
    whole = paint(pixels, [Box(0, 0, 40, 32)], "contrast", form, dataset)
    assert len(np.unique(whole)) == 1


def test_subsampled_colour_widens_boxes_to_pairs_of_columns() -> None:
    dataset = made(Made("ybr 422", LITTLE, "YBR_FULL_422"))
    form = describe(dataset, max_pixels=MANY_PIXELS)
    assert snapped(Box(3, 2, 4, 3), form) == Box(2, 2, 6, 3)
    assert snapped(Box(4, 2, 4, 3), form) == Box(4, 2, 4, 3)


@pytest.mark.parametrize("how", ["contrast", "background", "black"])
@pytest.mark.parametrize("what", FORMS, ids=lambda what: what.name)
def test_a_brush_fills_each_frame_as_one_that_saw_no_other(what: Made, how: Fill) -> None:
    dataset = made(what)
    form = describe(dataset, max_pixels=MANY_PIXELS)
    place = Box(4, 3, 3, 2)
    brush = Brush(how, form, dataset)
    first = FrameSource(dataset, form)[0].pixels
    near, far = first.copy(), first.copy()
    near[place.top - 2 : place.bottom + 2, place.left - 2 : place.right + 2] = first.max()
    far[-1, -1] = first.max()
    for pixels in (first, first, near, far):
        ((box, value),) = brush.strokes(pixels, [place])
        ((_, alone),) = Brush(how, form, dataset).strokes(pixels, [place])
        assert box == snapped(place, form)
        assert np.array_equal(value, alone)
