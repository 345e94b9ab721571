"""Text beside the pixels: overlays, icons, nested pictures, drawings, curves, and bits that no viewer shows."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import jsonschema
import numpy as np
import pytest
from pydicom import Dataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import UID

from dicom_text_redactor.dicom.files import reading
from dicom_text_redactor.dicom.files.saving import save
from dicom_text_redactor.dicom.painting.writing import rewrite
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.dicom.places.other_places import clean_other_places, was_changed
from dicom_text_redactor.report import SCHEMA_FILE
from tests.dicom.images import (
    JLS,
    LITTLE,
    MANY_BYTES,
    MANY_PIXELS,
    RLE,
    Made,
    made,
    read_back,
    shown,
    wheel_file,
)

NOTHING: dict[str, int | str] = {
    "overlays": 0,
    "overlays_kept": 0,
    "overlay_texts": 0,
    "icon": "none",
    "nested_images": 0,
    "annotations": 0,
    "high_bits": "none",
    "curves": 0,
}


def cleaned(source: Dataset) -> tuple[Dataset, dict[str, int | str]]:
    form = describe(source, max_pixels=MANY_PIXELS)
    written, _ = rewrite(source, form, {}, "contrast")
    report = clean_other_places(written, form)
    return read_back(written), report


def icon() -> Sequence:
    item = Dataset()
    item.Rows = item.Columns = 2
    item.add_new("PixelData", "OW", b"\x00\xff\xff\x00")
    return Sequence([item])


def test_the_report_names_what_the_schema_names() -> None:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))["properties"]["other_places"]
    assert set(cleaned(made(Made("grey")))[1]) <= set(schema["properties"])
    jsonschema.validate(NOTHING, schema)


def test_overlays_that_stay_are_no_change_and_all_else_is() -> None:
    assert not was_changed(NOTHING | {"overlays_kept": 2})
    for name in NOTHING.keys() - {"overlays_kept"}:
        assert was_changed(NOTHING | {name: "cleared" if NOTHING[name] == "none" else 1}), name


def test_a_plain_image_has_nothing_to_clean() -> None:
    for name in ("MR_small.dcm", "CT_small.dcm", "SC_rgb_rle.dcm", "JPEG2000.dcm", "MR_small_bigendian.dcm"):
        source = reading.read(wheel_file(name), max_bytes=MANY_BYTES)
        written, report = cleaned(source)
        assert report == NOTHING
        assert written["PixelData"].value == source["PixelData"].value


def test_overlays_go_with_their_whole_group() -> None:
    source = made(Made("grey", LITTLE))
    for group in (0x6000, 0x601E):
        source.add_new((group, 0x0010), "US", 32)
        source.add_new((group, 0x1500), "LO", "A NAME")
        source.add_new((group, 0x3000), "OW", b"\xff" * 160)
    source.add_new((0x6001, 0x0010), "LO", "PRIVATE")
    written, report = cleaned(source)
    assert report == NOTHING | {"overlays": 2}
    assert [hex(tag.group) for tag in written.keys() if tag.group >> 8 == 0x60] == ["0x6001"]  # noqa: SIM118
    assert (0x6000, 0x3000) in source


def test_curves_go() -> None:
    source = made(Made("grey", LITTLE))
    source.add_new((0x5000, 0x0022), "LO", "A NAME")
    source.add_new((0x5002, 0x3000), "OW", b"\x00\x00")
    written, report = cleaned(source)
    assert report == NOTHING | {"curves": 2}
    assert not [tag for tag in written.keys() if tag.group >> 8 == 0x50]  # noqa: SIM118


@pytest.mark.parametrize("depth", [0, 1, 3])
@pytest.mark.parametrize("parsed", [True, False])
def test_icons_go_at_any_depth_and_the_source_keeps_them(depth: int, parsed: bool) -> None:
    source = holder = made(Made("grey", LITTLE))
    for _ in range(depth):
        item = Dataset()
        item.ReferencedSOPInstanceUID = "1.2.3"
        holder.ReferencedImageSequence = Sequence([item])
        holder = item
    holder.IconImageSequence = icon()
    if not parsed:
        source = reading.read(saved(source), max_bytes=MANY_BYTES)
    written, report = cleaned(source)
    assert report == NOTHING | {"icon": "removed"}
    assert "Icon Image" not in str(written)
    assert "Icon Image" in str(source)
    if depth:
        assert written.ReferencedImageSequence[0].ReferencedSOPInstanceUID == "1.2.3"


def saved(dataset: Dataset) -> io.BytesIO:
    file = io.BytesIO()
    save(dataset, file)
    return file


@pytest.mark.parametrize("signed", [False, True])
@pytest.mark.parametrize("syntax", [LITTLE, RLE])
def test_text_in_the_high_bits_is_cleared_and_the_picture_stays(signed: bool, syntax: str) -> None:
    what = Made("high bits", LITTLE, allocated=16, stored=12, signed=signed, frames=2)
    source = made(what)
    cells = np.frombuffer(source.PixelData, "<u2").copy().reshape(2, 32, 40)
    cells[1, 5:9, 5:9] ^= 0x4000
    source.PixelData = cells.tobytes()
    before = shown(source)
    if syntax == RLE:
        plain = made(Made("cells", RLE, allocated=16, stored=16, frames=2))
        frames = [_rle(frame) for frame in cells]
        source.PixelData = encapsulate(frames)
        source["PixelData"].VR = "OB"
        source.file_meta.TransferSyntaxUID = plain.file_meta.TransferSyntaxUID
    written, report = cleaned(source)
    assert report == NOTHING | {"high_bits": "cleared"}
    assert np.array_equal(shown(written), before)
    form = describe(written, max_pixels=MANY_PIXELS)
    whole = FrameSource(written, form, keep_unused_bits=True)
    assert np.array_equal(np.stack([frame.pixels for frame in whole]), before)
    assert cleaned(written)[1] == NOTHING


def _rle(cells: np.ndarray[tuple[int, ...], np.dtype[np.uint16]]) -> bytes:
    from pydicom.pixels.encoders.base import get_encoder

    return get_encoder(RLE).encode(
        np.ascontiguousarray(cells),
        encoding_plugin="pylibjpeg",
        rows=32,
        columns=40,
        number_of_frames=1,
        samples_per_pixel=1,
        photometric_interpretation="MONOCHROME2",
        bits_allocated=16,
        bits_stored=16,
        pixel_representation=0,
    )


def _names_over_unused_bits(cells: np.ndarray[tuple[int, ...], np.dtype[np.uint16]]) -> None:
    cells[0, 25:29, 30:35] |= 0x4000


def _a_plane_over_negative_values(cells: np.ndarray[tuple[int, ...], np.dtype[np.uint16]]) -> None:
    cells[0, :5] &= 0x0FFF


def _no_sign_in_the_unused_bits(cells: np.ndarray[tuple[int, ...], np.dtype[np.uint16]]) -> None:
    cells &= 0x0FFF


def _nothing(cells: np.ndarray[tuple[int, ...], np.dtype[np.uint16]]) -> None:
    assert (cells & 0xF000 == 0xF000).any()


@pytest.mark.parametrize("syntax", [LITTLE, RLE])
@pytest.mark.parametrize(
    ("change", "dirty"),
    [
        (_nothing, False),
        (_no_sign_in_the_unused_bits, False),
        (_names_over_unused_bits, True),
        (_a_plane_over_negative_values, True),
    ],
)
def test_signed_values_keep_their_bytes_unless_a_plane_lies_over_them(
    syntax: UID, change: Callable[[np.ndarray[tuple[int, ...], np.dtype[np.uint16]]], None], dirty: bool
) -> None:
    source = made(Made("signed", LITTLE, allocated=16, stored=12, signed=True))
    cells = np.frombuffer(source.PixelData, "<u2").copy().reshape(1, 32, 40)
    change(cells)
    source.PixelData = cells.tobytes()
    before = shown(source)
    if syntax == RLE:
        source.PixelData = encapsulate([_rle(cells[0])])
        source["PixelData"].VR = "OB"
        source.file_meta.TransferSyntaxUID = RLE
    written, report = cleaned(source)
    assert report == NOTHING | {"high_bits": "cleared" if dirty else "none"}
    assert np.array_equal(shown(written), before)
    assert (written.PixelData == source.PixelData) is not dirty


def _with_more_bits_than_it_says(frames: int) -> tuple[Dataset, bytes]:
    """A JPEG-LS image of 16 bits, 12 of them stored, with a plane above those of its last frame."""
    source = made(Made("jpeg-ls", JLS, allocated=16, stored=16, frames=frames))
    cells = np.full((frames, 32, 40), 100, np.uint16)
    cells[-1, 5:9, 5:9] |= 0x8000
    codes = [_jpeg_ls(frame) for frame in cells]
    source.PixelData = encapsulate(codes)
    source.BitsStored, source.HighBit = 12, 11
    return source, codes[0]


def _jpeg_ls(cells: np.ndarray[tuple[int, ...], np.dtype[np.uint16]]) -> bytes:
    from pydicom.pixels.encoders.base import get_encoder

    return get_encoder(JLS).encode(
        np.ascontiguousarray(cells),
        encoding_plugin="pyjpegls",
        rows=32,
        columns=40,
        number_of_frames=1,
        samples_per_pixel=1,
        photometric_interpretation="MONOCHROME2",
        bits_allocated=16,
        bits_stored=16,
        pixel_representation=0,
    )


def test_a_plane_above_the_bits_of_a_jpeg_ls_frame_is_cleared_and_other_frames_keep_their_bytes() -> None:
    source, first = _with_more_bits_than_it_says(2)
    assert (shown(source)[1] & 0x8000).any()
    written, report = cleaned(source)
    assert report == NOTHING | {"high_bits": "cleared"}
    assert (shown(written) == 100).all()
    assert first in written.PixelData


def test_retired_overlays_in_the_pixels_go_with_their_bits_and_nothing_of_them_can_be_unpacked() -> None:
    source = made(Made("grey", LITTLE, allocated=16, stored=12))
    text = np.zeros((32, 40), np.uint16)
    text[10:20:2, 4:36] = 1
    cells = np.frombuffer(source.PixelData, "<u2").reshape(32, 40) | text << 14 | text << 15
    source.PixelData = cells.astype("<u2").tobytes()
    for group, bit in ((0x6000, 15), (0x6002, 14)):
        source.add_new((group, 0x0010), "US", 32)
        source.add_new((group, 0x0011), "US", 40)
        source.add_new((group, 0x0100), "US", 16)
        source.add_new((group, 0x0102), "US", bit)
    before = shown(source)
    written, report = cleaned(source)
    assert report == NOTHING | {"overlays": 2, "high_bits": "cleared"}
    assert not (np.frombuffer(written.PixelData, "<u2") >> 12).any()
    assert np.array_equal(shown(written), before)


def test_bytes_behind_the_last_frame_are_cleared() -> None:
    source = made(Made("grey", LITTLE))
    source.PixelData = source.PixelData + b"HIDDEN NAME!"
    written, report = cleaned(source)
    assert report == NOTHING | {"high_bits": "cleared"}
    assert written.PixelData.endswith(b"\x00" * 12)
    assert len(written.PixelData) == len(source.PixelData)


def test_the_overlay_example_ends_without_overlay_and_icon() -> None:
    source = reading.read(wheel_file("examples_overlay.dcm"), max_bytes=MANY_BYTES)
    before = shown(reading.read(wheel_file("examples_overlay.dcm"), max_bytes=MANY_BYTES))
    written, report = cleaned(source)
    assert report["overlays"] == 1
    assert report["icon"] == "removed"
    assert np.array_equal(shown(written), before)
