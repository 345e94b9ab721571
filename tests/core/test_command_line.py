"""The command line: its exit statuses, what it prints, and what it leaves behind."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dicom_text_redactor.__main__ import main
from dicom_text_redactor.commands import NAMES
from dicom_text_redactor.report import REPORT_SUFFIX
from dicom_text_redactor.sources import KEPT, Source
from tests.phantoms import BORN, SURNAME, Line, image_with

ROOT = Path(__file__).resolve().parents[2]
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of the developer's shell stay out, and no language model is loaded."""
    for name in [name for name in os.environ if name.startswith("REDACT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("REDACT_NER_MODEL", "")


@pytest.fixture
def image(tmp_path: Path) -> Path:
    lines = Line(SURNAME, left=8, top=20, size=24), Line("CHEST", left=8, top=80, size=24)
    return image_with(*lines, shape=(128, 300), PatientName=SURNAME).saved(tmp_path / "in" / "a.dcm")


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "notes.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{SURNAME}\n", encoding="utf-8")
    return path


def run(*arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dicom_text_redactor", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_a_file_is_redacted_as_a_program(image: Path, tmp_path: Path) -> None:
    ran = run("redact", image, tmp_path / "out.dcm")
    assert ran.returncode == 0, ran.stderr
    assert "1 redacted, 0 clean, 0 refused" in ran.stdout
    assert SURNAME not in ran.stdout + ran.stderr
    assert (tmp_path / "out.dcm").is_file()
    assert (tmp_path / f"out.dcm{REPORT_SUFFIX}").is_file()


def test_a_folder_with_a_bad_file_ends_with_1_and_the_others_are_done(image: Path, text: Path, tmp_path: Path) -> None:
    (image.parent / "bad").write_bytes(image.read_bytes()[:600])
    ran = run("redact", image.parent, tmp_path / "out")
    assert ran.returncode == 1, ran.stderr
    assert "Traceback" not in ran.stdout + ran.stderr
    assert (tmp_path / "out" / image.name).is_file()
    redacted, refused, skipped, total = ran.stdout.splitlines()
    assert re.fullmatch(r"redacted      a\.dcm: 1 box; \d+\.\d s", redacted)
    assert refused.startswith("refused       bad: damaged: ")
    assert "Fetch the object from its archive again" in refused
    assert skipped == "skipped       notes.txt: no DICOM file"
    assert total == "1 redacted, 0 clean, 1 refused, 1 skipped"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REDACT_POLICY", "lenient"),
        ("REDACT_FILL", "pink"),
        ("REDACT_TIMEOUT_S", "soon"),
        ("REDACT_MAX_BYTES", "0"),
        ("REDACT_NER_MODEL", "no_such_pipeline"),
        ("REDACT_POLICE", "phi"),
    ],
)
def test_a_setting_that_means_nothing_stops_the_start_and_is_named(
    image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    assert main(["redact", str(image), str(tmp_path / "out.dcm")]) == 2
    assert name in capsys.readouterr().err
    assert not (tmp_path / "out.dcm").exists()


def test_a_wrong_setting_ends_the_program_without_a_traceback(image: Path, tmp_path: Path) -> None:
    ran = run("redact", image, tmp_path / "out.dcm", REDACT_POLICY="lenient")
    assert ran.returncode == 2
    assert "REDACT_POLICY" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["paint", "a", "b"],
        ["redact", "{image}"],
        ["redact", "{image}", "{out}", "--policy", "lenient"],
        ["redact", "{image}", "{out}", "--fill", "pink"],
        ["redact", "{image}", "{out}", "--workers", "0"],
        ["redact", "{image}", "{out}", "--workers", "many"],
    ],
    ids=["nothing", "unknown", "no target", "policy", "fill", "no worker", "not a number"],
)
def test_wrong_usage_ends_with_2(image: Path, tmp_path: Path, capsys: Captured, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([argument.format(image=image, out=tmp_path / "out.dcm") for argument in arguments])
    assert ended.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_a_source_that_does_not_exist_is_wrong_usage(tmp_path: Path, capsys: Captured) -> None:
    assert main(["redact", str(tmp_path / "nothing"), str(tmp_path / "out")]) == 2
    assert main(["inspect", str(tmp_path / "nothing")]) == 2
    assert capsys.readouterr().err.count(f"does not exist: {tmp_path / 'nothing'}") == 2


def test_a_target_that_is_its_source_is_wrong_usage(image: Path) -> None:
    before = image.read_bytes()
    assert main(["redact", str(image), str(image)]) == 2
    assert main(["redact", str(image.parent), str(image.parent)]) == 2
    assert main(["redact", str(image), str(image.parent)]) == 2
    assert image.read_bytes() == before


def test_a_single_file_goes_into_a_folder_under_its_own_name(image: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert main(["redact", str(image), str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / image.name).is_file()


def test_options_win_over_the_environment(
    image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("REDACT_POLICY", "phi")
    assert main(["inspect", str(image), "--policy", "all-text"]) == 0
    assert "keep" not in capsys.readouterr().out


def test_inspecting_tells_the_words_and_writes_nothing(image: Path, capsys: Captured) -> None:
    before = {path: path.read_bytes() for path in image.parent.rglob("*")}
    assert main(["inspect", str(image)]) == 0
    warning, _, titles, *lines = capsys.readouterr().out.splitlines()
    assert "identifies the patient" in warning
    assert titles.split() == ["entity", "source", "score", "box", "frames", "readings"]
    (hidden, kept) = lines
    assert re.fullmatch(
        rf"hide  1  PERSON  metadata  1\.00   \d+,\d+ \d+x\d+ +0       {SURNAME} \(ppocr [01]\.\d\d\).*", hidden
    )
    assert re.fullmatch(r"keep  2          clinical  [01]\.\d\d .* CHEST \(ppocr .*", kept)
    assert {path: path.read_bytes() for path in image.parent.rglob("*")} == before


def explained(printed: str) -> dict[str, list[str]]:
    """The lines below each word that is explained, by its number and text."""
    _, *parts = re.split(r"(?m)^\n(\d+  .*)\n", printed)
    return {head: lines.splitlines() for head, lines in zip(parts[::2], parts[1::2], strict=True)}


def test_inspecting_tells_why_in_sentences_whose_weights_add_up(image: Path, capsys: Captured) -> None:
    before = {path: path.read_bytes() for path in image.parent.rglob("*")}
    assert main(["inspect", str(image), "--why"]) == 0
    printed = capsys.readouterr().out
    assert "identifies the patient" in printed.splitlines()[0]
    words = explained(printed)
    assert list(words) == [f"1  {SURNAME}", "2  CHEST"]
    for *reasons, rest, total in (
        [line for line in lines if line[5:8].strip()[:1].isdigit()] for lines in words.values()
    ):
        weights = [float(line.split()[0]) for line in (*reasons, rest)]
        odds, chance = float(total.split()[0]), float(re.findall(r"probability (\S+);", total)[0])
        assert len(reasons) == 10
        assert [abs(weight) for weight in weights[:-1]] == sorted(map(abs, weights[:-1]), reverse=True)
        assert sum(weights) == pytest.approx(odds, abs=0.06)
        assert chance == pytest.approx(1 / (1 + np.exp(-odds)), abs=0.01)
        assert SURNAME not in " ".join(reasons).upper()
    assert words[f"1  {SURNAME}"][-1].strip() == f"Hidden whatever weighs, because {Source.METADATA.says}."
    assert {path: path.read_bytes() for path in image.parent.rglob("*")} == before


def test_only_the_words_that_are_asked_for_are_explained(image: Path, capsys: Captured) -> None:
    assert main(["inspect", str(image), "--why", "2"]) == 0
    assert list(explained(capsys.readouterr().out)) == ["2  CHEST"]


def test_a_word_that_is_not_there_cannot_be_explained(image: Path, capsys: Captured) -> None:
    assert main(["inspect", str(image), "--why", "3"]) == 2
    assert capsys.readouterr().err == "dicom-redact: --why names word 3, and there are 2.\n"


def test_inspecting_a_file_that_is_refused_ends_with_1(text: Path, capsys: Captured) -> None:
    assert main(["inspect", str(text)]) == 1
    assert "not-dicom" in capsys.readouterr().out


def test_inspecting_a_folder_is_wrong_usage_or_refused_but_no_crash(image: Path) -> None:
    assert main(["inspect", str(image.parent)]) in (1, 2)


def test_a_name_of_a_file_is_the_only_thing_of_it_that_is_printed(tmp_path: Path, capsys: Captured) -> None:
    image = image_with(Line(BORN, left=8, top=20, size=24), shape=(64, 200), PatientBirthDate="19430722")
    assert main(["redact", str(image.saved(tmp_path / "a.dcm")), str(tmp_path / "b.dcm")]) == 0
    printed = capsys.readouterr()
    assert "a.dcm" in printed.out
    assert "1943" not in printed.out + printed.err


def test_the_picture_of_an_inspection_is_the_original_and_says_so(
    image: Path, tmp_path: Path, capsys: Captured
) -> None:
    picture = tmp_path / "look.png"
    assert main(["inspect", str(image), "--picture", str(picture)]) == 0
    assert "Delete it after use." in capsys.readouterr().out
    with Image.open(picture) as drawn:
        pixels = np.asarray(drawn.convert("RGB"))
    assert (pixels == Source.METADATA.colour).all(axis=2).any()
    assert (pixels == KEPT).all(axis=2).any()
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"a.dcm", "look.png"}


@pytest.mark.parametrize("name", ["in/a.dcm", "in", "no/such/folder/look.png"])
def test_a_picture_that_has_no_place_is_wrong_usage_and_nothing_is_read(
    image: Path, tmp_path: Path, capsys: Captured, name: str
) -> None:
    before = image.read_bytes()
    assert main(["inspect", str(image), "--picture", str(tmp_path / name)]) == 2
    printed = capsys.readouterr()
    assert "--picture" in printed.err
    assert SURNAME not in printed.out
    assert image.read_bytes() == before


def test_a_refused_inspection_leaves_no_picture(text: Path, tmp_path: Path) -> None:
    assert main(["inspect", str(text), "--picture", str(tmp_path / "look.png")]) == 1
    assert not (tmp_path / "look.png").exists()


def test_a_name_that_no_encoding_knows_stops_no_batch(text: Path, tmp_path: Path) -> None:
    (text.parent / os.fsdecode(b"caf\xe9.dcm")).write_bytes(b"no image")
    ran = run("redact", text.parent, tmp_path / "out", PYTHONIOENCODING="ascii")
    assert ran.returncode == 1, ran.stderr
    assert "0 redacted, 0 clean, 1 refused, 1 skipped" in ran.stdout
    assert "caf\\udce9.dcm" in ran.stdout
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert "Traceback" not in ran.stderr


def test_a_reader_that_has_seen_enough_is_no_failure_of_ours(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(300):  # more than a pipe holds
        (tmp_path / "in" / f"{number:0240}").touch()
    ran = subprocess.run(
        f"{sys.executable} -m dicom_text_redactor redact {tmp_path / 'in'} {tmp_path / 'out'} | head -n 1",
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert "no DICOM file" in ran.stdout
    assert ran.stderr == ""


def test_every_command_has_its_help(capsys: Captured) -> None:
    for name in NAMES:
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        assert f"dicom-redact {name}" in " ".join(capsys.readouterr().out.split())
