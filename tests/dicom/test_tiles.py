"""A tiled image is looked at across the borders of its tiles, and painted in every tile that a box touches."""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pydicom
import pytest
from pydicom import Dataset
from pydicom.dataelem import RawDataElement

from dicom_text_redactor.clock import Clock
from dicom_text_redactor.dicom.codecs import encapsulated
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.dicom.surfaces import tiles
from dicom_text_redactor.dicom.surfaces.surface import PixelSurface, Surface
from dicom_text_redactor.dicom.surfaces.tiles import TiledSurface, surface_of
from dicom_text_redactor.hiding import hide
from dicom_text_redactor.model import Box, Frame
from dicom_text_redactor.phi.judge import Judge
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.text.engines import Engines
from tests.dicom.images import JPEG, LITTLE, MANY_PIXELS, RLE, Made, made, read_back
from tests.dicom.slides import (
    CUTS,
    TILE,
    Cut,
    assembled,
    corners,
    decoded,
    described,
    noise,
    padded,
    placed,
    places_in,
    slide,
)
from tests.phantoms import GIVEN, SURNAME, Line, Written, write

PER_FRAME = pydicom.tag.Tag("PerFrameFunctionalGroupsSequence")


def surface(dataset: Dataset) -> Surface:
    return surface_of(dataset, describe(dataset, max_pixels=MANY_PIXELS))


def tiled(dataset: Dataset) -> TiledSurface:
    found = surface(dataset)
    assert isinstance(found, TiledSurface)
    return found


@pytest.mark.parametrize("cut", CUTS, ids=lambda cut: cut.name)
def test_a_small_matrix_is_one_picture_with_the_padding_of_its_tiles(cut: Cut) -> None:
    dataset = slide(noise(700, 600, cut), cut)
    shown = tiled(dataset)
    assert len(shown) == 1
    assert shown.apart
    np.testing.assert_array_equal(shown[0].pixels, assembled(dataset, places_in(dataset)))


def test_windows_show_every_pixel_of_a_large_matrix_at_its_place() -> None:
    dataset = slide(noise(3000, 5000, CUTS[5]), CUTS[5])
    matrix = assembled(dataset, places_in(dataset))
    seen = np.zeros(matrix.shape, bool)
    for index, window in enumerate(tiled(dataset).windows):
        np.testing.assert_array_equal(tiled(dataset)[index].pixels, matrix[window.box.slices])
        seen[window.box.slices] = True
    assert seen.all()


def test_windows_are_no_larger_than_2048_pixels_and_share_enough_for_a_word() -> None:
    boxes = [window.box for window in tiled(slide(noise(3000, 5000, CUTS[5]), CUTS[5])).windows]
    assert max(max(box.width, box.height) for box in boxes) <= 2048
    assert len({(box.width, box.height) for box in boxes}) == 1
    across = sorted({(box.left, box.right) for box in boxes})
    down = sorted({(box.top, box.bottom) for box in boxes})
    assert min(one[1] - following[0] for one, following in pairwise(across)) >= 512
    assert min(one[1] - following[0] for one, following in pairwise(down)) >= 256


def test_no_tile_is_decoded_more_than_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    times: dict[int, int] = {}

    class Counting(FrameSource):
        def __getitem__(self, index: int) -> Frame:
            times[index] = times.get(index, 0) + 1
            return super().__getitem__(index)

    monkeypatch.setattr(tiles, "FrameSource", Counting)
    monkeypatch.setattr(tiles, "_KEPT_BYTES", 6 * 2**20)  # a window's tiles and a little more
    shown = tiled(slide(np.zeros((5000, 5000), np.uint8), Cut("rle", RLE, "MONOCHROME2")))
    for index in range(len(shown)):
        assert not shown[index].pixels.any()
    assert len(times) == 400
    assert max(times.values()) == 2
    assert 400 < sum(times.values()) < 1.5 * 400


@pytest.mark.parametrize("cut", CUTS, ids=lambda cut: cut.name)
def test_a_box_on_a_crossing_is_painted_in_four_tiles_and_all_else_keeps_its_values(cut: Cut) -> None:
    dataset = slide(noise(700, 600, cut), cut)
    box = Box(230, 500, 60, 30)
    before = tiled(dataset)
    after = before.painted({0: [box]}, "contrast")
    areas = after.in_image(0, box)
    assert len(areas) == 4
    changed = np.zeros(decoded(dataset).shape[:3], bool)
    for frame, area in areas:
        changed[(frame, *area.slices)] = True
    written = decoded(read_back(after.dataset))
    np.testing.assert_array_equal(written[~changed], decoded(dataset)[~changed])
    matrix = assembled(after.dataset, places_in(dataset))
    if cut.syntax != JPEG:
        assert changed.sum() == box.area
        for rows, columns in ((slice(500, 512), slice(230, 256)), (slice(512, 530), slice(256, 290))):
            piece = matrix[rows, columns]
            assert (piece == piece[0, 0]).all()
    np.testing.assert_array_equal(after[0].pixels, matrix)


@pytest.mark.parametrize("cut", [CUTS[1], CUTS[2]], ids=lambda cut: cut.name)
def test_tiles_without_a_box_keep_their_compressed_bytes(cut: Cut) -> None:
    dataset = slide(noise(700, 600), cut)
    after = tiled(dataset).painted({0: [Box(230, 500, 60, 30)]}, "black").dataset
    before, now = (encapsulated.split(d["PixelData"].value, 9) for d in (dataset, after))
    assert [one.data == other.data for one, other in zip(before, now, strict=True)] == [
        frame not in (3, 4, 6, 7) for frame in range(9)
    ]


def test_a_place_that_two_windows_share_is_the_same_in_the_image() -> None:
    shown = tiled(slide(noise(600, 3000, CUTS[5]), CUTS[5]))
    one, other = (window.box for window in shown.windows)
    place = Box(other.left + 40, 250, 300, 20)
    in_one, in_other = (
        shown.in_image(index, Box(place.left - box.left, place.top, place.width, place.height))
        for index, box in enumerate((one, other))
    )
    assert in_one == in_other
    assert sum(area.area for _, area in in_one) == place.area


def test_a_box_beside_the_matrix_is_nowhere_in_the_image() -> None:
    shown = tiled(slide(noise(300, 500, CUTS[5]), CUTS[5]))
    assert shown.in_image(0, Box(600, 20, 30, 30)) == []
    assert shown.in_image(0, Box(20, 20, 0, 30)) == []


def test_a_box_that_reaches_beyond_its_window_goes_on_in_the_matrix_and_ends_with_it() -> None:
    shown = tiled(slide(noise(600, 3000, CUTS[5]), CUTS[5]))
    first = shown.windows[0].box
    areas = shown.in_image(0, Box(first.right - 5, -10, 20, 30))
    assert sum(area.area for _, area in areas) == 20 * 20


def test_pixels_that_share_their_colour_change_together_at_the_border_of_a_tile_too() -> None:
    dataset = slide(noise(256, 512), Cut("pairs", photometric="YBR_FULL_422"))
    box = Box(251, 10, 10, 10)
    after = tiled(dataset).painted({0: [box]}, "black")
    areas = dict(after.in_image(0, box))
    assert areas == {0: Box(250, 10, 6, 10), 1: Box(0, 10, 6, 10)}
    changed = (decoded(dataset) != decoded(after.dataset)).any(axis=3)
    for frame, area in areas.items():
        changed[(frame, *area.slices)] = False
    assert not changed.any()


def test_optical_paths_and_focal_planes_are_pictures_of_their_own() -> None:
    cut = CUTS[5]
    matrices = [noise(300, 500, cut, seed) for seed in range(4)]
    frames = np.concatenate([decoded(slide(matrix, cut)) for matrix in matrices])
    dataset = made(Made("planes", LITTLE, "MONOCHROME2", TILE, TILE, len(frames)), frames)
    described(dataset, 300, 500)
    dataset.NumberOfOpticalPaths, dataset.TotalPixelMatrixFocalPlanes = 2, 2
    shown = tiled(dataset)
    assert len(shown) == 4
    for index, matrix in enumerate(matrices):
        np.testing.assert_array_equal(shown[index].pixels, padded(matrix))
    assert shown.in_image(2, Box(0, 0, 9, 9)) == [(8, Box(0, 0, 9, 9))]


@pytest.mark.parametrize("by", ["paths", "heights"])
def test_sparse_tiles_of_the_same_place_belong_to_different_planes(by: str) -> None:
    cut = CUTS[5]
    matrices = [noise(300, 500, cut, seed) for seed in range(2)]
    frames = np.concatenate([decoded(slide(matrix, cut)) for matrix in matrices])
    dataset = made(Made("planes", LITTLE, "MONOCHROME2", TILE, TILE, len(frames)), frames)
    described(dataset, 300, 500)
    placed(dataset, corners(300, 500) * 2, **{by: ["1.5"] * 4 + ["2.5"] * 4})
    shown = tiled(dataset)
    assert len(shown) == 2
    for index, matrix in enumerate(matrices):
        np.testing.assert_array_equal(shown[index].pixels, padded(matrix))


def test_tiles_that_were_focused_one_by_one_are_one_picture() -> None:
    dataset = slide(noise(300, 500), CUTS[3])
    placed(dataset, places_in(dataset), heights=["0.1", "0.2", "0.3", "0.4"])
    assert len(tiled(dataset)) == 1


def test_tiles_off_any_grid_lie_where_they_say_and_gaps_show_nothing() -> None:
    dataset = made(Made("loose", LITTLE, "MONOCHROME2", 100, 120, 3))
    described(dataset, 1000, 1000)
    places = [(300, 40), (17, 555), (421, 90)]
    placed(dataset, places)
    picture = tiled(dataset)[0].pixels
    frames = decoded(dataset)
    assert picture.shape == (615, 524)
    left_out = np.ones(picture.shape, bool)
    for (left, top), frame in zip(places, frames, strict=True):
        np.testing.assert_array_equal(picture[top - 40 : top + 60, left - 17 : left + 103], frame)
        left_out[top - 40 : top + 60, left - 17 : left + 103] = False
    assert len(np.unique(picture[left_out])) == 1


def test_two_tiles_far_apart_in_a_huge_matrix_need_few_windows() -> None:
    dataset = made(Made("far", LITTLE, "MONOCHROME2", 100, 100, 2))
    described(dataset, 2**32 - 1, 2**32 - 1)
    placed(dataset, [(0, 0), (2**31 - 2, 2**31 - 2)])
    frames = decoded(dataset)
    shown = tiled(dataset)
    assert len(shown) <= 4
    held = {frame for index in range(len(shown)) for frame, _ in shown.in_image(index, Box(0, 0, 2048, 2048))}
    assert held == {0, 1}
    np.testing.assert_array_equal(shown[len(shown) - 1].pixels[-100:, -100:], frames[1])


def test_an_object_of_a_concatenation_begins_where_the_one_before_ended() -> None:
    cut = CUTS[5]
    matrix = noise(700, 600, cut)
    frames = decoded(slide(matrix, cut))[4:8]
    dataset = made(Made("part", LITTLE, "MONOCHROME2", TILE, TILE, 4), frames)
    described(dataset, 700, 600)
    dataset.ConcatenationFrameOffsetNumber = 4
    picture = tiled(dataset)[0].pixels
    whole = padded(matrix)[TILE:]
    np.testing.assert_array_equal(picture[:TILE, TILE:], whole[:TILE, TILE:])
    np.testing.assert_array_equal(picture[TILE:, : 2 * TILE], whole[TILE:, : 2 * TILE])


def test_segments_of_a_tiled_segmentation_are_planes() -> None:
    dataset = made(Made("segments", LITTLE, "MONOCHROME2", 64, 64, 8, 1, 1))
    described(dataset, 128, 128)
    placed(dataset, corners(128, 128, 64) * 2)
    for number, group in enumerate(dataset.PerFrameFunctionalGroupsSequence):
        segment = Dataset()
        segment.ReferencedSegmentNumber = 1 + number // 4
        group.SegmentIdentificationSequence = [segment]
    assert len(tiled(dataset)) == 2


def without_positions(dataset: Dataset) -> None:
    del dataset.PerFrameFunctionalGroupsSequence


def without_one_group(dataset: Dataset) -> None:
    del dataset.PerFrameFunctionalGroupsSequence[-1]


def without_one_position(dataset: Dataset) -> None:
    del dataset.PerFrameFunctionalGroupsSequence[2].PlanePositionSlideSequence


def with_one_tile_twice(dataset: Dataset) -> None:
    places = places_in(dataset)
    placed(dataset, [places[0], *places[:-1]])


def with_a_tile_over_another(dataset: Dataset) -> None:
    placed(dataset, [(left - (left > 0) * 3, top) for left, top in places_in(dataset)])


def with_a_tile_outside(dataset: Dataset) -> None:
    placed(dataset, [*places_in(dataset)[:-1], (600, 0)])


def with_a_tile_before_the_first(dataset: Dataset) -> None:
    placed(dataset, [*places_in(dataset)[:-1], (-2, 0)])


def without_a_matrix(dataset: Dataset) -> None:
    del dataset.TotalPixelMatrixColumns


def with_an_empty_matrix(dataset: Dataset) -> None:
    dataset.TotalPixelMatrixRows = 0


def with_more_tiles_than_frames(dataset: Dataset) -> None:
    dataset.DimensionOrganizationType = "TILED_FULL"
    dataset.TotalPixelMatrixRows = 900


def with_words_for_numbers(dataset: Dataset) -> None:
    dataset.add_new("TotalPixelMatrixRows", "LO", "many")


def with_one_tile_a_plane(dataset: Dataset) -> None:
    described(dataset, TILE, TILE)


@pytest.mark.parametrize(
    "spoil",
    [
        without_positions,
        without_one_group,
        without_one_position,
        with_one_tile_twice,
        with_a_tile_over_another,
        with_a_tile_outside,
        with_a_tile_before_the_first,
        without_a_matrix,
        with_an_empty_matrix,
        with_more_tiles_than_frames,
        with_words_for_numbers,
        with_one_tile_a_plane,
    ],
    ids=lambda spoil: spoil.__name__.replace("_", " "),
)
def test_an_image_whose_tiles_have_no_place_is_looked_at_frame_by_frame(spoil: Callable[[Dataset], None]) -> None:
    dataset = slide(noise(700, 600, CUTS[5]), Cut("grey", photometric="MONOCHROME2", sparse=True))
    tiled(dataset)
    spoil(dataset)
    shown = surface(dataset)
    assert isinstance(shown, PixelSurface)
    assert len(shown) == 9


@pytest.mark.parametrize("undefined_length", [False, True])
def test_looking_at_a_tiled_image_leaves_its_functional_groups_unparsed(undefined_length: bool) -> None:
    file = io.BytesIO()
    made_here = slide(noise(700, 600, CUTS[5]), Cut("grey", photometric="MONOCHROME2", sparse=True))
    made_here[PER_FRAME].is_undefined_length = undefined_length
    made_here.save_as(file, enforce_file_format=True)
    file.seek(0)
    source = pydicom.dcmread(file)
    painted = tiled(source).painted({0: [Box(9, 9, 9, 9)]}, "black").dataset
    for dataset in (source, painted):
        groups = dataset.get_item(PER_FRAME)
        if undefined_length:  # pydicom reads such a sequence at once, and nothing that its items hold
            items = groups.value
            assert all(isinstance(item.get_item(tag), RawDataElement) for item in items for tag in list(item.keys()))
        else:
            assert isinstance(groups, RawDataElement)
    again = io.BytesIO()
    source.save_as(again)
    assert again.getvalue() == file.getvalue()


def label() -> Written:
    """A slide's label of 1,300 x 900 pixels: a name across the borders of three tiles in a row and two in a column."""
    lines = (
        Line(f"{SURNAME} {GIVEN}", left=150, top=235, size=54, colour=(15, 20, 60)),
        Line("LIVER", left=300, top=800, size=54, colour=(15, 20, 60)),
    )
    return write(lines, (1300, 900), paper=225)


@pytest.mark.parametrize("cut", [CUTS[0], CUTS[2], CUTS[4]], ids=lambda cut: cut.name)
def test_a_name_across_the_borders_of_tiles_is_hidden_in_every_tile_that_it_touches(cut: Cut) -> None:
    written = label()
    dataset = slide(written.colours, cut)
    dataset.PatientName = f"{SURNAME}^{GIVEN}"
    hidden = hide(tiled(dataset), Judge(RedactionSettings()).for_file(dataset), "contrast", Clock(60), Engines.of())
    places = places_in(dataset)
    painted = np.zeros((len(places), TILE, TILE), bool)
    for mark in hidden.marks().hidden:
        for first, last in mark.frames:
            for frame in range(first, last + 1):
                painted[(frame, *mark.box.slices)] = True
    matrix = np.zeros((1536, 1024), bool)
    for (left, top), tile in zip(places, painted, strict=True):
        matrix[top : top + TILE, left : left + TILE] = tile
    for word in (SURNAME, GIVEN):
        assert matrix[:1300, :900][written.ink[word]].all()
        assert not matrix[:1300, :900][written.ink["LIVER"]].any()
    touched = np.flatnonzero(painted.any(axis=(1, 2)))
    assert len(touched) >= 6
    before, after = decoded(dataset), decoded(read_back(hidden.surface.dataset))
    np.testing.assert_array_equal(after[~painted], before[~painted])


@pytest.mark.parametrize("cut", [CUTS[0], CUTS[3], CUTS[5]], ids=lambda cut: cut.name)
def test_an_area_of_a_tile_is_painted_in_that_tile_and_nowhere_else(cut: Cut) -> None:
    dataset = slide(noise(700, 2600, cut), cut)
    shown, box = tiled(dataset), Box(200, 10, 56, 40)
    assert len(shown) > 1
    for frame in (0, 7, 32):
        ((index, area),) = shown.from_image(frame, box)
        assert shown.in_image(index, area) == [(frame, box)]
        differs = decoded(shown.painted({index: [area]}, "contrast").dataset) != decoded(dataset)
        differs = differs.any(axis=3) if differs.ndim == 4 else differs
        changed = np.argwhere(differs)
        assert set(changed[:, 0]) == {frame}
        assert (changed[:, 1:].min(axis=0) >= (box.top, box.left)).all()
        assert (changed[:, 1:].max(axis=0) < (box.bottom, box.right)).all()
        assert differs.sum() > 0.9 * box.area


def test_an_area_of_a_frame_that_is_no_tile_is_painted_nowhere() -> None:
    assert tiled(slide(noise(300, 300), CUTS[0])).from_image(99, Box(0, 0, 5, 5)) == []
