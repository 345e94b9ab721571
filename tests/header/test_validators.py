"""Outside tools find nothing in a cleaned header that they did not find in its source."""

from __future__ import annotations

from pathlib import Path

import pytest

from dicom_text_redactor.dicom.files.copies import shallow, to_read
from dicom_text_redactor.dicom.files.reading import read
from dicom_text_redactor.dicom.files.saving import save
from dicom_text_redactor.header.claims import claim_header
from dicom_text_redactor.header.deidentifying import deidentify
from dicom_text_redactor.header.options import ALL
from dicom_text_redactor.header.pseudonyms import Pseudonyms
from dicom_text_redactor.phi.identity import Identity
from tests.conformance import pixels, raw, validators
from tests.dicom.images import wheel_file
from tests.header.headers import KEY

FILES = (
    "CT_small.dcm",
    "MR_small.dcm",
    "MR_small_bigendian.dcm",
    "JPEG2000.dcm",
    "JPGExtended.dcm",
    "MR_small_implicit.dcm",
    "image_dfl.dcm",
    "liver_1frame.dcm",
    "MR_small_RLE.dcm",
    "examples_ybr_color.dcm",
    "rtdose_rle.dcm",
    "SC_rgb_rle.dcm",
    "MR_small_jpeg_ls_lossless.dcm",
)
ALL_BUT_DATES = frozenset(ALL) - {"retain-dates", "clean-descriptors"}


@pytest.mark.parametrize("options", [frozenset(), ALL_BUT_DATES], ids=["basic", "options"])
@pytest.mark.parametrize("name", FILES)
def test_a_cleaned_header_is_as_valid_as_before(name: str, options: frozenset[str], tmp_path: Path) -> None:
    source, output = wheel_file(name), tmp_path / "output.dcm"
    before = read(source, max_bytes=2**31)
    dataset = shallow(before)
    deidentify(dataset, options, Pseudonyms(KEY), Identity.of(to_read(before)), None)
    claim_header(dataset, options, graphics=False, all_checked=True, app_version="0")
    save(dataset, output)
    syntaxes = (raw.read(path.read_bytes()).syntax for path in (output, source))
    assert validators.complaints(source, output, *syntaxes) == []
    assert pixels.changes(source.read_bytes(), output.read_bytes(), {}) == []
