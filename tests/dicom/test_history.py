"""What an image says of the lossy compression that it went through (PS3.3 C.7.6.1.1.5)."""

from __future__ import annotations

import pytest

from dicom_text_redactor.dicom.codecs.encapsulated import split
from dicom_text_redactor.dicom.marks.history import note_lossy
from tests.dicom.images import FORMS, JLS, JPEG, Made, made

LOSSY = next(what for what in FORMS if what.syntax == JPEG and what.photometric == "YBR_FULL")
LOSSLESS = next(what for what in FORMS if what.syntax == JLS)


def noted(what: Made, **there: object) -> dict[str, object]:
    """What the three elements say after `note_lossy`, without their common name."""
    dataset = made(what)
    for name, value in there.items():
        setattr(dataset, f"LossyImageCompression{name}", value)
    note_lossy(dataset, what.syntax, [frame.data for frame in split(dataset.PixelData, what.frames)])
    return {name: dataset.get(f"LossyImageCompression{name}") for name in ("", "Method", "Ratio")}


def test_a_lossy_image_gets_its_flag_its_method_and_a_ratio() -> None:
    found = noted(LOSSY)
    assert (found[""], found["Method"]) == ("01", "ISO_10918_1")
    size = sum(len(frame.data) for frame in split(made(LOSSY).PixelData, LOSSY.frames))
    assert float(str(found["Ratio"])) == pytest.approx(LOSSY.rows * LOSSY.columns * 3 * LOSSY.frames / size, abs=0.01)


def test_a_lossless_image_gets_none() -> None:
    assert noted(LOSSLESS) == {"": None, "Method": None, "Ratio": None}


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ({"": "01"}, {"": "01", "Method": None, "Ratio": None}),
        (
            {"": "01", "Method": ["ISO_15444_1", "ISO_10918_1"], "Ratio": [9, 8]},
            {"": "01", "Method": ["ISO_15444_1", "ISO_10918_1"], "Ratio": [9, 8]},
        ),
        ({"Ratio": 8}, {"": "01", "Method": "ISO_10918_1", "Ratio": 8}),
        ({"Ratio": [8, 9]}, {"": "01", "Method": None, "Ratio": [8, 9]}),
        ({"Method": ["ISO_15444_1", "ISO_10918_1"]},
         {"": "01", "Method": ["ISO_15444_1", "ISO_10918_1"], "Ratio": None}),
    ],
)  # fmt: skip
def test_what_the_file_says_stays_and_both_lists_speak_of_the_same_steps(
    there: dict[str, object], expected: dict[str, object]
) -> None:
    assert noted(LOSSY, **there) == expected
