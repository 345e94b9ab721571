"""What the file's own window and padding mean for what is seen and for fills."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydicom import Dataset
from pydicom.sequence import Sequence

from dicom_text_redactor.dicom.painting.fill import fill_value
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.display import Display
from dicom_text_redactor.dicom.pixels.window import Visible
from dicom_text_redactor.model import Box
from tests.dicom.images import LITTLE, MANY_PIXELS, Made, made, read_back

BOX = Box(10, 8, 6, 5)
CT = Made("ct", LITTLE, allocated=16, stored=16, signed=True)


def item(**values: Any) -> Dataset:
    dataset = Dataset()
    for keyword, value in values.items():
        setattr(dataset, keyword, value)
    return dataset


VOI = item(FrameVOILUTSequence=Sequence([item(WindowCenter="40", WindowWidth="400")]))
RESCALED = item(PixelValueTransformationSequence=Sequence([item(RescaleSlope="2", RescaleIntercept="-1000")]))


@pytest.mark.parametrize(
    ("header", "window"),
    [
        ({}, None),
        ({"WindowCenter": "40", "WindowWidth": "400"}, (-160, 240)),
        ({"WindowCenter": ["40", "9"], "WindowWidth": ["400", "8"]}, (-160, 240)),
        ({"WindowCenter": "40", "WindowWidth": "400", "RescaleSlope": "2", "RescaleIntercept": "-1000"}, (420, 620)),
        ({"WindowCenter": "40", "WindowWidth": "0"}, None),
        ({"WindowCenter": "40"}, None),
        ({"WindowCenter": "40", "WindowWidth": "400", "RescaleSlope": "-1"}, None),
        ({"SharedFunctionalGroupsSequence": [VOI]}, (-160, 240)),
        ({"PerFrameFunctionalGroupsSequence": [VOI, item()]}, (-160, 240)),
        ({"SharedFunctionalGroupsSequence": [RESCALED], "PerFrameFunctionalGroupsSequence": [VOI]}, (420, 620)),
        ({"SharedFunctionalGroupsSequence": [], "PerFrameFunctionalGroupsSequence": [VOI]}, (-160, 240)),
        ({"WindowCenter": "0", "WindowWidth": "10", "SharedFunctionalGroupsSequence": [VOI]}, (-5, 5)),
    ],
)
def test_the_window_is_found_wherever_the_file_keeps_it(header: dict[str, Any], window: object) -> None:
    dataset = with_header(CT, header)
    elements = dict(dataset.items())
    assert Visible.of(dataset, describe(dataset, max_pixels=MANY_PIXELS)).window == window
    sequences = [tag for tag in elements if elements[tag].VR == "SQ"]
    assert all(dataset.get_item(tag) is elements[tag] for tag in sequences)


def test_the_window_of_an_inverse_image_is_turned_with_it() -> None:
    dataset = with_header(Made("inverse", LITTLE, "MONOCHROME1"), {"WindowCenter": "40", "WindowWidth": "20"})
    display = Display.of(dataset, describe(dataset, max_pixels=MANY_PIXELS))
    assert display.shown_window() == (-51, -31)
    assert display.shown(np.array([[30, 50]], np.uint8)).tolist() == [[-31, -51]]


@pytest.mark.parametrize("level", [-1000, -170, -100, 40, 230, 250, 1000, 3000])
def test_contrast_is_seen_in_the_window_as_well(level: int) -> None:
    dataset = with_header(CT, {"WindowCenter": "40", "WindowWidth": "400"})
    form = describe(dataset, max_pixels=MANY_PIXELS)
    pixels = np.full(form.shape, level, dtype=np.int16)
    pixels[0, :2] = -1000, 3000
    value = int(fill_value(pixels, BOX, "contrast", form, dataset))
    shown = (np.clip([level, value], -160, 240) + 160) / 400
    assert abs(shown[0] - shown[1]) > 0.3
    assert -1000 <= value <= 3000
    assert abs(value - level) > 0.05 * 4000


def test_black_is_black_in_the_window_of_a_frame_without_anything_dark() -> None:
    dataset = with_header(CT, {"WindowCenter": "40", "WindowWidth": "400"})
    form = describe(dataset, max_pixels=MANY_PIXELS)
    pixels = np.full(form.shape, 100, dtype=np.int16)
    pixels[0] = 50
    assert int(fill_value(pixels, BOX, "black", form, dataset)) == -160


PADDED = [
    (Made("grey", LITTLE), {"PixelPaddingValue": 178}, (178, 178)),
    (Made("grey", LITTLE), {"PixelPaddingValue": 100, "PixelPaddingRangeLimit": 200}, (100, 200)),
    (Made("grey", LITTLE), {"PixelPaddingValue": 255, "PixelPaddingRangeLimit": 77}, (77, 255)),
    (CT, {"PixelPaddingValue": -2000}, (-2000, -2000)),
    (CT, {"PixelPaddingValue": -32768, "PixelPaddingRangeLimit": -1000}, (-32768, -1000)),
    (CT, {"PixelPaddingValue": 790, "PixelPaddingRangeLimit": 810}, (790, 810)),
    (CT, {}, None),
]


@pytest.mark.parametrize(("what", "header", "padding"), PADDED)
def test_contrast_is_never_the_padding_which_viewers_make_invisible(
    what: Made, header: dict[str, Any], padding: tuple[int, int] | None
) -> None:
    dataset = with_header(what, header)
    form = describe(dataset, max_pixels=MANY_PIXELS)
    visible = Visible.of(dataset, form)
    assert visible.padding == padding
    for level in (0, 40, 250):
        pixels = np.full(form.shape, level, dtype=form.dtype)
        pixels[0, :3] = (0, 250, 77) if what.allocated == 8 else (-1500, 1130, padding[0] if padding else 0)
        value = np.asarray(fill_value(pixels, BOX, "contrast", form, dataset))
        assert not visible.is_padding(value)
        assert abs(int(value) - level) > 25


def test_padding_takes_no_part_in_the_range_of_a_deep_frame() -> None:
    dataset = with_header(CT, {"PixelPaddingValue": -32768})
    form = describe(dataset, max_pixels=MANY_PIXELS)
    pixels = np.full(form.shape, -32768, dtype=np.int16)
    pixels[:, 5:] = 100
    pixels[-1, 5:] = 1100
    assert 700 <= int(fill_value(pixels, BOX, "contrast", form, dataset)) <= 1100
    assert 700 <= int(fill_value(pixels, Box(0, 0, 3, 3), "contrast", form, dataset)) <= 1100


def with_header(what: Made, header: dict[str, Any]) -> Dataset:
    dataset = made(what)
    for keyword, value in header.items():
        if keyword.startswith("PixelPadding"):
            dataset.add_new(keyword, "SS" if what.signed else "US", value)
        else:
            setattr(dataset, keyword, Sequence(value) if keyword.endswith("Sequence") else value)
    return read_back(dataset)
