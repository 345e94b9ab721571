"""What a viewer would show of stored values: where more is brighter, and colour is red, green and blue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom import Dataset
from pydicom.pixels.processing import convert_color_space

from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.dicom.pixels.palette import Palette, palette_of
from dicom_text_redactor.dicom.pixels.window import Visible
from dicom_text_redactor.dicom.quiet import refusing
from dicom_text_redactor.model import Pixels

_LARGEST = 1e300  # keeps sums and differences of double precision numbers finite


@dataclass(frozen=True, slots=True, eq=False)
class Display:
    """How the frames of one image are shown.

    Attributes
    ----------
    form
        The image's form.
    palette
        Its palette, where the stored values are indices.
    visible
        Its VOI window and its padding.
    """

    form: PixelForm
    palette: Palette | None
    visible: Visible

    @classmethod
    def of(cls, dataset: Dataset, form: PixelForm) -> Display:
        """How `dataset`'s frames are shown.

        Raises
        ------
        Damaged
            The palette cannot be read.
        """
        return cls(form, palette_of(dataset, form), Visible.of(dataset, form))

    def shown(self, pixels: Pixels) -> npt.NDArray[Any]:
        """A decoded frame as shape (rows, columns), more is brighter, or (rows, columns, 3) in RGB, 0 to 255.

        Of float pixels, those that are no number or stand for padding are shown as dark as the
        darkest of the others.
        """
        if self.palette is not None:
            place = np.searchsorted(self.palette.values, pixels).clip(0, len(self.palette.values) - 1)
            colours: npt.NDArray[Any] = np.rint(self.palette.colours * 255).astype(np.uint8)[place]
            return colours
        if self.form.samples == 1:
            inverse = self.form.photometric == "MONOCHROME1"
            return self._numbers(pixels, inverse) if self.form.floating else _negative(pixels) if inverse else pixels
        colour = _in_eight_bits(pixels, self.form.bits_stored)
        if self.form.decoded_photometric == "YBR_PARTIAL_422":
            colour = _in_full_range(colour)
        if self.form.decoded_photometric.startswith("YBR"):
            with refusing("The colours of a frame cannot be converted."):
                return convert_color_space(colour, "YBR_FULL", "RGB")
        return colour

    def shown_window(self) -> tuple[float, float] | None:
        """The VOI window in the values that `shown` gives, lowest first."""
        window = self.visible.window
        if window is None or self.form.photometric != "MONOCHROME1":
            return window
        turned = 0 if self.form.floating else -1
        return turned - window[1], turned - window[0]

    def _numbers(self, pixels: Pixels, inverse: bool) -> npt.NDArray[np.float64]:
        with np.errstate(invalid="ignore"):  # signalling NaNs
            numbers: npt.NDArray[np.float64] = np.clip(pixels.astype(np.float64), -_LARGEST, _LARGEST)
        infinite = np.isinf(pixels)
        nothing = self.visible.is_padding(pixels)
        plain = numbers[~nothing]
        lowest, highest = (float(plain.min()), float(plain.max())) if plain.size else (0.0, 0.0)
        numbers[nothing & ~infinite] = highest if inverse else lowest
        numbers[infinite] = np.clip(numbers[infinite], lowest, highest)
        return -numbers if inverse else numbers


def _in_eight_bits(pixels: Pixels, bits: int) -> npt.NDArray[np.uint8]:
    if bits == 8 and pixels.dtype == np.uint8:
        return pixels.view(np.uint8)
    whole = pixels.astype(np.uint32)
    eight: npt.NDArray[Any] = whole << (8 - bits) if bits < 8 else whole >> (bits - 8)
    return eight.astype(np.uint8)


def _in_full_range(colour: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """YBR_PARTIAL as YBR_FULL: 16 to 235 and 16 to 240 spread over all 8 bits (ITU-R BT.601)."""
    spread: npt.NDArray[np.float64] = (colour - np.array([16.0, 128.0, 128.0])) * (
        255 / np.array([219.0, 224.0, 224.0])
    ) + [0, 128, 128]
    full: npt.NDArray[np.uint8] = np.clip(np.rint(spread), 0, 255).astype(np.uint8)
    return full


def _negative(pixels: Pixels) -> npt.NDArray[Any]:
    negative: npt.NDArray[Any] = -1 - pixels.astype(np.int64)
    return negative
