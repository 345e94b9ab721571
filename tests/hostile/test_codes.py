"""Damaged and odd files are refused with the code that fits, and the code is one of the documented table."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from dicom_text_redactor.errors import RedactionError
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.settings import RedactionSettings
from tests.dicom.images import wheel_file, wheel_files
from tests.hostile.stamping import stamp

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTED = set(
    re.findall(r"^\| `([a-z-]+)` \|", (ROOT / "docs" / "errors.md").read_text(encoding="utf-8"), re.MULTILINE)
)

REFUSED = {
    "MR_truncated.dcm": "damaged",
    "rtplan_truncated.dcm": "damaged",
    "badVR.dcm": "damaged",
    "meta_missing_tsyntax.dcm": "damaged",
    "nested_priv_SQ.dcm": "damaged",
    "no_meta.dcm": "not-dicom",
    "no_meta_group_length.dcm": "no-pixels",
    "ExplVR_LitEndNoMeta.dcm": "no-pixels",
    "UN_sequence.dcm": "no-pixels",
    "rtplan.dcm": "no-pixels",
    "rtstruct.dcm": "no-pixels",
    "test-SR.dcm": "no-pixels",
    "reportsi.dcm": "no-pixels",
}


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor(RedactionSettings(ner_model=""))


def refusal(redactor: Redactor, path: Path) -> str:
    """The code with which a file is refused, or an empty string."""
    target = io.BytesIO()
    try:
        redactor.redact_stream(io.BytesIO(path.read_bytes()), target, name="file")
    except RedactionError as error:
        assert target.getvalue() == b""
        return error.code
    return ""


@pytest.mark.parametrize(("name", "code"), REFUSED.items())
def test_a_damaged_or_odd_file_is_refused_with_the_code_that_fits(name: str, code: str, redactor: Redactor) -> None:
    assert code in DOCUMENTED
    assert refusal(redactor, wheel_file(name)) == code


def test_every_file_of_pydicom_is_handled_or_refused_with_a_documented_code(
    redactor: Redactor, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp(monkeypatch)
    small = [path for path in wheel_files() if path.stat().st_size < 300_000]
    found = {path.name: refusal(redactor, path) for path in small}
    assert len(found) > 60
    assert set(found.values()) - {""} <= DOCUMENTED - {"internal"}
