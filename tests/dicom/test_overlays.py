"""Overlay planes as pictures: what is seen, what painting changes, where it lies, and which groups cannot be judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFont
from pydicom import Dataset
from pydicom.uid import UID

from dicom_text_redactor.clock import Clock
from dicom_text_redactor.dicom.files import reading
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.places.other_places import clean_other_places
from dicom_text_redactor.dicom.surfaces.overlays import OverlaySurface, overlay_surfaces, remove_overlays
from dicom_text_redactor.examination import examine
from dicom_text_redactor.model import Box
from dicom_text_redactor.phi.judge import Judge
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.text.engines import Engines
from tests.dicom.images import BIG, IMPLICIT, LITTLE, MANY_BYTES, MANY_PIXELS, Made, made, read_back, wheel_file

Bits = npt.NDArray[np.uint8]


def drawn_bits(frames: int, rows: int, columns: int) -> Bits:
    return (np.random.default_rng(5).random((frames, rows, columns)) < 0.3).astype(np.uint8)


def packed(bits: Bits, *, swapped: bool = False) -> bytes:
    """Overlay Data as PS3.5 8.1.2 packs it: the first pixel in the lowest bit, padded to an even length."""
    value = bytearray(-(-bits.size // 16) * 2)
    for place in np.flatnonzero(bits.reshape(-1)):
        value[place // 8] |= 1 << int(place) % 8
    if swapped:
        value[0::2], value[1::2] = value[1::2], value[0::2]
    return bytes(value)


def add_overlay(dataset: Dataset, bits: Bits, group: int = 0x6000, vr: str = "OW", swapped: bool = False) -> None:
    dataset.add_new((group, 0x0010), "US", bits.shape[1])
    dataset.add_new((group, 0x0011), "US", bits.shape[2])
    if len(bits) > 1:
        dataset.add_new((group, 0x0015), "IS", len(bits))
    dataset.add_new((group, 0x0040), "CS", "G")
    dataset.add_new((group, 0x0050), "SS", [1, 1])
    dataset.add_new((group, 0x0100), "US", 1)
    dataset.add_new((group, 0x0102), "US", 0)
    dataset.add_new((group, 0x3000), vr, packed(bits, swapped=swapped))


def surfaces(dataset: Dataset) -> list[OverlaySurface]:
    return overlay_surfaces(dataset, describe(dataset, max_pixels=MANY_PIXELS))


def seen(surface: OverlaySurface) -> Bits:
    return np.stack([surface[index].pixels for index in range(len(surface))]).astype(np.uint8)


@pytest.mark.parametrize(
    ("syntax", "vr", "swapped"),
    [
        (LITTLE, "OW", False),
        (LITTLE, "OB", False),
        (IMPLICIT, "OW", False),
        (BIG, "OW", True),
        (BIG, "OB", False),
    ],
)
@pytest.mark.parametrize(("frames", "rows", "columns"), [(1, 32, 40), (1, 7, 9), (3, 7, 9), (3, 33, 47)])
def test_a_plane_is_seen_and_painted_bit_by_bit(
    syntax: UID, vr: str, swapped: bool, frames: int, rows: int, columns: int
) -> None:
    bits = drawn_bits(frames, rows, columns)
    source = made(Made("grey", syntax, frames=3))
    add_overlay(source, bits, vr=vr, swapped=swapped)
    source = read_back(source)
    (surface,) = surfaces(source)
    assert (surface.place, surface.group, len(surface)) == ("overlay", 0x6000, frames)
    assert surface[0].pixels.dtype == np.uint8
    assert np.array_equal(seen(surface), bits * 255)

    boxes = {frames - 1: [Box(2, 1, 5, 3), Box(columns - 2, rows - 2, 10, 10)]}
    before = bytes(source[0x6000, 0x3000].value)
    painted = surface.painted(boxes, "contrast")
    wanted = bits.copy()
    wanted[-1, 1:4, 2:7] = 0
    wanted[-1, rows - 2 :, columns - 2 :] = 0
    assert np.array_equal(seen(painted), wanted * 255)
    assert source[0x6000, 0x3000].value == before
    assert np.array_equal(seen(surface), bits * 255)
    again = read_back(painted.dataset)
    assert again[0x6000, 0x3000].value == packed(wanted, swapped=swapped)
    assert vr == again[0x6000, 0x3000].VR
    assert again.PixelData == source.PixelData


def test_nobody_may_write_to_a_picture_and_none_follows_the_last() -> None:
    source = made(Made("grey"))
    add_overlay(source, drawn_bits(1, 32, 40))
    (surface,) = surfaces(source)
    with pytest.raises(ValueError, match="read-only"):
        surface[0].pixels[0, 0] = 1
    with pytest.raises(IndexError):
        surface[1]


def test_a_plane_is_shown_in_grey_whatever_the_image_is() -> None:
    source = made(Made("palette", LITTLE, "PALETTE COLOR"))
    source.WindowCenter, source.WindowWidth = 10, 3
    add_overlay(source, drawn_bits(1, 32, 40))
    (surface,) = surfaces(source)
    assert np.array_equal(surface.display.shown(surface[0].pixels), surface[0].pixels)
    assert surface.display.shown_window() is None


@pytest.mark.parametrize(
    ("elements", "frame", "box", "wanted"),
    [
        ({}, 0, Box(2, 3, 4, 5), ((0, 1, 2, 3), Box(2, 3, 4, 5))),
        ({0x0050: [4, 11]}, 0, Box(2, 3, 4, 5), ((0, 1, 2, 3), Box(12, 6, 4, 5))),
        ({0x0050: [-1, 0]}, 0, Box(0, 0, 6, 6), ((0, 1, 2, 3), Box(0, 0, 5, 4))),
        ({0x0050: [1, 20]}, 0, Box(10, 0, 15, 6), ((0, 1, 2, 3), Box(29, 0, 11, 6))),
        ({0x0050: [1, 20]}, 0, Box(30, 0, 5, 6), ((0, 1, 2, 3), Box(39, 0, 1, 6))),
        ({0x0050: [-20, 1]}, 0, Box(3, 2, 5, 6), ((0, 1, 2, 3), Box(3, 0, 5, 1))),
        ({0x0015: "1"}, 0, Box(2, 3, 4, 5), ((0,), Box(2, 3, 4, 5))),
        ({0x0015: "1", 0x0051: 3}, 0, Box(2, 3, 4, 5), ((2,), Box(2, 3, 4, 5))),
        ({0x0015: "2", 0x0051: 2}, 1, Box(2, 3, 4, 5), ((2,), Box(2, 3, 4, 5))),
    ],
)
def test_a_box_is_told_where_it_lies_over_the_image(
    elements: Mapping[int, Any], frame: int, box: Box, wanted: tuple[tuple[int, ...], Box]
) -> None:
    source = made(Made("grey", frames=4))
    add_overlay(source, drawn_bits(int(elements.get(0x0015, "1")), 32, 40))
    for element, value in elements.items():
        source.add_new((0x6000, element), {0x0050: "SS", 0x0051: "US"}.get(element, "IS"), value)
    (surface,) = surfaces(source)
    frames, place = wanted
    assert list(surface.in_image(frame, box)) == [(number, place) for number in frames]


@pytest.mark.parametrize(
    ("element", "vr", "value"),
    [
        (0x0010, "US", 0),
        (0x0010, "US", 33),
        (0x0010, "US", 31),
        (0x0010, "US", None),
        (0x0011, "US", 65535),
        (0x0011, "US", [40, 40]),
        (0x0012, "US", 2),
        (0x0015, "IS", "2"),
        (0x0015, "IS", "-1"),
        (0x0015, "IS", "2147483647"),
        (0x0050, "SS", [33, 1]),
        (0x0050, "SS", [1, -39]),
        (0x0050, "SS", 1),
        (0x0060, "CS", "RLE"),
        (0x0100, "US", 16),
        (0x0102, "US", 12),
        (0x3000, "OW", b""),
        (0x3000, "OW", b"\x00" * 158),
        (0x3000, "OW", b"\x00" * 162),
        (0x3000, "OW", None),
    ],
)
def test_a_group_that_cannot_be_judged_is_removed_as_a_whole(element: int, vr: str, value: Any) -> None:
    source = made(Made("grey"))
    add_overlay(source, drawn_bits(1, 32, 40), 0x6000)
    add_overlay(source, drawn_bits(1, 32, 40), 0x6002)
    source.add_new((0x6002, element), vr, value)
    judged = [surface.group for surface in surfaces(source)]
    assert judged == [0x6000]
    report = clean_other_places(source, describe(source, max_pixels=MANY_PIXELS), judged=judged)
    assert {tag.group for tag in source.keys() if tag.group >> 8 == 0x60} == {0x6000}  # noqa: SIM118
    assert (report["overlays"], report["overlays_kept"]) == (1, 1)


@pytest.mark.parametrize("first", [0, 2, 3, 65535])
def test_frames_that_lie_over_none_of_the_image_cannot_be_judged(first: int) -> None:
    source = made(Made("grey", frames=3))
    add_overlay(source, drawn_bits(3, 32, 40))
    source.add_new((0x6000, 0x0051), "US", first)
    assert not surfaces(source)


@pytest.mark.parametrize("missing", [0x0010, 0x0011, 0x3000])
def test_a_group_without_size_or_data_cannot_be_judged(missing: int) -> None:
    source = made(Made("grey"))
    add_overlay(source, drawn_bits(1, 32, 40))
    del source[0x6000, missing]
    assert not surfaces(source)


def test_a_plane_far_larger_than_the_image_cannot_be_judged() -> None:
    source = made(Made("grey"))
    add_overlay(source, drawn_bits(1, 64, 80), 0x6000)
    add_overlay(source, drawn_bits(1, 65, 80), 0x6002)
    assert [surface.group for surface in surfaces(source)] == [0x6000]


def test_a_value_that_cannot_be_read_makes_a_group_unjudgeable_and_nothing_else() -> None:
    source = made(Made("grey"))
    add_overlay(source, drawn_bits(1, 32, 40))
    source.add_new((0x6000, 0x0015), "IS", "1")
    from tests.dicom.test_reading import file_of, read

    broken = read(file_of(source).replace(b"IS\x02\x001 ", b"IS\x02\x00Zq"))
    assert not surfaces(broken)


def test_texts_of_a_judged_group_go_and_what_describes_the_plane_stays() -> None:
    source = made(Made("grey"))
    for group in (0x6000, 0x6002):
        add_overlay(source, drawn_bits(1, 32, 40), group)
        source.add_new((group, 0x0022), "LO", "MILLER ANNA")
        source.add_new((group, 0x0045), "LO", "USER")
        source.add_new((group, 0x1500), "LO", "MILLER ANNA")
        source.add_new((group, 0x4000), "LT", "MILLER ANNA")
    assert remove_overlays(source, [0x6002]) == (1, 3)
    left = sorted(tag.elem for tag in source.keys() if tag.group >> 8 == 0x60)  # noqa: SIM118
    assert left == [0x0010, 0x0011, 0x0040, 0x0045, 0x0050, 0x0100, 0x0102, 0x3000]
    assert "MILLER" not in str(source)


def test_a_real_overlay_is_what_pydicom_sees_in_it() -> None:
    source = reading.read(wheel_file("examples_overlay.dcm"), max_bytes=MANY_BYTES)
    (surface,) = surfaces(source)
    assert np.array_equal(seen(surface)[0], source.overlay_array(0x6000) * 255)
    assert seen(surface).any()


def test_a_name_in_an_overlay_is_found_like_one_in_the_pixels_and_painting_leaves_no_bit_of_it() -> None:
    picture = Image.new("L", (512, 256))
    pen = ImageDraw.Draw(picture)
    pen.fontmode = "1"
    pen.text((30, 40), "MILLER ANNA", fill=255, font=ImageFont.load_default(22))
    pen.rectangle((300, 120, 420, 200), outline=255)
    bits = (np.asarray(picture) > 127).astype(np.uint8)
    source = made(Made("grey", rows=256, columns=512))
    source.PatientName = "Miller^Anna"
    add_overlay(source, bits[np.newaxis])
    (surface,) = surfaces(source)
    judged = examine(surface, Judge(RedactionSettings(ner_model="")).for_file(source), Clock(60), Engines.of())
    hidden = [verdict for line in judged for verdict in line.verdicts if verdict.hide]
    assert {verdict.source for verdict in hidden} == {"metadata"}
    painted = surface.painted({0: [verdict.word.box.grown(2) for verdict in hidden]}, "contrast")
    rows, columns = np.nonzero(bits[:100])
    name = Box.between(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    assert bits[name.slices].any()
    assert not seen(painted)[0][name.slices].any()
    assert np.array_equal(seen(painted)[0][100:], bits[100:] * 255)


def test_an_area_of_the_image_is_painted_in_the_plane_over_it() -> None:
    source = made(Made("grey", frames=3))
    add_overlay(source, drawn_bits(2, 20, 24))
    source[0x6000, 0x0050].value = [5, 9]
    source.add_new((0x6000, 0x0051), "US", 2)
    (surface,) = surfaces(source)
    assert surface.from_image(1, Box(10, 6, 4, 3)) == [(0, Box(2, 2, 4, 3))]
    assert surface.from_image(2, Box(0, 0, 12, 8)) == [(1, Box(0, 0, 4, 4))]
    assert surface.from_image(0, Box(10, 6, 4, 3)) == []
    assert surface.from_image(1, Box(0, 0, 8, 4)) == []


def test_a_single_plane_lies_over_all_frames() -> None:
    source = made(Made("grey", frames=3))
    add_overlay(source, drawn_bits(1, 20, 24))
    (surface,) = surfaces(source)
    assert [surface.from_image(frame, Box(1, 2, 3, 4)) for frame in range(3)] == [[(0, Box(1, 2, 3, 4))]] * 3
