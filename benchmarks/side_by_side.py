"""Both programs on the same files: in turn, one file after the other, and as many at a time as there are processors."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.bench import Bench, cores
from benchmarks.crews import crew, rates
from benchmarks.file_sets import FileSet
from benchmarks.processes import OURS, PRESIDIO, Answer, Process, running
from benchmarks.watching import Others

Result = dict[str, Any]


def measured(bench: Bench, some: FileSet, rounds: int) -> Result:
    """All that is measured on a set: each file in turn, then the whole set by as many workers as processors."""
    with Others() as others:
        rows = in_turn(bench, some, rounds)
        both_did = [path for row, (_, path) in zip(rows, some.files, strict=True) if not row["failure"]]
        together = at_a_time(bench, both_did, rounds)
    return {
        "key": some.key,
        "title": some.title,
        "rounds": rounds,
        "others": round(others.share, 3),
        "files": rows,
        "rates": together,
    }


def in_turn(bench: Bench, some: FileSet, rounds: int) -> list[Result]:
    """Seconds by the clock and of processors for each file, by programs that are warm and take turns on it."""
    rows = [{"name": name, "ours": _nothing(), "peer": _nothing(), "failure": ""} for name, _ in some.files]
    with ExitStack() as stack:
        ours = stack.enter_context(running(OURS, bench.log))
        programs: list[tuple[str, Process]] = [("ours", ours)]
        if bench.peer:
            programs.append(("peer", stack.enter_context(running(PRESIDIO, bench.log, bench.peer))))
        for _, program in programs:
            bench.ask(program, some.files[0][1])
        for turn in range(rounds):
            bench.say(f"{len(rows)} {some.title}, round {turn + 1} of {rounds}")
            for number, (row, (_, source)) in enumerate(zip(rows, some.files, strict=True)):
                # Who goes first changes, so that neither always finds the file in the cache.
                for who, program in programs if (number + turn) % 2 else reversed(programs):
                    _note(row, who, bench.ask(program, source))
    return rows


def at_a_time(bench: Bench, sources: Sequence[Path], rounds: int) -> Result:
    """The rates of as many workers of each program, with one thread each, as there are processors."""
    workers = cores()
    programs = {"ours": (OURS, Path(sys.executable))} | ({"peer": (PRESIDIO, bench.peer)} if bench.peer else {})
    if not sources:
        return {"workers": workers, "files": 0, "ours": None, "peer": None}
    with ExitStack() as stack:
        crews = {
            who: stack.enter_context(crew(bench, module, python, sources[0], workers))
            for who, (module, python) in programs.items()
        }
        return {"workers": workers, "files": len(sources), "peer": None, **rates(bench, crews, sources, rounds)}


def _note(row: Result, who: str, answer: Answer) -> None:
    if not answer.failure:
        row[who]["seconds"].append(round(answer.seconds, 4))
        row[who]["processor_s"].append(round(answer.processor_s, 4))
    elif who == "peer":
        row["failure"] = answer.failure
    else:
        raise RuntimeError(f"A file of the benchmark was refused: {answer.failure}.")


def _nothing() -> dict[str, list[float]]:
    return {"seconds": [], "processor_s": []}
