"""Starting a program to be measured, asking it for files, and ending it when it takes too long."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
OURS = "benchmarks.ours"
PRESIDIO = "benchmarks.presidio"
DENTDEID = "benchmarks.dental"
PEER_PYTHON = ROOT / "benchmarks" / ".peer" / "bin" / "python"
DENTDEID_PYTHON = ROOT / "benchmarks" / ".dentdeid" / "bin" / "python"


class Overdue(Exception):
    """A file took longer than the benchmark waits."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one file.

    Seconds by the clock and of processors, the process's peak memory so far (10^6 bytes), a failure, the stages.
    """

    seconds: float
    peak_mb: float
    processor_s: float = 0.0
    failure: str = ""
    stages: Mapping[str, float] = field(default_factory=dict)


class Process:
    """A running program that is asked for one file at a time; `started` is when, by `time.perf_counter`."""

    def __init__(self, module: str, python: Path, log: IO[str], settings: Mapping[str, str]) -> None:
        self.started = time.perf_counter()
        command = [str(python), "-W", "ignore", "-m", module]
        self._process = subprocess.Popen(  # noqa: S603 (modules of this folder)
            command, cwd=ROOT, env={**environment(), **settings},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        self._answers: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def ask(self, source: Path, target: Path, limit_s: float) -> Answer:
        """Redact `source` into `target`.

        Raises
        ------
        Overdue
            It took longer than `limit_s` seconds; the process is ended.
        RuntimeError
            The process ended by itself.
        """
        assert self._process.stdin is not None
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            print(json.dumps({"source": str(source), "target": str(target)}), file=self._process.stdin, flush=True)
            line = self._answers.get(timeout=limit_s)
        except queue.Empty:
            self.end()
            raise Overdue(f"more than {limit_s:g} s") from None
        except BrokenPipeError:
            line = ""
        if not line:
            raise RuntimeError(f"The measured program ended with status {self._process.wait(10)}; see the log.")
        return Answer(**json.loads(line))

    def end(self) -> None:
        """Let the process end, and end it if it does not."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._listener.join()
        self._process.stdout.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put("")


@contextmanager
def running(module: str, log: Path, python: Path = Path(sys.executable), **settings: str) -> Iterator[Process]:
    """A program to be measured, with these settings in its environment and its standard error in the file `log`.

    It is ended at the end.
    """
    with log.open("a", encoding="utf-8") as file:
        process = Process(module, python, file, settings)
        try:
            yield process
        finally:
            process.end()


def environment() -> dict[str, str]:
    """This environment without anything that would set threads or settings: each program is measured as it comes."""
    settings = ("REDACT_", "OMP_", "OPENBLAS_", "MKL_", "PYTHON")
    return {name: value for name, value in os.environ.items() if not name.startswith(settings)}


def run(arguments: Sequence[str], limit_s: float, **settings: str) -> str:
    """What a Python program prints, with these settings in its environment.

    Raises
    ------
    Overdue
        It took longer than `limit_s` seconds, and was ended.
    CalledProcessError
        It failed.
    """
    try:
        return subprocess.run(  # noqa: S603 (code of this folder)
            [sys.executable, *arguments], cwd=ROOT, env=environment() | settings, timeout=limit_s, check=True,
            stdout=subprocess.PIPE, text=True,
        ).stdout  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Overdue(f"more than {limit_s:g} s") from None


def families(pid: int) -> list[int]:
    """A process and all that came from it, by their numbers (Linux)."""
    found = [pid]
    for parent in found:
        for listing in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(child) for child in listing.read_text(encoding="ascii").split()]
            except OSError:  # it has ended meanwhile
                continue
    return found
