"""The command: names of files, the table of old and new values, and what a person is warned of."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest
from pydicom import dcmread

from dicom_text_redactor.__main__ import main
from dicom_text_redactor.header.pseudonyms import Pseudonyms
from local.sample_files import chest_radiograph
from tests.header.headers import KEY

NAME, FOLDER = "MARLOW^IMOGEN 1.dcm", "BG4471902"


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("REDACT_HEADER_KEY", KEY)
    monkeypatch.setenv("REDACT_NER_MODEL", "")
    return KEY


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "in" / "ward 7" / FOLDER
    folder.mkdir(parents=True)
    chest_radiograph().save_as(folder / NAME, enforce_file_format=True)
    shutil.copy(folder / NAME, folder / "plain.dcm")
    return tmp_path / "in"


def below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_names_that_hold_the_patient_are_replaced(
    key: str, inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, table = tmp_path / "out", tmp_path / "mapping.csv"
    assert main(["redact", str(inbox), str(out), "--header", "basic", "--mapping", str(table)]) == 0
    own = Pseudonyms(key)
    place = f"ward 7/{own.name(FOLDER)}"
    names = {f"{place}/{own.name(NAME)}.dcm", f"{place}/plain.dcm"}
    assert below(out) == names | {f"{name}.boxes.json" for name in names}
    report = json.loads((out / f"{place}/{own.name(NAME)}.dcm.boxes.json").read_text())
    assert report["source"]["name"] == f"{own.name(NAME)}.dcm"
    printed = capsys.readouterr()
    assert "MARLOW" not in printed.out + printed.err
    assert "Warning" not in printed.err
    rows = {(kind, old): new for kind, old, new in csv.reader(table.read_text(encoding="utf-8").splitlines())}
    after = dcmread(out / place / "plain.dcm")
    assert rows["patient", "BG4471902"] == after.PatientID
    assert rows["accession", "24-0917734"] == after.AccessionNumber
    assert rows["uid", chest_radiograph().SOPInstanceUID] == after.SOPInstanceUID
    assert rows["path", f"ward 7/{FOLDER}/{NAME}"] == f"{place}/{own.name(NAME)}.dcm"
    assert table.stat().st_mode & 0o077 == 0


def test_several_processes_and_a_second_run_give_the_same_names(key: str, inbox: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    assert main(["redact", str(inbox), str(one), "--header", "basic"]) == 0
    assert main(["redact", str(inbox), str(two), "--header", "basic", "--workers", "2"]) == 0
    assert below(one) == below(two)
    for name in below(one):
        if name.endswith(".dcm"):
            assert (one / name).read_bytes() == (two / name).read_bytes()


def test_resuming_finds_what_an_earlier_run_named(
    key: str, inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["redact", str(inbox), str(tmp_path / "out"), "--header", "basic", "--resume"]
    assert main(arguments) == 0
    capsys.readouterr()
    assert main(arguments) == 0
    assert "2 already done" in capsys.readouterr().out


def test_names_can_stay(key: str, inbox: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["redact", str(inbox), str(out), "--header", "basic", "--header-names", "keep"]) == 0
    assert f"ward 7/{FOLDER}/{NAME}" in below(out)


def test_without_a_key_a_person_is_warned(
    inbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDACT_NER_MODEL", "")
    assert main(["redact", str(inbox), str(tmp_path / "out"), "--header", "basic", "--dry-run", "--quiet"]) == 0
    assert "REDACT_HEADER_KEY is not set" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--header", "basic", "--mapping", "out/mapping.csv"],
        ["--mapping", "mapping.csv"],
        ["--header", "basic", "--header-options", "retain-everything"],
        ["--header", "basic", "--header-options", "retain-dates,shift-dates"],
    ],
)
def test_what_makes_no_sense_is_refused(
    arguments: list[str], key: str, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path)
    assert main(["redact", str(inbox), "out", *arguments]) == 2
    assert below(tmp_path / "out") == set()
    assert not (tmp_path / "mapping.csv").exists()


def test_a_refused_file_has_a_report_without_its_name(key: str, inbox: Path, tmp_path: Path) -> None:
    broken = inbox / "ward 7" / FOLDER / NAME
    broken.write_bytes(broken.read_bytes()[:-1000])
    out = tmp_path / "out"
    assert main(["redact", str(inbox), str(out), "--header", "basic"]) == 1
    assert "MARLOW" not in " ".join(below(out))
    for path in out.rglob("*.json"):
        assert "MARLOW" not in path.read_text()
