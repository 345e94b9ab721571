"""With which stored value a box is filled."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom import Dataset

from dicom_text_redactor.dicom.pixels.display import Display
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.dicom.pixels.palette import LUMINANCE, Palette
from dicom_text_redactor.dicom.pixels.window import Visible
from dicom_text_redactor.model import Box, Pixels
from dicom_text_redactor.settings import Fill

Value = np.generic | npt.NDArray[np.generic]

_RING = 3
_AWAY = 0.7
_SEEN_APART = 0.3  # share of the VOI window by which a fill must differ from the surroundings
_COLOURS_TRIED = 24  # palette entries near the wanted grey, of which the box may hold some already
_FLOATS_TRIED = 8  # float values that are tried on either side
_TRIED = 500  # greys that are tried on either side; deep images have more than a box can hold
_LUMINANCE_OF_PARTIAL = 16, 235


def fill_value(
    pixels: Pixels, box: Box, how: Fill, form: PixelForm, dataset: Dataset, display: Display | None = None
) -> Value:
    """The stored value, a scalar or an array of shape (samples,), for one box of a decoded frame.

    `contrast` gives a grey that stands off from the surroundings: seven tenths of the way from
    them to the far end of the range, or the nearest grey to that which the box does not hold already:
    a box whose fill equals its letters would hide only what is around them. Where the file's own
    window would show that grey like the surroundings, the near end is tried, and then the ends
    themselves. Values that stand for padding are left out: viewers make them invisible.
    `background` gives the surroundings' own value, their median (their commonest index in a
    palette image, one of the finite values among float pixels). `black` gives the value that is
    displayed blackest.

    The range of greyscale samples over 8 bits, of signed and of float ones, is that of the frame,
    padding apart: a value from the far end of 16 bits would make every viewer that stretches to the
    full range show an empty picture.

    Parameters
    ----------
    pixels
        Decoded values of the frame, shape (rows, columns) or (rows, columns, samples).
    box
        The box, within the frame.
    display
        How the image is shown, if the caller has it at hand.
    """
    display = display or Display.of(dataset, form)
    if display.palette is not None:
        return _index(pixels, box, how, form, display.palette)
    if form.samples == 3:
        return _colour(pixels, box, how, form)
    return _grey(pixels, box, how, form, display.visible)


def looks_at_frame(form: PixelForm) -> bool:
    """Whether a fill depends on values far from its box: deep, signed and float greys keep to the frame's range."""
    return form.samples == 1 and (form.signed or form.floating or form.bits_stored > 8)


def around(box: Box, pixels: Pixels) -> Box:
    """The part of a frame that a box and its surroundings take."""
    return box.grown(_RING).within(*pixels.shape[:2])


def surroundings(pixels: Pixels, box: Box) -> Pixels:
    """The values around a box, a ring of three pixels, shape (n,) or (n, samples).

    Where the box covers the whole frame, its own values stand in.
    """
    rows, columns = pixels.shape[:2]
    outer = around(box, pixels)
    inner = box.within(rows, columns)
    ring = np.ones((outer.height, outer.width), dtype=bool)
    ring[inner.top - outer.top : inner.bottom - outer.top, inner.left - outer.left : inner.right - outer.left] = False
    area = pixels[outer.slices]
    return area[ring] if ring.any() else area.reshape(-1, *pixels.shape[2:])


def _grey(pixels: Pixels, box: Box, how: Fill, form: PixelForm, visible: Visible) -> Value:
    ring = surroundings(pixels, box)
    if how == "background":
        return _typed(_middle(ring, form), form)
    low, high = _range(pixels, form, visible)
    if how == "black":
        return _typed(_black(low, high, form, visible), form)
    level = min(max(_middle(ring, form), low), high)
    if form.bits_stored == 1:
        return _typed(low + high - level, form)
    wanted = _contrasting(level, low, high, visible)
    inside = pixels[box.slices]
    return _typed(_unheld(wanted, inside, _around(wanted, low, high, form, visible)), form)


def _black(low: float, high: float, form: PixelForm, visible: Visible) -> float:
    """The darkest end of the range; of the window, where the window would show that end in grey."""
    inverse = form.photometric == "MONOCHROME1"
    if not (form.signed or form.floating):
        return form.limits[inverse]
    darkest, window = (high if inverse else low), visible.window
    if window is None or not window[0] < darkest < window[1]:
        return darkest
    return window[1] if inverse else window[0]


def _colour(pixels: Pixels, box: Box, how: Fill, form: PixelForm) -> Value:
    ring = surroundings(pixels, box)
    if how == "background":
        return _typed(_median(ring, 0), form)
    luminance = form.decoded_photometric.startswith("YBR")
    low, high = _LUMINANCE_OF_PARTIAL if form.decoded_photometric == "YBR_PARTIAL_422" else form.limits
    level = float(_median(ring[:, 0] if luminance else ring @ LUMINANCE))
    grey = float(low)
    if how == "contrast":
        inside = pixels[box.slices]
        held = inside[..., 0] if luminance else inside[(inside == inside[..., :1]).all(axis=-1)][..., 0]
        wanted = _standing_off(level, low, high)
        grey = _unheld(wanted, held, _around(wanted, low, high, form, Visible()))
    if luminance:
        middle = (form.limits[1] + 1) // 2
        return _typed(np.array([grey, middle, middle]), form)
    return _typed(np.array([grey, grey, grey]), form)


def _index(pixels: Pixels, box: Box, how: Fill, form: PixelForm, palette: Palette) -> Value:
    indices, counts = np.unique(surroundings(pixels, box), return_counts=True)
    commonest = int(indices[int(counts.argmax())])
    if how == "background":
        return _typed(commonest, form)
    if how == "black":
        return _typed(palette.darkest, form)
    inside = pixels[box.slices]
    near = palette.standing_off(commonest, _AWAY, _COLOURS_TRIED)
    return _typed(min(near, key=lambda index: int((inside == index).sum())), form)


def _median(values: npt.NDArray[np.generic], axis: int | None = None) -> npt.NDArray[np.float64]:
    return np.asarray(np.median(values.astype(np.float64), axis=axis))


def _middle(ring: Pixels, form: PixelForm) -> float:
    """The median of grey values; among float ones, one of those that are finite, or 0 for none."""
    if not form.floating:
        return float(_median(ring))
    finite = np.sort(ring[np.isfinite(ring)])
    return float(finite[len(finite) // 2]) if len(finite) else 0.0


def _range(pixels: Pixels, form: PixelForm, visible: Visible) -> tuple[float, float]:
    """The range in which grey fills lie: that of the frame in deep images, if it has one, else that of the form."""
    low, high = form.limits
    if not form.signed and form.bits_stored <= 8:
        return low, high
    plain = pixels[~visible.is_padding(pixels)] if form.floating or visible.padding else pixels
    lowest, highest = (float(plain.min()), float(plain.max())) if plain.size else (0.0, 0.0)
    if lowest < highest:
        return lowest, highest
    return (lowest, min(lowest + max(1.0, abs(lowest)), high)) if form.floating else (low, high)


def _contrasting(level: float, low: float, high: float, visible: Visible) -> float:
    """The value that stands off from `level`, in the file's own window as well if any value does."""
    wanted = _standing_off(level, low, high)
    if visible.window is None:
        return wanted
    far, near = (high, low) if wanted > level else (low, high)
    start, end = visible.window

    def seen_apart(value: float) -> float:
        seen, beside = ((min(max(v, start), end) - start) / (end - start) for v in (value, level))
        return abs(seen - beside)

    tried = (wanted, level + _AWAY * (near - level), far, near)
    return next((value for value in tried if seen_apart(value) > _SEEN_APART), max(tried, key=seen_apart))


def _standing_off(level: float, low: float, high: float) -> float:
    far = high if level < low / 2 + high / 2 else low
    return min(max(level + _AWAY * (far - level), low), high)


def _around(wanted: float, low: float, high: float, form: PixelForm, visible: Visible) -> npt.NDArray[Any]:
    """The values that may stand in for `wanted`, the nearest first: as far as the ends of the range, no padding."""
    reach = (1 - _AWAY) * (high / 2 - low / 2) * 2
    if form.floating:
        steps = np.arange(-_FLOATS_TRIED, _FLOATS_TRIED + 1) / _FLOATS_TRIED
        with np.errstate(over="ignore"):
            found = np.clip(wanted + steps * reach, low, high).astype(form.dtype)
    else:
        wanted = round(wanted)
        tried = min(round(reach), _TRIED)
        found = np.arange(max(int(low), wanted - tried), min(int(high), wanted + tried) + 1)
    if visible.padding is not None:
        plain = found[~visible.is_padding(found)]
        # Where all that is near stands for padding, the nearest values around it do not.
        ends = (value for value in (visible.padding[0] - 1, visible.padding[1] + 1) if low <= value <= high)
        found = plain if plain.size else np.array([*ends] or [wanted])
    return found[np.abs(found - wanted).argsort(kind="stable")]


def _unheld(wanted: float, inside: Pixels, candidates: npt.NDArray[Any]) -> float:
    """Of some values, the nearest first, the one that `inside` holds least often."""
    if not candidates.size:
        return wanted
    held = np.sort(inside, axis=None)
    counts = held.searchsorted(candidates, "right") - held.searchsorted(candidates, "left")
    return float(candidates[int(counts.argmin())])


def _typed(value: npt.ArrayLike, form: PixelForm) -> Value:
    limited = value if form.floating else np.clip(np.rint(value), *form.limits)
    rounded: npt.NDArray[np.generic] = np.asarray(limited).astype(form.dtype)
    return rounded if rounded.ndim else form.dtype.type(rounded)
