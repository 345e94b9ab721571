"""What becomes of the blocks of one component."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dicom_text_redactor.dicom.codecs.jpeg.grid import Grid
from dicom_text_redactor.dicom.codecs.jpeg.huffman import Table
from dicom_text_redactor.dicom.codecs.jpeg.scan import Blocks, Positions
from dicom_text_redactor.dicom.codecs.jpeg.splicing import Edit
from dicom_text_redactor.model import Box

_KEEP = np.iinfo(np.int16).min
_SAME_TINT = 2  # levels; an even subsampled block so near to the wanted colour shows nothing and may stay


class Plane:
    """The blocks of one component: the DC coefficients that are wanted for some, and which of them had to change.

    Parameters
    ----------
    grid
        Where its blocks lie.
    step
        Quantisation step of its DC coefficients.
    fills
        Boxes within the image with the value of each, for this component.
    """

    def __init__(self, grid: Grid, step: int, fills: Sequence[tuple[Box, int]]) -> None:
        self.grid = grid
        self._tolerance = _SAME_TINT * 8 // step if grid.subsampled else 0
        self._wanted = np.full(grid.shape, _KEEP, np.int16)
        self._changed = np.zeros(grid.shape, bool)
        for box, value in fills:
            self._wanted[grid.under(box)] = quantised(value, step)

    def touched(self, order: Positions) -> npt.NDArray[np.bool_]:
        """Which of the MCUs that hold the blocks numbered `order`, shape (MCUs, blocks), have blocks under a box."""
        touched: npt.NDArray[np.bool_] = (self._wanted.reshape(-1)[order] != _KEEP).any(axis=1)
        return touched

    def edits(self, numbers: Positions, blocks: Blocks, tables: tuple[Table, Table]) -> list[Edit]:
        """What has to change in blocks that follow each other in the data, and note which blocks become others.

        A block that is flat already and has the right value, or nearly the right tint, stays as it
        is. A block outside the boxes is written anew only as far as its DC difference, where the
        one before it changed.
        """
        dc, ac = tables
        old = np.cumsum(blocks.differences)
        wanted = self._wanted.reshape(-1)[numbers].astype(np.int64)
        changed = (wanted != _KEEP) & ~(blocks.plain & (abs(old - wanted) <= self._tolerance))
        self._changed.reshape(-1)[numbers[changed]] = True
        differences = np.diff(np.where(changed, wanted, old), prepend=0)
        rewritten = np.flatnonzero(changed | (differences != blocks.differences))
        ends = np.where(changed, blocks.ends, blocks.dc_ends)
        places = zip(
            blocks.starts[rewritten].tolist(),
            ends[rewritten].tolist(),
            differences[rewritten].tolist(),
            changed[rewritten].tolist(),
            strict=True,
        )
        return [Edit(start, end, difference, dc, ac if flat else None) for start, end, difference, flat in places]

    def reach(self, box: Box, *, bleeding: bool = True) -> Box:
        """The area in pixels, `box` and more, in which blocks under it changed, and as far as they bleed."""
        rows, columns = self.grid.under(box)
        down, across = np.nonzero(self._changed[rows, columns])
        if not len(down):
            return box
        left, top = columns.start + int(across.min()), rows.start + int(down.min())
        right, bottom = columns.start + int(across.max()) + 1, rows.start + int(down.max()) + 1
        area = self.grid.area(Box.between(left, top, right, bottom))
        return Box.around([box, area.grown(*self.grid.bleeding) if bleeding else area])


def quantised(value: int, step: int) -> int:
    """The DC coefficient whose flat block comes nearest to a value (T.81 A.3.3, A.3.4)."""
    return round((value - 128) * 8 / step)
