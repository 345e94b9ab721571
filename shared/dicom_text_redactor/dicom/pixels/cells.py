"""Cells and the samples in them: a cell has Bits Allocated bits, its sample the Bits Stored that end at High Bit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from dicom_text_redactor.model import Pixels

if TYPE_CHECKING:
    from dicom_text_redactor.dicom.pixels.form import PixelForm


def samples_of(cells: npt.NDArray[Any], form: PixelForm) -> Pixels:
    """The samples in `cells`, of ``form.dtype``; the bits above repeat the sign, or are 0 in unsigned samples."""
    if form.floating:
        return cells.astype(form.dtype)
    above = form.bits_allocated - 1 - form.high_bit
    whole = cells.astype(form.dtype).view(f"u{form.dtype.itemsize}")
    pixels: Pixels = (whole << above).view(form.dtype) >> (above + form.shift)
    return pixels


def cells_of(pixels: npt.NDArray[Any], form: PixelForm) -> npt.NDArray[Any]:
    """The cells that hold samples, with nothing else in them but copies of the sign above."""
    return pixels << form.shift if form.shift else pixels


def cleaned(cells: npt.NDArray[Any], form: PixelForm) -> npt.NDArray[Any] | None:
    """The cells of a frame without what does not belong to their samples, or None if there is nothing.

    Above the samples either zeros or copies of the sign may stand, the same in a whole frame: one
    with some of each would show a plane that was drawn over its negative values.
    """
    wanted = cells_of(samples_of(cells, form), form)
    mask = form.dtype.type((1 << form.high_bit + 1) - 1) if form.high_bit + 1 < form.bits_allocated else None
    if np.array_equal(cells, wanted) or (mask is not None and np.array_equal(cells, wanted & mask)):
        return None
    return wanted
