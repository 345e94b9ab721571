"""Contact sheets: places of many frames side by side in one picture, so that one look at it is a look at all of them.

A detector's and a reader's cost goes by area and by call. What is worth a second look in a cine is a
few lines of some frames; laid out on sheets, these cost a fraction of the frames themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from dicom_text_redactor import slants
from dicom_text_redactor.model import Box, Picture, Region, View, Word
from dicom_text_redactor.text.views import COLOUR, COLOURED, SOME_COLOUR

_GAP = 16  # pixels between two cells; no line is joined across


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A place of one frame, `views`, cut out at `box` and laid on the sheet at (`left`, `top`)."""

    views: Sequence[View]
    box: Box
    left: int = 0
    top: int = 0

    @property
    def on_sheet(self) -> Box:
        """Where the cell lies on its sheet."""
        return Box(self.left, self.top, self.box.width, self.box.height)


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Cells on one sheet of the frames' own shape; `used` counts its rows that hold any."""

    cells: tuple[Cell, ...]
    used: int
    shape: tuple[int, int]
    views: tuple[View, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "views", tuple(_composed(self.cells, self.shape)))

    def used_views(self) -> list[View]:
        """The sheet's views without the empty rows below the last cell."""
        return [
            View(
                view.frame,
                view.name,
                view.picture[: self.used],
                None if view.colours is None else view.colours[: self.used],
            )
            for view in self.views
        ]

    def cell_of(self, region: Region) -> Cell | None:
        """The cell in which most of a region of the sheet lies, if any."""
        cell = max(self.cells, key=lambda cell: cell.on_sheet.overlap(region.box))
        return cell if 2 * cell.on_sheet.overlap(region.box) > region.box.area else None


def sheets(cells: Sequence[Cell]) -> list[Sheet]:
    """All cells, laid out in rows on as many sheets as they need; each cell fits into a frame.

    Places without colour lie on sheets of their own, for which one look fewer will do.
    """
    colourful = [cell for cell in cells if any(_has_colour(cell, view) for view in cell.views)]
    grey = [
        replace(cell, views=[view for view in cell.views if view.name != COLOUR])
        for cell in cells
        if cell not in colourful
    ]
    return [*_laid_out(colourful), *_laid_out(grey)]


def _has_colour(cell: Cell, view: View) -> bool:
    return view.name == COLOUR and float((view.picture[cell.box.slices] > COLOURED).mean()) > SOME_COLOUR


def _laid_out(cells: Sequence[Cell]) -> list[Sheet]:
    if not cells:
        return []
    rows, columns = cells[0].views[0].picture.shape
    result: list[Sheet] = []
    placed: list[Cell] = []
    left = top = below = 0
    for cell in sorted(cells, key=lambda cell: -cell.box.height):
        if left and left + cell.box.width > columns:
            left, top = 0, below + _GAP
        if placed and top + cell.box.height > rows:
            result.append(Sheet(tuple(placed), below, (rows, columns)))
            placed, left, top, below = [], 0, 0, 0
        placed.append(replace(cell, left=left, top=top))
        left, below = left + cell.box.width + _GAP, max(below, top + cell.box.height)
    return [*result, Sheet(tuple(placed), below, (rows, columns))]


def is_cut(region: Region, cell: Cell) -> bool:
    """Whether a line of a sheet ends, above or below, where its cell was cut out of its frame.

    A strip of noise between the gap and what is even looks like a row. What a cell was cut out for has room there.
    """
    box, place = _moved(region.box, cell), cell.box
    rows, columns = cell.views[0].picture.shape
    if region.angle % 180 == 90:  # above and below are left and right
        box, place, rows = box.transposed, place.transposed, columns
    return box.top <= place.top > 0 or box.bottom >= place.bottom < rows


def to_frame(region: Region, cell: Cell) -> Region:
    """The region in its own frame."""
    shape = cell.views[0].picture.shape
    box, level = _moved(region.box, cell).within(*shape), _level_moved(region.level, region.angle, cell)
    return replace(region, frame=cell.views[0].frame, box=box, level=level)


def word_to_frame(word: Word, cell: Cell) -> Word:
    """The word in its own frame."""
    shape = cell.views[0].picture.shape
    box, level = _moved(word.box, cell).within(*shape), _level_moved(word.level, word.region.angle, cell)
    return replace(word, region=to_frame(word.region, cell), box=box, level=level)


def _moved(box: Box, cell: Cell) -> Box:
    return box.moved(cell.box.left - cell.left, cell.box.top - cell.top)


def _level_moved(level: Box | None, angle: float, cell: Cell) -> Box | None:
    if level is None:
        return None
    return slants.moved(level, angle, cell.box.left - cell.left, cell.box.top - cell.top)


def _composed(cells: Sequence[Cell], shape: tuple[int, int]) -> Iterator[View]:
    """One view of the sheet for each name that any cell's frame has, the fullest first."""
    names = dict.fromkeys(view.name for cell in cells for view in cell.views)
    fullest = cells[0].views[0].name
    for name in sorted(names, key=lambda name: name != fullest):
        picture = np.zeros(shape, np.uint8)
        for cell in cells:
            source = next((view for view in cell.views if view.name == name), None)
            if source is None and name == COLOUR:
                continue  # a frame without colour
            picture[cell.on_sheet.slices] = (source or cell.views[0]).picture[cell.box.slices]
        yield View(cells[0].views[0].frame, name, picture, _colours(cells, shape) if name == fullest else None)


def _colours(cells: Sequence[Cell], shape: tuple[int, int]) -> Picture | None:
    if all(cell.views[0].colours is None for cell in cells):
        return None
    colours = np.zeros((*shape, 3), np.uint8)
    for cell in cells:
        whole = cell.views[0].colours
        crop = cell.views[0].picture[cell.box.slices][..., None] if whole is None else whole[cell.box.slices]
        colours[cell.on_sheet.slices] = crop
    return colours
