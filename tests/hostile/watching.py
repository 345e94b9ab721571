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
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from tests.hostile.bases import SECRETS
from tests.hostile.trial import Outcome
from tests.hostile.worker import LIMIT_S

_ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_S = 3 * LIMIT_S  # the deadline is looked at between stages; one call of a codec may run over it


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

    def try_one(self, number: int) -> Outcome:
        """Let the worker try a mutant; a new one is started where the last has ended."""
        process = self._process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        answer: queue.Queue[str] = queue.Queue()
        listener = threading.Thread(target=lambda: answer.put(process.stdout.readline()), daemon=True)
        with suppress(BrokenPipeError):
            process.stdin.write(f"{number}\n")
            process.stdin.flush()
        listener.start()
        try:
            line = answer.get(timeout=_PATIENCE_S)
        except queue.Empty:
            self._end()
            return Outcome("hang", _PATIENCE_S, 0.0, f"no answer within {_PATIENCE_S:g} s")
        if line:
            return Outcome(**json.loads(line))
        status = process.wait()
        self._end()
        how = signal.Signals(-status).name if status < 0 else f"status {status}"
        return Outcome("crash", 0.0, 0.0, f"the process ended: {how}")

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
        return subprocess.Popen(
            command,
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

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
