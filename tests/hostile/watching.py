"""Workers and their watchdog: a mutant that kills its worker, or keeps it too long, is a finding and not the end."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from tests.hostile.bases import SECRETS
from tests.hostile.trial import Outcome
from tests.hostile.worker import LIMIT_S, READY

_ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_S = 3 * LIMIT_S  # of processor time; the deadline is looked at between stages, and a codec may run over it
_LONGEST_WAIT_S = 600.0  # of any time, on a machine that has other work to do


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant's number and what became of it."""

    number: int
    outcome: Outcome


class Worker:
    """A process that tries the mutants of one seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._log = cast("IO[bytes]", tempfile.TemporaryFile())  # noqa: SIM115 (closed with the worker)
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()

    def try_one(self, number: int) -> Outcome:
        """Let the worker try a mutant; a new one is started where the last has ended."""
        process = self._process = self._process or self._start()
        assert process.stdin is not None
        with suppress(BrokenPipeError):
            process.stdin.write(f"{number}\n")
            process.stdin.flush()
        line = self._answer(process)
        if line is None:
            self._end()
            return Outcome("hang", _PATIENCE_S, 0.0, f"no answer within {_PATIENCE_S:g} s of processor time")
        if line:
            return Outcome(**json.loads(line))
        status = process.wait()
        self._end()
        how = signal.Signals(-status).name if status < 0 else f"status {status}"
        return Outcome("crash", 0.0, 0.0, f"the process ended: {how}")

    def _answer(self, process: subprocess.Popen[str]) -> str | None:
        """The next line, empty if the process has ended; None if it works for too long, or waits for ever."""
        begin, started = _processor_time(process.pid), time.monotonic()
        while _processor_time(process.pid) - begin < _PATIENCE_S and time.monotonic() - started < _LONGEST_WAIT_S:
            with suppress(queue.Empty):
                return self._answers.get(timeout=min(1.0, _PATIENCE_S))
        return None

    def close(self) -> str:
        """End the worker; what it has printed to standard error."""
        self._end()
        self._log.seek(0)
        said = self._log.read().decode("utf-8", "replace")
        self._log.close()
        return said

    def _start(self) -> subprocess.Popen[str]:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "tests.hostile.worker", str(self._seed)]
        process = subprocess.Popen(
            command,
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        answers = self._answers = queue.SimpleQueue()
        output = cast("IO[str]", process.stdout)

        def listen() -> None:
            with suppress(ValueError):  # the pipe was closed
                for line in output:
                    answers.put(line)
            answers.put("")

        threading.Thread(target=listen, daemon=True).start()
        ready = answers.get(timeout=_LONGEST_WAIT_S)
        assert ready == f"{READY}\n", "The worker cannot be started."
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()


def _processor_time(pid: int) -> float:
    """Seconds that a process has worked (Linux); 0 if it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def fuzz(seed: int, numbers: range, workers: int) -> Iterator[Tried]:
    """Try the mutants `numbers` of a seed, as they are done; number -1 stands for what the processes printed."""
    todo: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in numbers:
        todo.put(number)
    done: queue.SimpleQueue[Tried | None] = queue.SimpleQueue()

    def serve() -> None:
        worker = Worker(seed)
        try:
            while True:
                number = todo.get_nowait()
                done.put(Tried(number, worker.try_one(number)))
        except queue.Empty:
            pass
        finally:
            said = worker.close()
            if any(secret in said for secret in SECRETS):
                done.put(Tried(-1, Outcome("said", 0.0, 0.0, "a secret was printed to standard error")))
            done.put(None)

    threads = [threading.Thread(target=serve, daemon=True) for _ in range(workers)]
    for thread in threads:
        thread.start()
    left = workers
    while left:
        tried = done.get()
        if tried is None:
            left -= 1
        else:
            yield tried
