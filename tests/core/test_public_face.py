"""What `dicom_text_redactor` offers to others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import dicom_text_redactor
from dicom_text_redactor import redactor

ROOT = Path(__file__).resolve().parents[2]


def test_these_names_and_no_others_are_offered() -> None:
    assert sorted(dicom_text_redactor.__all__) == [
        "BoxReport",
        "Redaction",
        "RedactionError",
        "RedactionSettings",
        "Redactor",
        "SettingError",
    ]


@pytest.mark.parametrize("name", dicom_text_redactor.__all__)
def test_every_offered_name_is_there(name: str) -> None:
    assert getattr(dicom_text_redactor, name).__name__ == name


def test_the_redactor_is_that_of_its_module() -> None:
    assert dicom_text_redactor.Redactor is redactor.Redactor


def test_an_unknown_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="Redacter"):
        _ = dicom_text_redactor.Redacter


def test_settings_and_errors_come_without_the_pipeline() -> None:
    code = (
        "import sys\nfrom dicom_text_redactor import RedactionSettings, RedactionError\n"
        "print([name for name in ('cv2', 'pydicom', 'onnxruntime', 'spacy') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
