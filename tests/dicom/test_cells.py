"""Samples that lie anywhere in their cells, and the bits around them."""

from __future__ import annotations

import numpy as np
import pytest
from pydicom.uid import UID

from dicom_text_redactor.dicom.painting import writing
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.dicom.pixels.native import NativePixels
from dicom_text_redactor.dicom.places.other_places import clean_other_places
from dicom_text_redactor.errors import Unsupported
from dicom_text_redactor.model import Box
from tests.dicom.images import BIG, FORMS, J2K, JLS, LITTLE, MANY_PIXELS, RLE, Made, drawn, made, read_back

BOX = Box(3, 2, 4, 3)
SHIFTED = [what for what in FORMS if what.shift]


@pytest.mark.parametrize("what", SHIFTED, ids=lambda what: what.name)
def test_samples_are_moved_down_and_the_file_keeps_its_high_bit(what: Made) -> None:
    source = made(what)
    form = describe(source, max_pixels=MANY_PIXELS)
    frames = FrameSource(source, form)
    assert np.array_equal(np.stack([frame.pixels for frame in frames]), drawn(what))
    written, report = writing.rewrite(source, form, {0: [BOX]}, "contrast")
    read = read_back(written)
    assert report.output_syntax == what.syntax
    assert read.HighBit == what.high_bit
    again = FrameSource(read, describe(read, max_pixels=MANY_PIXELS))
    outside = np.ones((what.rows, what.columns), dtype=bool)
    outside[BOX.slices] = False
    assert np.array_equal(again[0].pixels[outside], frames[0].pixels[outside])
    assert clean_other_places(written, form)["high_bits"] == "none"


@pytest.mark.parametrize("syntax", [JLS, J2K])
def test_other_codecs_know_no_samples_but_those_at_the_low_end(syntax: UID) -> None:
    dataset = made(Made("grey", syntax, allocated=16, stored=12))
    dataset.HighBit = 15
    with pytest.raises(Unsupported):
        describe(dataset, max_pixels=MANY_PIXELS)


@pytest.mark.parametrize(
    "what",
    [w for w in FORMS if w.stored < w.allocated and w.syntax in (LITTLE, BIG)],
    ids=lambda what: what.name,
)
def test_text_in_any_unused_bit_is_cleared_and_the_samples_stay(what: Made) -> None:
    source = made(what)
    form = describe(source, max_pixels=MANY_PIXELS)
    samples = [frame.pixels.copy() for frame in FrameSource(source, form)]
    used = range(form.shift, form.high_bit + 1)
    for bit in set(range(form.bits_allocated)) - set(used):
        pixels = NativePixels(source.PixelData, form, "OW")
        assert not any(pixels.clear_unused_bits(index) for index in range(form.frames))
        clean = pixels.to_bytes()
        cells = pixels.frame(form.frames - 1)
        cells[4:9, 5:20] ^= np.array(1 << bit).astype(form.dtype)
        assert pixels.to_bytes() != clean
        dirty = made(what)
        dirty["PixelData"].value = pixels.to_bytes()
        written, _ = writing.rewrite(dirty, form, {}, "contrast")
        assert clean_other_places(written, form)["high_bits"] == "cleared"
        assert written["PixelData"].value == clean
        assert all(np.array_equal(a.pixels, b) for a, b in zip(FrameSource(written, form), samples, strict=True))


@pytest.mark.parametrize("high_bit", [11, 13, 15])
@pytest.mark.parametrize("signed", [False, True])
def test_text_in_the_unused_bits_of_rle_is_cleared_as_well(high_bit: int, signed: bool) -> None:
    what = Made("cells", RLE, allocated=16, stored=12, high_bit=high_bit, signed=signed)
    plain = drawn(what)
    wide = Made("whole cells", RLE, allocated=16, stored=16, signed=signed)
    cells = np.left_shift(plain, what.shift)
    cells[0, 4:9, 5:20] ^= 1 if what.shift else 1 << 14
    source = made(wide, cells)
    source.BitsStored, source.HighBit = 12, high_bit
    form = describe(source, max_pixels=MANY_PIXELS)
    written, _ = writing.rewrite(source, form, {}, "contrast")
    assert clean_other_places(written, form)["high_bits"] == "cleared"
    read = read_back(written)
    assert np.array_equal(FrameSource(read, form)[0].pixels, plain[0])
    assert np.array_equal(FrameSource(read, form, keep_unused_bits=True)[0].pixels, np.left_shift(plain[0], what.shift))


@pytest.mark.parametrize("what", [w for w in SHIFTED if w.syntax != RLE], ids=lambda what: what.name)
def test_painting_leaves_nothing_in_the_unused_bits_of_a_box(what: Made) -> None:
    source = made(what)
    source["PixelData"].value = bytes(byte | 1 for byte in source["PixelData"].value)
    form = describe(source, max_pixels=MANY_PIXELS)
    written, _ = writing.rewrite(source, form, {0: [BOX]}, "contrast")
    cells = NativePixels(written["PixelData"].value, form, "OW").frame(0)
    assert not (cells[BOX.slices] & ((1 << form.shift) - 1)).any()
    assert (cells[10:] & 1).all()
