"""Temporary files of a process, and what becomes of them when it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from dicom_text_redactor.scratch import PREFIX, clear_dead
from dicom_text_redactor.text.tesseract import ENGINE

ROOT = Path(__file__).resolve().parents[2]

START = """
import tempfile, time
from dicom_text_redactor import scratch
folder = scratch.use_own_folder()
assert scratch.use_own_folder() == folder
print(tempfile.mkdtemp(), flush=True)
"""

HANG = "while :; do sleep 1; done"

# A reader that hangs over a line's picture, in the place of Tesseract.
READ = """
import numpy as np
from dicom_text_redactor.text.tesseract import read_lines
read_lines([np.full((40, 90), 255, np.uint8)], timeout_s=60)
"""


def start(above: Path, code: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(above), **environment},
        stdout=subprocess.PIPE,
        text=True,
    )


def wait_until(happens: Callable[[], object]) -> None:
    until = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < until
        time.sleep(0.05)


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def folders(above: Path) -> list[Path]:
    return [path for path in above.iterdir() if path.name.startswith(PREFIX)]


def test_temporary_files_lie_in_a_folder_that_goes_with_the_process(tmp_path: Path) -> None:
    with start(tmp_path, START) as process:
        made = Path(first_line(process))
    assert process.returncode == 0
    assert made.parent.parent == tmp_path
    assert made.parent.name.startswith(PREFIX)
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_process_that_lives_stays(tmp_path: Path) -> None:
    with start(tmp_path, START + "time.sleep(60)") as process:
        first_line(process)
        assert clear_dead(tmp_path) == 0
        assert len(folders(tmp_path)) == 1
        process.kill()
    assert clear_dead(tmp_path) == 1
    assert folders(tmp_path) == []


def test_a_worker_that_was_killed_leaves_no_picture_and_no_reader_once_the_next_one_has_started(tmp_path: Path) -> None:
    programs, above = tmp_path / "bin", tmp_path / "tmp"
    programs.mkdir()
    above.mkdir()
    note = tmp_path / "pid"
    version = '[ "$1" = --version ] && echo tesseract 5.3.0 && exit'
    (programs / "tesseract").write_text(f"#!/bin/sh\n{version}\necho $$ > {note}.new; mv {note}.new {note}\n{HANG}\n")
    (programs / "tesseract").chmod(0o755)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    with start(above, START + READ, PATH=path, **{ENGINE: "program"}) as killed:
        wait_until(note.exists)
        reader = int(note.read_text())
        killed.send_signal(signal.SIGKILL)
    assert list(above.rglob("*.pgm"))
    assert is_running(reader)
    with start(above, START) as next_one:
        first_line(next_one)
    assert list(above.iterdir()) == []
    wait_until(lambda: not is_running(reader))


def is_running(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
