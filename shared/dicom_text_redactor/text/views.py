"""Pictures of a frame in which text can be seen. One stretch of the grey values is not enough.

In some files the text stands at the maximum and the anatomy in the lowest values, in others a few
hot pixels use up the range; coloured text of middling brightness disappears among bright tissue, and
stands out alone once grey is taken away.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from dicom_text_redactor.model import Picture, View

COLOUR = "colour"
"""The name of the view that shows how colourful each pixel is; only coloured pictures have it."""

_TABLE = 65536  # values of a look-up table
_SAMPLE = 200_000  # pixels that tell where the middle of the values lies
_SPREAD = 0.55  # share of the full range that the middle of the values must take for one stretch to do
COLOURED = 40  # difference between channels from which a pixel is coloured
SOME_COLOUR = 0.0003  # share of coloured pixels from which colour is worth a view


def views(frame: int, shown: npt.NDArray[Any], window: tuple[float, float] | None) -> list[View]:
    """The views of one frame, the fullest first.

    shown: shape (rows, columns), more is brighter, or (rows, columns, 3) in RGB, 0 to 255;
    window: the lowest and highest value of the file's own window, or None.
    """
    if shown.ndim == 3:
        return _of_colour(frame, shown)
    low, high = float(shown.min()), float(shown.max())
    result = [View(frame, "full", _stretched(shown, low, high))]
    step = max(2, round((shown.size / _SAMPLE) ** 0.5))
    inner_low, inner_high = (float(v) for v in np.percentile(shown[::step, ::step], [0.5, 99.5]))
    if high > low and (inner_high - inner_low) < _SPREAD * (high - low):
        result.append(View(frame, "middle", _stretched(shown, inner_low, inner_high)))
    if window is not None and _tells_more(window, (low, high), (inner_low, inner_high)):
        result.append(View(frame, "window", _stretched(shown, *window)))
    return result


def _of_colour(frame: int, shown: npt.NDArray[Any]) -> list[View]:
    red, green, blue = (np.ascontiguousarray(shown[..., channel]) for channel in range(3))
    brightest = np.maximum(np.maximum(red, green), blue)
    chroma: Picture = brightest - np.minimum(np.minimum(red, green), blue)
    if float((chroma > COLOURED).mean()) <= SOME_COLOUR:
        return [View(frame, "full", brightest.astype(np.uint8))]
    return [View(frame, "full", brightest.astype(np.uint8), shown.astype(np.uint8)), View(frame, COLOUR, chroma)]


def _tells_more(window: tuple[float, float], full: tuple[float, float], middle: tuple[float, float]) -> bool:
    """Whether the window is much narrower than both other stretches, and shows some of the values."""
    low, high = max(window[0], full[0]), min(window[1], full[1])
    return 0 < high - low < 0.5 * min(full[1] - full[0], max(middle[1] - middle[0], 1e-9))


def _stretched(shown: npt.NDArray[Any], low: float, high: float) -> Picture:
    if high <= low:
        return np.zeros(shown.shape, np.uint8)
    if np.issubdtype(shown.dtype, np.floating):  # of any size: 255 / (high - low) may be infinite
        return _rounded((shown - low) / (high - low) * 255)
    lowest, highest = int(shown.min()), int(shown.max())
    if highest - lowest >= _TABLE:
        return _rounded((shown.astype(np.float32) - low) * (255 / (high - low)))
    # Each value is worked out once, however many pixels have it.
    table = _rounded((np.arange(lowest, lowest + _TABLE, dtype=np.float32) - low) * (255 / (high - low)))
    # Unsigned numbers wrap around, so that what lies below 0 comes out right as well.
    picture: Picture = np.asarray(cv2.LUT(shown.astype(np.uint16) - np.uint16(lowest % _TABLE), table), np.uint8)
    return picture


def _rounded(scaled: npt.NDArray[np.floating[Any]]) -> Picture:
    picture: Picture = np.clip(np.rint(scaled), 0, 255).astype(np.uint8)
    return picture
