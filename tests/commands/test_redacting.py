"""``dicom-redact redact``: sources and targets that are wrong are named, and each option does what it says."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pydicom.data import get_testdata_file

from dicom_text_redactor import redactor as pipeline
from dicom_text_redactor.__main__ import main
from dicom_text_redactor.errors import ReaderFailed
from dicom_text_redactor.report import REPORT_SUFFIX, SCHEMA_FILE
from dicom_text_redactor.text import models, tesseract
from tests.phantoms import NUMBER, SURNAME, Line, image_with

Captured = pytest.CaptureFixture[str]
VALIDATOR = Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("REDACT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("REDACT_NER_MODEL", "")


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """One image with a name, one without, a DICOMDIR, a note and a damaged image."""
    folder = tmp_path / "scans"
    named = image_with(Line(f"{SURNAME} CHEST", left=8, top=20, size=24), shape=(64, 300), PatientName=SURNAME)
    named.saved(folder / "IM0001")
    image_with(shape=(64, 64)).saved(folder / "deep" / "IM0002")
    (folder / "DICOMDIR").write_bytes(Path(str(get_testdata_file("DICOMDIR"))).read_bytes())
    (folder / ".DS_Store").write_bytes(b"\0\0\0\1Bud1\0\0")
    (folder / "cut").write_bytes((folder / "IM0001").read_bytes()[:600])
    return folder


@pytest.fixture
def healthy(scans: Path) -> Path:
    (scans / "cut").unlink()
    return scans


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def ran(*arguments: object) -> int:
    return main(["redact", *map(str, arguments)])


def test_a_folder_with_a_dicomdir_is_no_failure(healthy: Path, tmp_path: Path, capsys: Captured) -> None:
    assert ran(healthy, tmp_path / "out") == 0
    assert files(tmp_path / "out") == ["IM0001", "IM0001.boxes.json", "deep/IM0002", "deep/IM0002.boxes.json"]
    *lines, total = capsys.readouterr().out.splitlines()
    assert total == "1 redacted, 1 clean, 0 refused, 2 skipped"
    assert [line.split(":")[0].split()[:2] for line in lines] == [
        ["skipped", ".DS_Store"],
        ["skipped", "DICOMDIR"],
        ["redacted", "IM0001"],
        ["clean", "deep/IM0002"],
    ]


def test_a_strict_run_refuses_what_is_no_dicom(healthy: Path, tmp_path: Path, capsys: Captured) -> None:
    assert ran(healthy, tmp_path / "out", "--strict") == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 redacted, 1 clean, 2 refused"
    for name, code in ((".DS_Store", "not-dicom"), ("DICOMDIR", "no-pixels")):
        report = json.loads((tmp_path / "out" / (name + REPORT_SUFFIX)).read_text(encoding="utf-8"))
        assert report["reason"]["code"] == code


def test_a_single_file_that_was_named_is_never_skipped(scans: Path, tmp_path: Path) -> None:
    assert ran(scans / ".DS_Store", tmp_path / "out") == 1
    assert files(tmp_path) == sorted(["out.boxes.json", *(f"scans/{name}" for name in files(scans))])


def test_several_sources_go_below_the_target_under_their_names(healthy: Path, tmp_path: Path) -> None:
    single = image_with(shape=(64, 64)).saved(tmp_path / "one.dcm")
    assert ran(healthy, single, tmp_path / "out") == 0
    names = ["one.dcm", "scans/IM0001", "scans/deep/IM0002"]
    assert files(tmp_path / "out") == sorted(name + suffix for name in names for suffix in ("", REPORT_SUFFIX))


def test_options_may_stand_between_the_paths(healthy: Path, tmp_path: Path) -> None:
    single = image_with(shape=(64, 64)).saved(tmp_path / "one.dcm")
    assert ran("--quiet", healthy, "--fill", "black", single, "--strict", tmp_path / "out") == 1
    report = json.loads((tmp_path / "out" / "scans" / "IM0001.boxes.json").read_text(encoding="utf-8"))
    assert report["fill"] == "black"
    assert (tmp_path / "out" / "one.dcm").exists()


def test_a_target_with_a_slash_is_a_folder(scans: Path, tmp_path: Path) -> None:
    assert ran(scans / "IM0001", f"{tmp_path}/new/") == 0
    assert files(tmp_path / "new") == ["IM0001", "IM0001.boxes.json"]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["nowhere", "out"], "nowhere"),
        (["scans", "nowhere", "out"], "nowhere"),
        (["scans", "scans/IM0001"], "scans/IM0001"),
        (["scans", "scans/cut", "scans/IM0001"], "scans/IM0001"),
        (["scans/IM0001", "scans/cut", "scans"], "scans/IM0001"),
        (["scans", "scans/IM0001", "scans/deep/../IM0001", "out"], "scans/deep/../IM0001"),
        (["scans", "scans/IM0001/out"], "scans/IM0001/out"),
        (["scans/IM0001", "scans/cut/x/y"], "scans/cut/x"),
        (["scans", "out", "--summary", "nowhere/s.csv"], "nowhere/s.csv"),
        (["scans", "out", "--summary", "scans/IM0001"], "scans/IM0001"),
        (["scans", "out", "--summary", "scans"], "scans"),
        (["scans", "out", "--marks", "nowhere.json"], "nowhere.json"),
        (["scans/pipe", "out"], "scans/pipe"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_path_that_is_wrong_is_named_before_anything_is_written(
    scans: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, arguments: list[str], named: str
) -> None:
    os.mkfifo(scans / "pipe")
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    assert ran(*arguments) == 2
    printed = capsys.readouterr()
    assert named in printed.err
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("how", ["reader", "model"])
def test_a_reader_that_is_missing_is_said_before_the_first_file(
    scans: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ReaderFailed("Something is not installed.")

    if how == "reader":
        monkeypatch.setattr(tesseract, "read_lines", fails)
    else:
        monkeypatch.setattr(models, "model_path", fails)
    assert ran(scans, tmp_path / "out") == 2
    printed = capsys.readouterr()
    assert (
        printed.err == f"dicom-redact: The readers are not ready: Something is not installed. {ReaderFailed.remedy}\n"
    )
    assert printed.out == ""
    assert not (tmp_path / "out").exists() or files(tmp_path / "out") == []


def test_a_tesseract_without_data_is_found_before_the_first_file(
    scans: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TESSERACT_ENGINE", "program")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert ran(scans, tmp_path / "out") == 2
    assert "The readers are not ready" in capsys.readouterr().err


def test_a_dry_run_prints_reports_and_writes_nothing(scans: Path, tmp_path: Path, capsys: Captured) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert ran(scans, tmp_path / "out", "--dry-run", "--preview") == 1
    assert sorted(tmp_path.rglob("*")) == before
    *each, total = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    told = {one["path"]: one for one in each}
    assert {path: one["status"] for path, one in told.items()} == {
        ".DS_Store": "skipped",
        "DICOMDIR": "skipped",
        "IM0001": "redacted",
        "cut": "refused",
        "deep/IM0002": "clean",
    }
    for path in ("IM0001", "cut", "deep/IM0002"):
        VALIDATOR.validate(told[path]["report"])
        assert told[path]["report"]["status"] == told[path]["status"]
    assert len(told["IM0001"]["report"]["boxes"]) == told["IM0001"]["boxes"] > 0
    assert total["summary"]["refused"] == 1
    assert SURNAME not in json.dumps(each)


def test_json_has_a_line_for_each_file(scans: Path, tmp_path: Path, capsys: Captured) -> None:
    assert ran(scans, tmp_path / "out", "--json") == 1
    *each, total = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert [one["path"] for one in each] == [".DS_Store", "DICOMDIR", "IM0001", "cut", "deep/IM0002"]
    assert all("report" not in one for one in each)
    assert total == {
        "summary": {"redacted": 1, "clean": 1, "refused": 1, "skipped": 2, "already-done": 0, "left": 0},
        "stopped": False,
    }


def test_the_summary_is_a_table_with_the_digests_of_the_reports(scans: Path, tmp_path: Path, capsys: Captured) -> None:
    assert ran(scans, tmp_path / "out", "--summary", tmp_path / "s.csv", "--quiet") == 1
    assert capsys.readouterr().out == "1 redacted, 1 clean, 1 refused, 2 skipped\n"
    with (tmp_path / "s.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["path"]: row for row in csv.DictReader(file)}
    assert sorted(rows) == files(scans)
    report = json.loads((tmp_path / "out" / "IM0001.boxes.json").read_text(encoding="utf-8"))
    assert rows["IM0001"]["source_sha256"] == report["source"]["sha256"]
    assert rows["IM0001"]["output_sha256"] == report["output"]["sha256"]
    assert (rows["cut"]["status"], rows["cut"]["reason"]) == ("refused", "damaged")


def test_a_finished_run_is_resumed_without_looking_at_a_pixel(
    healthy: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ran(healthy, tmp_path / "out") == 0
    capsys.readouterr()
    monkeypatch.setattr(pipeline, "hide", None)
    assert ran(healthy, tmp_path / "out", "--resume") == 0
    *lines, total = capsys.readouterr().out.splitlines()
    assert lines[2] == "already done  IM0001: 1 box; 0.0 s"
    assert total == "0 redacted, 0 clean, 0 refused, 2 skipped, 2 already done"


def test_resuming_with_words_asks_whether_they_are_the_same(
    healthy: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDACT_DENY", SURNAME)
    assert ran(healthy, tmp_path / "out") == 0
    assert ran(healthy, tmp_path / "out", "--resume") == 2
    said = capsys.readouterr().err
    assert "--same-words" in said
    assert SURNAME not in said
    assert ran(healthy, tmp_path / "out", "--resume", "--same-words", "--quiet") == 0
    assert capsys.readouterr().out.endswith("2 already done\n")
    monkeypatch.setenv("REDACT_DENY", f"{SURNAME},{NUMBER}")
    assert ran(healthy, tmp_path / "out", "--resume", "--same-words", "--quiet") == 0
    assert capsys.readouterr().out == "1 redacted, 1 clean, 0 refused, 2 skipped\n"
    for report in (tmp_path / "out").rglob(f"*{REPORT_SUFFIX}"):
        text = report.read_text(encoding="utf-8")
        assert json.loads(text)["settings"]["deny"] == 2
        assert NUMBER not in text


def test_the_same_words_mean_something_with_resume_only(healthy: Path, tmp_path: Path) -> None:
    assert ran(healthy, tmp_path / "out", "--same-words") == 2


def test_shares_do_all_files_together(healthy: Path, tmp_path: Path, capsys: Captured) -> None:
    for index in (1, 2, 3):
        assert ran(healthy, tmp_path / "out", "--shard", f"{index}/3", "--quiet") == 0
    counts = [[int(part.split()[0]) for part in line.split(", ")] for line in capsys.readouterr().out.splitlines()]
    assert sum(map(sum, counts)) == len(files(healthy))
    assert files(tmp_path / "out") == ["IM0001", "IM0001.boxes.json", "deep/IM0002", "deep/IM0002.boxes.json"]


@pytest.mark.parametrize("share", ["0/3", "4/3", "3", "a/b"])
def test_a_share_that_means_nothing_is_wrong_usage(healthy: Path, tmp_path: Path, capsys: Captured, share: str) -> None:
    with pytest.raises(SystemExit) as ended:
        ran(healthy, tmp_path / "out", "--shard", share)
    assert ended.value.code == 2
    assert "I/N" in capsys.readouterr().err


@pytest.mark.parametrize("how", ["--debug", "REDACT_DEBUG", "neither"])
def test_an_internal_error_tells_where_it_came_from_and_nothing_of_the_file(
    scans: Path, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    def breaks(*_: object) -> None:
        raise KeyError(f"{SURNAME} {NUMBER}")

    monkeypatch.setattr(pipeline, "hide", breaks)
    if how == "REDACT_DEBUG":
        monkeypatch.setenv(how, "1")
    assert ran(scans / "IM0001", tmp_path / "out.dcm", *(["--debug"] if how == "--debug" else [])) == 1
    printed = capsys.readouterr()
    assert ("KeyError at dicom_text_redactor.redactor:" in printed.out) is (how != "neither")
    report = (tmp_path / f"out.dcm{REPORT_SUFFIX}").read_text(encoding="utf-8")
    VALIDATOR.validate(json.loads(report))
    (step,) = json.loads(report)["reason"]["trace"]
    assert step["exception"] == "KeyError"
    assert step["at"][0].startswith("dicom_text_redactor.redactor:")
    assert step["at"][-1].startswith(f"{__name__}:")
    for word in (SURNAME, NUMBER, str(tmp_path)):
        assert word not in report
        if word != str(tmp_path):
            assert word not in printed.out + printed.err


def test_a_terminal_shows_a_progress_bar_below_the_lines(healthy: Path, tmp_path: Path) -> None:
    terminal, theirs = os.openpty()
    termios.tcsetwinsize(theirs, (30, 100))
    program = subprocess.Popen(
        [sys.executable, "-m", "dicom_text_redactor", "redact", str(healthy), str(tmp_path / "out")],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    printed = b""
    with suppress(OSError):  # how a terminal says that nobody writes there any more
        while piece := os.read(terminal, 4096):
            printed += piece
    os.close(terminal)
    assert program.wait() == 0
    rows = [row.rpartition("\r")[2] for row in printed.decode().replace("\r\n", "\n").split("\n")]
    assert [row.split(":")[0].split()[:2] for row in rows[:4]] == [
        ["skipped", ".DS_Store"],
        ["skipped", "DICOMDIR"],
        ["redacted", "IM0001"],
        ["clean", "deep/IM0002"],
    ]
    assert "| 2/4 [" in printed.decode()


def test_the_version_is_that_of_the_reports(capsys: Captured) -> None:
    from dicom_text_redactor.version import APP

    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"dicom-redact {APP}\n"
