"""One engine for all tests of Presidio's calls: the models load once."""

from __future__ import annotations

import pytest

from dicom_text_redactor.presidio import DicomImageRedactorEngine
from dicom_text_redactor.settings import RedactionSettings


@pytest.fixture(scope="session")
def engine() -> DicomImageRedactorEngine:
    return DicomImageRedactorEngine(settings=RedactionSettings(ner_model=""))
