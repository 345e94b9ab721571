"""What is measured of our own program, one function each; every result is plain values that fit into results.json."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.bench import FILE_LIMIT_S, Bench, cores
from benchmarks.crews import crew, rates
from benchmarks.file_sets import FileSet
from benchmarks.phantoms import sets
from benchmarks.phantoms.files import Plan
from benchmarks.processes import OURS, Answer, Overdue, run, running
from benchmarks.watching import Watch

Result = dict[str, Any]

_IMPORT = "import time; start = time.perf_counter(); import function_app; print(time.perf_counter() - start)"
_STORAGE = "UseDevelopmentStorage=true"  # without one the function does not start
_FEW_FRAMES = 30  # up to which a cine is short
_TURNS, _FEW_TURNS = 5, 2  # of the short cines, and of the long ones
_BIG = 4.0  # megapixels from which an image is done twice, instead of three times


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
            (points[number],) = _points(bench, [sets.cine(number, bench.seed)], one, _FEW_TURNS)
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
    return [round(float(run(["-c", _IMPORT], FILE_LIMIT_S, STORAGE=_STORAGE)), 4) for _ in range(times)]


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


def workers(bench: Bench, some: FileSet, rounds: int) -> Result:
    """Files per minute: of a worker with one thread, of one with all, and of one with one thread for each processor."""
    sources = [path for _, path in some.files]
    with ExitStack() as stack:
        crews = {
            name: stack.enter_context(crew(bench, OURS, Path(sys.executable), sources[0], number, one_thread=one))
            for name, number, one in (("one", 1, True), ("one with all", 1, False), ("all", cores(), True))
        }
        measured = rates(bench, crews, sources, rounds)
    return {"workers": cores()} | {name: measured[name]["per_minute"] for name in crews}


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
    late: Result = {"seconds": [], "processor_s": [], "peak_mb": None, "limit_s": bench.limit_s}
    return [late if number in overdue else _point(some) for number, some in enumerate(answers)]


def _point(answers: Sequence[Answer]) -> Result:
    return {
        "seconds": [round(answer.seconds, 4) for answer in answers],
        "processor_s": [round(answer.processor_s, 4) for answer in answers],
        "peak_mb": round(answers[-1].peak_mb, 1),
    }
