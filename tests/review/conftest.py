"""One folder that the real redactor has written, for all tests of the page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dicom_text_redactor.__main__ import main
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.sources import Source
from local import sample_files
from tests.review import outputs
from tests.review.browser import chromium


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A radiograph, an image without text, a refused file, a cine, and a DICOM file that nobody reported on."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("output")
    (source / "study").mkdir()
    radiograph = sample_files.chest_radiograph()
    radiograph.save_as(source / "study" / "fictional_chest_radiograph.dcm", enforce_file_format=True)
    outputs.image(64, 96, Modality="MR").save_as(source / "blank.dcm", enforce_file_format=True)
    (source / "notes.txt").write_text("no image", encoding="utf-8")
    summary = Redactor(RedactionSettings(ner_model="")).redact_directory(source, target, strict=True)
    assert summary.by_status == {"redacted": 1, "clean": 1, "refused": 1}
    shutil.copy(target / "blank.dcm", target / "study" / "unreported.dcm")
    cine = outputs.image(60, 80, 12, Modality="US")
    boxes = [outputs.box((4, 4, 30, 8), [(0, 11)]), outputs.box((40, 30, 30, 8), [(5, 8)], source=Source.UNKNOWN_WORD)]
    outputs.redacted(target, "cine.dcm", cine, boxes, [outputs.kept((4, 48, 20, 8), [(0, 11)])])
    return target


@pytest.fixture(scope="session")
def page_file(output: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of that folder, elsewhere."""
    path = tmp_path_factory.mktemp("page") / "review.html"
    assert main(["review", str(output), "--output", str(path)]) == 0
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. Playwright keeps an event loop running meanwhile, which other tests had better not meet."""
    with chromium() as running:
        yield running
