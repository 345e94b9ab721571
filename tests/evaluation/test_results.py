"""Reading what became of files: from reports, of which not everyone can be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dicom_text_redactor.dicom.modality import OTHER, modality_of
from dicom_text_redactor.evaluation.results import name_in, outcome_of, reports_below
from dicom_text_redactor.model import Box, Mark
from dicom_text_redactor.report import REPORT_SUFFIX, BoxReport
from dicom_text_redactor.sources import Source
from tests.phantoms import SURNAME, image_with

IMAGE = {
    "rows": 60,
    "columns": 90,
    "frames": 2,
    "photometric": "RGB",
    "transfer_syntax": {"source": "1.2", "output": "1.2"},
}
HIDDEN = Mark(Box(1, 2, 3, 4), ((0, 1),), "PERSON", Source.NER, 0.9)
OVERLAY = Mark(Box(1, 2, 3, 4), ((0, 1),), "PERSON", Source.NER, 0.9, "overlay")
REPORT = BoxReport("redacted", "cautious", "black", image=IMAGE, hidden=(HIDDEN, OVERLAY), kept=(HIDDEN,)).to_dict()


def put(folder: Path, name: str, report: object = REPORT) -> None:
    path = folder / (name + REPORT_SUFFIX)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(report if isinstance(report, str) else json.dumps(report), encoding="utf-8")


def test_a_report_tells_the_areas_of_the_pixels_and_the_size_of_the_image(tmp_path: Path) -> None:
    put(tmp_path, "a.dcm")
    outcome = outcome_of(tmp_path, "a.dcm")
    assert (outcome.status, outcome.rows, outcome.columns, outcome.frames) == ("redacted", 60, 90, 2)
    assert [(one.box, one.frames, one.source) for one in outcome.hidden] == [(Box(1, 2, 3, 4), ((0, 1),), "ner")]
    assert len(outcome.kept) == 1


@pytest.mark.parametrize(
    "report",
    [
        "",
        "[]",
        "{",
        REPORT | {"schema": "box-report/2"},
        REPORT | {"status": "fine"},
        REPORT | {"image": None},
        REPORT | {"boxes": [{"left": 1}]},
        REPORT | {"boxes": [REPORT["boxes"][0] | {"place": None}]},
        REPORT | {"image": IMAGE | {"rows": "60"}},
    ],
)
def test_a_report_that_cannot_be_read_is_a_missing_one(tmp_path: Path, report: Any) -> None:
    put(tmp_path, "a.dcm", report)
    assert outcome_of(tmp_path, "a.dcm").status == "missing"


def test_a_file_is_found_by_the_longest_end_of_its_path(tmp_path: Path) -> None:
    put(tmp_path, "ward 7/a.dcm")
    put(tmp_path, "a.dcm")
    assert name_in(tmp_path, "ward 7/a.dcm") == "ward 7/a.dcm"
    assert name_in(tmp_path, "/data/in/ward 7/a.dcm") == "ward 7/a.dcm"
    assert name_in(tmp_path, "C:\\data\\ward 7\\a.dcm") == "ward 7/a.dcm"
    assert name_in(tmp_path, "sample_data/a.dcm") == "a.dcm"
    assert name_in(tmp_path, "b.dcm") is None


def test_no_path_leads_out_of_the_folder(tmp_path: Path) -> None:
    put(tmp_path, "a.dcm")
    assert name_in(tmp_path / "below", "../a.dcm") is None


def test_all_reports_below_a_folder_are_counted(tmp_path: Path) -> None:
    put(tmp_path, "a.dcm")
    put(tmp_path, "deep/er/b")
    assert reports_below(tmp_path) == {"a.dcm", "deep/er/b"}


def test_a_modality_that_the_standard_does_not_know_is_not_told(tmp_path: Path) -> None:
    known = image_with(shape=(16, 16), Modality="US").saved(tmp_path / "a.dcm")
    assert modality_of(known) == "US"
    dataset = image_with(shape=(16, 16)).dataset
    dataset.Modality = SURNAME
    dataset.save_as(tmp_path / "b.dcm", enforce_file_format=True)
    assert modality_of(tmp_path / "b.dcm") == OTHER
    (tmp_path / "c.dcm").write_bytes(b"no image")
    assert modality_of(tmp_path / "c.dcm") == modality_of(tmp_path / "none") == OTHER
