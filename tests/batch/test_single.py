"""One file of a batch: what is left aside, what a dry run writes, and what is left when the work is given up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydicom.data import get_testdata_file

from dicom_text_redactor import interruption
from dicom_text_redactor.batch import Job, Options, Result, work_on
from dicom_text_redactor.batch.results import removed
from dicom_text_redactor.errors import ReaderFailed
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.report import SCHEMA_FILE, BoxReport
from dicom_text_redactor.settings import RedactionSettings
from tests.batch.copier import Copier, write
from tests.phantoms import SURNAME, Line, image_with

SETTINGS = RedactionSettings(ner_model="")


def job_of(source: Path) -> Job:
    return Job(source, source.parent.parent / "out" / source.name, Path(source.name))


def done(source: Path, **options: Any) -> Result:
    return work_on(Copier(SETTINGS), job_of(source), Options(**options))


def test_what_is_no_dicom_is_skipped_with_a_reason_and_without_a_report(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    text = tmp_path / "in" / "notes.txt"
    text.write_text(SURNAME, encoding="utf-8")
    directory = tmp_path / "in" / "DICOMDIR"
    directory.write_bytes(Path(str(get_testdata_file("DICOMDIR"))).read_bytes())
    for path, code in ((text, "not-dicom"), (directory, "dicomdir")):
        result = done(path)
        assert (result.status, result.code) == ("skipped", code)
        assert result.message
        assert not (tmp_path / "out" / path.name).exists()
        assert done(path, strict=True).status == "clean"  # the copier takes all that it is given
        assert (tmp_path / "out" / path.name).exists()


def test_a_damaged_image_is_never_skipped(tmp_path: Path) -> None:
    assert done(write(tmp_path / "in" / "a", "damaged")).code == "damaged"
    (tmp_path / "in" / "b.dcm").touch()
    assert work_on(Redactor(SETTINGS), job_of(tmp_path / "in" / "b.dcm"), Options()).code == "not-dicom"


def test_an_unforeseen_error_around_the_work_is_an_internal_refusal(tmp_path: Path) -> None:
    result = done(write(tmp_path / "in" / "a", "fail"))
    assert (result.status, result.code) == ("refused", "internal")
    assert result.trace[0]["exception"] == "LookupError"
    assert "fail" not in result.message


def test_a_dry_run_writes_nothing_and_brings_the_report(tmp_path: Path) -> None:
    image = image_with(Line(f"{SURNAME} CHEST", left=8, top=20, size=24), shape=(64, 300), PatientName=SURNAME)
    good = image.saved(tmp_path / "in" / "a")
    bad = tmp_path / "in" / "b"
    bad.write_bytes(good.read_bytes()[:600])
    before = sorted(tmp_path.rglob("*"))
    redactor = Redactor(SETTINGS)
    one, two = (work_on(redactor, job_of(path), Options(dry_run=True)) for path in (good, bad))
    assert sorted(tmp_path.rglob("*")) == before
    assert (one.status, two.status) == ("redacted", "refused")
    assert one.report is not None
    assert two.report is not None
    assert (one.report.status, len(one.report.hidden)) == ("redacted", one.boxes)
    assert two.report.reason is not None
    assert two.report.reason["code"] == two.code == "damaged"
    real = work_on(redactor, job_of(good), Options())
    assert (real.boxes, real.output_sha256) == (one.boxes, one.output_sha256)


def test_the_time_of_a_refused_file_is_told_as_well(tmp_path: Path) -> None:
    assert done(write(tmp_path / "in" / "a", "damaged")).seconds > 0
    assert done(write(tmp_path / "in" / "b", "hang 0.3")).seconds > 0.3


@pytest.mark.parametrize("earlier", [True, False])
def test_work_that_is_given_up_leaves_neither_a_half_file_nor_one_without_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, earlier: bool
) -> None:
    source = image_with(shape=(64, 64)).saved(tmp_path / "in" / "a")
    redactor = Redactor(SETTINGS)
    if earlier:
        work_on(redactor, job_of(source), Options())
    monkeypatch.setattr(interruption, "asked", lambda: True)
    with pytest.raises(KeyboardInterrupt):
        work_on(redactor, job_of(source), Options())
    assert list((tmp_path / "out").iterdir()) == []


def test_a_reader_that_the_same_ctrl_c_ended_is_no_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Ended(Copier):
        def redact_file(self, source: Path, target: Path, *, marks: object) -> BoxReport:
            monkeypatch.setattr(interruption, "asked", lambda: True)
            target.parent.mkdir()
            target.with_name("a.boxes.json").write_text("{}", encoding="utf-8")
            raise ReaderFailed("Tesseract stopped with status -2.")

    with pytest.raises(KeyboardInterrupt):
        work_on(Ended(SETTINGS), job_of(write(tmp_path / "in" / "a")), Options())
    assert list((tmp_path / "out").iterdir()) == []


def test_everything_that_a_report_says_was_removed_has_words() -> None:
    places = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))["properties"]["other_places"]["properties"]
    for name, kind in places.items():
        for value in kind.get("enum", (1, 2)):
            told = removed({name: value})
            assert len(told) == (0 if value == "none" or name == "overlays_kept" else 1), name
    assert removed({"overlays": 2, "curves": 1, "icon": "removed", "high_bits": "none"}) == (
        "2 overlay planes",
        "1 curve",
        "icon image",
    )
