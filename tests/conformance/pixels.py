"""Whether a redacted file shows the same as its source wherever nothing was painted."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence

import numpy as np
from pydicom import Dataset, dcmread
from pydicom.pixels.utils import pixel_array

from dicom_text_redactor.dicom.files import reading
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.model import Box, Pixels

_MANY = 2**40
_KEPT = ("rows", "columns", "frames", "samples", "bits_allocated", "bits_stored", "high_bit", "signed")


def changes(source: bytes, output: bytes, boxes: Mapping[int, Sequence[Box]]) -> list[str]:
    """What is otherwise outside the `boxes` (by 0-based frame); nothing of the picture is told.

    The stored samples are compared as the program decodes them, and, where pydicom can decode both
    files by itself, the colours that it shows.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        datasets = [reading.read(io.BytesIO(data), max_bytes=_MANY) for data in (source, output)]
        before, after = (describe(dataset, max_pixels=_MANY) for dataset in datasets)
        found = [f"{name} differs" for name in _KEPT if getattr(before, name) != getattr(after, name)]
        if before.decoded_photometric != after.decoded_photometric:
            found.append("the colour space differs")
        if found:
            return found
        ours, theirs = (FrameSource(dataset, form) for dataset, form in zip(datasets, (before, after), strict=True))
        for index in range(before.frames):
            outside = _outside(before, boxes.get(index, ()))
            if not np.array_equal(ours[index].pixels[outside], theirs[index].pixels[outside]):
                found.append(f"samples outside the boxes differ in frame {index}")
            elif not _shown_alike(source, output, index, outside):
                found.append(f"colours outside the boxes differ in frame {index}")
    return found


def _outside(form: PixelForm, boxes: Sequence[Box]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    mask = np.ones((form.rows, form.columns), dtype=bool)
    for box in boxes:
        mask[box.within(form.rows, form.columns).slices] = False
    return mask


def _shown_alike(
    source: bytes, output: bytes, index: int, outside: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
) -> bool:
    shown = [_shown(dcmread(io.BytesIO(data), force=True), index) for data in (source, output)]
    if shown[0] is None:
        return True
    return shown[1] is not None and bool(np.array_equal(shown[0][outside], shown[1][outside]))


def _shown(dataset: Dataset, index: int) -> Pixels | None:
    try:
        return pixel_array(dataset, index=index)
    except Exception:
        return None
