"""An image's description is believed only as far as its pixel data bears it out."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydicom.encaps import encapsulate, encapsulate_extended

from dicom_text_redactor.dicom.codecs import encapsulated
from dicom_text_redactor.dicom.files import reading
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.errors import Damaged, NoPixels, RedactionError, TooLarge, Unsupported
from tests.dicom.images import (
    FORMS,
    JLS,
    LITTLE,
    MANY_BYTES,
    MANY_PIXELS,
    RLE,
    Made,
    drawn,
    made,
    shown,
    wheel_file,
)


@pytest.mark.parametrize("what", FORMS, ids=lambda what: what.name)
def test_frames_come_one_by_one_as_pydicom_decodes_them(what: Made) -> None:
    dataset = made(what)
    form = describe(dataset, max_pixels=MANY_PIXELS)
    source = FrameSource(dataset, form)
    assert len(source) == what.frames
    for frame in source:
        assert frame.pixels.shape == form.shape
        assert frame.pixels.dtype == form.dtype
        assert np.array_equal(source[frame.index].pixels, frame.pixels)
    if not what.syntax.is_encapsulated and what.photometric != "YBR_FULL_422":
        assert np.array_equal(np.stack([frame.pixels for frame in source]), drawn(what))
    if not form.decoded_photometric.startswith("YBR") and not what.shift:  # pydicom gives the cells
        assert np.array_equal(np.stack([frame.pixels for frame in source]), shown(dataset))
    with pytest.raises(IndexError):
        source[what.frames]


@pytest.mark.parametrize(
    ("keyword", "value", "kind"),
    [
        ("Rows", None, Damaged),
        ("Rows", 0, Damaged),
        ("Rows", 33, Damaged),
        ("Columns", 65535, Damaged),
        ("SamplesPerPixel", 3, Damaged),
        ("SamplesPerPixel", 4, Unsupported),
        ("SamplesPerPixel", 2, Damaged),
        ("PhotometricInterpretation", None, Damaged),
        ("PhotometricInterpretation", "CMYK", Unsupported),
        ("PhotometricInterpretation", "ARGB", Unsupported),
        ("PhotometricInterpretation", "HSV", Unsupported),
        ("PhotometricInterpretation", "PALETTE COLOR", Damaged),
        ("BitsAllocated", 12, Unsupported),
        ("BitsAllocated", 64, Unsupported),
        ("BitsAllocated", 16, Damaged),
        ("BitsStored", 9, Damaged),
        ("BitsStored", 0, Damaged),
        ("BitsStored", None, Damaged),
        ("HighBit", 4, Damaged),
        ("HighBit", 8, Damaged),
        ("Rows", [32, 33], Damaged),
        ("NumberOfFrames", 2**31, Damaged),
        ("PixelRepresentation", 2, Damaged),
        ("PixelRepresentation", None, Damaged),
        ("NumberOfFrames", 2, Damaged),
        ("NumberOfFrames", 2_000_000, TooLarge),
        ("PixelData", b"", NoPixels),
        ("PixelData", b"\x00" * 32 * 40 * 2, Damaged),
    ],
)
def test_a_value_that_is_missing_silly_or_contradicted_is_refused(
    keyword: str, value: Any, kind: type[RedactionError]
) -> None:
    dataset = made(Made("grey", LITTLE))
    if value is None:
        del dataset[keyword]
    else:
        setattr(dataset, keyword, value)
    with pytest.raises(kind):
        describe(dataset, max_pixels=MANY_PIXELS)


@pytest.mark.parametrize(
    "what", [Made("grey", LITTLE), Made("grey", JLS), Made("colour", RLE, "RGB")], ids=lambda w: w.name
)
def test_no_frames_are_one_frame_where_one_is_there(what: Made) -> None:
    dataset = made(what)
    dataset.NumberOfFrames = 0
    form = describe(dataset, max_pixels=MANY_PIXELS)
    assert form.frames == 1
    dataset_of_one = made(what)
    assert np.array_equal(
        FrameSource(dataset, form)[0].pixels,
        FrameSource(dataset_of_one, describe(dataset_of_one, max_pixels=MANY_PIXELS))[0].pixels,
    )
    several = made(Made("cine", what.syntax, what.photometric, frames=3))
    several.NumberOfFrames = 0
    with pytest.raises(Damaged):
        describe(several, max_pixels=MANY_PIXELS)


@pytest.mark.parametrize("space", ["ARGB", "CMYK", "HSV"])
def test_another_colour_space_is_told_to_be_converted_and_not_the_transfer_syntax(space: str) -> None:
    dataset = made(Made("colour", LITTLE, "RGB"))
    dataset.PhotometricInterpretation = space
    with pytest.raises(Unsupported) as raised:
        describe(dataset, max_pixels=MANY_PIXELS)
    assert "grey, RGB or YBR_FULL" in raised.value.remedy
    assert "dcmdjpeg" not in raised.value.remedy
    assert "dcmdjpeg" in Unsupported("Another thing.").remedy


@pytest.mark.parametrize(
    ("what", "changes", "kind"),
    [
        (Made("bits in colour", LITTLE, "RGB"), {"BitsAllocated": 1, "BitsStored": 1, "HighBit": 0}, Unsupported),
        (Made("bits compressed", RLE), {"BitsAllocated": 1, "BitsStored": 1, "HighBit": 0}, Unsupported),
        (Made("pairs of an odd row", LITTLE, "YBR_FULL_422"), {"Columns": 39}, Damaged),
        (Made("pairs by planes", LITTLE, "YBR_FULL_422"), {"PlanarConfiguration": 1}, Damaged),
        (Made("pairs up to bit 7", LITTLE, "YBR_FULL_422"), {"BitsStored": 6, "HighBit": 7}, Unsupported),
        (Made("partial, compressed", JLS, "YBR_FULL"), {"PhotometricInterpretation": "YBR_PARTIAL_422"}, Unsupported),
        (Made("frames without end", JLS, "RGB"), {"NumberOfFrames": 2**31 - 1}, TooLarge),
    ],
    ids=lambda value: value.name if isinstance(value, Made) else "",
)
def test_combinations_that_make_no_sense_or_are_not_handled_are_refused(
    what: Made, changes: dict[str, Any], kind: type[RedactionError]
) -> None:
    dataset = made(what)
    for keyword, value in changes.items():
        setattr(dataset, keyword, value)
    with pytest.raises(kind):
        describe(dataset, max_pixels=MANY_PIXELS)


@pytest.mark.parametrize("what", [Made("rgb", LITTLE, "RGB"), Made("bits", LITTLE, allocated=1, stored=1)])
def test_colours_and_single_bits_have_no_sign_whatever_the_header_says(what: Made) -> None:
    dataset = made(what)
    dataset.PixelRepresentation = 1
    form = describe(dataset, max_pixels=MANY_PIXELS)
    assert form.limits[0] == 0
    assert np.array_equal(FrameSource(dataset, form)[0].pixels, drawn(what)[0])


def test_the_number_of_pixels_is_limited() -> None:
    dataset = made(Made("grey", LITTLE, frames=3))
    describe(dataset, max_pixels=32 * 40 * 3)
    with pytest.raises(TooLarge):
        describe(dataset, max_pixels=32 * 40 * 3 - 1)


@pytest.mark.parametrize("frames", [1, 2, 4])
@pytest.mark.parametrize("syntax", [RLE, JLS])
def test_compressed_frames_must_be_as_many_as_number_of_frames_says(frames: int, syntax: Any) -> None:
    dataset = made(Made("grey", syntax, frames=3))
    dataset.NumberOfFrames = frames
    if syntax == RLE and frames == 1:
        with pytest.raises(Damaged):
            FrameSource(dataset, describe(dataset, max_pixels=MANY_PIXELS))[0]
        return
    with pytest.raises(Damaged):
        describe(dataset, max_pixels=MANY_PIXELS)


def test_a_codestream_of_another_size_is_refused_before_it_is_decoded() -> None:
    dataset = made(Made("grey", JLS))
    dataset.Rows = 64
    with pytest.raises(Damaged, match="another size"):
        describe(dataset, max_pixels=MANY_PIXELS)


@pytest.mark.parametrize("has_bot", [True, False])
@pytest.mark.parametrize("fragments", [1, 3])
def test_fragments_find_their_frames_with_and_without_an_offset_table(has_bot: bool, fragments: int) -> None:
    what = Made("grey", JLS, frames=3)
    frames = [frame.data for frame in FrameSource(made(what), _form(what)).encoded]
    value = encapsulate(frames, fragments_per_frame=fragments, has_bot=has_bot)
    found = encapsulated.split(value, 3)
    assert [frame.data.rstrip(b"\x00") for frame in found] == [frame.rstrip(b"\x00") for frame in frames]


def test_extended_offset_tables_are_read_and_contradictions_in_them_survived() -> None:
    what = Made("grey", JLS, frames=3)
    frames = [frame.data for frame in FrameSource(made(what), _form(what)).encoded]
    dataset = made(what)
    value, dataset.ExtendedOffsetTable, dataset.ExtendedOffsetTableLengths = encapsulate_extended(frames)
    dataset.PixelData = value
    expected = np.stack([frame.pixels for frame in FrameSource(made(what), _form(what))])
    for table in (dataset.ExtendedOffsetTable, b"\x07" * 24):
        dataset.ExtendedOffsetTable = table
        source = FrameSource(dataset, describe(dataset, max_pixels=MANY_PIXELS))
        assert np.array_equal(np.stack([frame.pixels for frame in source]), expected)


@pytest.mark.parametrize("cut", [4, 9, 30, 200])
def test_cut_off_items_are_refused(cut: int) -> None:
    dataset = made(Made("grey", JLS, frames=2))
    dataset.PixelData = dataset.PixelData[:-cut]
    with pytest.raises(Damaged):
        for _ in FrameSource(dataset, describe(dataset, max_pixels=MANY_PIXELS)):
            pass


def test_padding_behind_the_last_frame_is_no_damage() -> None:
    dataset = reading.read(wheel_file("MR_small_padded.dcm"), max_bytes=MANY_BYTES)
    assert describe(dataset, max_pixels=MANY_PIXELS).rows == 64


def _form(what: Made) -> Any:
    return describe(made(what), max_pixels=MANY_PIXELS)
