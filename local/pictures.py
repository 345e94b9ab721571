"""Pictures for a look: the first frame of a file as a person would see it, before and after."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pydicom
from PIL import Image, ImageDraw, ImageFont
from pydicom.pixels.processing import apply_color_lut, apply_modality_lut, apply_voi_lut
from pydicom.pixels.utils import pixel_array

_GAP = 12
_CAPTION = 34  # pixels above the pictures
_CAPTIONS = "before", "after"


def write_side_by_side(before: Path, after: Path, picture: Path) -> None:
    """Write a PNG with the first frame of both DICOM files, the original on the left."""
    left, right = (Image.fromarray(displayed(path)) for path in (before, after))
    sheet = Image.new("RGB", (left.width + _GAP + right.width, _CAPTION + left.height), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(20)
    for caption, image, place in zip(_CAPTIONS, (left, right), (0, left.width + _GAP), strict=True):
        draw.text((place + 2, _CAPTION // 2), caption, fill="black", font=font, anchor="lm")
        sheet.paste(image, (place, _CAPTION))
    sheet.save(picture)


def displayed(path: Path) -> npt.NDArray[np.uint8]:
    """The first frame in 8 bits, shape (rows, columns) or (rows, columns, 3), windowed as the file says."""
    dataset = pydicom.dcmread(path)
    pixels = pixel_array(dataset, index=0)
    if dataset.PhotometricInterpretation == "PALETTE COLOR":
        colours = apply_color_lut(pixels, dataset)
        return (colours >> 8 if colours.dtype == np.uint16 else colours).astype(np.uint8)
    if pixels.ndim == 3:
        return pixels.astype(np.uint8)
    windowed = apply_voi_lut(apply_modality_lut(pixels, dataset), dataset).astype(np.float64)
    low, high = np.percentile(windowed, (0.5, 99.5)) if "WindowCenter" not in dataset else _range(windowed)
    grey = np.clip((windowed - low) / max(high - low, 1e-9), 0, 1) * 255
    return (255 - grey if dataset.PhotometricInterpretation == "MONOCHROME1" else grey).astype(np.uint8)


def _range(values: npt.NDArray[np.float64]) -> tuple[float, float]:
    return float(values.min()), float(values.max())
