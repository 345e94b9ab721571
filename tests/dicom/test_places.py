"""Text beside the pixels: overlays, icons, curves, and bits that no viewer shows."""

from __future__ import annotations

import io

import numpy as np
import pytest
from pydicom import Dataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence

from shared.dicom import reading
from shared.dicom.form import describe
from shared.dicom.frames import FrameSource
from shared.dicom.places import clean_other_places
from shared.dicom.saving import save
from shared.dicom.writing import rewrite
from tests.dicom.images import LITTLE, MANY_BYTES, MANY_PIXELS, RLE, Made, made, read_back, shown, wheel_file

NOTHING = {"overlays": 0, "icon": "none", "high_bits": "none", "curves": 0}


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
        source = reading.read(_saved(source), max_bytes=MANY_BYTES)
    written, report = cleaned(source)
    assert report == NOTHING | {"icon": "removed"}
    assert "Icon Image" not in str(written)
    assert "Icon Image" in str(source)
    if depth:
        assert written.ReferencedImageSequence[0].ReferencedSOPInstanceUID == "1.2.3"


def _saved(dataset: Dataset) -> io.BytesIO:
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
