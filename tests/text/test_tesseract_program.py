"""Tesseract as an outside program: what it reads, and every way in which it fails."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dicom_text_redactor.errors import ReaderFailed, RedactionError, TimedOut
from dicom_text_redactor.model import Picture
from dicom_text_redactor.text.tesseract_page import Token
from dicom_text_redactor.text.tesseract_program import read_lines, version
from tests.phantoms import Line, write

ROOT = Path(__file__).resolve().parents[2]
Install = Callable[[str], Path]


def line(text: str) -> Picture:
    """A line of dark letters on white."""
    page = write([Line(text, left=8, top=8, colour=(0, 0, 0))], (44, 16 + 30 * len(text)), paper=255)
    return page.grey[:, : page.box(*page.ink).right + 8]


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which temporary files are made during the test."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a shell script in Tesseract's place; it gets Tesseract's arguments, the output's name second."""

    def script(body: str) -> Path:
        program = tmp_path / "bin" / "tesseract"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
        return program

    return script


def texts(tokens: list[Token]) -> list[str]:
    return [token.text for token in tokens]


def test_every_line_is_read_on_its_own() -> None:
    lines = ["QUILLFEATHER ORSOLYA", "CHEST PA", "22.07.1943"]
    assert [" ".join(texts(some)) for some in read_lines([line(text) for text in lines], timeout_s=60)] == lines


def test_a_word_says_which_part_of_the_line_it_takes() -> None:
    page = write([Line("CHEST LEFT", left=8, top=8, colour=(0, 0, 0))], (44, 240), paper=255)
    tokens = read_lines([page.grey], timeout_s=60)[0]
    for token in tokens:
        box = page.box(token.text)
        assert token.start == pytest.approx(box.left / 240, abs=0.03)
        assert token.end == pytest.approx(box.right / 240, abs=0.03)
        assert 0 <= token.confidence <= 1


def test_a_line_without_text_reads_as_nothing_sure_and_shifts_no_other() -> None:
    empty: Picture = np.full((40, 120), 255, np.uint8)
    one, two, three = read_lines([line("CHEST"), empty, line("LEFT")], timeout_s=60)
    assert (texts(one), texts(three)) == (["CHEST"], ["LEFT"])
    assert [token for token in two if token.confidence > 0.5] == []


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (200, 2)])
def test_a_line_of_any_shape_is_taken(shape: tuple[int, int]) -> None:
    assert len(read_lines([np.full(shape, 255, np.uint8)], timeout_s=60)) == 1


def test_no_line_starts_no_program(install: Install) -> None:
    install("exit 1")
    assert read_lines([], timeout_s=60) == []


def test_tesseract_says_its_version() -> None:
    assert version()[0].isdigit()


def test_a_missing_tesseract_is_a_reader_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReaderFailed):
        read_lines([line("CHEST")], timeout_s=60)


def test_the_version_of_a_missing_tesseract_is_a_reader_that_failed(tmp_path: Path) -> None:
    code = (
        "from dicom_text_redactor.errors import ReaderFailed\nfrom dicom_text_redactor.text import tesseract_program\n"
        "try:\n    tesseract_program.version()\nexcept ReaderFailed:\n    print('failed as it should')"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout == "failed as it should\n", ran.stderr


def test_a_tesseract_that_cannot_be_started_is_a_reader_that_failed(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = install("exit 0")
    # With its whole path: by its bare name the system would go on to the next one on PATH.
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", str(program))
    program.chmod(0o755)
    program.write_bytes(b"\x7fELF, but not much of it")
    with pytest.raises(ReaderFailed):
        read_lines([line("CHEST")], timeout_s=60)


@pytest.mark.parametrize(
    "body",
    ["echo ORSOLYA >&2; exit 1", "echo ORSOLYA >&2; kill -KILL $$", "printf 'ORSOLYA\\377' >&2; exit 1"],
    ids=["a crash", "killed for memory", "a crash with bad UTF-8"],
)
def test_a_tesseract_that_stops_with_an_error_is_a_reader_that_failed_and_its_words_are_not_repeated(
    install: Install, body: str
) -> None:
    install(body)
    with pytest.raises(ReaderFailed) as caught:
        read_lines([line("CHEST")], timeout_s=60)
    assert "ORSOLYA" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "body",
    ["printf 'level\\ttext\\n5\\tORSOLYA\\377\\n' > $2.tsv", "printf 'ORSOLYA\\n5\\n' > $2.tsv", "exit 0"],
    ids=["bad UTF-8", "another table", "no table"],
)
def test_a_tesseract_that_answers_nonsense_is_a_reader_that_failed(install: Install, body: str) -> None:
    install(body)
    with pytest.raises(ReaderFailed) as caught:
        read_lines([line("CHEST")], timeout_s=60)
    assert "ORSOLYA" not in str(caught.value)


def test_a_tesseract_that_does_not_come_back_is_ended_and_out_of_time(install: Install, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    # In each process pytesseract first asks once for the version, without a limit of its own.
    install(f'[ "$1" = --version ] && echo tesseract 5.3.0 && exit\necho $$ > {note}; exec sleep 60')
    start = time.monotonic()
    with pytest.raises(TimedOut):
        read_lines([line("CHEST")], timeout_s=0.2)
    assert time.monotonic() - start < 20
    assert not _runs(int(note.read_text(encoding="ascii")))


@pytest.mark.parametrize(
    "body",
    [None, "exit 1", "exit 0", "exec sleep 60"],
    ids=["a good run", "a crash", "no answer", "a time-out"],
)
def test_no_temporary_file_is_left_behind(install: Install, scratch: Path, body: str | None) -> None:
    if body is not None:
        install(body)
    try:
        read_lines([line("CHEST")], timeout_s=60 if body != "exec sleep 60" else 0.2)
    except (RedactionError, OSError):
        assert body is not None
    assert list(scratch.iterdir()) == []


def _runs(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
