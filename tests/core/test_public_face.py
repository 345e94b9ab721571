"""What `shared` offers to others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import shared
from shared import redactor

ROOT = Path(__file__).resolve().parents[2]


def test_these_names_and_no_others_are_offered() -> None:
    assert sorted(shared.__all__) == [
        "BoxReport",
        "Redaction",
        "RedactionError",
        "RedactionSettings",
        "Redactor",
        "SettingError",
    ]


@pytest.mark.parametrize("name", shared.__all__)
def test_every_offered_name_is_there(name: str) -> None:
    assert getattr(shared, name).__name__ == name


def test_the_redactor_is_that_of_its_module() -> None:
    assert shared.Redactor is redactor.Redactor


def test_an_unknown_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="Redacter"):
        _ = shared.Redacter


def test_settings_and_errors_come_without_the_pipeline() -> None:
    code = (
        "import sys\nfrom shared import RedactionSettings, RedactionError\n"
        "print([name for name in ('cv2', 'pydicom', 'onnxruntime', 'spacy') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
