"""Palettes are read as the standard stores them and as writers do, and never followed into the void."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydicom import Dataset
from pydicom.pixels.processing import apply_color_lut

from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.palette import palette_of
from dicom_text_redactor.dicom.pixels.tables import tables_of
from dicom_text_redactor.errors import Damaged
from tests.dicom.images import BIG, FORMS, LITTLE, MANY_PIXELS, Made, made, read_back

PALETTES = [what for what in FORMS if what.photometric == "PALETTE COLOR" and not what.syntax.is_encapsulated]
UNREAD_BY_PYDICOM = ("palette of bytes in words", "palette of 8 bits called 16", "palette of 255 bytes")


@pytest.mark.parametrize(
    "what",
    [w for w in PALETTES if w.syntax != BIG and w.name not in UNREAD_BY_PYDICOM and not w.name.endswith("segments")],
    ids=lambda what: what.name,
)
def test_a_palette_gives_the_colours_that_pydicom_gives(what: Made) -> None:
    dataset = made(what)
    palette = palette_of(dataset, describe(dataset, max_pixels=MANY_PIXELS))
    assert palette is not None
    expected = apply_color_lut(palette.values.astype(what.dtype), dataset)[..., :3]
    assert np.array_equal(np.rint(palette.colours * np.iinfo(expected.dtype).max), expected)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bytes", "words"),
        ("bytes", "bytes in words"),
        ("bytes", "bytes called words"),
        ("bytes", "alpha"),
        ("segments", "segments of bytes"),
    ],
)
@pytest.mark.parametrize("syntax", [LITTLE, BIG])
def test_one_palette_is_the_same_however_it_is_stored(one: str, other: str, syntax: Any) -> None:
    first, second, little = (
        tables_of(made(Made("palette", where, "PALETTE COLOR", palette=kind)))
        for where, kind in ((syntax, one), (syntax, other), (LITTLE, one))
    )
    assert np.allclose(first.colours, second.colours, atol=0.51 / 255)
    assert np.array_equal(first.colours, little.colours)
    assert first.colours.max() == 1


def test_segments_are_written_out_as_the_standard_says() -> None:
    levels = tables_of(made(Made("palette", LITTLE, "PALETTE COLOR", palette="segments"))).colours[:, 0] * 65535
    assert levels[:2].tolist() == [0, 257]
    assert np.array_equal(levels[2:64], np.rint(257 + np.arange(1, 63) * (65535 - 257) / 62))
    assert np.array_equal(levels[64:194], np.rint(65535 - np.arange(1, 131) * (65535 - 257) / 130))
    assert np.array_equal(levels[194:], levels[2:64])


def test_values_outside_the_palette_have_its_end_colours() -> None:
    dataset = made(Made("palette", LITTLE, "PALETTE COLOR", allocated=16, stored=16, palette="from 100"))
    palette = palette_of(dataset, describe(dataset, max_pixels=MANY_PIXELS))
    assert palette is not None
    assert (palette.values[0], palette.values[-1]) == (100, 355)
    assert palette.level(0) == palette.level(100)
    assert palette.level(60000) == palette.level(355)


def test_reading_a_palette_leaves_its_elements_unparsed() -> None:
    dataset = read_back(made(Made("palette", LITTLE, "PALETTE COLOR", signed=True, palette="65536")))
    before = dict(dataset.items())
    tables_of(dataset)
    assert all(dataset.get_item(tag) is element for tag, element in before.items())


def words(*numbers: int) -> bytes:
    return np.array(numbers, "<u2").tobytes()


SEGMENTED = "SegmentedRedPaletteColorLookupTableData"


@pytest.mark.parametrize(
    ("keyword", "value"),
    [
        ("RedPaletteColorLookupTableDescriptor", None),
        ("BluePaletteColorLookupTableDescriptor", None),
        ("RedPaletteColorLookupTableDescriptor", [256, 0]),
        ("RedPaletteColorLookupTableDescriptor", [255, 0, 16]),
        ("RedPaletteColorLookupTableDescriptor", [256, 1, 16]),
        ("RedPaletteColorLookupTableDescriptor", [256, 0, 0]),
        ("RedPaletteColorLookupTableDescriptor", [256, 0, 32]),
        ("GreenPaletteColorLookupTableData", None),
        ("GreenPaletteColorLookupTableData", b""),
        ("GreenPaletteColorLookupTableData", b"\x00\x00" * 100),
        (SEGMENTED, b""),
        (SEGMENTED, words(1, 256, 7)),
        (SEGMENTED, words(3, 256, 7)),
        (SEGMENTED, words(2, 1, 0, 0)),
        (SEGMENTED, words(0, 200, 1)),
        (SEGMENTED, words(0, 1, 9)),
        (SEGMENTED, words(0, 0) * 1000),
        (SEGMENTED, words(0, 1, 9, 1, 0, 9)),
        (SEGMENTED, words(0, 1, 9, 2, 1, 6, 0)),
        (SEGMENTED, words(0, 1, 9, 2, 1, 0xFFFF, 0xFFFF)),
        (SEGMENTED, words(0, 1, 9, 2, 9, 0, 0)),
    ],
)
def test_a_palette_that_makes_no_sense_is_refused_before_anything_is_decoded(keyword: str, value: Any) -> None:
    dataset = made(Made("palette", LITTLE, "PALETTE COLOR", palette="words"))
    if keyword == SEGMENTED:
        del dataset.RedPaletteColorLookupTableData
    if value is None:
        del dataset[keyword]
    else:
        _set(dataset, keyword, value)
    with pytest.raises(Damaged):
        describe(dataset, max_pixels=MANY_PIXELS)


def test_segments_that_would_fill_the_memory_end_with_the_table() -> None:
    dataset = made(Made("palette", LITTLE, "PALETTE COLOR", allocated=16, stored=16, palette="65536"))
    bomb = words(0, 1, 9, 1, 60000, 0xFFFF) + words(2, 0xFFFF, 0, 0) * 100_000
    for colour in ("Red", "Green", "Blue"):
        del dataset[f"{colour}PaletteColorLookupTableData"]
        _set(dataset, f"Segmented{colour}PaletteColorLookupTableData", bomb)
    assert len(tables_of(dataset).colours) == 2**16


def _set(dataset: Dataset, keyword: str, value: Any) -> None:
    dataset.add_new(keyword, "OW" if isinstance(value, bytes) else "US", value)
