"""The programs that are compared, each with the environment in which it runs."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import (
    DENTDEID,
    DENTDEID_PYTHON,
    OURS,
    PEER_PYTHON,
    PRESIDIO,
    Answer,
    Overdue,
    Process,
    running,
)

_FIRST_LIMIT_S = 600.0  # for the first file, with the loading of models
_LIMIT_S = 300.0  # for each other one


@dataclass(frozen=True, slots=True)
class Program:
    """A program that is measured.

    Attributes
    ----------
    key
        Its name in the results and on the command line.
    title
        Its name in tables.
    module
        What runs it, as `benchmarks.serving` says.
    python
        The interpreter of its environment.
    """

    key: str
    title: str
    module: str
    python: Path


PROGRAMS = (
    Program("ours", "**dicom-text-redactor**", OURS, Path(sys.executable)),
    Program("presidio", "presidio-image-redactor 0.0.62", PRESIDIO, PEER_PYTHON),
    Program("dentdeid", "dentdeid 0.1.0", DENTDEID, DENTDEID_PYTHON),
)


class Run:
    """A program that has done a first file, so that its models are loaded.

    If it dies or hangs, the next file gets a new process.
    """

    def __init__(self, program: Program, first: Path, log: Path) -> None:
        self._program = program
        self._first = first
        self._log = log
        self._stack = ExitStack()
        self._process: Process | None = None

    def ask(self, source: Path, target: Path) -> Answer:
        """Redact one file; the answer names a failure by its kind."""
        try:
            return self._warm().ask(source, target, _LIMIT_S)
        except (Overdue, RuntimeError) as error:
            self.end()
            return Answer(0.0, 0.0, failure="Overdue" if isinstance(error, Overdue) else "Died")

    def end(self) -> None:
        """End the process, if there is one."""
        self._stack.close()
        self._process = None

    def _warm(self) -> Process:
        if self._process is None:
            self._process = self._stack.enter_context(running(self._program.module, self._log, self._program.python))
            with tempfile.TemporaryDirectory() as folder:
                self._process.ask(self._first, Path(folder, "first.dcm"), _FIRST_LIMIT_S)
        return self._process


@contextmanager
def warm(program: Program, first: Path, log: Path) -> Iterator[Run]:
    """A program that stays warm for the time of a with block; its standard error goes to the file `log`."""
    run = Run(program, first, log)
    try:
        yield run
    finally:
        run.end()
