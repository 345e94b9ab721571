"""A folder of files: each one redacted or refused, none of them stopping the others."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from dicom_text_redactor import beside, scratch
from dicom_text_redactor.corrections.marks import NO_MARKS, FileMarks
from dicom_text_redactor.corrections.reading import ensure_known
from dicom_text_redactor.errors import Internal, OutOfRoom, RedactionError, SettingError
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.report import PreviewStatus
from dicom_text_redactor.settings import RedactionSettings


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file.

    `path` is relative to the source folder; `code` is that of the refusal, or empty; `preview` says whether
    the preview that was asked for is there.
    """

    path: Path
    status: str
    boxes: int
    seconds: float
    code: str = ""
    message: str = ""
    remedy: str = ""
    preview: PreviewStatus | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of all files of a folder, in the order of their paths."""

    results: tuple[Result, ...] = field(default=())

    @property
    def by_status(self) -> dict[str, int]:
        """How many files were redacted, clean and refused."""
        return dict(Counter(result.status for result in self.results))

    @property
    def refused(self) -> int:
        """How many files were refused."""
        return self.by_status.get("refused", 0)


def files_below(source: Path, target: Path) -> list[Path]:
    """All files below `source`, whatever their names, as sorted relative paths; those below `target` are left out.

    Raises
    ------
    SettingError
        `target` is `source`: results would overwrite what they were made from.
    """
    source, target = source.resolve(), target.resolve()
    if source == target:
        raise SettingError("The target folder must not be the source folder.")
    inside = [path for path in source.rglob("*") if path.is_file() and not path.is_relative_to(target)]
    return sorted(path.relative_to(source) for path in inside)


def redact_file(
    redactor: Redactor, source: Path, target: Path, path: Path = Path(), marks: FileMarks = NO_MARKS
) -> Result:
    """Redact one file, and never raise for what is wrong with it."""
    try:
        report = redactor.redact_file(source, target, marks=marks)
    except RedactionError as error:
        return _refused(path, error)
    except OSError as error:
        full = OutOfRoom.why(error)
        return _refused(path, full or Internal(f"The file cannot be read or written ({type(error).__name__})."))
    return Result(path, report.status, len(report.hidden), report.seconds["total"], preview=report.preview)


def redact_directory(
    redactor: Redactor,
    source: Path | str,
    target: Path | str,
    workers: int = 1,
    each: Callable[[Result], None] = lambda _: None,
    marks: Mapping[str, FileMarks] | None = None,
) -> Summary:
    """Redact every file below `source` to the same relative path below `target`.

    workers: how many processes share the work; each loads the models for itself.
    each: called with every result as it comes.
    marks: what a person found in earlier results, by the same relative path with slashes.

    Raises
    ------
    SettingError
        `target` is `source`, areas were marked in a file that is not there, or several processes are to share a
        redactor that has recognizers of its own.
    """
    if workers > 1 and redactor.needs_more_than_settings:
        raise SettingError("A redactor with recognizers of its own works in one process only.")
    source, target, marks = Path(source), Path(target), marks or {}
    paths = files_below(source, target)
    ensure_known(marks, paths)
    jobs = [(source / path, target / path, path, marks.get(path.as_posix(), NO_MARKS)) for path in paths]
    results = []
    for result in _one_by_one(redactor, jobs) if workers <= 1 else _side_by_side(redactor.settings, jobs, workers):
        each(result)
        results.append(result)
    return Summary(tuple(sorted(results, key=lambda result: result.path)))


Job = tuple[Path, Path, Path, FileMarks]


def _one_by_one(redactor: Redactor, jobs: list[Job]) -> Iterator[Result]:
    return (redact_file(redactor, *job) for job in jobs)


def _side_by_side(settings: RedactionSettings, jobs: list[Job], workers: int) -> Iterator[Result]:
    """Results as they come; a file that kills its worker is refused, and the others go on."""
    left = list(jobs)
    while left:
        unfinished: list[Job] = []
        with _pool(settings, workers) as pool:
            for job, future in [(job, pool.submit(_work, job)) for job in left]:
                try:
                    yield future.result()
                except BrokenProcessPool:
                    unfinished.append(job)
        # A dead worker takes the pool with it. Jobs start in their order, so the killer is among the
        # first that did not finish; run alone, it shows which.
        suspects, left = unfinished[:workers], unfinished[workers:]
        for job in suspects:
            yield _alone(settings, job)


def _alone(settings: RedactionSettings, job: Job) -> Result:
    with _pool(settings, 1) as pool:
        try:
            return pool.submit(_work, job).result()
        except BrokenProcessPool:
            return _refused_by_death(settings, job)


@contextmanager
def _pool(settings: RedactionSettings, workers: int) -> Iterator[ProcessPoolExecutor]:
    context = multiprocessing.get_context("spawn")
    with (
        _threads(workers),
        ProcessPoolExecutor(workers, context, initializer=_start_worker, initargs=(settings,)) as pool,
    ):
        yield pool


def _refused_by_death(settings: RedactionSettings, job: Job) -> Result:
    error = Internal("The worker process ended while it worked on the file.")
    _, target, path, _ = job
    report = Redactor(settings).refusal(error, name=path.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    beside.remove(target)
    if not beside.is_ours(target):
        target.unlink(missing_ok=True)
    beside.write_report(report, target)
    return _refused(path, error)


def _refused(path: Path, error: RedactionError) -> Result:
    return Result(path, "refused", 0, 0.0, error.code, str(error), error.remedy)


@contextmanager
def _threads(workers: int) -> Iterator[None]:
    """Share the processors between the workers: their models read this when they are loaded."""
    before = os.environ.get("OMP_NUM_THREADS")
    os.environ["OMP_NUM_THREADS"] = str(max(1, len(os.sched_getaffinity(0)) // workers))
    try:
        yield
    finally:
        if before is None:
            del os.environ["OMP_NUM_THREADS"]
        else:
            os.environ["OMP_NUM_THREADS"] = before


_redactor: Redactor | None = None


def _start_worker(settings: RedactionSettings) -> None:
    global _redactor
    scratch.use_own_folder()
    _redactor = Redactor(settings)


def _work(job: Job) -> Result:
    assert _redactor is not None
    return redact_file(_redactor, *job)
