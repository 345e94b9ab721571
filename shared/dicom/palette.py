"""Palettes (PS3.3 C.7.9): which colours the stored values of a PALETTE COLOR image stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom import Dataset
from pydicom.pixels.processing import apply_color_lut

from shared.dicom.form import PixelForm
from shared.dicom.quiet import refusing


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """The usable stored values, and their colours, shape (values, 3), each 0 to 1."""

    values: npt.NDArray[np.int64]
    colours: npt.NDArray[np.float64]

    def nearest(self, level: float) -> int:
        """The stored value whose colour is nearest to the grey of that level, 0 (black) to 1 (white)."""
        return self.nearest_first(level)[0]

    def nearest_first(self, level: float, most: int = 1) -> list[int]:
        """Up to `most` stored values whose colours are nearest to the grey of that level, the nearest first."""
        distance = ((self.colours - level) ** 2).sum(axis=1)
        return [int(value) for value in self.values[np.argsort(distance, kind="stable")[:most]]]

    def level(self, value: int) -> float:
        """How bright the colour of a stored value is, 0 to 1."""
        place = int(np.clip(np.searchsorted(self.values, value), 0, len(self.values) - 1))
        return float(self.colours[place].mean())


def palette_of(dataset: Dataset, form: PixelForm) -> Palette | None:
    """The palette of an image, or None where the pixels are no indices.

    Raises
    ------
    Damaged
        The look-up tables cannot be read.
    """
    if form.photometric != "PALETTE COLOR":
        return None
    with refusing("The palette cannot be read."):
        entries, first, _ = (int(v) for v in dataset["RedPaletteColorLookupTableDescriptor"].value)
        entries = entries or 2**16
        low, high = form.limits
        values = np.arange(max(low, first), min(high, first + entries - 1) + 1)
        colours: npt.NDArray[Any] = apply_color_lut(values.astype(form.dtype), dataset)
        scale = float(np.iinfo(colours.dtype).max)
        return Palette(values, colours.astype(np.float64) / scale)
