from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dicom_text_redactor.report import REPORT_SUFFIX
from dicom_text_redactor.review.entries import entries_below, is_report
from dicom_text_redactor.review.problems import BAD_REPORT, NO_REPORT
from tests.review.outputs import box, image, kept, redacted, refused


def whole(tmp_path: Path) -> dict[str, Any]:
    path = redacted(tmp_path, "a.dcm", boxes=[box()], left=[kept((0, 0, 2, 2))])
    report = json.loads(path.with_name(path.name + REPORT_SUFFIX).read_text(encoding="utf-8"))
    assert isinstance(report, dict)
    return report


def test_files_are_found_at_any_depth_and_with_any_name(tmp_path: Path) -> None:
    redacted(tmp_path, "b.dcm")
    redacted(tmp_path, "a/ö <b> 'c'")
    refused(tmp_path, "a/notes.txt")
    entries = entries_below(tmp_path)
    assert [entry.path for entry in entries] == ["a/notes.txt", "a/ö <b> 'c'", "b.dcm"]
    assert [entry.shows_a_picture for entry in entries] == [False, True, True]


def test_a_dicom_file_without_a_report_is_told_of_and_other_files_are_not(tmp_path: Path) -> None:
    image().save_as(tmp_path / "bare", enforce_file_format=True)
    (tmp_path / "a.preview.png").write_bytes(b"\x89PNG")
    (tmp_path / "review.html").write_text("<!doctype html>", encoding="utf-8")
    assert [(entry.path, entry.problem) for entry in entries_below(tmp_path)] == [("bare", NO_REPORT)]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"schema": "box-report/2"}', "[" * 100_000, "\ud800"])
def test_a_report_that_cannot_be_read_is_told_of(text: str, tmp_path: Path) -> None:
    path = tmp_path / f"a.dcm{REPORT_SUFFIX}"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    assert [(entry.path, entry.problem) for entry in entries_below(tmp_path)] == [("a.dcm", BAD_REPORT)]


def test_a_report_as_it_is_written_is_one(tmp_path: Path) -> None:
    assert is_report(whole(tmp_path))


@pytest.mark.parametrize(
    "change",
    [
        {"status": "fine"},
        {"image": None},
        {"image": {"rows": 32, "columns": True, "frames": 1}},
        {"image": {"rows": 32, "columns": 40, "frames": 0}},
        {"output": None},
        {"other_places": []},
        {"boxes": None},
        {"boxes": [{}]},
        {"boxes": [box() | {"left": "1"}]},
        {"boxes": [box() | {"left": -1}]},
        {"boxes": [box() | {"width": 2**40}]},
        {"boxes": [box() | {"score": 2}]},
        {"boxes": [box() | {"entity": None}]},
        {"boxes": [box() | {"frames": [[0]]}]},
        {"boxes": [box() | {"frames": 3}]},
        {"kept": [kept((0, 0, 2, 2)) | {"because": 1}]},
        {"status": "refused", "reason": {"code": "damaged"}},
    ],
)
def test_a_report_that_was_changed_into_something_else_is_none(change: dict[str, Any], tmp_path: Path) -> None:
    assert not is_report(whole(tmp_path) | change)
