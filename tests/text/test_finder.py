"""Finding every line of a frame: small letters, quick looks, and the view in which a line is read best."""

from __future__ import annotations

import numpy as np
import pytest

from dicom_text_redactor.model import Box, Region
from dicom_text_redactor.text.detector import OwnDetector
from dicom_text_redactor.text.finder import find_near, find_text
from dicom_text_redactor.text.views import views
from tests.phantoms import WHITE, Colour, Line, Written, anatomy, area_of, write

DETECTOR = OwnDetector()
SHAPE = (256, 512)
TEXT = "QUILLFEATHER ORSOLYA"


def shares_found(page: Written, regions: list[Region]) -> dict[str, float]:
    """The share of each word's ink that lies in a region."""
    found = area_of([region.box for region in regions], page.grey.shape)
    return {word: float(found[ink].mean()) for word, ink in page.ink.items()}


@pytest.mark.parametrize("size", [10, 11, 12])
@pytest.mark.parametrize("behind", ["paper", "anatomy"])
def test_letters_of_eight_to_ten_pixels_are_found(size: int, behind: str) -> None:
    paper = 20 if behind == "paper" else anatomy((400, 512))
    page = write([Line(TEXT, top=80, size=size)], (400, 512), paper)
    assert page.box("ORSOLYA").height <= 10
    assert min(shares_found(page, find_text([page.view()], DETECTOR)).values()) >= 0.97


def test_small_letters_beside_large_ones_are_found_as_well() -> None:
    page = write([Line("CHEST LEFT", top=30, size=40), Line(TEXT, top=180, size=11)], SHAPE)
    assert min(shares_found(page, find_text([page.view()], DETECTOR)).values()) >= 0.97


@pytest.mark.parametrize("size", [16, 24, 36])
@pytest.mark.parametrize("paper", [20, 230])
def test_letters_of_an_ordinary_size_are_found(size: int, paper: int) -> None:
    colour: Colour = WHITE if paper < 128 else (10, 10, 10)
    page = write([Line(TEXT, top=100, size=size, colour=colour)], SHAPE, paper)
    assert min(shares_found(page, find_text([page.view()], DETECTOR)).values()) >= 0.97


COLOURS: dict[str, tuple[int, Colour]] = {
    "yellow": (120, (125, 125, 10)),
    "magenta": (140, (150, 30, 150)),
    "green": (130, (20, 140, 20)),
}


@pytest.mark.parametrize("colour", COLOURS)
def test_a_line_of_a_coloured_picture_is_read_where_it_stands_out(colour: str) -> None:
    paper, ink = COLOURS[colour]
    page = write([Line("QUILLFEATHER", top=40), Line("ORSOLYA", top=140, colour=ink)], SHAPE, paper)
    regions = find_text(views(0, page.colours, None), DETECTOR)
    assert min(shares_found(page, regions).values()) >= 0.97
    assert [region.view for region in regions] == ["full", "colour"]


def test_letters_on_an_uneven_ground_are_found() -> None:
    slope = np.tile(np.linspace(20, 200, SHAPE[1]), (SHAPE[0], 1)).astype(np.uint8)
    page = write([Line("ORSOLYA", left=200, top=100, size=12, colour=(150, 150, 150))], SHAPE, slope)
    assert min(shares_found(page, find_text([page.view()], DETECTOR)).values()) >= 0.97


def test_what_is_left_of_a_painted_word_is_found_by_a_look_around_its_box() -> None:
    page = write([Line("QUILLFEATHER", left=40, top=40, size=20), Line("ORSOLYA", left=300, top=200, size=20)], SHAPE)
    word = page.box("QUILLFEATHER")
    painted = page.grey.copy()
    half = Box(word.left, word.top, word.width // 2, word.height)
    painted[half.slices] = 0
    regions = find_near(views(0, painted, None), DETECTOR, [half])
    rest = Box.between(half.right + 2, word.top, word.right, word.bottom)
    assert max(region.box.overlap(rest) for region in regions) > 0.9 * rest.area
    assert all(region.box.overlap(page.box("ORSOLYA")) == 0 for region in regions)


def test_a_line_that_the_edge_of_what_is_looked_at_cuts_is_found_whole() -> None:
    page = write([Line("ORSOLYA", left=60, top=100, size=30), Line("LEFT", left=60, top=170, size=30)], SHAPE)
    below = page.box("LEFT")
    painted = page.grey.copy()
    painted[below.slices] = 128
    box = Box.between(below.left, page.box("ORSOLYA").bottom + 20, below.right, below.bottom)
    assert shares_found(page, find_near(views(0, painted, None), DETECTOR, [box]))["ORSOLYA"] >= 0.97


def test_where_nothing_was_painted_there_is_nothing_to_look_at() -> None:
    page = write([Line("ORSOLYA", top=100, size=20)], SHAPE)
    assert find_near([page.view()], DETECTOR, []) == []


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_whatever_the_number_of_threads_the_same_lines_are_found(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    page = write(
        [Line("QUILLFEATHER", left=20, top=20, size=14), Line("ORSOLYA", left=300, top=200, size=14),
         Line("CHEST", left=20, top=220, size=30)], SHAPE, anatomy(SHAPE),
    )  # fmt: skip
    monkeypatch.setenv("OMP_NUM_THREADS", str(count))
    regions = find_text([page.view()], DETECTOR)
    assert min(shares_found(page, regions).values()) >= 0.97
    assert len(regions) == 3
