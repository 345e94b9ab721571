from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import processes, serving, watching
from benchmarks.processes import Overdue, Process
from benchmarks.watching import Others, Watch

ECHO = "tests.benchmarks.echo"


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Process]:
    with processes.running(ECHO, tmp_path / "log.txt") as running:
        yield running


def order(folder: Path, text: str) -> tuple[Path, Path]:
    source = folder / "order"
    source.write_text(text)
    return source, folder / "out" / "result"


def test_a_program_answers_one_file_after_the_other(program: Process, tmp_path: Path) -> None:
    for text in ("one", "two"):
        source, target = order(tmp_path, text)
        answer = program.ask(source, target, 20)
        assert target.read_text() == text
        assert (answer.failure, answer.stages["total"]) == ("", 1.0)
        assert 0 < answer.seconds < 5
        assert 5 < answer.peak_mb < 500


def test_what_a_program_prints_is_no_answer(program: Process, tmp_path: Path) -> None:
    program.ask(*order(tmp_path, "one"), 20)
    program.end()
    assert "nowhere near" in (tmp_path / "log.txt").read_text()


def test_a_failure_is_told_by_name_and_the_program_goes_on(program: Process, tmp_path: Path) -> None:
    assert program.ask(*order(tmp_path, "raise"), 20).failure == "KeyError"
    assert program.ask(*order(tmp_path, "one"), 20).failure == ""


def test_a_program_that_takes_too_long_is_ended(program: Process, tmp_path: Path) -> None:
    with pytest.raises(Overdue, match="more than 0"):
        program.ask(*order(tmp_path, "sleep"), 0.5)
    assert not Path(f"/proc/{program.pid}").exists()


def test_a_program_that_dies_is_no_result(program: Process, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="status 3"):
        program.ask(*order(tmp_path, "die"), 20)


def test_a_short_program_that_takes_too_long_is_ended() -> None:
    with pytest.raises(Overdue):
        processes.run(["-c", "import time; time.sleep(60)"], 0.5)


def test_threads_and_settings_of_the_caller_do_not_reach_what_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "REDACT_FILL", "PYTHONPATH"):
        monkeypatch.setenv(name, "1")
    assert {"OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "REDACT_FILL", "PYTHONPATH"}.isdisjoint(processes.environment())
    assert "PATH" in processes.environment()


def test_settings_reach_the_program_that_they_are_for(tmp_path: Path) -> None:
    with processes.running(ECHO, tmp_path / "log.txt", OMP_NUM_THREADS="1") as program:
        told = Path(f"/proc/{program.pid}/environ").read_bytes().split(b"\0")
    assert b"OMP_NUM_THREADS=1" in told


@pytest.mark.parametrize("text", ["let work", "let work on"])
def test_what_a_child_works_counts_whether_it_has_ended_or_not(program: Process, tmp_path: Path, text: str) -> None:
    assert program.ask(*order(tmp_path, "one"), 20).processor_s < 0.3
    assert 0.35 < program.ask(*order(tmp_path, text), 20).processor_s < 5


def test_what_other_programs_do_is_told_and_what_this_one_does_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    busy, own, clock = iter((100.0, 108.0)), iter((5.0, 8.0)), iter((0.0, 10.0))
    monkeypatch.setattr(watching, "_busy_s", lambda: next(busy))
    monkeypatch.setattr(watching, "processor_s", lambda: next(own))
    monkeypatch.setattr("benchmarks.watching.time.perf_counter", lambda: next(clock))
    monkeypatch.setattr("benchmarks.watching.os.cpu_count", lambda: 2)
    with Others() as others:
        pass
    assert others.share == pytest.approx((8 - 3) / 20)


def test_what_a_program_works_is_part_of_what_the_machine_does() -> None:
    busy, own = watching._busy_s(), serving.processor_s()
    processes.run(["-c", "import time\nwhile time.process_time() < 0.5: pass"], 20)
    worked = serving.processor_s() - own
    assert 0.4 < worked < watching._busy_s() - busy + 0.1


def test_a_child_that_is_still_its_parent_does_not_count_twice(program: Process, tmp_path: Path) -> None:
    with Watch(program.pid) as watch:
        alone = program.ask(*order(tmp_path, "fork"), 20).peak_mb
        time.sleep(0.2)
        assert len(processes.families(program.pid)) == 2
    assert 0.3 * alone < watch.peak_mb <= 1.1 * alone


def test_a_process_and_what_it_started_are_a_family(program: Process) -> None:
    assert program.pid in processes.families(os.getpid())


def test_a_program_that_a_process_started_is_of_its_family(program: Process, tmp_path: Path) -> None:
    program.ask(*order(tmp_path, "start"), 20)
    own, child = processes.families(program.pid)
    assert (own, child != own) == (program.pid, True)
