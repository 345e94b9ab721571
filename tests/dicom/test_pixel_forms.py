"""Text in every form of pixel data: painting hides it, shows that it did, and touches no bit beside it."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFont
from pydicom import Dataset

from dicom_text_redactor.dicom.files import reading
from dicom_text_redactor.dicom.painting import paint, writing
from dicom_text_redactor.dicom.painting.fill import surroundings
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.display import Display
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.dicom.pixels.palette import LUMINANCE, palette_of
from dicom_text_redactor.dicom.pixels.pixel_data import pixel_element
from dicom_text_redactor.model import Box, Pixels
from dicom_text_redactor.settings import Fill
from tests.dicom.images import (
    BIG,
    FORMS,
    JPEG,
    MANY_BYTES,
    MANY_PIXELS,
    OTHER_FORMS,
    Made,
    drawn,
    limits,
    made,
    read_back,
)
from tests.dicom.test_reading import file_of

ALL = (*FORMS, *OTHER_FORMS)
NATIVE = [what for what in ALL if not what.syntax.is_encapsulated]
FILLS: tuple[Fill, ...] = ("contrast", "background", "black")
ROWS, COLUMNS = 40, 66
BOX = Box(11, 9, 43, 17)
Bits = npt.NDArray[Any]


@pytest.mark.parametrize("bright", [False, True], ids=["white on dark", "black on bright"])
@pytest.mark.parametrize("what", ALL, ids=lambda what: what.name)
def test_contrast_can_be_told_from_what_is_around_it_as_it_is_displayed(what: Made, bright: bool) -> None:
    dataset, form, pixels = with_text(what, bright)
    before, after = (brightness(p, dataset, form) for p in (pixels, painted(pixels, "contrast", form, dataset)))
    box = paint.snapped(BOX, form)
    (level,) = np.unique(after[box.slices])
    around = float(np.median(surroundings(before, box).astype(float)))
    assert abs(level - around) > 0.3 * (before.max() - before.min())


@pytest.mark.parametrize("bright", [False, True], ids=["white on dark", "black on bright"])
@pytest.mark.parametrize("what", ALL, ids=lambda what: what.name)
def test_background_is_the_middle_of_what_is_around_it(what: Made, bright: bool) -> None:
    dataset, form, pixels = with_text(what, bright)
    box = paint.snapped(BOX, form)
    ring = surroundings(pixels, box)
    (value,) = np.unique(painted(pixels, "background", form, dataset)[box.slices].reshape(-1, form.samples), axis=0)
    if form.photometric == "PALETTE COLOR":
        assert (ring == value).sum() == max(np.unique(ring, return_counts=True)[1])
    elif form.floating:
        assert value in ring
        assert abs(int((ring < value).sum()) - int((ring > value).sum())) <= 1
    else:
        assert np.array_equal(value, np.rint(np.median(ring.reshape(-1, form.samples).astype(float), axis=0)))


@pytest.mark.parametrize("bright", [False, True], ids=["white on dark", "black on bright"])
@pytest.mark.parametrize("what", ALL, ids=lambda what: what.name)
def test_black_is_the_darkest_of_the_picture_as_it_is_displayed(what: Made, bright: bool) -> None:
    dataset, form, pixels = with_text(what, bright)
    after = brightness(painted(pixels, "black", form, dataset), dataset, form)
    assert after[paint.snapped(BOX, form).slices].max() <= after.min() + 1e-6


@pytest.mark.parametrize("how", FILLS)
@pytest.mark.parametrize("what", NATIVE, ids=lambda what: what.name)
def test_outside_the_boxes_every_bit_of_native_pixel_data_stays(what: Made, how: Fill) -> None:
    source, form, _ = with_text(what, bright=False)
    boxes = [BOX, Box(-3, 30, 9, 99)]
    written, report = writing.rewrite(source, form, {form.frames - 1: boxes}, how)
    read = read_back(written)
    outside = np.ones((form.frames, form.rows, form.columns), dtype=bool)
    for box in boxes:
        outside[(form.frames - 1, *paint.snapped(box, form).slices)] = False
    (before, tail), (after, tail_after) = (bits(dataset, form) for dataset in (source, read))
    assert np.array_equal(before[outside], after[outside])
    assert tail == tail_after
    assert report.reencoded == 1
    inside = after[(form.frames - 1, *paint.snapped(BOX, form).slices)]
    assert len(np.unique(inside.reshape(-1, inside.shape[-1]), axis=0)) == 1
    assert describe(read, max_pixels=MANY_PIXELS) == form
    assert pixel_element(read).VR == pixel_element(source).VR


@pytest.mark.parametrize("what", OTHER_FORMS, ids=lambda what: what.name)
def test_other_forms_are_read_as_they_were_drawn(what: Made) -> None:
    dataset = reading.read(io.BytesIO(file_of(made(what))), max_bytes=MANY_BYTES)
    form = describe(dataset, max_pixels=MANY_PIXELS)
    frames = np.stack([frame.pixels for frame in FrameSource(dataset, form)])
    assert frames.dtype == what.dtype
    if what.floating:
        assert np.array_equal(frames, drawn(what))
    else:
        assert np.array_equal(frames[..., 0], drawn(what)[..., 0])


def with_text(what: Made, bright: bool) -> tuple[Dataset, PixelForm, Pixels]:
    """An image of that form with two lines of text on a structured ground, and its last frame."""
    larger = Made(**{name: getattr(what, name) for name in Made.__match_args__} | {"rows": ROWS, "columns": COLUMNS})
    frames = np.stack([stored(scene(bright, seed), larger) for seed in range(larger.frames)])
    dataset = made(larger, frames)
    form = describe(dataset, max_pixels=MANY_PIXELS)
    return dataset, form, FrameSource(dataset, form)[form.frames - 1].pixels


def scene(bright: bool, seed: int) -> npt.NDArray[np.float64]:
    """Brightness as it is to be displayed, 0 to 1: a noisy slope, dark or bright, under letters of the other end."""
    slope = np.add.outer(np.linspace(0, 0.15, ROWS), np.linspace(0, 0.1, COLUMNS))
    ground = 0.05 + slope + np.random.default_rng(seed).normal(0, 0.01, slope.shape)
    ground[:4, :4] = 0.5
    page = Image.new("L", (COLUMNS, ROWS))
    ImageDraw.Draw(page).text((BOX.left + 1, BOX.top), "DOE^J 7", fill=255, font=ImageFont.load_default(11))
    letters = np.asarray(page) > 127
    assert 0 < letters[BOX.slices].sum() == letters.sum()
    shown = np.where(letters, 0.97, ground).clip(0, 1)
    return 1 - shown if bright else shown


def stored(levels: npt.NDArray[np.float64], what: Made) -> Pixels:
    """Stored values that are displayed with that brightness."""
    if what.photometric == "PALETTE COLOR":
        dataset = made(what)
        palette = palette_of(dataset, describe(dataset, max_pixels=MANY_PIXELS))
        assert palette is not None
        shades = palette.colours @ LUMINANCE
        order = np.argsort(shades, kind="stable")
        nearest = np.searchsorted(shades[order], levels * shades.max()).clip(0, len(order) - 1)
        indices: Pixels = palette.values[order][nearest].astype(what.dtype)
        return indices
    low, high = limits(what)
    if what.photometric == "MONOCHROME1":
        levels = 1 - levels
    values = low + levels * (high - low)
    if what.samples == 3:
        luminance = what.photometric.startswith("YBR") and what.photometric not in ("YBR_RCT", "YBR_ICT")
        if what.photometric == "YBR_PARTIAL_422":
            values = 16 + levels * 219
        middle = np.full_like(values, (high + 1) // 2)
        values = np.stack([values, middle, middle] if luminance and what.syntax != JPEG else [values] * 3, axis=-1)
    return values.astype(what.dtype) if what.floating else np.rint(values).astype(what.dtype)


def painted(pixels: Pixels, how: Fill, form: PixelForm, dataset: Dataset) -> Pixels:
    return paint.paint(pixels, [BOX], how, form, dataset)


def brightness(pixels: Pixels, dataset: Dataset, form: PixelForm) -> npt.NDArray[np.float64]:
    """What a viewer shows of a frame, shape (rows, columns), more is brighter."""
    shown = Display.of(dataset, form).shown(pixels).astype(np.float64)
    return shown @ LUMINANCE if shown.ndim == 3 else shown


def bits(dataset: Dataset, form: PixelForm) -> tuple[Bits, bytes]:
    """Everything that native pixel data holds, by frame, row and column, and what is left at its end."""
    element = pixel_element(dataset)
    value = np.frombuffer(element.value, "u1")
    if form.syntax == BIG and element.VR == "OW" and form.bits_allocated == 8:
        value = value.view("<u2").byteswap().view("u1")
    if form.bits_allocated == 1:
        value = np.unpackbits(value, bitorder="little")
        size = form.frames * form.rows * form.columns
        return value[:size].reshape(form.frames, form.rows, form.columns, 1), value[size:].tobytes()
    whole, tail = value[: form.native_bytes], value[form.native_bytes :].tobytes()
    if form.paired:
        pairs = whole.reshape(form.frames, form.rows, form.columns // 2, 1, 4).repeat(2, axis=3)
        return pairs.reshape(form.frames, form.rows, form.columns, 4), tail
    if form.planar == 1:
        planes = whole.reshape(form.frames, form.samples, form.rows, form.columns, -1)
        return np.moveaxis(planes, 1, 3).reshape(form.frames, form.rows, form.columns, -1), tail
    return whole.reshape(form.frames, form.rows, form.columns, -1), tail
