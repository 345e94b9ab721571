"""Several processes: what one leaves when it dies or is stopped, and that none outlives the batch."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dicom_text_redactor import interruption
from dicom_text_redactor.batch import Options, folder, run
from dicom_text_redactor.settings import RedactionSettings
from tests.batch.copier import Copier, write

ROOT = Path(__file__).resolve().parents[2]
COPIER = Copier(RedactionSettings(ner_model=""))


def below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def statuses(source: Path, target: Path, workers: int, **options: Any) -> dict[str, str]:
    results = run(COPIER, folder(source, target), Options(**options), workers)
    return {result.path.as_posix(): result.status for result in results}


def test_a_slow_file_holds_back_no_line_of_another(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a", "hang 4")
    for name in "bcdef":
        write(tmp_path / "in" / name)
    paths = [result.path.name for result in run(COPIER, folder(tmp_path / "in", tmp_path / "out"), Options(), 2)]
    assert (sorted(paths), paths[-1]) == (list("abcdef"), "a")


def test_a_file_that_kills_its_worker_is_refused_and_leaves_its_report_alone(tmp_path: Path) -> None:
    for number in range(9):
        write(tmp_path / "in" / str(number), "die" if number in (3, 4) else "")
    found = statuses(tmp_path / "in", tmp_path / "out", 2)
    assert found == {str(number): "refused" if number in (3, 4) else "clean" for number in range(9)}
    files = {name for number in "0125678" for name in (number, f"{number}.boxes.json")}
    assert below(tmp_path / "out") == files | {"3.boxes.json", "4.boxes.json"}


def test_a_dry_run_with_a_file_that_kills_its_worker_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a", "die")
    write(tmp_path / "in" / "b")
    assert statuses(tmp_path / "in", tmp_path / "out", 2, dry_run=True) == {"a": "refused", "b": "clean"}
    assert not (tmp_path / "out").exists()


def test_options_reach_the_workers(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a")
    (tmp_path / "in" / "notes.txt").write_text("no image", encoding="utf-8")
    for options, expected in (
        ({}, {"a": "clean", "notes.txt": "skipped"}),
        ({"resume": True}, {"a": "already-done", "notes.txt": "skipped"}),
        ({"strict": True}, {"a": "clean", "notes.txt": "clean"}),
    ):
        assert statuses(tmp_path / "in", tmp_path / "out", 2, **options) == expected


@pytest.mark.parametrize("ending", ["stopped", "closed"])
def test_who_stops_waits_for_no_file_and_finds_nothing_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    write(tmp_path / "in" / "a")
    write(tmp_path / "in" / "b", "hang 300")
    write(tmp_path / "in" / "c", "hang 300")
    old = tmp_path / "out" / "b"
    old.parent.mkdir()
    old.write_bytes(b"of an earlier run")
    started = time.monotonic()
    with closing(run(COPIER, folder(tmp_path / "in", tmp_path / "out"), Options(), 2)) as results:
        assert next(results).path == Path("a")
        while len(list((tmp_path / "out").glob(".*.tmp"))) < 2:  # both workers are in the middle of a file
            time.sleep(0.05)
        if ending == "stopped":
            monkeypatch.setattr(interruption, "asked", lambda: True)
            with pytest.raises(KeyboardInterrupt):
                next(results)
    assert time.monotonic() - started < 60
    assert below(tmp_path / "out") == {"a", "a.boxes.json"}


def test_a_worker_ends_with_its_parent_however_that_ends(tmp_path: Path) -> None:
    for name in "ab":
        write(tmp_path / "in" / name, "hang 300")
    code = (
        "from pathlib import Path\nfrom tests.batch.test_workers import statuses\n"
        f"if __name__ == '__main__': statuses(Path({str(tmp_path / 'in')!r}), Path({str(tmp_path / 'out')!r}), 2)\n"
    )
    script = tmp_path / "parent.py"
    script.write_text(code, encoding="utf-8")
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
        stderr=subprocess.DEVNULL,
    )
    try:
        while len(list((tmp_path / "out").glob(".*.tmp"))) < 2:
            assert parent.poll() is None
            time.sleep(0.05)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        deadline = time.monotonic() + 30
        while _lives(parent.pid):
            assert time.monotonic() < deadline, "a worker is still there"
            time.sleep(0.05)
    finally:
        if _lives(parent.pid):
            os.killpg(parent.pid, signal.SIGKILL)


def _lives(group: int) -> bool:
    """Whether a process of a group is there, other than those that only wait to be asked how they ended."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            return True
    return False
