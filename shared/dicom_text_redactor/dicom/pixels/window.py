"""Which stored values a viewer makes visible: those of the VOI window, and not those of the padding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom import Dataset

from dicom_text_redactor.dicom.files.copies import apart
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.silence import quietly

_MACROS = ("FrameVOILUTSequence", "PixelValueTransformationSequence")
_GROUPS = ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence")
_PADDING = {
    "PixelData": ("PixelPaddingValue", "PixelPaddingRangeLimit"),
    "FloatPixelData": ("FloatPixelPaddingValue", "FloatPixelPaddingRangeLimit"),
    "DoubleFloatPixelData": ("DoubleFloatPixelPaddingValue", "DoubleFloatPixelPaddingRangeLimit"),
}
_UNREADABLE = (TypeError, ValueError, IndexError, AttributeError, OverflowError, KeyError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Visible:
    """What of an image's stored values can be seen.

    Attributes
    ----------
    window
        Lowest and highest stored value of the file's own VOI window (PS3.3 C.11.2), or None.
    padding
        Lowest and highest stored value that stand for "no pixel here" (C.7.5.1.1.2), or None.
    """

    window: tuple[float, float] | None = None
    padding: tuple[float, float] | None = None

    @classmethod
    def of(cls, dataset: Dataset, form: PixelForm) -> Visible:
        """What the header says of a greyscale image; nothing of others, or where it cannot be read."""
        if form.samples != 1 or form.photometric == "PALETTE COLOR":
            return cls()
        with quietly():
            return cls(_window(dataset, form), _padding(dataset, form))

    def is_padding(self, values: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
        """Which values stand for nothing: padding, and what is no finite number."""
        floating = np.issubdtype(values.dtype, np.floating)
        nothing: npt.NDArray[np.bool_] = ~np.isfinite(values) if floating else np.zeros(values.shape, dtype=bool)
        if self.padding is not None:
            nothing |= (values >= self.padding[0]) & (values <= self.padding[1])
        return nothing


def _window(dataset: Dataset, form: PixelForm) -> tuple[float, float] | None:
    """The first window in stored values, undone from the modality's rescaling."""
    centre: float | None = None
    width: float | None = None
    slope: float | None = None
    intercept: float | None = None
    for source in _descriptions(dataset):
        try:
            if centre is None or width is None:
                centre, width = (_first(source.get(name)) for name in ("WindowCenter", "WindowWidth"))
            if slope is None:
                slope, intercept = (_first(source.get(name)) for name in ("RescaleSlope", "RescaleIntercept"))
        except _UNREADABLE:
            return None
    slope, intercept = slope or 1.0, intercept or 0.0
    if centre is None or width is None or not slope > 0 or not width > (0 if form.floating else 0.999):
        return None
    window = (centre - width / 2 - intercept) / slope, (centre + width / 2 - intercept) / slope
    return window if np.isfinite(window).all() and window[0] < window[1] else None


def _descriptions(dataset: Dataset) -> Iterator[Dataset]:
    """Where window and rescaling can stand: at the top, and in the groups that frames share, or of the first frame."""
    top = apart(dataset, "WindowCenter", "WindowWidth", "RescaleSlope", "RescaleIntercept", "PixelRepresentation")
    yield top
    for name in _GROUPS:
        try:
            group = apart(dataset, name)[name].value[0]
            found = [group[inner].value[0] for inner in _MACROS if inner in group]
        except _UNREADABLE:
            continue
        yield from found


def _padding(dataset: Dataset, form: PixelForm) -> tuple[float, float] | None:
    names = _PADDING[form.keyword]
    try:
        some = apart(dataset, "PixelRepresentation", *names)
        value, limit = (_first(some.get(name)) for name in names)
    except _UNREADABLE:
        return None
    if value is None:
        return None
    low, high = sorted(_stored(number, form) for number in (value, value if limit is None else limit))
    return low, high


def _stored(value: float, form: PixelForm) -> float:
    """A padding value as signed as the pixels are; writers often get its value representation wrong."""
    if not form.floating and form.signed and value >= 2**15 and form.bits_stored <= 16:
        return value - 2**16
    return value + 2**16 if not form.signed and value < 0 else value


def _first(value: Any) -> float | None:
    """The first of one or more numbers, or None for none."""
    if value is None or isinstance(value, str | int | float):
        return None if value is None or value == "" else float(value)
    return float(value[0]) if len(value) else None
