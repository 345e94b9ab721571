"""Files per minute: crews of workers that share files out among themselves, and take turns with other crews."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from benchmarks.bench import FILE_LIMIT_S, Bench
from benchmarks.processes import Process, running

Result = dict[str, Any]
Crew = Sequence[Process]
"""Workers that are warm: each a process of its own."""

_BATCH = 10  # files for each worker, before the next crew has its turn
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}


@contextmanager
def crew(
    bench: Bench, module: str, python: Path, first: Path, workers: int, *, one_thread: bool = True
) -> Iterator[Crew]:
    """So many workers, each of which has done a first file; with `one_thread` each, or as many as it chooses."""
    settings = _ONE_THREAD if one_thread else {}
    with ExitStack() as stack:
        some = [stack.enter_context(running(module, bench.log, python, **settings)) for _ in range(workers)]
        for process in some:
            bench.ask(process, first)
        yield some


def rates(bench: Bench, crews: Mapping[str, Crew], sources: Sequence[Path], rounds: int) -> dict[str, Result]:
    """Of each crew, files per minute in each round, and for each file the processor seconds that it took in each.

    They take turns, so that all find the machine as busy.
    """
    result: dict[str, Result] = {name: {"per_minute": [], "processor_s": [[] for _ in sources]} for name in crews}
    size = _BATCH * max(map(len, crews.values()))
    for turn in range(rounds):
        bench.say(f"{len(sources)} files by several workers, round {turn + 1} of {rounds}")
        spent = dict.fromkeys(crews, 0.0)
        for number, start in enumerate(range(0, len(sources), size)):
            for name in list(crews)[:: 1 if (turn + number) % 2 else -1]:
                began = time.perf_counter()
                worked = _share_out(crews[name], sources[start : start + size], bench.folder / "by-crews")
                spent[name] += time.perf_counter() - began
                for some, seconds in zip(result[name]["processor_s"][start:], worked, strict=False):
                    some.append(round(seconds, 4))
        for name, seconds in spent.items():
            result[name]["per_minute"].append(round(60 * len(sources) / seconds, 2))
    return result


def _share_out(some: Crew, batch: Sequence[Path], target: Path) -> list[float]:
    """Let a crew do a batch: whoever is done takes the next file. The processor seconds of each file."""
    left = deque(range(len(batch)))
    worked = [0.0] * len(batch)

    def work(number: int) -> None:
        with suppress(IndexError):
            while True:
                place = left.popleft()
                answer = some[number].ask(batch[place], target / f"{number}.dcm", FILE_LIMIT_S)
                if answer.failure:
                    raise RuntimeError(f"A file that was done before was not done again: {answer.failure}.")
                worked[place] = answer.processor_s

    with ThreadPoolExecutor(len(some)) as threads:
        for done in [threads.submit(work, number) for number in range(len(some))]:
            done.result()
    return worked
