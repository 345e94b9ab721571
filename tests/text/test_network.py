"""What the finder's network sees in pictures that are drawn here, and how it looks at large ones."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFont

from dicom_text_redactor.text import network
from dicom_text_redactor.text.network import look

Picture = npt.NDArray[np.uint8]
SURE = 0.4


def page(rows: int = 256, columns: int = 512, ground: int = 0) -> Picture:
    return np.full((rows, columns), ground, np.uint8)


def written(text: str, size: int, picture: Picture, at: tuple[int, int], level: int = 255) -> Picture:
    image = Image.fromarray(picture)
    ImageDraw.Draw(image).text(at, text, fill=level, font=ImageFont.load_default(size))
    return np.asarray(image).copy()


def inked(before: Picture, after: Picture) -> npt.NDArray[np.bool_]:
    """Where the maps' places hold ink."""
    ink = (before != after).astype(np.float32)
    small = cv2.resize(ink, (-(-ink.shape[1] // 4), -(-ink.shape[0] // 4)), interpolation=cv2.INTER_AREA)
    return np.asarray(small) > 0.25


@pytest.mark.parametrize("angle", [0, 37, -37, 62, 90, 180])
def test_a_line_at_any_angle_is_seen_and_its_angle_told(angle: int) -> None:
    flat = written("MARCHETTI YOLANDA 1964", 22, page(480, 480), (90, 225))
    turn = cv2.getRotationMatrix2D((240, 240), -angle, 1)  # OpenCV counts against the clock
    picture = np.asarray(cv2.warpAffine(flat, turn, (480, 480)), np.uint8)
    maps = look(picture)
    seen = maps.writing > SURE
    assert seen[inked(page(480, 480), picture)].mean() > 0.5
    double = 2 * maps.angle[seen]
    told = np.rad2deg(np.arctan2(np.sin(double).mean(), np.cos(double).mean()) / 2)
    assert abs((told - angle + 90) % 180 - 90) < 8


@pytest.mark.parametrize(("ground", "level"), [(0, 255), (255, 0), (128, 255), (60, 66)])
def test_light_dark_and_faint_letters_are_seen(ground: int, level: int) -> None:
    picture = written("Oyelaran 4471", 18, page(ground=ground), (100, 100), level)
    assert (look(picture).writing > SURE)[inked(page(ground=ground), picture)].mean() > 0.5


def test_letters_as_bright_as_their_ground_are_seen_by_their_colour() -> None:
    ink = inked(page(), written("Oyelaran 4471", 20, page(), (100, 100)))
    mask = written("Oyelaran 4471", 20, page(), (100, 100))[..., None] / 255
    picture = np.round((1 - mask) * (0, 104, 200) + mask * (200, 30, 30)).astype(np.uint8)
    assert (look(picture).writing > SURE)[ink].mean() > 0.5


def test_a_letter_that_stands_alone_is_seen() -> None:
    picture = written("R", 34, page(), (240, 100))
    assert (look(picture).writing > SURE).any()


def test_a_trace_a_grid_and_a_ruler_are_no_writing() -> None:
    picture = page(512, 512)
    x = np.arange(512)
    for y in (100, 220, 340):
        beat = np.exp(-((((x + y) % 90 - 40) / 3.0) ** 2)) * 60 + np.exp(-((((x + y) % 90 - 65) / 8.0) ** 2)) * 12
        cv2.polylines(picture, [np.stack([x, y - beat], axis=1).astype(np.int32)], False, 255, 1)
    for y in range(380, 500, 10):
        cv2.line(picture, (40, y), (52, y), 255, 1)
    picture[400:500:12, 200:400] = 90
    picture[400:500, 200:400:12] = 90
    assert (look(picture).writing > SURE).mean() < 0.003


def test_rows_that_almost_touch_stay_apart() -> None:
    picture = page()
    for row in range(4):
        picture = written("NAME 4471 HAMBURG", 18, picture, (60, 60 + 16 * row))
    maps = look(picture)
    rows = ((maps.writing > SURE) & (maps.border < 0.5)).astype(np.uint8)
    assert cv2.connectedComponents(rows, connectivity=4)[0] - 1 >= 4


def test_a_code_is_seen_as_one() -> None:
    code = cv2.resize(cv2.QRCodeEncoder.create().encode("MARCHETTI^YOLANDA 4471"), None, fx=4, fy=4, interpolation=0)
    picture = page(256, 256, 255)
    picture[60 : 60 + code.shape[0], 60 : 60 + code.shape[1]] = code
    maps = look(picture)
    inside = slice(20, 15 + code.shape[0] // 4 - 5), slice(20, 15 + code.shape[1] // 4 - 5)
    assert (maps.code[inside] > 0.5).mean() > 0.8
    assert (maps.writing[inside] > SURE).mean() < 0.1


@pytest.mark.parametrize("shape", [(1, 1), (3, 700), (4, 5, 3), (33, 47), (1, 2000, 3), (511, 513)])
def test_pictures_of_any_size_have_a_place_for_each_four_pixels(shape: tuple[int, ...]) -> None:
    picture = np.random.default_rng(1).integers(0, 256, shape).astype(np.uint8)
    maps = look(picture)
    for values in (maps.writing, maps.border, maps.code, maps.drawn, maps.angle):
        assert values.shape == (-(-shape[0] // 4), -(-shape[1] // 4))
        assert np.isfinite(values).all()


def test_tiles_leave_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = page(1300, 700)
    for row in range(26):
        picture = written(f"MARCHETTI Yolanda {row} 1964 Hamburg", 20, picture, (20 + 7 * row, 20 + 48 * row))
    whole = look(picture).writing > SURE
    monkeypatch.setattr(network, "_TILE", 384)
    tiled = look(picture).writing > SURE
    assert (whole != tiled).mean() < 0.002
    assert whole.mean() > 0.02


def test_the_parts_that_are_taken_of_tiles_cover_a_picture_once() -> None:
    for rows, columns in ((10, 5000), (1088, 1089), (2048, 2049), (6000, 4000)):
        count = np.zeros((rows, columns), np.uint8)
        for tile, inner in network._tiles(rows, columns):
            count[inner.top : inner.bottom, inner.left : inner.right] += 1
            assert tile.overlap(inner) == inner.area
            assert (inner.left - tile.left) % 4 == (inner.top - tile.top) % 4 == 0
            assert max(tile.width, tile.height) <= network._TILE + network._OVERLAP
        assert (count == 1).all()


def test_an_even_picture_costs_no_look(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: bool) -> None:
        raise AssertionError("The network was asked.")

    looks: list[bool] = []

    def network_of(spread: bool) -> object:
        looks.append(spread)
        return fail

    monkeypatch.setattr(network, "_network", network_of)
    flat = np.linspace(0, 40, 3000).astype(np.uint8)[None].repeat(1200, axis=0)
    assert not look(flat).writing.any()


def test_only_tiles_that_hold_something_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, ...]] = []
    real = network._network(True)

    def network_of(_: bool) -> object:
        def run(planes: network.Plane) -> network.Plane:
            asked.append(planes.shape)
            return real(planes)

        return run

    monkeypatch.setattr(network, "_network", network_of)
    picture = written("Oyelaran 4471", 20, page(3000, 3000), (2600, 2700))
    assert (look(picture).writing > SURE).any()
    assert len(asked) == 1


def test_grey_pictures_are_seen_alike_as_one_plane_and_as_three() -> None:
    picture = written("Oyelaran 4471", 20, page(), (100, 100))
    one, three = look(picture), look(np.repeat(picture[..., None], 3, axis=2))
    assert np.array_equal(one.writing, three.writing)
    assert np.array_equal(one.angle, three.angle)


def test_threads_may_look_side_by_side() -> None:
    pictures = [written(f"Oyelaran {i}", 20, page(), (20 * i, 20 * i)) for i in range(6)]
    alone = [look(picture, spread=False).writing for picture in pictures]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda picture: look(picture, spread=False).writing, pictures))
    for first, second in zip(alone, together, strict=True):
        assert np.array_equal(first, second)
