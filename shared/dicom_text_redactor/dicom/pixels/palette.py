"""Palettes (PS3.3 C.7.9): which colours the stored values of a PALETTE COLOR image stand for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from pydicom import Dataset

from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.dicom.pixels.tables import tables_of

LUMINANCE = np.array([0.299, 0.587, 0.114])
"""How much red, green and blue add to the brightness that is seen (ITU-R BT.601, as in PS3.3 C.7.6.3.1.2)."""

_APART = 0.5  # share of the wanted distance in brightness that a contrasting colour must keep


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """The usable stored values, in order, and their colours, shape (values, 3), each 0 to 1.

    Values below the first and above the last have the colours of these.
    """

    values: npt.NDArray[np.int64]
    colours: npt.NDArray[np.float64]

    @property
    def darkest(self) -> int:
        """The stored value whose colour is nearest to black."""
        return int(self.values[int((self.colours**2).sum(axis=1).argmin())])

    def level(self, value: int) -> float:
        """How bright the colour of a stored value is, 0 to 1."""
        place = int(np.clip(np.searchsorted(self.values, value), 0, len(self.values) - 1))
        return float(self.colours[place] @ LUMINANCE)

    def standing_off(self, value: int, share: float, most: int) -> list[int]:
        """Up to `most` stored values whose colours stand off from that of `value`, the best first.

        The best is nearest to the grey that lies `share` of the way from the colour of `value` to
        the palette's darkest or brightest colour, whichever is farther.
        """
        levels = self.colours @ LUMINANCE
        level, low, high = self.level(value), float(levels.min()), float(levels.max())
        wanted = level + share * ((high if high - level > level - low else low) - level)
        distance = ((self.colours - wanted) ** 2).sum(axis=1)
        apart = np.flatnonzero(np.abs(levels - level) >= _APART * abs(wanted - level))
        best = apart[np.argsort(distance[apart], kind="stable")[:most]]
        return [int(found) for found in self.values[best]]


def palette_of(dataset: Dataset, form: PixelForm) -> Palette | None:
    """The palette of an image, or None where the pixels are no indices.

    A Supplemental Palette (C.7.6.19) belongs to greyscale images, which stay grey here.

    Raises
    ------
    Damaged
        The look-up tables cannot be read.
    """
    if form.photometric != "PALETTE COLOR":
        return None
    tables = tables_of(dataset)
    low, high = form.limits
    values = np.arange(tables.first, tables.first + len(tables.colours))
    usable = (values >= low) & (values <= high)
    if not usable.any():
        return Palette(np.array([low]), tables.colours[:1] if tables.first > high else tables.colours[-1:])
    return Palette(values[usable], tables.colours[usable])
