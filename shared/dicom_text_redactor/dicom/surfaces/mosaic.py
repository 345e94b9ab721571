"""Where each frame of a tiled image lies in its total pixel matrix (PS3.3 C.7.6.17.3 and C.8.12.14)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom import DataElement, Dataset
from pydicom.datadict import tag_for_keyword
from pydicom.dataelem import convert_raw_data_element
from pydicom.tag import Tag

from dicom_text_redactor.dicom.files.copies import stored
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.model import Box
from dicom_text_redactor.silence import quietly

Numbers = npt.NDArray[np.int64]

_LARGEST = 2**32 - 1  # the largest number of rows or columns that a total pixel matrix can have


@dataclass(frozen=True, slots=True, eq=False)
class Mosaic:
    """The tiles of one total pixel matrix: one optical path, focal plane or segment. No two of them overlap.

    Attributes
    ----------
    rows, columns
        Size of each tile, pixels.
    frames
        Number of each tile's frame, 0-based, shape (tiles,).
    lefts, tops
        Where each tile begins in the matrix, 0-based, shape (tiles,).
    """

    rows: int
    columns: int
    frames: Numbers
    lefts: Numbers
    tops: Numbers

    @property
    def box(self) -> Box:
        """The area that the tiles take, with the padding of those that reach beyond the matrix."""
        left, top = int(self.lefts.min()), int(self.tops.min())
        return Box.between(left, top, int(self.lefts.max()) + self.columns, int(self.tops.max()) + self.rows)

    def under(self, box: Box) -> list[tuple[int, Box]]:
        """The tiles that share pixels with an area of the matrix: number of the frame, and its place in the matrix."""
        across = (self.lefts < box.right) & (self.lefts + self.columns > box.left)
        down = (self.tops < box.bottom) & (self.tops + self.rows > box.top)
        return [
            (int(self.frames[tile]), Box(int(self.lefts[tile]), int(self.tops[tile]), self.columns, self.rows))
            for tile in np.flatnonzero(across & down)
        ]


def mosaics_of(dataset: Dataset, form: PixelForm) -> tuple[Mosaic, ...]:
    """The mosaics of a tiled image, or nothing, where its frames are no tiles of anything larger.

    What the file says is believed only if every frame finds its own place: frames that overlap, lie
    outside the matrix or have no position make all of them pictures of their own. `dataset` keeps
    every element as it is, parsed or not.
    """
    with quietly():
        try:
            rows, columns = (_value(dataset, f"TotalPixelMatrix{side}") for side in ("Rows", "Columns"))
            if form.frames < 2 or rows is None or columns is None:
                return ()
            shape = int(rows), int(columns)
            if not all(0 < side <= _LARGEST for side in shape):
                return ()
            tiled_full = str(_value(dataset, "DimensionOrganizationType") or "").strip().upper() == "TILED_FULL"
            mosaics = _full(dataset, form, shape) if tiled_full else _sparse(dataset, form, shape)
        except Exception:
            # Nothing but the way in which the frames are looked at depends on these attributes: where they
            # cannot be read, each frame is a picture.
            return ()
    return mosaics if any(len(mosaic.frames) > 1 for mosaic in mosaics) else ()


def _full(dataset: Dataset, form: PixelForm, shape: tuple[int, int]) -> tuple[Mosaic, ...]:
    """Tiles without gaps: along the rows first, then down, then by focal plane, optical path or segment.

    How many mosaics there are follows from the number of frames. An object of a concatenation holds a
    run of such frames that may begin and end anywhere.
    """
    down, across = -(-shape[0] // form.rows), -(-shape[1] // form.columns)
    before = _value(dataset, "ConcatenationFrameOffsetNumber")
    if before is None and form.frames % (down * across):
        return ()
    number = np.arange(form.frames, dtype=np.int64) + int(before or 0)
    plane, tile = np.divmod(number, down * across)
    row, column = np.divmod(tile, across)
    return _gathered(plane, column * form.columns, row * form.rows, form)


def _sparse(dataset: Dataset, form: PixelForm, shape: tuple[int, int]) -> tuple[Mosaic, ...]:
    """Tiles that say themselves where they lie, at 1-based positions, and to what they belong."""
    groups = _value(dataset, "PerFrameFunctionalGroupsSequence")
    if groups is None or len(groups) != form.frames:
        return ()
    positions = [_item(group, "PlanePositionSlideSequence") for group in groups]
    lefts, tops = (
        np.array([int(_value(place, f"{side}PositionInTotalImagePixelMatrix")) for place in positions], np.int64) - 1
        for side in ("Column", "Row")
    )
    if not ((lefts >= 0) & (lefts < shape[1]) & (tops >= 0) & (tops < shape[0])).all():
        return ()
    belongs = [
        (
            str(_value(_item(group, "OpticalPathIdentificationSequence"), "OpticalPathIdentifier")),
            str(_value(_item(group, "SegmentIdentificationSequence"), "ReferencedSegmentNumber")),
        )
        for group in groups
    ]
    heights = [str(_value(place, "ZOffsetInSlideCoordinateSystem")) for place in positions]
    # Some scanners focus anew for each tile: another height makes another mosaic only where tiles would overlap.
    for names in (belongs, list(zip(belongs, heights, strict=True))):
        mosaics = _gathered(_numbered(names), lefts, tops, form)
        if not any(_overlap(mosaic) for mosaic in mosaics):
            return mosaics
    return ()


def _gathered(plane: Numbers, lefts: Numbers, tops: Numbers, form: PixelForm) -> tuple[Mosaic, ...]:
    """Mosaics from each frame's plane number and position."""
    order = np.argsort(plane, kind="stable")
    borders = np.flatnonzero(np.diff(plane[order])) + 1
    return tuple(
        Mosaic(form.rows, form.columns, frames, lefts[frames], tops[frames]) for frames in np.split(order, borders)
    )


def _numbered(names: Sequence[object]) -> Numbers:
    """The same number for the same name, in the order in which names come first."""
    numbers: dict[object, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)


def _overlap(mosaic: Mosaic) -> bool:
    """Whether two tiles share a pixel.

    On a grid of cells as large as a tile two tiles whose corners lie in one cell overlap, and any
    other overlap is with a tile of the cells around.
    """
    cells: dict[tuple[int, int], tuple[int, int]] = {}
    for left, top in zip(mosaic.lefts.tolist(), mosaic.tops.tolist(), strict=True):
        column, row = left // mosaic.columns, top // mosaic.rows
        around = (cells.get((column + x, row + y)) for x in (-1, 0, 1) for y in (-1, 0, 1))
        if any(
            other is not None and abs(other[0] - left) < mosaic.columns and abs(other[1] - top) < mosaic.rows
            for other in around
        ):
            return True
        cells[column, row] = left, top
    return False


def _item(dataset: Dataset, keyword: str) -> Dataset:
    """The first item of a sequence, or an empty dataset."""
    items: Iterable[Dataset] = _value(dataset, keyword) or ()
    return next(iter(items), Dataset())


def _value(dataset: Dataset, keyword: str) -> Any:
    """An element's value, or None; what pydicom has not parsed in `dataset` stays unparsed there."""
    tag = Tag(tag_for_keyword(keyword) or 0)
    if tag not in dataset:
        return None
    element = stored(dataset, tag)
    return element.value if isinstance(element, DataElement) else convert_raw_data_element(element).value
