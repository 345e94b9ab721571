"""Folders: every file is redacted or refused, and none stops the others."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from dicom_text_redactor.batch import Job, Options, Result, Summary, redact_directory, work_on
from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.report import REPORT_SUFFIX
from dicom_text_redactor.settings import RedactionSettings
from tests.phantoms import SURNAME, Line, image_with, noise

NAMES = ("a.dcm", "ward 7/IM0001", "ward 7/deep/er/Bild ä.ima", "ward 7/no extension.")
BAD, OTHER = Path("ward 7/cut short"), Path("ward 7/notes.txt")


@pytest.fixture(scope="module")
def quick() -> Redactor:
    return Redactor(RedactionSettings(ner_model=""))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Small images under names of all kinds, a damaged one, and a file that is no image."""
    folder = tmp_path / "source"
    for number, name in enumerate(NAMES):
        words = [Line("CHEST", left=8, top=20, size=24)] if number else [Line("ORSOLYA", left=8, top=20, size=24)]
        image_with(*words, shape=(64, 160), PatientName="ORSOLYA").saved(folder / name)
    (folder / BAD).write_bytes((folder / NAMES[0]).read_bytes()[:600])
    (folder / OTHER).write_text(f"{SURNAME}\n", encoding="utf-8")
    return folder


def below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def statuses(summary: Summary) -> dict[str, str]:
    return {result.path.as_posix(): result.status for result in summary.results}


EXPECTED = {
    "a.dcm": "redacted",
    **dict.fromkeys(NAMES[1:], "clean"),
    BAD.as_posix(): "refused",
    OTHER.as_posix(): "skipped",
}


def test_every_file_of_a_nested_folder_is_redacted_and_a_bad_one_stops_nothing(
    quick: Redactor, source: Path, tmp_path: Path
) -> None:
    target = tmp_path / "target"
    summary = quick.redact_directory(source, target)
    assert statuses(summary) == EXPECTED
    assert summary.by_status == {"redacted": 1, "clean": 3, "refused": 1, "skipped": 1}
    assert summary.refused == 1
    assert below(target) == {*NAMES, *(name + REPORT_SUFFIX for name in (*NAMES, BAD.as_posix()))}


def test_each_result_is_told_as_it_comes_and_says_why_a_file_was_refused(
    quick: Redactor, source: Path, tmp_path: Path
) -> None:
    told: list[Result] = []
    summary = redact_directory(quick, source, tmp_path / "target", each=told.append)
    assert sorted(told, key=lambda result: result.path) == list(summary.results)
    (refused,) = (result for result in told if result.status == "refused")
    assert (refused.path, refused.code) == (BAD, "damaged")
    assert refused.message
    assert refused.remedy


def test_what_is_no_dicom_is_told_and_leaves_nothing_unless_it_has_to_be_refused(
    quick: Redactor, source: Path, tmp_path: Path
) -> None:
    for strict, status in ((False, "skipped"), (True, "refused")):
        summary = quick.redact_directory(source, tmp_path / str(strict), strict=strict)
        (result,) = (result for result in summary.results if result.path == OTHER)
        assert (result.status, result.code) == (status, "not-dicom")
        assert (tmp_path / str(strict) / (OTHER.as_posix() + REPORT_SUFFIX)).exists() is strict


def test_two_workers_come_to_the_same_results_as_one(quick: Redactor, source: Path, tmp_path: Path) -> None:
    one, two = (redact_directory(quick, source, tmp_path / str(n), workers=n) for n in (1, 2))
    assert statuses(one) == statuses(two) == EXPECTED
    for name in NAMES:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()
    assert below(tmp_path / "1") == below(tmp_path / "2")


def test_the_environment_of_the_caller_is_as_before_after_workers(
    quick: Redactor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "x.dcm").write_bytes(b"no image")
    redact_directory(quick, empty, tmp_path / "target", workers=2)
    assert "OMP_NUM_THREADS" not in os.environ


def test_a_worker_that_dies_costs_its_own_file_only(
    source: Path, quick: Redactor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Three lines of which the recognizer is unsure make this Tesseract kill the process that started it.
    monkeypatch.setenv("TESSERACT_ENGINE", "program")
    real = shutil.which("tesseract")
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\nif [ -f "$1" ]; then [ "$(wc -l < "$1")" -ge 3 ] && kill -KILL $PPID; fi\nexec {real} "$@"\n',
        encoding="utf-8",
    )
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    deadly = "ward 7/deadly.dcm"
    lines = [Line("OO00O lI1Il", left=8, top=top, size=24) for top in (10, 60, 110, 160)]
    image_with(*lines, shape=(200, 260), paper=noise((200, 260))).saved(source / deadly)
    old = tmp_path / "target" / deadly
    old.parent.mkdir(parents=True)
    old.write_bytes(b"an earlier result")
    summary = redact_directory(quick, source, tmp_path / "target", workers=2)
    assert statuses(summary) == {**EXPECTED, deadly: "refused"}
    assert {result.code for result in summary.results if result.path == Path(deadly)} == {"internal"}
    assert not old.exists()
    report = json.loads(old.with_name(old.name + REPORT_SUFFIX).read_text(encoding="utf-8"))
    assert (report["status"], report["reason"]["code"]) == ("refused", "internal")


def test_results_inside_the_source_are_not_taken_for_new_files(quick: Redactor, source: Path) -> None:
    target = source / "redacted"
    for _ in range(2):
        assert statuses(quick.redact_directory(source, target)) == EXPECTED


def test_the_source_folder_stays_as_it_was(quick: Redactor, source: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in source.rglob("*") if path.is_file()}
    quick.redact_directory(source, tmp_path / "target")
    assert {path: path.read_bytes() for path in source.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("same", [".", "x/..", "../source"])
def test_a_folder_is_not_redacted_onto_itself(source: Path, quick: Redactor, same: str) -> None:
    (source / "x").mkdir()
    before = below(source)
    with pytest.raises(SettingError):
        redact_directory(quick, source, source / same)
    assert below(source) == before


def test_an_empty_folder_gives_an_empty_summary(quick: Redactor, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert quick.redact_directory(tmp_path / "empty", tmp_path / "target") == Summary()


class Breaking:
    """A redactor whose disk fails."""

    settings = RedactionSettings(ner_model="")

    def redact_file(self, source: Path, target: Path, *, marks: object) -> Any:
        raise PermissionError(13, "Permission denied", str(source))


def test_a_file_that_cannot_be_read_is_refused_without_its_name(tmp_path: Path) -> None:
    job = Job(tmp_path / SURNAME, tmp_path / "out", Path("x"))
    for source in (None, b"no image"):  # it is not there, or it is, and the redactor cannot read it
        if source:
            job.source.write_bytes(source)
        result = work_on(Breaking(), job, Options(strict=source is not None))  # type: ignore[arg-type]
        assert (result.status, result.code) == ("refused", "internal")
        assert SURNAME not in result.message
        assert SURNAME not in json.dumps(result.trace)
        assert result.trace


def test_a_file_whose_result_cannot_be_written_stops_nothing(quick: Redactor, source: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    (target / "ward 7").write_bytes(b"a file where a folder should be")
    found = statuses(quick.redact_directory(source, target))
    assert found["a.dcm"] == "redacted"
    assert {status for name, status in found.items() if name not in ("a.dcm", OTHER.as_posix())} == {"refused"}
