"""Float pixel data: not a number, infinite, huge, tiny and missing values do no harm and come to none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydicom.uid import UID

from dicom_text_redactor.dicom.painting import writing
from dicom_text_redactor.dicom.painting.fill import fill_value
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.display import Display
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.dicom.places.other_places import clean_other_places
from dicom_text_redactor.errors import Damaged, NoPixels, RedactionError, Unsupported
from dicom_text_redactor.model import Box
from dicom_text_redactor.settings import Fill
from dicom_text_redactor.text.views import views
from tests.dicom.images import BIG, JLS, LITTLE, MANY_PIXELS, RLE, Made, made, read_back

BOX = Box(10, 8, 6, 5)
FLOAT = Made("float", LITTLE, allocated=32, stored=32, keyword="FloatPixelData")
FLOAT_BIG = Made("float big endian", BIG, allocated=32, stored=32, keyword="FloatPixelData")
DOUBLE = Made("double", LITTLE, allocated=64, stored=64, keyword="DoubleFloatPixelData")
FILLS: tuple[Fill, ...] = ("contrast", "background", "black")


@pytest.mark.parametrize("what", [FLOAT, FLOAT_BIG, DOUBLE], ids=lambda what: what.name)
def test_every_bit_outside_the_boxes_stays_even_in_values_that_are_no_numbers(what: Made) -> None:
    word = f"u{what.allocated // 8}"
    cells = np.random.default_rng(1).integers(0, 2**what.allocated, (1, 32, 40), dtype=word)
    quiet, signalling = (0x7FC0_1234, 0x7F80_4321) if what.allocated == 32 else (0x7FF8 << 48 | 7, 0x7FF0 << 48 | 9)
    cells[0, :8:2], cells[0, 1:8:2] = quiet, signalling
    order = cells.dtype.newbyteorder(">" if what.syntax == BIG else "<")
    source = made(what)
    source[what.keyword].value = cells.astype(order).tobytes()
    form = describe(source, max_pixels=MANY_PIXELS)
    assert np.isfinite(Display.of(source, form).shown(FrameSource(source, form)[0].pixels)).all()
    for how in FILLS:
        written, _ = writing.rewrite(source, form, {0: [BOX]}, how)
        clean_other_places(written, form)
        after = np.frombuffer(read_back(written)[what.keyword].value, order).reshape(32, 40)
        outside = np.ones((32, 40), dtype=bool)
        outside[BOX.slices] = False
        assert np.array_equal(after[outside], cells[0][outside])
        (value,) = np.unique(after[BOX.slices]).astype(word).view(what.dtype)
        assert np.isfinite(float(value))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    "values",
    [
        [np.nan],
        [np.inf, -np.inf, np.nan],
        [7.0],
        [0.0, np.nan],
        [-np.inf, 0.25, 0.75, np.inf],
        ["largest", "-largest"],
        ["tiniest", 0.0],
        [1e-30, 2e-30],
    ],
    ids=str,
)
@pytest.mark.parametrize("photometric", ["MONOCHROME1", "MONOCHROME2"])
def test_any_frame_can_be_shown_and_filled_with_a_finite_value(photometric: str, values: Any, dtype: Any) -> None:
    info = np.finfo(dtype)
    special = {"largest": info.max, "-largest": info.min, "tiniest": info.smallest_subnormal}
    what = Made("float", LITTLE, photometric, allocated=info.bits, stored=info.bits, keyword=_KEYWORDS[info.bits])
    numbers = np.array([special.get(value, value) for value in values], dtype=dtype)
    pixels = np.resize(numbers, (1, what.rows, what.columns))
    dataset = made(what, pixels)
    form = describe(dataset, max_pixels=MANY_PIXELS)
    display = Display.of(dataset, form)
    for how in FILLS:
        assert np.isfinite(float(fill_value(pixels[0], BOX, how, form, dataset)))
    shown = display.shown(FrameSource(dataset, form)[0].pixels)
    assert np.isfinite(shown).all()
    finite = len(set(numbers[np.isfinite(numbers)].tolist()))
    full = views(0, shown, display.shown_window())[0].picture
    assert (full.min(), full.max()) == ((0, 255) if finite > 1 else (0, 0))


_KEYWORDS = {32: "FloatPixelData", 64: "DoubleFloatPixelData"}


def test_what_is_no_number_is_shown_dark_and_infinities_at_their_ends() -> None:
    pixels = np.full((1, 32, 40), 0.5, np.float32)
    pixels[0, 0, :5] = [np.nan, np.inf, -np.inf, 0.25, 2]
    for photometric, expected in (
        ("MONOCHROME2", [0.25, 2, 0.25, 0.25, 2]),
        ("MONOCHROME1", [-2, -2, -0.25, -0.25, -2]),
    ):
        what = Made("float", LITTLE, photometric, allocated=32, stored=32, keyword="FloatPixelData")
        dataset = made(what, pixels)
        display = Display.of(dataset, describe(dataset, max_pixels=MANY_PIXELS))
        assert display.shown(pixels[0])[0, :5].tolist() == expected


def test_padding_does_not_take_up_the_range_in_which_text_is_seen() -> None:
    pixels = np.full((1, 32, 40), -3.4e38, np.float32)
    pixels[0, :, 10:] = 0.25
    pixels[0, 5:9, 20:30] = 0.75
    dataset = made(FLOAT, pixels)
    dataset.FloatPixelPaddingValue = -3.4e38
    form = describe(dataset, max_pixels=MANY_PIXELS)
    shown = Display.of(dataset, form).shown(pixels[0])
    assert set(np.unique(shown)) == {0.25, 0.75}
    assert 0.5 < float(fill_value(pixels[0], Box(12, 20, 5, 5), "contrast", form, dataset)) < 0.75


@pytest.mark.parametrize(
    ("what", "changes", "kind"),
    [
        (FLOAT, {"BitsAllocated": 64}, Damaged),
        (DOUBLE, {"BitsAllocated": 32}, Damaged),
        (FLOAT, {"Rows": 33}, Damaged),
        (FLOAT, {"FloatPixelData": b""}, NoPixels),
        (FLOAT, {"SamplesPerPixel": 3, "PhotometricInterpretation": "RGB"}, Unsupported),
        (FLOAT, {"PhotometricInterpretation": "PALETTE COLOR"}, Unsupported),
        (FLOAT, {"PixelData": b"\x00\x00"}, Damaged),
    ],
)
def test_float_pixel_data_that_contradicts_itself_is_refused(
    what: Made, changes: dict[str, Any], kind: type[RedactionError]
) -> None:
    dataset = made(what)
    for keyword, value in changes.items():
        setattr(dataset, keyword, value)
    with pytest.raises(kind):
        describe(dataset, max_pixels=MANY_PIXELS)


@pytest.mark.parametrize("syntax", [RLE, JLS])
def test_compressed_float_pixel_data_does_not_exist(syntax: UID) -> None:
    dataset = made(FLOAT)
    dataset.file_meta.TransferSyntaxUID = syntax
    with pytest.raises(Unsupported):
        describe(dataset, max_pixels=MANY_PIXELS)
