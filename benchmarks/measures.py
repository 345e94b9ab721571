"""What is measured, one function each; every result is plain values that fit into results.json."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import figures
from benchmarks.phantoms import files, sets
from benchmarks.phantoms.files import Plan
from benchmarks.processes import OURS, PRESIDIO, Answer, Overdue, Process, run, running
from benchmarks.watching import Watch

Result = dict[str, Any]

_SINGLE_LIMIT_S = 120.0
_IMPORT = "import time; start = time.perf_counter(); import function_app; print(time.perf_counter() - start)"
_STORAGE = "UseDevelopmentStorage=true"  # without one the function does not start
_FEW_FRAMES = 30  # up to which a cine is done more than once
_TURNS = 5  # of the short cines
_BIG = 4.0  # megapixels from which an image is done twice, instead of three times


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

    def ask(self, process: Process, source: Path, limit_s: float = _SINGLE_LIMIT_S) -> Answer:
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


def singles(bench: Bench, count: int, rounds: int) -> Result:
    """Seconds for each file of one frame, ours and the peer's in turn, by programs that are warm."""
    plans = sets.singles(count, bench.seed)
    rows: list[Result] = [{"name": plan.name, "ours": [], "peer": [], "failure": ""} for plan in plans]
    with ExitStack() as stack:
        sources = [stack.enter_context(bench.made(plan)) for plan in plans]
        ours = stack.enter_context(running(OURS, bench.log))
        peer = stack.enter_context(running(PRESIDIO, bench.log, bench.peer)) if bench.peer else None
        programs = [("ours", ours), *([("peer", peer)] if peer else [])]
        for _, program in programs:
            bench.ask(program, sources[0])
        for turn in range(rounds):
            bench.say(f"single frames, round {turn + 1} of {rounds}")
            for number, (row, source) in enumerate(zip(rows, sources, strict=True)):
                # Who goes first changes, so that neither always finds the file in the cache.
                for who, program in programs if (number + turn) % 2 else reversed(programs):
                    answer = bench.ask(program, source)
                    if not answer.failure:
                        row[who].append(round(answer.seconds, 4))
                    elif who == "peer":
                        row["failure"] = answer.failure
                    else:
                        raise RuntimeError(f"A file of the benchmark was refused: {answer.failure}.")
    return {"rounds": rounds, "files": rows}


def frames(bench: Bench, numbers: tuple[int, ...] = sets.FRAMES) -> list[Result]:
    """Seconds and peak memory for cines of ever more frames; the short ones are measured in turn."""
    one = sets.cine(1, bench.seed)
    short = [number for number in numbers if number <= _FEW_FRAMES]
    bench.say(f"cines of {', '.join(map(str, short))} frames")
    in_turn = _points(bench, [sets.cine(number, bench.seed) for number in short], one, _TURNS)
    points = dict(zip(short, in_turn, strict=True))
    for number in numbers:
        if number not in points:
            bench.say(f"cine of {number} frames")
            (points[number],) = _points(bench, [sets.cine(number, bench.seed)], one, 1)
    return [{"frames": number, **points[number]} for number in numbers]


def sizes(bench: Bench) -> list[Result]:
    """Seconds and peak memory for radiographs of ever more pixels, each in a process of its own."""
    points = []
    for megapixels in sets.MEGAPIXELS:
        bench.say(f"image of {megapixels:g} megapixels")
        plan = sets.radiograph(megapixels, bench.seed)
        times = 3 if megapixels < _BIG else 2
        (point,) = _points(bench, [plan], sets.radiograph(0.25, bench.seed), times)
        points.append({"megapixels": megapixels, **point})
    return points


def section_memory(bench: Bench) -> Result:
    """Peak memory for a 512 x 512 CT, by a process that does nothing else."""
    bench.say("memory for a CT section")
    with (
        bench.made(sets.section(bench.seed)) as source,
        running(OURS, bench.log) as program,
        Watch(program.pid) as all_of,
    ):
        answer = bench.ask(program, source)
    return {"peak_mb": round(answer.peak_mb, 1), "with_children_mb": round(max(all_of.peak_mb, answer.peak_mb), 1)}


def imports(bench: Bench, times: int) -> list[float]:
    """Seconds for `import function_app`, each time in a fresh interpreter."""
    bench.say("import function_app")
    return [round(float(run(["-c", _IMPORT], _SINGLE_LIMIT_S, STORAGE=_STORAGE)), 4) for _ in range(times)]


def cold_starts(bench: Bench, times: int) -> list[float]:
    """Seconds from the start of a process to its first file, done."""
    bench.say("first files after a cold start")
    results = []
    with bench.made(sets.section(bench.seed)) as source:
        for _ in range(times):
            with running(OURS, bench.log) as program:
                bench.ask(program, source)
                results.append(round(time.perf_counter() - program.started, 4))
    return results


def workers(bench: Bench, count: int) -> Result:
    """Files per minute of a folder, warm: one worker on one processor, one on all, and two."""
    results = {}
    with ExitStack() as stack:
        made = [stack.enter_context(bench.made(plan)) for plan in sets.singles(count, bench.seed)]
        source = bench.folder / "many"
        source.mkdir(exist_ok=True)
        for path in made:
            (source / path.name).hardlink_to(path)
        for name, number, some in (("1 of 1", 1, ["1"]), ("1", 1, []), ("2", 2, [])):
            bench.say(f"a folder with {number} worker{'s' if number > 1 else ''}{' on one processor' if some else ''}")
            target = bench.folder / f"by-{name.replace(' ', '-')}"
            began = time.time()
            command = ["-W", "ignore", "-m", "benchmarks.folder", str(source), str(target), str(number), *some]
            run(command, bench.limit_s)
            ends = [path.stat().st_mtime - began for path in target.glob("*.boxes.json")]
            results[name] = {
                "files": len(ends),
                "seconds": round(max(ends), 3),
                "per_minute": round(figures.rate(ends, number), 2),
            }
    return results


def large(bench: Bench) -> Result:
    """Seconds and peak memory for a native cine of 1.4 GB, by a process that does nothing else."""
    bench.say(f"cine of {sets.MANY_FRAMES} frames: making it")
    with bench.made(sets.cine(sets.MANY_FRAMES, bench.seed)) as source, running(OURS, bench.log) as program:
        size = source.stat().st_size
        bench.say(f"cine of {sets.MANY_FRAMES} frames: redacting it")
        with Watch(program.pid) as all_of:
            answer = bench.ask(program, source, bench.limit_s)
    return {
        "frames": sets.MANY_FRAMES,
        "bytes": size,
        "failure": answer.failure,
        "seconds": [round(answer.seconds, 3)],
        "peak_mb": round(answer.peak_mb, 1),
        "with_children_mb": round(max(all_of.peak_mb, answer.peak_mb), 1),
    }


def _points(bench: Bench, plans: Sequence[Plan], warm_up: Plan, times: int) -> list[Result]:
    """Points of a curve: the seconds of each time, and the peak memory; no seconds where a file took too long.

    Each plan has a process of its own. They are asked in turn, so that what else goes on in the machine meets all.
    """
    with ExitStack() as stack:
        programs = [stack.enter_context(running(OURS, bench.log)) for _ in plans]
        with bench.made(warm_up) as first:
            for program in programs:
                bench.ask(program, first)
        sources = [stack.enter_context(bench.made(plan)) for plan in plans]
        answers: list[list[Answer]] = [[] for _ in plans]
        overdue: set[int] = set()
        for _ in range(times):
            for number, (program, source) in enumerate(zip(programs, sources, strict=True)):
                if number not in overdue:
                    try:
                        answers[number].append(bench.ask(program, source, bench.limit_s))
                    except Overdue:
                        overdue.add(number)
    failures = {answer.failure for some in answers for answer in some} - {""}
    if failures:
        raise RuntimeError(f"A file of the benchmark was refused: {', '.join(sorted(failures))}.")
    late: Result = {"seconds": [], "peak_mb": None, "limit_s": bench.limit_s}
    return [late if number in overdue else _point(some) for number, some in enumerate(answers)]


def _point(answers: Sequence[Answer]) -> Result:
    return {"seconds": [round(answer.seconds, 4) for answer in answers], "peak_mb": round(answers[-1].peak_mb, 1)}


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0))
