"""Ctrl-C and SIGTERM: the status, what was done so far, and nothing half done, with one process and with two."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from dicom_text_redactor import commands, interruption
from dicom_text_redactor.__main__ import main
from dicom_text_redactor.clock import Clock
from dicom_text_redactor.report import REPORT_SUFFIX
from tests.phantoms import Line, image_with, noise

ROOT = Path(__file__).resolve().parents[2]
NAMES = [f"{number:02}" for number in range(40)]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """More files than a run comes to before it is stopped, and one that is no DICOM."""
    first = image_with(Line("ORSOLYA", left=8, top=20, size=24), shape=(64, 160), PatientName="ORSOLYA")
    first.saved(tmp_path / "in" / NAMES[0])
    for name in NAMES[1:]:
        shutil.copy(tmp_path / "in" / NAMES[0], tmp_path / "in" / name)
    (tmp_path / "in" / ".DS_Store").write_bytes(b"\0\0\0\1Bud1")
    return tmp_path / "in"


def started(*arguments: object, **settings: str) -> subprocess.Popen[str]:
    """The program, as a terminal starts it: in a group of its own, to all of which Ctrl-C goes."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REDACT_")}
    return subprocess.Popen(
        [sys.executable, "-m", "dicom_text_redactor", "redact", *map(str, arguments)],
        cwd=ROOT,
        env={**environment, "REDACT_NER_MODEL": "", **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def ended(process: subprocess.Popen[str], timeout: float = 120) -> tuple[str, str]:
    """The rest of what it prints. `communicate` would lose the lines that were read ahead with an earlier one."""
    assert process.stdout is not None
    assert process.stderr is not None
    too_long = threading.Timer(timeout, lambda: os.killpg(process.pid, signal.SIGKILL))
    too_long.start()
    try:
        with process:
            printed, errors = process.stdout.read(), process.stderr.read()
    finally:
        too_long.cancel()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    return printed, errors


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_stopped_says_what_was_done_and_is_resumed(
    source: Path, tmp_path: Path, workers: int, number: int, status: int
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    out, table = tmp_path / "out", tmp_path / "done.csv"
    process = started(source, out, "--workers", workers, "--summary", table, TMPDIR=str(scratch))
    assert process.stdout is not None
    lines: list[str] = []
    while not any(line.startswith("redacted") for line in lines):
        lines.append(process.stdout.readline())
        assert lines[-1], process.communicate()
    os.killpg(process.pid, number)
    rest, errors = ended(process)
    lines += rest.splitlines()
    assert process.returncode == status
    assert "Traceback" not in rest + errors
    assert "stopping" in errors
    done = {line.split(":")[0].split()[1] for line in lines if line.startswith("redacted")}
    assert 0 < len(done) < len(NAMES)
    assert lines[-2] == f"{len(done)} redacted, 0 clean, 0 refused, 1 skipped"
    assert lines[-1] == f"Stopped: {len(NAMES) - len(done)} files were not done. --resume goes on from here."
    complete = {name for name in files(out) if not name.endswith(REPORT_SUFFIX)}
    assert done <= complete
    assert files(out) == complete | {name + REPORT_SUFFIX for name in complete}
    assert list(scratch.glob("dicom-redactor-*")) == []
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["path"] for row in rows if row["status"] == "redacted"} == done
    if number == signal.SIGINT:
        resumed = started(source, out, "--workers", workers, "--resume", "--quiet")
        said, errors = ended(resumed, 300)
        assert (resumed.returncode, errors) == (0, "")
        assert (
            said
            == f"{len(NAMES) - len(complete)} redacted, 0 clean, 0 refused, 1 skipped, {len(complete)} already done\n"
        )
        assert len(files(out)) == 2 * len(NAMES)


def test_ctrl_c_before_the_first_file_ends_without_a_traceback(source: Path, tmp_path: Path) -> None:
    real = shutil.which("tesseract")
    assert real is not None
    never = tmp_path / "bin" / "tesseract"  # so that no file is done, however fast the machine is
    never.parent.mkdir()
    answers = f'case "$1" in --*) exec {real} "$@";; esac'
    never.write_text(f"#!/bin/sh\n{answers}\nsleep 100\n", encoding="utf-8")
    never.chmod(0o755)
    path = f"{never.parent}{os.pathsep}{os.environ['PATH']}"
    for wait_s in (0.3, 0.8, 1.6):
        process = started(source, tmp_path / "out", "--workers", 2, TESSERACT_ENGINE="program", PATH=path)
        time.sleep(wait_s)
        os.killpg(process.pid, signal.SIGINT)
        said, errors = ended(process)
        assert process.returncode in (130, -signal.SIGINT), said + errors  # the latter while Python itself comes up
        if process.returncode == 130:
            assert "Traceback" not in said + errors
        assert files(tmp_path / "out") == set()


def test_a_reader_that_ctrl_c_ended_refuses_no_file(tmp_path: Path) -> None:
    real = shutil.which("tesseract")
    assert real is not None
    program, reading = tmp_path / "bin" / "tesseract", tmp_path / "reading"
    program.parent.mkdir()
    stuck = f'[ -f "$1" ] && [ "$(wc -l < "$1")" -ge 3 ] && touch {reading} && sleep 100'
    program.write_text(f'#!/bin/sh\n{stuck}\nexec {real} "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    lines = [Line("OO00O lI1Il", left=8, top=top, size=24) for top in (10, 60, 110, 160)]
    image_with(*lines, shape=(200, 260), paper=noise((200, 260))).saved(tmp_path / "in" / "a.dcm")
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    process = started(tmp_path / "in", tmp_path / "out", TESSERACT_ENGINE="program", PATH=path)
    while not reading.exists():
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    said, errors = ended(process)
    assert process.returncode == 130
    assert "Traceback" not in said + errors
    assert said.splitlines()[0] == "0 redacted, 0 clean, 0 refused"
    assert files(tmp_path / "out") == set()


def two_signals() -> None:
    Clock(10).left()
    signal.raise_signal(signal.SIGTERM)
    assert interruption.asked()
    assert interruption.status() == 143
    with pytest.raises(KeyboardInterrupt):
        Clock(10).left()
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_a_signal_is_noted_once_and_the_second_one_does_not_wait() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), interruption.by_signals():
        two_signals()
    assert signal.getsignal(signal.SIGINT) is before
    assert interruption.status() == 143


def test_a_program_that_goes_on_after_an_interrupted_command_may_use_the_library() -> None:
    with pytest.raises(KeyboardInterrupt), interruption.by_signals():
        signal.raise_signal(signal.SIGINT)
    assert not interruption.asked()
    Clock(10).left()
    with interruption.by_signals():
        Clock(10).left()
    assert not interruption.asked()


def test_outside_of_the_command_signals_are_left_to_the_program_that_calls() -> None:
    from threading import Thread

    found: list[Any] = []

    def look() -> None:
        with interruption.by_signals():
            found.append(signal.getsignal(signal.SIGINT))

    thread = Thread(target=look)
    thread.start()
    thread.join()
    assert found == [signal.getsignal(signal.SIGINT)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_the_program_loads_ends_it_with_that_signals_status(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    load, left = commands.command, [number]

    def interrupted(name: str) -> Any:
        if left:
            signal.raise_signal(left.pop())
        return load(name)

    monkeypatch.setattr(commands, "command", interrupted)
    assert main(["inspect", "missing.dcm"]) == 128 + number
    assert capsys.readouterr().out == ""
