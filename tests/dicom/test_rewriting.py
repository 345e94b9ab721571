"""Painting changes the boxes and nothing else, in every form of pixel data."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from pydicom import Dataset
from pydicom.uid import (
    ExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLosslessSV1,
    JPEGLSLossless,
    RLELossless,
)

from dicom_text_redactor.dicom.codecs import encapsulated
from dicom_text_redactor.dicom.files import reading
from dicom_text_redactor.dicom.marks.marking import mark
from dicom_text_redactor.dicom.painting import paint, writing
from dicom_text_redactor.dicom.painting.writing import Rewritten
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.dicom.places.other_places import clean_other_places
from dicom_text_redactor.errors import RedactionError
from dicom_text_redactor.model import Box
from dicom_text_redactor.settings import Fill
from tests.dicom.images import (
    FORMS,
    MANY_BYTES,
    MANY_PIXELS,
    Made,
    drawn,
    made,
    read_back,
    shown,
    wheel_file,
    wheel_files,
)

BOX = Box(3, 2, 4, 3)
FILLS: tuple[Fill, ...] = ("contrast", "background", "black")


def outside(
    form: PixelForm, boxes: dict[int, list[Box]], report: Rewritten
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    mask = np.ones((form.frames, form.rows, form.columns), dtype=bool)
    for index, some in boxes.items():
        for box in some:
            mask[(index, *report.reach.get(box, box).slices)] = False
    return mask


@pytest.mark.parametrize("what", FORMS, ids=lambda what: what.name)
def test_every_pixel_outside_the_boxes_is_shown_as_before(what: Made) -> None:
    source = made(what)
    form = describe(source, max_pixels=MANY_PIXELS)
    boxes = {what.frames - 1: [BOX, Box(what.columns - 3, what.rows - 2, 9, 9)]}
    before = shown(source)
    for how in FILLS:
        written, report = writing.rewrite(source, form, boxes, how)
        after = shown(read_back(written))
        mask = outside(form, boxes, report)
        assert np.array_equal(after[mask], before[mask])
        assert report.painted == (what.frames - 1,)


@pytest.mark.parametrize("what", [w for w in FORMS if w.syntax != JPEGBaseline8Bit], ids=lambda what: what.name)
def test_a_box_holds_one_value_that_is_what_paint_gives(what: Made) -> None:
    source = made(what)
    form = describe(source, max_pixels=MANY_PIXELS)
    frame = FrameSource(source, form)[0].pixels
    for how in FILLS:
        written, _ = writing.rewrite(source, form, {0: [BOX]}, how)
        read = read_back(written)
        again = FrameSource(read, describe(read, max_pixels=MANY_PIXELS))[0].pixels
        assert np.array_equal(again, paint.paint(frame, [BOX], how, form, source))
        area = again[paint.snapped(BOX, form).slices].reshape(-1, form.samples)
        assert (area == area[0]).all()


@pytest.mark.parametrize("what", FORMS, ids=lambda what: what.name)
def test_without_boxes_the_pixel_data_keeps_its_bytes_and_its_syntax(what: Made) -> None:
    source = made(what)
    form = describe(source, max_pixels=MANY_PIXELS)
    written, report = writing.rewrite(source, form, {0: [], 5: [Box(-9, -9, 2, 2)]}, "contrast")
    clean_other_places(written, form)
    assert read_back(written)["PixelData"].value == source["PixelData"].value
    assert report.output_syntax == what.syntax
    assert report.painted == ()


@pytest.mark.parametrize("what", [w for w in FORMS if w.syntax == JPEGBaseline8Bit], ids=lambda what: what.name)
@pytest.mark.parametrize("how", FILLS)
def test_a_box_of_jpeg_baseline_becomes_flat_blocks_and_the_file_keeps_its_syntax(what: Made, how: Fill) -> None:
    source = made(what)
    form = describe(source, max_pixels=MANY_PIXELS)
    frame = FrameSource(source, form)[0].pixels
    written, report = writing.rewrite(source, form, {0: [BOX]}, how)
    read = read_back(written)
    again = FrameSource(read, describe(read, max_pixels=MANY_PIXELS))[0].pixels
    wanted = paint.paint(frame, [BOX], how, form, source)[BOX.slices].astype(int)
    assert np.abs(again[BOX.slices].astype(int) - wanted).reshape(-1, form.samples)[:, 0].max() <= 2
    assert len(np.unique(again[BOX.slices].reshape(-1, form.samples)[:, 0])) == 1
    assert report.output_syntax == JPEGBaseline8Bit
    assert report.reach[BOX] == Box(0, 0, 17 if what.photometric == "YBR_FULL_422" else 8, 8)
    assert len(read.PixelData) <= len(source.PixelData)
    assert all(read[element.tag] == element for element in source if element.tag != 0x7FE00010)


@pytest.mark.parametrize("photometric", ["MONOCHROME2", "YBR_FULL_422"])
def test_jpeg_extended_with_eight_bits_is_painted_block_by_block_too(photometric: str) -> None:
    source = made(Made("jpeg", JPEGBaseline8Bit, photometric))
    source.file_meta.TransferSyntaxUID = JPEGExtended12Bit
    (frame,) = encapsulated.split(source["PixelData"].value, 1)
    source["PixelData"].value, _ = encapsulated.join([frame.data.replace(b"\xff\xc0", b"\xff\xc1")])
    form = describe(source, max_pixels=MANY_PIXELS)
    written, report = writing.rewrite(source, form, {0: [BOX]}, "contrast")
    assert report.output_syntax == JPEGExtended12Bit
    before, after = FrameSource(source, form)[0].pixels, FrameSource(written, form)[0].pixels
    mask = outside(form, {0: [BOX]}, report)[0]
    assert np.array_equal(before[mask], after[mask])


def test_what_changed_around_a_box_is_told_in_uncompressed_images_too() -> None:
    source = made(Made("ybr full 422", photometric="YBR_FULL_422"))
    form = describe(source, max_pixels=MANY_PIXELS)
    even, odd, outside_it = Box(2, 2, 4, 4), Box(3, 9, 4, 3), Box(-5, -5, 2, 2)
    _, report = writing.rewrite(source, form, {0: [even, odd, outside_it]}, "black")
    assert report.reach == {odd: Box(2, 9, 6, 3)}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"BitsStored": 7, "HighBit": 6}, id="unused bits"),
        pytest.param({"PixelRepresentation": 1}, id="signed"),
    ],
)
def test_jpeg_frames_whose_samples_are_not_plain_bytes_are_stored_losslessly(change: dict[str, int]) -> None:
    source = made(Made("jpeg", JPEGBaseline8Bit))
    for keyword, value in change.items():
        setattr(source, keyword, value)
    form = describe(source, max_pixels=MANY_PIXELS)
    _, report = writing.rewrite(source, form, {0: [BOX]}, "contrast")
    assert report.output_syntax != JPEGBaseline8Bit


def test_a_progressive_frame_cannot_be_painted_in_blocks_and_is_stored_losslessly() -> None:
    source = made(Made("jpeg", JPEGBaseline8Bit, frames=2))
    file = io.BytesIO()
    Image.fromarray(drawn(Made("grey"))[0]).save(file, "JPEG", progressive=True)
    frames = encapsulated.split(source["PixelData"].value, 2)
    source["PixelData"].value, _ = encapsulated.join([frames[0], file.getvalue()])
    form = describe(source, max_pixels=MANY_PIXELS)
    before = FrameSource(source, form)
    written, report = writing.rewrite(source, form, {0: [BOX], 1: [BOX]}, "contrast")
    assert report.output_syntax == JPEGLSLossless
    assert report.reach == {}
    after = FrameSource(written, describe(written, max_pixels=MANY_PIXELS))
    mask = outside(form, {0: [BOX], 1: [BOX]}, report)
    for index in range(2):
        assert np.array_equal(before[index].pixels[mask[index]], after[index].pixels[mask[index]])
    _, alone = writing.rewrite(source, form, {0: [BOX]}, "contrast")
    assert alone.output_syntax == JPEGBaseline8Bit


@pytest.mark.parametrize(
    "what", [what for what in FORMS if not what.syntax.is_encapsulated], ids=lambda what: what.name
)
def test_native_bytes_change_only_where_samples_of_a_box_lie(what: Made) -> None:
    source = made(what)
    form = describe(source, max_pixels=MANY_PIXELS)
    written, _ = writing.rewrite(source, form, {0: [BOX]}, "contrast")
    before, after = (np.frombuffer(d["PixelData"].value, "u1") for d in (source, written))
    assert len(before) == len(after)
    samples = paint.snapped(BOX, form).area * form.samples
    assert 0 < np.count_nonzero(before != after) <= samples * max(1, form.bits_allocated // 8)


def test_unused_high_bits_outside_the_boxes_stay() -> None:
    source = made(Made("high bits", allocated=16, stored=12))
    cells = np.frombuffer(source.PixelData, "<u2") | 0x5000
    source.PixelData = cells.tobytes()
    form = describe(source, max_pixels=MANY_PIXELS)
    written, report = writing.rewrite(source, form, {0: [BOX]}, "black")
    after = np.frombuffer(written.PixelData, "<u2").reshape(form.shape)
    mask = outside(form, {0: [BOX]}, report)[0]
    assert np.array_equal(after[mask], cells.reshape(form.shape)[mask])
    assert not after[BOX.slices].any()


@pytest.mark.parametrize(
    "what",
    [w for w in FORMS if w.frames > 1 and w.syntax.is_encapsulated],
    ids=lambda what: what.name,
)
def test_frames_without_boxes_keep_their_compressed_bytes(what: Made) -> None:
    source = made(what)
    form = describe(source, max_pixels=MANY_PIXELS)
    written, report = writing.rewrite(source, form, {0: [BOX]}, "contrast")
    assert report.output_syntax == what.syntax
    assert report.reencoded == 1
    before, after = (encapsulated.split(d["PixelData"].value, what.frames) for d in (source, written))
    assert before[0].data != after[0].data
    assert [frame.data for frame in before[1:]] == [frame.data for frame in after[1:]]


@pytest.mark.parametrize(
    ("name", "syntax", "photometric", "lossy"),
    [
        ("SC_rgb_jpeg_gdcm.dcm", JPEGLosslessSV1, "RGB", None),
        ("SC_rgb_jpeg_dcmtk.dcm", JPEGBaseline8Bit, "YBR_FULL", "01"),
        ("examples_ybr_color.dcm", JPEGBaseline8Bit, "YBR_FULL_422", "01"),
        ("JPGExtended.dcm", JPEGLSLossless, "MONOCHROME2", "01"),
        ("JPEGLSNearLossless_16.dcm", JPEGLSLossless, "MONOCHROME2", "01"),
        ("JPEG2000.dcm", JPEG2000Lossless, "MONOCHROME2", "01"),
        ("examples_jpeg2k.dcm", JPEG2000Lossless, "YBR_RCT", None),
        ("SC_rgb_rle_32bit.dcm", ExplicitVRLittleEndian, "RGB", None),
        ("image_dfl.dcm", "1.2.840.10008.1.2.1.99", "MONOCHROME2", None),
    ],
)
def test_a_changed_image_is_stored_losslessly_and_says_what_it_is(
    name: str, syntax: str, photometric: str, lossy: str | None
) -> None:
    source = reading.read(wheel_file(name), max_bytes=MANY_BYTES)
    form = describe(source, max_pixels=MANY_PIXELS)
    written, report = writing.rewrite(source, form, {0: [BOX]}, "contrast")
    read = read_back(written)
    assert report.output_syntax == syntax == read.file_meta.TransferSyntaxUID
    assert read.PhotometricInterpretation == photometric
    assert read.get("LossyImageCompression") == (lossy or source.get("LossyImageCompression"))
    assert read.SOPInstanceUID == source.SOPInstanceUID


def test_every_image_of_the_wheel_is_painted_exactly_or_refused() -> None:
    handled = 0
    for path in wheel_files():
        try:
            source = reading.read(path, max_bytes=MANY_BYTES)
            form = describe(source, max_pixels=MANY_PIXELS)
            written, report = writing.rewrite(source, form, {0: [BOX]}, "contrast")
            clean_other_places(written, form)
        except RedactionError:
            continue
        handled += 1
        if form.syntax == "1.2.840.10008.1.2.4.51":
            continue  # pydicom cannot decode 12-bit JPEG without a plugin under the GPL
        mask = outside(form, {0: [BOX]}, report)
        before, after = shown(reading.read(path, max_bytes=MANY_BYTES)), shown(read_back(written))
        assert np.array_equal(before[mask], after[mask]), path.name
    assert handled > 75


def test_twelve_bit_jpeg_is_decoded_and_kept_exactly() -> None:
    source = reading.read(wheel_file("JPGExtended.dcm"), max_bytes=MANY_BYTES)
    form = describe(source, max_pixels=MANY_PIXELS)
    before = FrameSource(source, form)[0].pixels
    written, report = writing.rewrite(source, form, {0: [BOX]}, "black")
    after = shown(read_back(written))[0]
    mask = outside(form, {0: [BOX]}, report)[0]
    assert before.max() > 255
    assert np.array_equal(before[mask], after[mask])


def test_the_source_is_left_untouched() -> None:
    source = reading.read(wheel_file("SC_rgb_rle_2frame.dcm"), max_bytes=MANY_BYTES)
    form = describe(source, max_pixels=MANY_PIXELS)
    value, tags = source["PixelData"].value, set(source.keys())
    written, _ = writing.rewrite(source, form, {0: [BOX]}, "contrast")
    written.PatientName = "Other"
    written.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    assert source["PixelData"].value is value
    assert set(source.keys()) == tags
    assert source.get("PatientName") != "Other"
    assert source.file_meta.TransferSyntaxUID == RLELossless


@pytest.mark.parametrize("what", FORMS, ids=lambda what: what.name)
def test_a_dataset_in_memory_is_the_same_after_everything_was_done_to_its_copy(what: Made) -> None:
    source = made(what)
    source.BurnedInAnnotation = "YES"
    source.LossyImageCompression = "00"
    form = describe(source, max_pixels=MANY_PIXELS)
    written, _ = writing.rewrite(source, form, {0: [BOX]}, "contrast")
    clean_other_places(written, form)
    mark(written, hidden=True, all_checked=True, uids="new", app_version="1")
    read_back(written)
    fresh = made(what)
    fresh.BurnedInAnnotation = "YES"
    fresh.LossyImageCompression = "00"
    assert source == fresh
    assert source.file_meta == fresh.file_meta


@pytest.mark.parametrize("label", ["RGB", "YBR_FULL", "YBR_FULL_422"])
@pytest.mark.parametrize("transform", [0, 1])
def test_jpeg_with_an_adobe_marker_keeps_its_colours(label: str, transform: int) -> None:
    source = with_adobe_marker(made(Made("jpeg", JPEGBaseline8Bit, "YBR_FULL")), transform)
    source.PhotometricInterpretation = label
    form = describe(source, max_pixels=MANY_PIXELS)
    written, report = writing.rewrite(source, form, {0: [BOX]}, "contrast")
    assert report.output_syntax == JPEGBaseline8Bit
    mask = outside(form, {0: [BOX]}, report)
    assert np.array_equal(shown(source)[mask], shown(read_back(written))[mask])


def with_adobe_marker(dataset: Dataset, transform: int) -> Dataset:
    """Put an APP14 marker in the place of the JFIF one of a single frame."""
    (frame,) = encapsulated.split(dataset["PixelData"].value, 1)
    marker = b"\xff\xee\x00\x0eAdobe\x00d\x00\x00\x00\x00" + bytes([transform])
    value, _ = encapsulated.join([frame.data[:2] + marker + frame.data[20:]])
    dataset["PixelData"].value = value
    return dataset
