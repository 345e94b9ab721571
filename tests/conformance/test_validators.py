"""Outside tools read every output, and find nothing in it that they did not find in its source."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dicom_text_redactor.dicom.files import reading
from dicom_text_redactor.dicom.files.saving import save
from tests.conformance import chain, checking, raw, validators
from tests.conformance.forging import Forge
from tests.dicom.images import FORMS, Made, made, wheel_file

OTHERS = (
    "JPEGLSNearLossless_16.dcm",
    "JPEG2000.dcm",
    "JPGExtended.dcm",
    "SC_rgb_gdcm_KY.dcm",
    "SC_rgb_jpeg_dcmtk.dcm",
    "image_dfl.dcm",
    "MR_small_bigendian.dcm",
    "liver_1frame.dcm",
    "examples_overlay.dcm",
    "examples_ybr_color.dcm",
    "rtdose_rle.dcm",
)


def test_the_tools_are_installed() -> None:
    assert validators.missing() == []


@pytest.mark.parametrize("what", FORMS, ids=lambda what: what.name)
def test_every_form_of_pixels_is_valid_after_painting(what: Made, tmp_path: Path) -> None:
    source = tmp_path / "source.dcm"
    save(made(what), source)
    assert faults(source, tmp_path / "output.dcm") == []


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_of_the_wild_is_as_valid_as_before_after_painting(name: str, tmp_path: Path) -> None:
    assert faults(wheel_file(name), tmp_path / "output.dcm") == []


def faults(source: Path, output: Path) -> list[str]:
    """All that is wrong with a file after a small box was painted in its last frame."""
    data, boxes = chain.redacted(source.read_bytes())
    output.write_bytes(data)
    return checking.faults(source, output, boxes)


def complaints(source: Path, output: Path) -> list[str]:
    syntaxes = [raw.read(path.read_bytes()).syntax for path in (output, source)]
    return validators.complaints(source, output, *syntaxes)


def test_the_tools_notice_what_is_broken(tmp_path: Path) -> None:
    forge = Forge()
    source, output = tmp_path / "source.dcm", tmp_path / "output.dcm"
    source.write_bytes(forge.image({}))
    output.write_bytes(forge.image({0x00280100: forge.element(0x00280100, "US", forge.number(0, 2))}))
    assert complaints(source, output)
    output.write_bytes(source.read_bytes()[:-50])
    assert any(what.startswith("dcmdump") for what in complaints(source, output))
    shutil.copy(source, output)
    assert complaints(source, output) == []


def test_an_error_of_the_source_may_stay_and_no_value_is_repeated(tmp_path: Path) -> None:
    forge = Forge()
    source, output = tmp_path / "source.dcm", tmp_path / "output.dcm"
    secret = {0x00100040: forge.element(0x00100040, "CS", b"SECRETSEX ")}
    output.write_bytes(forge.image(secret))
    source.write_bytes(forge.image(secret))
    assert complaints(source, output) == []
    source.write_bytes(forge.image({0x00100040: forge.element(0x00100040, "CS", b"F ")}))
    found = complaints(source, output)
    assert found
    assert "SECRET" not in "".join(found)


def test_compressed_pixels_that_do_not_decode_are_noticed(tmp_path: Path) -> None:
    for name in ("SC_rgb_rle.dcm", "JPEG2000.dcm", "SC_rgb_jpeg_dcmtk.dcm"):
        source, output = wheel_file(name), tmp_path / name
        data = source.read_bytes()
        value = bytes(reading.read(source, max_bytes=2**31)["PixelData"].value)
        start = data.index(value) + 16
        output.write_bytes(data[:start] + bytes(400) + data[start + 400 :])
        assert complaints(source, output), name
