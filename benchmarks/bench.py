"""One run of the benchmark: its folder, what it was told, and what it found out about reports."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import figures
from benchmarks.phantoms import files
from benchmarks.phantoms.files import Plan
from benchmarks.processes import Answer, Process

FILE_LIMIT_S = 120.0
"""How long to wait for a file of one frame."""


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0))


@dataclass(slots=True)
class Bench:
    """One run of the benchmark.

    Attributes
    ----------
    folder
        Where files are made, and removed once they are measured.
    seed
        What the files are made from.
    limit_s
        How long to wait for one of the long files, in seconds.
    peer
        The interpreter of the peer's environment; None: the peer is left out.
    say
        Called with a line about what is going on.
    reports, rests
        How many reports were looked at, and the seconds that no stage counts in those whose sum is wrong.
    """

    folder: Path
    seed: int
    limit_s: float
    peer: Path | None
    say: Callable[[str], None]
    reports: int = 0
    rests: list[float] = field(default_factory=list)

    @property
    def log(self) -> Path:
        """Where the measured programs' standard error goes."""
        return self.folder / "log.txt"

    @contextmanager
    def made(self, plan: Plan) -> Iterator[Path]:
        """The file of that plan, for as long as it is needed."""
        path = files.write(plan, self.folder / "made")
        try:
            yield path
        finally:
            path.unlink()
            path.with_suffix(".truth.json").unlink()

    def ask(self, process: Process, source: Path, limit_s: float = FILE_LIMIT_S) -> Answer:
        """One file, redacted; the sums of its report are looked at, and the output is removed."""
        target = self.folder / "redacted" / source.name
        try:
            answer = process.ask(source, target, limit_s)
        finally:
            for path in target.parent.glob("*"):
                path.unlink()
        if answer.stages:
            self.reports += 1
            if not figures.adds_up(answer.stages):
                self.rests.append(round(figures.unaccounted(answer.stages), 3))
        return answer
