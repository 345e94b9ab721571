"""The same picture in rare forms of pixel data is read and cleaned like the common one."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import numpy as np
import numpy.typing as npt
import pytest
from pydicom import Dataset

from dicom_text_redactor import RedactionSettings, Redactor
from tests.phantoms import chart

Levels = npt.NDArray[np.float64]


def floats(dataset: Dataset, levels: Levels) -> None:
    """Between numbers that are none, and padding that would take up the whole range."""
    values = (levels * 3 - 1).astype("<f4")
    values[:20, -20:], values[20:40, -20:] = np.nan, -3e38
    for keyword in ("PixelData", "BitsStored", "HighBit", "PixelRepresentation"):
        del dataset[keyword]
    dataset.BitsAllocated, dataset.FloatPixelPaddingValue = 32, -3e38
    dataset.FloatPixelData = values.tobytes()


def doubles(dataset: Dataset, levels: Levels) -> None:
    for keyword in ("PixelData", "BitsStored", "HighBit", "PixelRepresentation"):
        del dataset[keyword]
    dataset.BitsAllocated = 64
    dataset.DoubleFloatPixelData = (levels * 1e-5).astype("<f8").tobytes()


def high_bits(dataset: Dataset, levels: Levels) -> None:
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = 16, 12, 15
    dataset.PixelData = (np.rint(levels * 4095).astype("<u2") << 4).tobytes()


def inverse_signed(dataset: Dataset, levels: Levels) -> None:
    dataset.PhotometricInterpretation, dataset.PixelRepresentation = "MONOCHROME1", 1
    dataset.PixelData = np.rint(2000 - levels * 4000).astype("<i2").tobytes()


def shuffled_palette(dataset: Dataset, levels: Levels) -> None:
    dataset.PhotometricInterpretation = "PALETTE COLOR"
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit = 8, 8, 7
    order = np.random.default_rng(0).permutation(256)
    for colour in ("Red", "Green", "Blue"):
        dataset.add_new(f"{colour}PaletteColorLookupTableDescriptor", "US", [256, 0, 8])
        dataset.add_new(f"{colour}PaletteColorLookupTableData", "OW", order.astype("u1").tobytes())
    dataset.PixelData = np.argsort(order)[np.rint(levels * 255).astype(int)].astype("u1").tobytes()


@pytest.mark.parametrize("put", [floats, doubles, high_bits, inverse_signed, shuffled_palette])
def test_a_rare_form_is_cleaned_like_the_common_one(put: Callable[[Dataset, Levels], None]) -> None:
    phantom = chart()
    common = phantom.dataset
    values = common.pixel_array.astype(float)
    rare = deepcopy(common)
    put(rare, (values - values.min()) / np.ptp(values))
    redactor = Redactor(RedactionSettings())
    expected, found = (redactor.redact(dataset).report for dataset in (common, rare))
    assert found.status == "redacted"
    assert [mark.entity for mark in found.hidden] == [mark.entity for mark in expected.hidden]
    for mark, other in zip(found.hidden, expected.hidden, strict=True):
        assert mark.box.overlap(other.box) > 0.8 * other.box.area
