"""One redactor for all tests of the core: the models load once."""

from __future__ import annotations

import pytest

from dicom_text_redactor.redactor import Redactor


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    return Redactor()
