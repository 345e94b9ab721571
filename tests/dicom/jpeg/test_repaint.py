"""Painting a JPEG codestream changes the blocks under the boxes, and not one coefficient of the others."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from dicom_text_redactor.dicom.codecs.jpeg.repaint import Repainted, repaint
from dicom_text_redactor.dicom.painting.fill import Value
from dicom_text_redactor.errors import Damaged, RedactionError, Unsupported
from dicom_text_redactor.model import Box
from tests.dicom.jpeg.reference import Decoded, Shape, decode, drawn, encode

Fills = Sequence[tuple[Box, Value]]

SUBSAMPLINGS = ("4:4:4", "4:2:2", "4:2:0", "grey")
SIZES = ((64, 80), (33, 47), (17, 16), (1, 1))
RESTARTS: tuple[dict[str, int], ...] = ({}, {"restart_marker_blocks": 3}, {"restart_marker_rows": 1})
TONED = np.array([40, 140, 100], np.uint8)


def picture(rows: int, columns: int, *, grey: bool = False, noise: float = 8) -> Image.Image:
    y, x = np.mgrid[:rows, :columns]
    waves = [128 + 90 * np.sin(x / 17 + c) * np.cos(y / (11 + c)) for c in range(3)]
    values = np.stack(waves, axis=-1) + np.random.default_rng(2).normal(0, noise, (rows, columns, 3))
    pixels = np.clip(values, 0, 255).astype(np.uint8)
    return Image.fromarray(pixels[..., 0] if grey else pixels)


def saved(rows: int, columns: int, subsampling: str, **how: Any) -> bytes:
    file = io.BytesIO()
    if subsampling != "grey":
        how["subsampling"] = subsampling
    picture(rows, columns, grey=subsampling == "grey").save(file, "JPEG", **how)
    return file.getvalue()


def shown(data: bytes) -> npt.NDArray[np.uint8]:
    """The samples as they are stored, shape (rows, columns, components)."""
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        if image.mode == "RGB" and "adobe_transform" not in image.info:
            image.draft("YCbCr", image.size)
        return np.atleast_3d(np.array(image))


def blocks_under(shape: Shape, component: int, box: Box) -> tuple[slice, slice]:
    """Which blocks a box touches, and with those at an edge the ones that fill up the last MCU."""
    across, down = (most // own for most, own in zip(shape.most, shape.factors[component], strict=True))
    rows, columns = shape.grid(component)
    bottom, right = -(-box.bottom // (8 * down)), -(-box.right // (8 * across))
    return (
        slice(box.top // (8 * down), rows if bottom * 8 * down >= shape.rows else bottom),
        slice(box.left // (8 * across), columns if right * 8 * across >= shape.columns else right),
    )


def nearly(before: Decoded, component: int, area: tuple[slice, slice], wanted: int) -> npt.NDArray[np.bool_]:
    """Which of the blocks are even already, and of a tint within two levels of the wanted one."""
    blocks = before.coefficients[component][area]
    even = (blocks[..., 1:] == 0).all(axis=-1)
    coarse = before.shape.factors[component] != before.shape.most
    near = abs(blocks[..., 0] - wanted) * before.steps[component] <= (2 * 8 if coarse else 0)
    return np.asarray(even & near)


def whole_units(shape: Shape, box: Box) -> Box:
    across, down = (8 * most for most in shape.most)
    return Box.between(
        box.left // across * across,
        box.top // down * down,
        -(-box.right // across) * across,
        -(-box.bottom // down) * down,
    )


def assert_only_boxes_changed(data: bytes, fills: Fills) -> Repainted:
    painted = repaint(data, fills)
    before, after = decode(data), decode(painted.data)
    assert after.shape == before.shape
    assert after.steps == before.steps
    for component, expected in enumerate(before.coefficients):
        for box, (_, value) in zip(painted.boxes, fills, strict=True):
            level = int(value[component]) if isinstance(value, np.ndarray) else int(value)
            area = blocks_under(before.shape, component, box)
            wanted = round((level - 128) * 8 / before.steps[component])
            stays = nearly(before, component, area, wanted)
            expected[area] = np.where(stays[..., None], expected[area], 0)
            expected[(*area, 0)] = np.where(stays, expected[(*area, 0)], wanted)
        expected[~before.held[component]] = 0
        assert np.array_equal(after.coefficients[component], expected)
    for box, (wish, _) in zip(painted.boxes, fills, strict=True):
        asked = wish.within(before.shape.rows, before.shape.columns)
        assert box == asked or box.overlap(whole_units(before.shape, asked)) == box.area
        assert box.overlap(asked) == asked.area
    outside = np.ones((before.shape.rows, before.shape.columns), bool)
    for area_reached in painted.reach:
        outside[area_reached.slices] = False
    assert np.array_equal(shown(data)[outside], shown(painted.data)[outside])
    return painted


@pytest.mark.parametrize("subsampling", SUBSAMPLINGS)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("restarts", RESTARTS, ids=["no restarts", "every three MCUs", "every row of MCUs"])
def test_coefficients_outside_the_touched_blocks_stay(
    subsampling: str, size: tuple[int, int], restarts: dict[str, int]
) -> None:
    rows, columns = size
    random = np.random.default_rng(rows)
    for quality, optimize in product((30, 75, 100), (False, True)):
        data = saved(rows, columns, subsampling, quality=quality, optimize=optimize, **restarts)
        fills: list[tuple[Box, Value]] = []
        for value in (TONED, np.array([250, 128, 128], np.uint8)):
            left, top = int(random.integers(columns)), int(random.integers(rows))
            box = Box(left, top, int(random.integers(1, columns - left + 1)), int(random.integers(1, rows - top + 1)))
            fills.append((box, np.uint8(value[0]) if subsampling == "grey" else value))
        assert_only_boxes_changed(data, fills)


@pytest.mark.parametrize(
    "factors",
    [
        pytest.param(((4, 1), (1, 1), (1, 1)), id="4:1:1"),
        pytest.param(((1, 2), (1, 1), (1, 1)), id="4:4:0"),
        pytest.param(((2, 2), (2, 1), (1, 2)), id="mixed"),
        pytest.param(((1, 1), (2, 2), (1, 1)), id="second component the finest"),
        pytest.param(((1, 1), (1, 1), (1, 1), (1, 1)), id="four components"),
    ],
)
@pytest.mark.parametrize("restart", [0, 1, 5])
@pytest.mark.parametrize("scans", ["together", "apart", "last together"])
def test_any_sampling_and_any_order_of_scans_is_painted(
    factors: tuple[tuple[int, int], ...], restart: int, scans: str
) -> None:
    shape = Shape(70, 91, factors)
    parts = range(len(factors))
    orders = {"together": [[*parts]], "apart": [[part] for part in parts], "last together": [[0], [*parts[1:]]]}
    planes = drawn(shape)
    data = encode(shape, planes, orders[scans], restart)
    value = np.array([60 + 20 * part for part in parts], np.uint8)
    assert_only_boxes_changed(data, [(Box(30, 9, 20, 30), value if len(parts) > 1 else value[0])])


@pytest.mark.parametrize("restart", [0, 2])
def test_a_grey_picture_with_sampling_factors_has_no_larger_units(restart: int) -> None:
    shape = Shape(33, 20, ((2, 2),))
    assert_only_boxes_changed(encode(shape, drawn(shape), restart=restart), [(Box(9, 9, 9, 30), np.uint8(90))])


@pytest.mark.parametrize(
    ("subsampling", "reach"),
    [
        ("grey", Box(16, 16, 16, 8)),
        ("4:4:4", Box(16, 16, 16, 8)),
        ("4:2:2", Box(15, 16, 18, 8)),
        ("4:2:0", Box(15, 15, 18, 18)),
    ],
)
def test_the_reach_is_as_far_as_pixels_changed_and_no_farther(subsampling: str, reach: Box) -> None:
    data = saved(64, 80, subsampling, quality=95)
    value: Value = np.uint8(250) if subsampling == "grey" else np.array([250, 20, 230], np.uint8)
    painted = repaint(data, [(Box(17, 18, 10, 4), value)])
    changed = (shown(data) != shown(painted.data)).any(axis=-1)
    down, across = np.nonzero(changed)
    assert painted.reach == (reach,)
    assert (across.min(), across.max() + 1) == (reach.left, reach.right)
    assert (down.min(), down.max() + 1) == (reach.top, reach.bottom)


def test_colour_blocks_that_are_grey_already_do_not_count_for_the_reach() -> None:
    file = io.BytesIO()
    picture(64, 80, grey=True).convert("RGB").save(file, "JPEG", subsampling="4:2:0")
    painted = assert_only_boxes_changed(file.getvalue(), [(Box(17, 18, 10, 4), np.array([250, 128, 128], np.uint8))])
    assert painted.reach == (Box(16, 16, 16, 8),)


def test_painting_twice_gives_the_same_bytes() -> None:
    fills: Fills = [(Box(5, 5, 30, 20), TONED)]
    once = repaint(saved(64, 80, "4:2:0"), fills)
    twice = repaint(once.data, fills)
    assert twice.data == once.data
    assert twice.reach == (Box(5, 5, 30, 20),)


def test_of_two_boxes_that_share_a_block_the_later_one_has_it() -> None:
    data = saved(32, 32, "grey", quality=100)
    painted = repaint(data, [(Box(0, 0, 10, 8), np.uint8(10)), (Box(12, 0, 4, 8), np.uint8(200))])
    pixels = shown(painted.data)[..., 0]
    assert (pixels[:8, :8] == 10).all()
    assert (pixels[:8, 8:16] == 200).all()


@pytest.mark.parametrize("top", [0, 70, 150])
def test_a_box_is_found_wherever_it_lies_in_long_data(top: int) -> None:
    data = saved(160, 200, "4:2:2", quality=100)
    assert len(data) > 3 * 8192  # of which 8192 bytes are looked at together
    assert_only_boxes_changed(data, [(Box(100, top, 30, 9), TONED)])


@pytest.mark.parametrize("level", [0, 1, 127, 128, 129, 200, 255])
def test_a_flat_block_has_the_nearest_level_that_its_quantisation_can_tell(level: int) -> None:
    for quality in (20, 75, 100):
        data = saved(32, 32, "grey", quality=quality)
        step = decode(data).steps[0]
        painted = repaint(data, [(Box(8, 8, 8, 8), np.uint8(level))])
        values = np.unique(shown(painted.data)[8:16, 8:16])
        assert len(values) == 1
        assert abs(int(values[0]) - level) <= step / 16 + 0.5
        assert abs(int(values[0]) - min(max(painted.levels[0], 0), 255)) <= 0.5


def test_the_components_of_rgb_take_the_values_as_they_are() -> None:
    file = io.BytesIO()
    picture(40, 40).save(file, "JPEG", quality=100, subsampling="4:4:4", keep_rgb=True)
    painted = assert_only_boxes_changed(file.getvalue(), [(Box(8, 8, 8, 8), np.array([10, 200, 90], np.uint8))])
    assert (shown(painted.data)[8:16, 8:16] == [10, 200, 90]).all()


def test_a_huffman_table_that_lacks_a_category_gets_one_and_nothing_else_of_the_header_changes() -> None:
    shape = Shape(40, 40)
    data = encode(shape, drawn(shape, most=12), dc=(0, 1, 2, 3))
    painted = assert_only_boxes_changed(data, [(Box(9, 9, 9, 9), np.uint8(255))]).data
    tables, scan = data.index(b"\xff\xc4"), data.index(b"\xff\xda")
    lengths = [int.from_bytes(stream[tables + 2 : tables + 4]) for stream in (data, painted)]
    assert lengths[1] == lengths[0] + 1
    assert painted[:tables] == data[:tables]
    assert painted[tables + 21 :].startswith(b"\x00\x01\x02\x03\x09" + data[tables + 25 : scan])


def test_a_huffman_table_without_an_end_of_block_gets_one() -> None:
    data = encode(Shape(24, 24), [np.ones((3, 3, 64), np.int32)], ac=(0x01,))
    assert_only_boxes_changed(data, [(Box(9, 9, 3, 3), np.uint8(128))])


def test_tables_that_are_defined_anew_between_scans_are_told_apart() -> None:
    shape = Shape(33, 33, ((1, 1), (1, 1), (1, 1)))
    how: dict[str, Any] = {"scans": [[0], [1], [2]], "dc": (0, 1, 2, 3)}
    planes = drawn(shape, most=12)
    plain = encode(shape, planes, **how)
    tables = plain[plain.index(b"\xff\xc4") : plain.index(b"\xff\xda")]
    data = encode(shape, planes, **how, before_scan=tables)
    painted = assert_only_boxes_changed(data, [(Box(9, 9, 9, 9), np.array([255, 128, 128], np.uint8))])
    first, luminance, *_ = painted.data.split(b"\xff\xc4")[1:]
    assert first == tables[2:]  # the one in the header is never used
    assert luminance[:2] == (len(tables) - 1).to_bytes(2)


def test_what_is_not_painted_keeps_its_bytes() -> None:
    data = saved(64, 80, "4:2:0", restart_marker_rows=1)
    painted = repaint(data, [(Box(40, 20, 9, 9), TONED)]).data
    scan = data.index(b"\xff\xda")
    assert painted[:scan] == data[:scan]
    first, third = data.index(b"\xff\xd0"), data.index(b"\xff\xd1")
    assert painted[:first] == data[:first]
    assert painted[painted.index(b"\xff\xd1") :] == data[third:]
    assert len(painted) < len(data)


def test_a_picture_beside_the_picture_is_left_out() -> None:
    data = saved(32, 32, "grey")
    thumbnail = b"\xff\xe1" + (2 + 200).to_bytes(2) + b"Exif\x00\x00" + bytes(194)
    comment = b"\xff\xfe\x00\x06note"
    profile = b"\xff\xe2" + (2 + 300).to_bytes(2) + b"ICC_PROFILE\x00" + bytes(288)
    dressed = data[:2] + thumbnail + comment + profile + data[2:] + data
    painted = repaint(dressed, [(Box(8, 8, 8, 8), np.uint8(9))]).data
    assert painted == data[:2] + comment + profile + repaint(data, [(Box(8, 8, 8, 8), np.uint8(9))]).data[2:]


def test_fill_bytes_before_markers_are_kept() -> None:
    data = saved(64, 80, "4:2:0", restart_marker_rows=1)
    at = data.index(b"\xff\xd0")
    filled = data[:at] + b"\xff\xff" + data[at:-2] + b"\xff" + data[-2:]
    painted = assert_only_boxes_changed(filled, [(Box(8, 40, 8, 8), TONED)]).data
    assert painted.count(b"\xff\xff\xff\xd0") == 1
    assert painted.endswith(b"\xff\xff\xd9")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda data: data.replace(b"\xff\xc0", b"\xff\xc2"), id="progressive"),
        pytest.param(lambda data: data.replace(b"\xff\xc0", b"\xff\xc9"), id="arithmetic"),
        pytest.param(lambda data: data.replace(b"\xff\xc0", b"\xff\xc3"), id="lossless"),
        pytest.param(lambda data: data.replace(b"\xff\xc0", b"\xff\xde"), id="hierarchical"),
        pytest.param(lambda data: data.replace(b"\xff\xc0\x00\x0b\x08", b"\xff\xc1\x00\x0b\x0c"), id="12 bits"),
        pytest.param(lambda data: data.replace(b"\x0b\x08\x00\x20", b"\x0b\x08\x00\x00"), id="no height"),
        pytest.param(lambda data: data.replace(b"\x00\x3f\x00", b"\x00\x05\x00", 1), id="a part of the spectrum"),
    ],
)
def test_other_processes_are_refused(change: Any) -> None:
    data = saved(32, 32, "grey")
    assert change(data) != data
    with pytest.raises(Unsupported):
        repaint(change(data), [(Box(8, 8, 8, 8), np.uint8(9))])


def test_sampling_by_a_fraction_is_refused() -> None:
    shape = Shape(24, 24, ((3, 1), (2, 1), (1, 1)))
    data = encode(shape, drawn(shape))
    with pytest.raises(Unsupported):
        repaint(data, [(Box(8, 8, 8, 8), TONED)])


def test_a_frame_that_claims_more_than_it_holds_is_refused_before_anything_is_made_of_it() -> None:
    data = saved(32, 32, "grey").replace(b"\x08\x00\x20\x00\x20", b"\x08\xff\xff\xff\xff")
    with pytest.raises(Damaged):
        repaint(data, [(Box(0, 0, 8, 8), np.uint8(9))])


@pytest.mark.parametrize("restarts", RESTARTS)
def test_a_damaged_frame_is_painted_or_refused_and_nothing_else(restarts: dict[str, int]) -> None:
    data = saved(48, 48, "4:2:0", optimize=True, **restarts)
    random = np.random.default_rng(5)
    refused = 0
    for _ in range(400):
        broken = bytearray(data)
        for position in random.integers(0, len(data), int(random.integers(1, 4))):
            broken[position] ^= 1 << int(random.integers(8))
        if random.random() < 0.3:
            del broken[int(random.integers(len(data))) :]
        try:
            painted = repaint(bytes(broken), [(Box(20, 20, 20, 20), TONED)])
        except RedactionError:
            refused += 1
        else:
            assert len(painted.data) < 2 * len(data)
    assert refused > 100


@pytest.mark.parametrize("length", [0, 1, 2, 20, 300, 600])
def test_a_frame_that_is_cut_off_is_refused(length: int) -> None:
    with pytest.raises(Damaged):
        repaint(saved(64, 64, "grey")[:length], [(Box(8, 8, 8, 8), np.uint8(9))])
