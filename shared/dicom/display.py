"""What a viewer would show of stored values: where more is brighter, and colour is red, green and blue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom import Dataset
from pydicom.pixels.processing import convert_color_space

from shared.dicom.form import PixelForm
from shared.dicom.palette import Palette, palette_of
from shared.dicom.quiet import quietly, refusing
from shared.model import Pixels


@dataclass(frozen=True, slots=True, eq=False)
class Display:
    """How the frames of one image are shown.

    Attributes
    ----------
    form
        The image's form.
    palette
        Its palette, where the stored values are indices.
    window
        Lowest and highest stored value of the file's own VOI window (PS3.3 C.11.2), where it has one.
    """

    form: PixelForm
    palette: Palette | None
    window: tuple[float, float] | None

    @classmethod
    def of(cls, dataset: Dataset, form: PixelForm) -> Display:
        """How `dataset`'s frames are shown.

        Raises
        ------
        Damaged
            The palette cannot be read.
        """
        return cls(form, palette_of(dataset, form), _window(dataset))

    def shown(self, pixels: Pixels) -> npt.NDArray[Any]:
        """A decoded frame as shape (rows, columns), more is brighter, or (rows, columns, 3) in RGB, 0 to 255."""
        if self.palette is not None:
            place = np.searchsorted(self.palette.values, pixels).clip(0, len(self.palette.values) - 1)
            colours: npt.NDArray[Any] = np.rint(self.palette.colours * 255).astype(np.uint8)[place]
            return colours
        if self.form.samples == 1:
            return _negative(pixels) if self.form.photometric == "MONOCHROME1" else pixels
        deep = max(0, self.form.bits_stored - 8)
        colour = (pixels.astype(np.uint32) >> deep).astype(np.uint8)
        if self.form.decoded_photometric.startswith("YBR"):
            with refusing("The colours of a frame cannot be converted."):
                return convert_color_space(colour, self.form.decoded_photometric, "RGB")
        return colour

    def shown_window(self) -> tuple[float, float] | None:
        """The VOI window in the values that `shown` gives, lowest first."""
        if self.window is None or self.form.samples != 1 or self.palette is not None:
            return None
        low, high = self.window
        return (-1 - high, -1 - low) if self.form.photometric == "MONOCHROME1" else (low, high)


def _negative(pixels: Pixels) -> npt.NDArray[Any]:
    negative: npt.NDArray[Any] = -1 - pixels.astype(np.int64)
    return negative


def _window(dataset: Dataset) -> tuple[float, float] | None:
    """The first window of the file in stored values, undone from the modality's rescaling."""
    with quietly():
        try:
            centre, width = (_first(dataset.get(name)) for name in ("WindowCenter", "WindowWidth"))
            slope = _first(dataset.get("RescaleSlope", 1)) or 1.0
            intercept = _first(dataset.get("RescaleIntercept", 0))
        except (TypeError, ValueError, IndexError, AttributeError, OverflowError):
            return None
    if not width >= 1 or not slope > 0:
        return None
    return (centre - width / 2 - intercept) / slope, (centre + width / 2 - intercept) / slope


def _first(value: Any) -> float:
    return float(value if isinstance(value, str | int | float) else value[0]) if value is not None else float("nan")
