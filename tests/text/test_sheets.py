"""Contact sheets: every cell shows its place, and what is found there maps back to its frame."""

from __future__ import annotations

import numpy as np
import pytest

from dicom_text_redactor.model import Box, Region, View, Word
from dicom_text_redactor.text.sheets import Cell, is_cut, sheets, to_frame, word_to_frame
from dicom_text_redactor.text.views import views

SHAPE = (100, 200)


def shown(frame: int) -> list[View]:
    random = np.random.default_rng(frame)
    return [View(frame, "full", random.integers(0, 256, SHAPE).astype(np.uint8))]


@pytest.mark.parametrize("count", [1, 3, 40])
def test_every_cell_lies_on_one_sheet_apart_from_all_others_and_shows_its_place(count: int) -> None:
    boxes = [Box(7 * i % 120, 3 * i % 60, 30 + i, 12 + i % 20) for i in range(count)]
    cells = [Cell(shown(i), box) for i, box in enumerate(boxes)]
    laid_out = sheets(cells)
    assert sorted(cell.box for sheet in laid_out for cell in sheet.cells) == sorted(boxes)
    for sheet in laid_out:
        (view,) = sheet.views
        assert view.picture.shape == SHAPE
        assert len(sheet.used_views()[0].picture) == sheet.used <= SHAPE[0]
        for cell in sheet.cells:
            assert np.array_equal(view.picture[cell.on_sheet.slices], cell.views[0].picture[cell.box.slices])
            assert not any(cell.on_sheet.overlap(other.on_sheet) for other in sheet.cells if other is not cell)


def test_no_cells_need_no_sheet() -> None:
    assert sheets([]) == []


def test_a_place_as_large_as_a_frame_fills_a_sheet() -> None:
    (sheet,) = sheets([Cell(shown(0), Box(0, 0, 200, 100))])
    assert sheet.used == 100


def test_what_is_found_on_a_sheet_is_told_in_its_frame() -> None:
    (sheet,) = sheets([Cell(shown(3), Box(0, 0, 60, 30)), Cell(shown(8), Box(100, 50, 60, 28))])
    cell = next(cell for cell in sheet.cells if cell.views[0].frame == 8)
    region = Region(3, Box(cell.left + 10, cell.top + 5, 20, 12), 0, 0.9, "full")
    assert sheet.cell_of(region) is cell
    assert (to_frame(region, cell).frame, to_frame(region, cell).box) == (8, Box(110, 55, 20, 12))
    assert word_to_frame(Word(region, Box(cell.left + 12, cell.top + 6, 9, 8)), cell).box == Box(112, 56, 9, 8)


@pytest.mark.parametrize(
    ("top", "height", "angle", "cut"),
    [(0, 12, 0, True), (1, 12, 0, False), (17, 12, 0, False), (18, 12, 0, True), (0, 12, 90, False)],
)
def test_a_line_that_ends_where_its_cell_was_cut_out_is_told_from_others(
    top: int, height: int, angle: int, cut: bool
) -> None:
    (sheet,) = sheets([Cell(shown(0), Box(20, 40, 60, 30))])
    (cell,) = sheet.cells
    assert is_cut(Region(0, Box(cell.left + 5, cell.top + top, 40, height), angle, 0.9, "full"), cell) is cut


def test_a_line_at_the_edge_of_its_frame_is_not_cut() -> None:
    (sheet,) = sheets([Cell(shown(0), Box(0, 0, 200, 100))])
    assert not is_cut(Region(0, Box(5, 0, 40, 12), 0, 0.9, "full"), sheet.cells[0])
    assert not is_cut(Region(0, Box(5, 90, 40, 10), 0, 0.9, "full"), sheet.cells[0])


def test_what_lies_between_the_cells_is_in_none() -> None:
    (sheet,) = sheets([Cell(shown(0), Box(0, 0, 60, 30)), Cell(shown(1), Box(0, 0, 60, 30))])
    assert sheet.cell_of(Region(0, Box(60, 0, 10, 20))) is None


def test_places_with_colour_and_without_lie_on_sheets_of_their_own() -> None:
    picture = np.full((*SHAPE, 3), 90, np.uint8)
    picture[:40, :80] = (220, 30, 30)
    seen = views(0, picture, None)
    coloured, grey = sheets([Cell(seen, Box(100, 50, 60, 30)), Cell(seen, Box(10, 5, 60, 30))])
    assert [view.name for view in coloured.views] == ["full", "colour"]
    assert [view.name for view in grey.views] == ["full"]
    assert coloured.views[0].colours is not None
    assert coloured.views[0].colours[3, 3].tolist() == [220, 30, 30]
