"""With which stored value a box is filled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from pydicom import Dataset

from shared.dicom.form import PixelForm
from shared.dicom.palette import Palette, palette_of
from shared.model import Box, Pixels
from shared.settings import Fill

Value = np.generic | npt.NDArray[np.generic]

_RING = 3
_AWAY = 0.7
_COLOURS_TRIED = 8  # palette entries near the wanted grey, of which the box may hold some already
_TRIED = 500  # greys that are tried on either side; deep images have more than a box can hold


def fill_value(
    pixels: Pixels, box: Box, how: Fill, form: PixelForm, dataset: Dataset, palette: Palette | None = None
) -> Value:
    """The stored value, a scalar or an array of shape (samples,), for one box of a decoded frame.

    `contrast` gives a grey that stands off from the surroundings: seven tenths of the way from
    them to the far end of the range, or the nearest grey to that which the box does not hold already:
    a box whose fill equals its letters would hide only what is around them.
    `background` gives the surroundings' own value, their median (their commonest index in a
    palette image). `black` gives the value that is displayed blackest.

    The range of greyscale samples over 8 bits, and of signed ones, is that of the frame: a value
    from the far end of 16 bits would make every viewer that stretches to the full range show an
    empty picture.

    Parameters
    ----------
    pixels
        Decoded values of the frame, shape (rows, columns) or (rows, columns, samples).
    box
        The box, within the frame.
    palette
        The image's palette, if the caller has it at hand.
    """
    if form.photometric == "PALETTE COLOR":
        return _index(pixels, box, how, form, palette or palette_of(dataset, form))
    if form.samples == 3:
        return _colour(pixels, box, how, form)
    return _grey(pixels, box, how, form)


def surroundings(pixels: Pixels, box: Box) -> Pixels:
    """The values around a box, a ring of three pixels, shape (n,) or (n, samples).

    Where the box covers the whole frame, its own values stand in.
    """
    rows, columns = pixels.shape[:2]
    outer = box.grown(_RING).within(rows, columns)
    inner = box.within(rows, columns)
    ring = np.ones((outer.height, outer.width), dtype=bool)
    ring[inner.top - outer.top : inner.bottom - outer.top, inner.left - outer.left : inner.right - outer.left] = False
    area = pixels[outer.slices]
    return area[ring] if ring.any() else area.reshape(-1, *pixels.shape[2:])


def _grey(pixels: Pixels, box: Box, how: Fill, form: PixelForm) -> Value:
    ring = surroundings(pixels, box)
    if how == "background":
        return _typed(_median(ring), form)
    low, high = _range(pixels, form)
    if how == "black":
        black = high if form.photometric == "MONOCHROME1" else low
        return _typed(black if form.signed else form.limits[form.photometric == "MONOCHROME1"], form)
    if form.bits_stored == 1:
        return _typed(1 - round(float(_median(ring))), form)
    return _typed(_unheld(_standing_off(float(_median(ring)), low, high), pixels[box.slices], low, high), form)


def _colour(pixels: Pixels, box: Box, how: Fill, form: PixelForm) -> Value:
    ring = surroundings(pixels, box)
    low, high = form.limits
    if how == "background":
        return _typed(_median(ring, 0), form)
    luminance = form.decoded_photometric.startswith("YBR")
    level = float(_median(ring[:, 0] if luminance else ring))
    grey = float(low)
    if how == "contrast":
        inside = pixels[box.slices]
        held = inside[..., 0] if luminance else inside[(inside == inside[..., :1]).all(axis=-1)][..., 0]
        grey = _unheld(_standing_off(level, low, high), held, low, high)
    if luminance:
        middle = low + (high - low + 1) // 2
        return _typed(np.array([grey, middle, middle]), form)
    return _typed(np.array([grey, grey, grey]), form)


def _index(pixels: Pixels, box: Box, how: Fill, form: PixelForm, palette: Palette | None) -> Value:
    indices, counts = np.unique(surroundings(pixels, box), return_counts=True)
    commonest = int(indices[int(counts.argmax())])
    if how == "background" or palette is None:
        return _typed(commonest, form)
    if how == "black":
        return _typed(palette.nearest(0.0), form)
    near = palette.nearest_first(_standing_off(palette.level(commonest), 0.0, 1.0), _COLOURS_TRIED)
    inside = pixels[box.slices]
    return _typed(min(near, key=lambda index: int((inside == index).sum())), form)


def _median(values: Pixels, axis: int | None = None) -> npt.NDArray[np.float64]:
    return np.asarray(np.median(values.astype(np.float64), axis=axis))


def _range(pixels: Pixels, form: PixelForm) -> tuple[float, float]:
    low, high = form.limits
    if form.signed or form.bits_stored > 8:
        lowest, highest = float(pixels.min()), float(pixels.max())
        if lowest < highest:
            return lowest, highest
    return float(low), float(high)


def _standing_off(level: float, low: float, high: float) -> float:
    far = high if level < (low + high) / 2 else low
    return level + _AWAY * (far - level)


def _unheld(wanted: float, inside: Pixels, low: float, high: float) -> float:
    """Of the greys around `wanted`, as far as the far end of the range, the nearest that `inside` holds least often."""
    values, counts = np.unique(inside, return_counts=True)
    held = dict(zip(values.tolist(), counts.tolist(), strict=True))
    centre, reach = round(wanted), min(round((1 - _AWAY) * (high - low)), _TRIED)
    candidates = range(max(int(low), centre - reach), min(int(high), centre + reach) + 1)
    return float(min(candidates, key=lambda value: (held.get(value, 0), abs(value - centre)), default=centre))


def _typed(value: npt.ArrayLike, form: PixelForm) -> Value:
    rounded: npt.NDArray[np.generic] = np.clip(np.rint(value), *form.limits).astype(form.dtype)
    return rounded if rounded.ndim else form.dtype.type(rounded)
