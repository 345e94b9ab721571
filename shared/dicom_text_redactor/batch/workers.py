"""A batch in several processes: one that dies costs its own file only, and all of them end with the batch."""

from __future__ import annotations

import multiprocessing
import os
import secrets
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from dicom_text_redactor import beside, files, interruption, scratch
from dicom_text_redactor.batch.jobs import Job, named
from dicom_text_redactor.batch.results import Result
from dicom_text_redactor.batch.single import FileRedactor, Options, work_on
from dicom_text_redactor.errors import Internal
from dicom_text_redactor.machine import processors

_PATIENCE_S = 0.2
"""How often somebody looks whether the work is to be given up, seconds."""


def side_by_side(redactor: FileRedactor, jobs: Sequence[Job], options: Options, workers: int) -> Iterator[Result]:
    """Results as they come; a file that kills its worker is refused, and the others go on.

    Raises
    ------
    KeyboardInterrupt
        The work was given up; nothing half done is left.
    """
    left = deque(jobs)
    while left:
        crew = _Crew(redactor, options)
        with crew.pool(workers) as pool:
            yield from _results(crew, pool, left, 2 * workers)
        # A dead worker takes the pool with it. Jobs start in their order, so the killer is among the first that did
        # not finish; run alone, it shows which.
        unfinished = sorted(crew.unfinished, key=lambda job: job.path)
        left.extendleft(reversed(unfinished[workers:]))
        for job in unfinished[:workers]:
            yield from _alone(redactor, job, options)


def _results(crew: _Crew, pool: ProcessPoolExecutor, left: deque[Job], most: int) -> Iterator[Result]:
    """Work through what is `left`, of which `most` are on their way at a time, until it is done or a worker dies."""
    broken = False
    while (left and not broken) or crew.running:
        while left and not broken and len(crew.running) < most:
            left[0] = crew.named(left[0])
            broken = not crew.give(pool, left[0])
            if not broken:
                left.popleft()
        done, _ = wait(crew.running, timeout=_PATIENCE_S, return_when=FIRST_COMPLETED)
        for future in done:
            job = crew.running.pop(future)
            try:
                result = future.result()
            except BrokenProcessPool:
                broken = True
                crew.unfinished.append(job)
                continue
            yield result
        interruption.check()


def _alone(redactor: FileRedactor, job: Job, options: Options) -> Iterator[Result]:
    crew, left = _Crew(redactor, options), deque([job])
    with crew.pool(1) as pool:
        yield from _results(crew, pool, left, 1)
    if left or crew.unfinished:
        yield _refused_by_death(redactor, job, options)


class _Crew:
    """The processes of one pool, the files that they are at, and those whose process died."""

    def __init__(self, redactor: FileRedactor, options: Options) -> None:
        self.running: dict[Future[Result], Job] = {}
        self.unfinished: list[Job] = []
        self._redactor = redactor
        self._options = options
        self._name = secrets.token_hex(8)

    @contextmanager
    def pool(self, workers: int) -> Iterator[ProcessPoolExecutor]:
        """The processes; they end with the block, at once if it does not end well, and nothing half done is left."""
        context = multiprocessing.get_context("spawn")
        theirs, ours = context.Pipe(duplex=False)
        first = (self._redactor.maker(), replace(self._options, mapping=None), self._name, theirs)
        with _threads(workers), theirs, ours:
            pool = ProcessPoolExecutor(workers, context, initializer=_start_worker, initargs=first)
            try:
                yield pool
            except BaseException:
                ours.close()
                raise
            finally:
                pool.shutdown(cancel_futures=True)
                self._tidy([*self.running.values(), *self.unfinished])

    def named(self, job: Job) -> Job:
        """The job with the name that its result gets."""
        return named(job, self._redactor.settings, self._options.mapping, strict=self._options.strict)

    def give(self, pool: ProcessPoolExecutor, job: Job) -> bool:
        """Give a file to the processes, of which another one is started if all are busy; whether they still live."""
        with interruption.kept_from_children(), suppress(BrokenProcessPool):
            self.running[pool.submit(_work, job)] = job
            return True
        return False

    def _tidy(self, jobs: Sequence[Job]) -> None:
        """Clear away what processes left that ended in the middle of these files."""
        if not jobs:
            return
        if not self._options.dry_run:
            for job in jobs:
                with suppress(OSError):
                    files.clear_drafts(job.target.parent, self._name)
                    beside.remove_half(job.target)
        scratch.clear_leftovers()


def _refused_by_death(redactor: FileRedactor, job: Job, options: Options) -> Result:
    error = Internal("The worker process ended while it worked on the file.")
    if not options.dry_run:
        job.target.parent.mkdir(parents=True, exist_ok=True)
        beside.remove(job.target)
        beside.remove_half(job.target)
        beside.write_report(redactor.refusal(error, name=job.source.name), job.target)
    return Result.refusal(job.path, error)


@contextmanager
def _threads(workers: int) -> Iterator[None]:
    """Share the processors between the workers: their models read this when they are loaded."""
    before = os.environ.get("OMP_NUM_THREADS")
    os.environ["OMP_NUM_THREADS"] = str(max(1, processors() // workers))
    try:
        yield
    finally:
        if before is None:
            del os.environ["OMP_NUM_THREADS"]
        else:
            os.environ["OMP_NUM_THREADS"] = before


_redactor: FileRedactor | None = None
_options = Options()


def _start_worker(make: Callable[[], FileRedactor], options: Options, owner: str, alive: Any) -> None:
    global _redactor, _options
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(alive,), daemon=True).start()
    scratch.use_own_folder()
    files.name_drafts(owner)
    _redactor, _options = make(), options


def _end_with(alive: Any) -> None:  # of a type of its own on Windows
    """End this process when the other end of the connection is closed, or its owner is dead, whatever is going on."""
    with suppress(EOFError, OSError):
        alive.recv_bytes()
    os._exit(1)


def _work(job: Job) -> Result:
    assert _redactor is not None
    return work_on(_redactor, job, _options)
