"""What only some systems have: its alternative gives the same elsewhere, and nothing else in the core asks for it."""

from __future__ import annotations

import ast
import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pytest

from dicom_text_redactor import machine
from dicom_text_redactor.text import sharing
from tests.core.elsewhere import MISSING, MODULES
from tests.phantoms import chart

ROOT = Path(__file__).resolve().parents[2]
WINDOWS = "from tests.core.elsewhere import be_windows; be_windows()\n"

HOLD = """
import sys
from pathlib import Path
from dicom_text_redactor import machine
try:
    print(machine.lock(Path(sys.argv[1])) is not None, flush=True)
except FileNotFoundError as error:
    print(type(error).__name__, flush=True)
sys.stdin.read()
"""

systems = pytest.mark.parametrize("system", ["", WINDOWS], ids=["linux", "windows"])


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The module as it is where `os` has none of what only some systems have."""
    for name in MISSING["os"]:
        monkeypatch.delattr(os, name)
    with monkeypatch.context() as patch:
        for name in MODULES:
            patch.setitem(sys.modules, name, None)
        importlib.reload(machine)
    yield machine
    monkeypatch.undo()
    importlib.reload(machine)


def asks_for(path: Path) -> set[str]:
    """What a module names that only some systems have, or that tells one from another."""
    text = path.read_text(encoding="utf-8")
    some = {f"{module}.{name}" for module, names in MISSING.items() for name in names} | {
        "sys.platform",
        "os.name",
        "platform.system",
    }
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in some:
            found.add(ast.unparse(node))
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & {*MODULES, "msvcrt", "winreg"}
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(("/proc", "/dev/"))
        ):
            found.add(node.value)
    return found


def test_no_other_module_asks_for_what_only_some_systems_have() -> None:
    modules = [path for folder in ("shared", "redact_function") for path in (ROOT / folder).rglob("*.py")]
    asking = {path.name: asks_for(path) for path in modules if asks_for(path)}
    assert asking.keys() == {"machine.py"}
    assert asking["machine.py"] >= {"os.sched_getaffinity", "os.register_at_fork", "/proc"}


def held(system: str, path: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", system + HOLD, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def answer(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_the_processors_of_this_process_are_counted_where_the_system_says_them() -> None:
    assert machine.processors() == len(os.sched_getaffinity(0))


def test_elsewhere_all_processors_count(elsewhere: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 6)
    assert elsewhere.processors() == 6
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    assert sharing.threads() == 6
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert elsewhere.processors() == 1


def test_what_is_to_be_done_after_a_fork_is_nothing_where_there_are_none(elsewhere: ModuleType) -> None:
    calls: list[int] = []
    assert elsewhere.after_fork(lambda: calls.append(1)) is not None
    assert importlib.reload(sharing).share_out([1, 2], float, cost=float) == [1.0, 2.0]
    assert calls == []


@systems
def test_a_folder_is_locked_for_one_process_at_a_time_and_as_long_as_that_lives(system: str, tmp_path: Path) -> None:
    with held(system, tmp_path) as first:
        assert answer(first) == "True"
        with held(system, tmp_path) as second:
            assert answer(second) == "False"
        first.kill()
    with held(system, tmp_path) as third:
        assert answer(third) == "True"


def test_a_lock_is_given_up_by_closing_it(tmp_path: Path) -> None:
    lock = machine.lock(tmp_path)
    assert lock is not None
    assert machine.lock(tmp_path) is None
    os.close(lock)
    again = machine.lock(tmp_path)
    assert again is not None
    os.close(again)
    assert list(tmp_path.iterdir()) == []


@systems
def test_a_folder_that_is_not_there_cannot_be_locked(system: str, tmp_path: Path) -> None:
    with held(system, tmp_path / "none") as process:
        assert answer(process) == "FileNotFoundError"


@contextmanager
def sleeping(words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A program that sleeps with `words` in its command line, which the system shows only once it has begun."""
    command = [sys.executable, "-c", "import time; print(flush=True); time.sleep(60)", words]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline().strip() == b""
            yield process
        finally:
            process.kill()


def test_programs_are_ended_by_what_stands_in_their_command_line() -> None:
    with sleeping("dicom-redactor-here/") as one, sleeping("elsewhere/") as other:
        machine.end_programs("dicom-redactor-here/")
        assert one.wait(30) == -signal.SIGKILL
        assert other.poll() is None


def test_where_processes_are_no_files_none_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(machine, "_PROCESSES", tmp_path / "proc")
    with sleeping("dicom-redactor-here/") as one:
        machine.end_programs("dicom-redactor-here/")
        time.sleep(0.2)
        assert one.poll() is None


SCRATCH = """
import os, sys, tempfile
from pathlib import Path
from dicom_text_redactor import scratch
above = Path(tempfile.gettempdir())
folder = scratch.use_own_folder()
(folder / "line.pgm").write_bytes(b"P5")
others = [each for each in above.iterdir() if each != folder]
print(len(others), flush=True)
sys.stdin.read()
"""


@systems
def test_folders_of_the_dead_go_and_those_of_the_living_stay(system: str, tmp_path: Path) -> None:
    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", system + SCRATCH],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(tmp_path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    (tmp_path / "dicom-redactor-half").mkdir()  # of a process that was killed before it had locked it
    with start() as living:
        assert answer(living) == "0"
        with start() as killed:
            assert answer(killed) == "1"
            killed.kill()
        assert len(list(tmp_path.iterdir())) == 2
        with start() as third:
            assert answer(third) == "1"
    assert list(tmp_path.iterdir()) == []


REDACT = """
import sys
from dicom_text_redactor.__main__ import main
status = main(sys.argv[1:])
from redact_function.effort import Effort
from redact_function.service import _share_processors
Effort().was_mostly_work()
_share_processors()
raise SystemExit(status)
"""


def test_a_folder_is_redacted_and_the_service_can_start_without_all_that_windows_has_not(tmp_path: Path) -> None:
    chart().saved(tmp_path / "in" / "ward 7" / "scan.dcm")
    (tmp_path / "tmp").mkdir()
    outputs = []
    for name, system in (("here", ""), ("there", WINDOWS)):
        out = tmp_path / name
        ran = subprocess.run(
            [sys.executable, "-c", system + REDACT, "redact", str(tmp_path / "in"), str(out), "--preview"],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(tmp_path / "tmp")},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        outputs.append({path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()})
    here, there = outputs
    assert here.keys() == there.keys()
    assert len(here) == 3
    scan = Path("ward 7") / "scan.dcm"
    assert here[scan] == there[scan]
    assert list((tmp_path / "tmp").iterdir()) == []


def test_windows_as_it_is_played_removes_no_open_file(tmp_path: Path) -> None:
    program = """
import os, sys, shutil, pathlib
for remove in (os.unlink, lambda path: os.replace(path, path + "2"), lambda path: pathlib.Path(path).unlink()):
    with open(sys.argv[1], "wb"):
        try:
            remove(sys.argv[1])
        except PermissionError:
            continue
        raise SystemExit(1)
shutil.rmtree(os.path.dirname(sys.argv[1]))
"""
    (tmp_path / "folder").mkdir()
    subprocess.run(
        [sys.executable, "-c", WINDOWS + program, str(tmp_path / "folder" / "file")], cwd=ROOT, check=True, timeout=60
    )
    assert list(tmp_path.iterdir()) == []
