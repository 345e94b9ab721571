"""Areas that were hidden in most files of a device come out as rules that are read again; nothing else does."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pydicom import Dataset, dcmread

from dicom_text_redactor.__main__ import main
from dicom_text_redactor.model import Box, Mark
from dicom_text_redactor.report import REPORT_SUFFIX, BoxReport
from dicom_text_redactor.rules.painting import ruled
from dicom_text_redactor.rules.reading import parse
from dicom_text_redactor.rules.suggesting import LEAST_FILES, groups_below, suggestions
from dicom_text_redactor.rules.writing import as_ctp, as_deid
from dicom_text_redactor.sources import Source
from tests.dicom.images import Made, made

ROWS, COLUMNS = 120, 200
GE: dict[str, Any] = {
    "Manufacturer": "GE Medical Systems",
    "ManufacturerModelName": "LOGIQ (E9)",
    "SoftwareVersions": ["R5.1", "x"],
}
SECRET = "Quillfeather"


def result(folder: Path, number: int, boxes: Sequence[Box], frames: int = 1, **header: Any) -> None:
    """A redacted file and its report, as they lie side by side."""
    dataset = made(Made("result", rows=ROWS, columns=COLUMNS, frames=frames))
    dataset.PatientName, dataset.StationName = SECRET, SECRET
    for keyword, value in header.items():
        setattr(dataset, keyword, value)
    folder.mkdir(exist_ok=True)
    path = folder / f"{number:03}.dcm"
    dataset.save_as(path, enforce_file_format=True)
    report = BoxReport(
        "redacted",
        "cautious",
        "contrast",
        output={"name": path.name},
        image={"rows": ROWS, "columns": COLUMNS, "frames": frames, "photometric": "MONOCHROME2", "transfer_syntax": {}},
        hidden=tuple(Mark(box, ((0, 0),), "PERSON", Source.METADATA, 1.0) for box in boxes),
    )
    path.with_name(path.name + REPORT_SUFFIX).write_text(report.to_json(), encoding="utf-8")


def batch(folder: Path, files: int = LEAST_FILES, **header: Any) -> None:
    """A banner with names of different lengths, a date in a third of the files, and something else each time."""
    chance = random.Random(4)
    for number in range(files):
        boxes = [Box(5, 4, chance.randrange(60, 140), 12), Box(chance.randrange(150), 60 + number, 9, 9)]
        result(folder, number, [*boxes, *([Box(150, 100, 40, 10)] if number % 3 == 0 else [])], **header)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    batch(tmp_path / "out", **GE)
    return tmp_path / "out"


def test_an_area_that_was_hidden_in_most_files_is_suggested_as_wide_as_its_longest_box(folder: Path) -> None:
    (suggestion,) = suggestions(groups_below(folder))
    widest = max(box.width for box in groups_below(folder)[suggestion.device].boxes if box.top == 4)
    assert suggestion.areas == ((Box(5, 4, widest, 12), LEAST_FILES),)
    assert (suggestion.files, suggestion.device.rows, suggestion.device.columns) == (LEAST_FILES, ROWS, COLUMNS)


def painted(text: str, header: Dataset) -> list[Box]:
    return [box for box, _ in ruled(parse(text), header, header.Rows, header.Columns, hide_outside=False).areas]


@pytest.mark.parametrize("write", [as_ctp, as_deid])
@pytest.mark.parametrize("header", [GE, {"Manufacturer": "A", "SoftwareVersions": "1"}, {"Manufacturer": ""}])
def test_the_rules_paint_just_that_in_files_of_the_device_and_in_no_others(
    tmp_path: Path, write: object, header: dict[str, Any]
) -> None:
    batch(tmp_path / "out", **header)
    found = suggestions(groups_below(tmp_path / "out"))
    text = write(found)  # type: ignore[operator]
    dataset = dcmread(tmp_path / "out" / "000.dcm")
    assert painted(text, dataset) == [box for box, _ in found[0].areas]
    for keyword, value in (("Rows", 121), ("Columns", 201), ("Manufacturer", "B"), ("SoftwareVersions", "9")):
        other = dcmread(tmp_path / "out" / "000.dcm")
        setattr(other, keyword, value)
        assert painted(text, other) == []


def test_nothing_is_told_of_a_device_with_fewer_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    batch(tmp_path / "out", LEAST_FILES - 1, **GE)
    assert main(["suggest-regions", str(tmp_path / "out")]) == 0
    out = capsys.readouterr().out
    assert out == "19 files of 1 kind of image; 0 suggestions; 1 kind with fewer than 20 files left out\n"


def test_no_value_but_those_of_five_elements_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["suggest-regions", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "LOGIQ (E9)" in out
    assert SECRET.lower() not in out.lower()
    assert out.endswith(f"{LEAST_FILES} files of 1 kind of image; 1 suggestion\n")


def test_files_can_be_written_and_used_as_they_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ctp, deid = folder.parent / "rules.script", folder.parent / "deid.rules"
    assert main(["suggest-regions", str(folder), "--ctp", str(ctp), "--deid", str(deid)]) == 0
    assert capsys.readouterr().out == f"{LEAST_FILES} files of 1 kind of image; 1 suggestion\n"
    header = dcmread(folder / "000.dcm")
    assert painted(ctp.read_text(encoding="utf-8"), header) == painted(deid.read_text(encoding="utf-8"), header) != []


@pytest.mark.parametrize("wrong", [["nowhere"], [".", "--ctp", "."], [".", "--ctp", "a", "--deid", "a"]])
def test_wrong_paths_are_wrong_usage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], wrong: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["suggest-regions", *wrong]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_name_that_cannot_stand_in_a_rule_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    batch(tmp_path / "out", Manufacturer='A" + true. * "')
    assert main(["suggest-regions", str(tmp_path / "out")]) == 0
    assert "0 suggestions; 1 kind with a name that cannot stand in a rule left out" in capsys.readouterr().out


def test_what_rules_hid_and_what_was_hidden_in_few_frames_is_not_suggested(tmp_path: Path) -> None:
    for number in range(LEAST_FILES):
        result(tmp_path / "out", number, [Box(5, 4, 60, 12)], frames=3, **GE)
    assert suggestions(groups_below(tmp_path / "out")) == []
    batch(tmp_path / "rules", **GE)
    for path in (tmp_path / "rules").glob(f"*{REPORT_SUFFIX}"):
        path.write_text(path.read_text(encoding="utf-8").replace('"metadata"', '"region-rule"'), encoding="utf-8")
    assert suggestions(groups_below(tmp_path / "rules")) == []


def test_damaged_results_and_reports_of_other_images_are_in_no_group(folder: Path) -> None:
    (folder / "000.dcm").write_bytes(b"no image")
    (folder / "001.dcm").unlink()
    path = folder / f"002.dcm{REPORT_SUFFIX}"
    report = json.loads(path.read_text(encoding="utf-8"))
    report["image"]["rows"] = 7
    path.write_text(json.dumps(report), encoding="utf-8")
    (folder / f"003.dcm{REPORT_SUFFIX}").write_text("[" * 10_000, encoding="utf-8")
    assert sum(group.files for group in groups_below(folder).values()) == LEAST_FILES - 4
