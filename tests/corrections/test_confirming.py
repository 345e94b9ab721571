"""Confirming: a person marked files as fine, and these say so."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from pydicom import dcmread

from dicom_text_redactor.__main__ import main
from local.sample_files import chest_radiograph
from tests.conformance import elements


@pytest.fixture
def reviewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REDACT_NER_MODEL", "")
    (tmp_path / "in").mkdir()
    chest_radiograph().save_as(tmp_path / "in" / "a.dcm", enforce_file_format=True)
    out = tmp_path / "out"
    assert main(["redact", str(tmp_path / "in"), str(out), "--burned-in", "keep", "--quiet"]) == 0
    return out


def marks(folder: Path, **of_file: object) -> str:
    path = folder.parent / "marks.json"
    path.write_text(json.dumps({"schema": "review-marks/1", "files": {"a.dcm": of_file}}))
    return str(path)


def test_a_file_that_is_fine_says_so_and_nothing_else_changes(reviewed: Path) -> None:
    path, report = reviewed / "a.dcm", reviewed / "a.dcm.boxes.json"
    before, told = path.read_bytes(), json.loads(report.read_text())
    assert dcmread(path).BurnedInAnnotation == "YES"
    assert main(["confirm", str(reviewed), "--marks", marks(reviewed, state="fine")]) == 0
    after = path.read_bytes()
    assert dcmread(path).BurnedInAnnotation == "NO"
    assert len(elements.differences(before, after)) <= 1
    now = json.loads(report.read_text())
    assert now["output"]["sha256"] == hashlib.sha256(after).hexdigest()
    assert {**now, "output": None} == {**told, "output": None}
    assert main(["confirm", str(reviewed), "--marks", marks(reviewed, state="fine")]) == 0
    assert path.read_bytes() == after


def test_a_file_that_is_wrong_stays_as_it_is(reviewed: Path) -> None:
    before = (reviewed / "a.dcm").read_bytes()
    assert main(["confirm", str(reviewed), "--marks", marks(reviewed, state="wrong")]) == 0
    assert (reviewed / "a.dcm").read_bytes() == before


def test_a_file_that_its_report_does_not_tell_of_is_refused(reviewed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = reviewed / "a.dcm"
    path.write_bytes(path.read_bytes() + b"\0\0")
    assert main(["confirm", str(reviewed), "--marks", marks(reviewed, state="fine")]) == 1
    assert "marks-mismatch" in capsys.readouterr().out


def test_marks_of_another_folder_and_missed_areas_are_errors(reviewed: Path, tmp_path: Path) -> None:
    area = {"frames": [[0, 0]], "left": 1, "top": 1, "width": 5, "height": 5}
    assert main(["confirm", str(reviewed), "--marks", marks(reviewed, state="fine", missed=[area])]) == 2
    (reviewed / "a.dcm").unlink()
    assert main(["confirm", str(reviewed), "--marks", marks(reviewed, state="fine")]) == 2
    assert main(["confirm", str(tmp_path / "none"), "--marks", marks(reviewed, state="fine")]) == 2
