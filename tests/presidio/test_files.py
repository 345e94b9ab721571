"""Presidio's calls with paths: what is written where, what is printed, and what becomes of files that are refused."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from shutil import SameFileError
from typing import Any

import pytest
from pydicom import dcmread

from dicom_text_redactor.errors import NotDicom, RedactionError
from dicom_text_redactor.presidio import DicomImageRedactorEngine, FilesRefused, LacksPixels
from dicom_text_redactor.presidio.boxes import file_of
from tests.dicom.images import wheel_file
from tests.phantoms import GIVEN, IDENTIFYING, SURNAME, chart


def below(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_file_goes_under_its_name_into_the_folder_and_nothing_stands_beside_it(
    engine: DicomImageRedactorEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = chart().saved(tmp_path / "scan.dcm")
    before = source.read_bytes()
    engine.redact_from_file(str(source), str(tmp_path / "new" / "out"))
    assert below(tmp_path / "new") == ["out/scan.dcm"]
    assert source.read_bytes() == before
    assert capsys.readouterr().out == f"Output written to {tmp_path / 'new' / 'out' / 'scan.dcm'}\n"
    written = dcmread(tmp_path / "new" / "out" / "scan.dcm")
    assert written.PixelData == engine.redact(dcmread(source)).PixelData != dcmread(source).PixelData


def test_boxes_are_saved_beside_the_file_and_nothing_is_printed_if_the_call_says_so(
    engine: DicomImageRedactorEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = chart().saved(tmp_path / "scan.dcm")
    engine.redact_from_file(source, tmp_path / "out", save_bboxes=True, verbose=False)
    assert below(tmp_path / "out") == ["scan.dcm", "scan.json"]
    text = (tmp_path / "out" / "scan.json").read_text(encoding="utf-8")
    boxes = engine.redact_and_return_bbox(chart().dataset)[1]
    assert json.loads(text) == boxes
    assert text == json.dumps(boxes, indent=4)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("image", "boxes"),
    [("scan.dcm", "scan.json"), ("a.b.DICOM", "a.b.json"), ("1.2.3", "1.2.3.json"), ("scan", "scan.json")],
)
def test_the_file_of_the_boxes_is_named_for_the_image(image: str, boxes: str) -> None:
    assert file_of(Path("out", image)) == Path("out", boxes)


def test_a_refused_file_leaves_nothing_in_the_output_not_even_an_older_result(
    engine: DicomImageRedactorEngine, tmp_path: Path
) -> None:
    source = chart().saved(tmp_path / "scan.dcm")
    engine.redact_from_file(source, tmp_path / "out", save_bboxes=True, verbose=False)
    source.write_bytes(source.read_bytes()[:-1000])
    with pytest.raises(RedactionError) as caught:
        engine.redact_from_file(source, tmp_path / "out", save_bboxes=True, verbose=False)
    assert caught.value.code == "damaged"
    assert below(tmp_path / "out") == []


def test_a_file_that_is_no_image_or_no_dicom_is_refused(engine: DicomImageRedactorEngine, tmp_path: Path) -> None:
    with pytest.raises(LacksPixels):
        engine.redact_from_file(wheel_file("test-SR.dcm"), tmp_path / "out")
    (tmp_path / "notes.dcm").write_text("no image")
    with pytest.raises(NotDicom):
        engine.redact_from_file(tmp_path / "notes.dcm", tmp_path / "out")
    assert below(tmp_path / "out") == []


def test_paths_that_cannot_be_meant_are_refused_before_anything_is_written(
    engine: DicomImageRedactorEngine, tmp_path: Path
) -> None:
    source = chart().saved(tmp_path / "in" / "scan.dcm")
    (tmp_path / "file").touch()
    wrong: list[tuple[Any, Path, Path, type[Exception]]] = [
        (engine.redact_from_file, tmp_path / "in", tmp_path / "out", TypeError),
        (engine.redact_from_file, tmp_path / "nothing", tmp_path / "out", TypeError),
        (engine.redact_from_file, source, tmp_path / "file", TypeError),
        (engine.redact_from_file, source, tmp_path / "in", SameFileError),
        (engine.redact_from_directory, source, tmp_path / "out", TypeError),
        (engine.redact_from_directory, tmp_path / "nothing", tmp_path / "out", TypeError),
        (engine.redact_from_directory, tmp_path / "in", tmp_path / "file", TypeError),
        (engine.redact_from_directory, tmp_path / "in", tmp_path, FileExistsError),
    ]
    before = below(tmp_path)
    for call, given, output, error in wrong:
        with pytest.raises(error):
            call(given, output)
    assert below(tmp_path) == before


def test_a_folder_is_redacted_whatever_its_files_are_called_and_strangers_are_counted(
    engine: DicomImageRedactorEngine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = tmp_path / "study"
    for name in ("a.dcm", "deeper/b.DICOM", "deeper/1.2.3", "deeper/1.2.4"):
        chart().saved(study / name)
    for name in ("notes.txt", ".DS_Store", "DICOMDIR"):
        (study / name).write_text(f"{SURNAME} {GIVEN}")
    engine.redact_from_directory(str(study), str(tmp_path / "out"), save_bboxes=True)
    assert below(tmp_path / "out") == [
        "study/a.dcm",
        "study/a.json",
        "study/deeper/1.2.3",
        "study/deeper/1.2.3.json",
        "study/deeper/1.2.4",
        "study/deeper/1.2.4.json",
        "study/deeper/b.DICOM",
        "study/deeper/b.json",
    ]
    printed = capsys.readouterr().out
    assert printed == f"Output written to {tmp_path / 'out' / 'study'}\nLeft out, since they are no DICOM files: 2\n"
    shown = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*.json"))
    assert not any(word.encode() in shown for word in IDENTIFYING)


def test_refused_files_of_a_folder_stop_nothing_and_are_told_at_the_end(
    engine: DicomImageRedactorEngine, tmp_path: Path
) -> None:
    study = tmp_path / SURNAME
    chart().saved(study / "a.dcm")
    damaged = chart().saved(study / f"{GIVEN}.dcm")
    damaged.write_bytes(damaged.read_bytes()[:-1000])
    (study / "b.dcm").write_bytes(wheel_file("test-SR.dcm").read_bytes())
    chart().saved(study / "z.dcm")
    with pytest.raises(FilesRefused) as caught:
        engine.redact_from_directory(study, tmp_path / "out")
    assert below(tmp_path / "out" / SURNAME) == ["a.dcm", "z.dcm"]
    message = "2 of 4 files were refused and are not in the output (damaged: 1, no-pixels: 1)."
    assert str(caught.value) == message
    assert [(path.name, error.code) for path, error in caught.value.refusals] == [
        (f"{GIVEN}.dcm", "damaged"),
        ("b.dcm", "no-pixels"),
    ]


def test_results_may_lie_in_the_folder_that_is_redacted(engine: DicomImageRedactorEngine, tmp_path: Path) -> None:
    chart().saved(tmp_path / "study" / "a.dcm")
    engine.redact_from_directory(tmp_path / "study", tmp_path / "study" / "out")
    assert below(tmp_path / "study" / "out") == ["study/a.dcm"]
    engine.redact_from_directory(tmp_path / "study", tmp_path / "elsewhere")
    assert below(tmp_path / "elsewhere") == ["study/a.dcm", "study/out/study/a.dcm"]


def test_the_arguments_of_a_call_reach_every_file_of_a_folder(engine: DicomImageRedactorEngine, tmp_path: Path) -> None:
    for name in ("a.dcm", "b.dcm"):
        chart().saved(tmp_path / "study" / name)
    engine.redact_from_directory(tmp_path / "study", tmp_path / "out", fill="black", allow_list=[GIVEN])
    expected = engine.redact(chart().dataset, fill="black", allow_list=[GIVEN]).PixelData
    assert expected != engine.redact(chart().dataset, fill="black").PixelData
    assert [dcmread(path).PixelData for path in sorted((tmp_path / "out").rglob("*.dcm"))] == [expected, expected]


def test_nothing_of_an_image_is_logged_or_printed(
    engine: DicomImageRedactorEngine,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    from presidio_analyzer import PatternRecognizer

    given = [PatternRecognizer("NAME", deny_list=[GIVEN], context=["chest"])]
    with caplog.at_level(logging.DEBUG):
        chart().saved(tmp_path / "study" / "a.dcm")
        engine.redact_from_directory(tmp_path / "study", tmp_path / "out", ad_hoc_recognizers=given, save_bboxes=True)
    told = "".join((*capsys.readouterr(), caplog.text)).casefold()
    for word in (*IDENTIFYING, "chest"):
        assert word.casefold() not in told
