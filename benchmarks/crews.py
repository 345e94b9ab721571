"""Files per minute: crews of workers that share files out among themselves, and take turns with other crews."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from benchmarks.bench import FILE_LIMIT_S, Bench
from benchmarks.processes import Process, running

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


def rates(bench: Bench, crews: Mapping[str, Crew], sources: Sequence[Path], rounds: int) -> dict[str, list[float]]:
    """Files per minute of each crew, in each round. They take turns, so that all find the machine as busy."""
    result: dict[str, list[float]] = {name: [] for name in crews}
    size = _BATCH * max(map(len, crews.values()))
    batches = [sources[start : start + size] for start in range(0, len(sources), size)]
    for turn in range(rounds):
        bench.say(f"{len(sources)} files by {' and '.join(crews)}, round {turn + 1} of {rounds}")
        spent = dict.fromkeys(crews, 0.0)
        for number, batch in enumerate(batches):
            for name in list(crews)[:: 1 if (turn + number) % 2 else -1]:
                spent[name] += _seconds(crews[name], batch, bench.folder / "by-crews")
        for name, seconds in spent.items():
            result[name].append(round(60 * len(sources) / seconds, 2))
    return result


def _seconds(some: Crew, batch: Iterable[Path], target: Path) -> float:
    """Seconds until a crew has done a batch: whoever is done takes the next file."""
    left = deque(batch)

    def work(number: int) -> None:
        with suppress(IndexError):
            while True:
                answer = some[number].ask(left.popleft(), target / f"{number}.dcm", FILE_LIMIT_S)
                if answer.failure:
                    raise RuntimeError(f"A file that was done before was not done again: {answer.failure}.")

    began = time.perf_counter()
    with ThreadPoolExecutor(len(some)) as threads:
        for done in [threads.submit(work, number) for number in range(len(some))]:
            done.result()
    return time.perf_counter() - began
