"""Which files a batch is made of: what lies below the sources, and where each result goes."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dicom_text_redactor.batch.results import Result
from dicom_text_redactor.batch.sharding import Shard
from dicom_text_redactor.corrections.marks import NO_MARKS, FileMarks
from dicom_text_redactor.corrections.reading import ensure_known
from dicom_text_redactor.errors import Internal, SettingError
from dicom_text_redactor.header.mapping import Pairs
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.tracing import trace_of


@dataclass(frozen=True, slots=True, repr=False)
class Job:
    """One file: where it lies, where its result goes (`path`: relative to the target folder), and its marks.

    `named` says that the result has the name that it will keep: see `named` below.
    """

    source: Path
    target: Path
    path: Path
    marks: FileMarks = NO_MARKS
    named: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """The files to work on, and what is settled without work: entries of folders that are no files, or cannot be read.

    Both are sorted by their paths.
    """

    jobs: tuple[Job, ...]
    settled: tuple[Result, ...] = ()

    def __len__(self) -> int:
        return len(self.jobs) + len(self.settled)

    def share(self, shard: Shard) -> Batch:
        """The share of a shard."""
        return Batch(
            tuple(job for job in self.jobs if shard.holds(job.path)),
            tuple(result for result in self.settled if shard.holds(result.path)),
        )


def named(job: Job, settings: RedactionSettings, mapping: Pairs | None = None, *, strict: bool = False) -> Job:
    """The job with the name that its result gets: one that does not hold the patient's name or id.

    mapping: takes the old and new values of the file's header.
    strict: files that are no DICOM will have a report, and so need a name.
    """
    if settings.header == "keep" or job.named:
        return job
    from dicom_text_redactor.header import peeking

    old = job.path.as_posix()
    new = peeking.new_path(job.source, old, settings, strict=strict)
    if mapping is not None:
        mapping.add(peeking.given(job.source, settings))
        mapping.add_path(old, new)
    if new == old:
        return replace(job, named=True)
    same = job.target.parts[-len(job.path.parts) :] == job.path.parts
    target = job.target.parents[len(job.path.parts) - 1] / new if same else job.target
    return replace(job, path=Path(new), target=target, named=True)


def one_file(source: Path, target: Path, marks: FileMarks = NO_MARKS) -> Batch:
    """The batch of a single file whose result goes to the path `target`.

    Raises
    ------
    SettingError
        `target` is `source`.
    """
    if target.resolve() == source.resolve():
        raise SettingError(f"The result would be written over its original: {source}. Choose another DST.")
    return Batch((Job(source, target, Path(source.name), marks),))


def folder(source: Path, target: Path, marks: Mapping[str, FileMarks] | None = None) -> Batch:
    """The files below `source`, whose results go to the same relative paths below `target`.

    marks: by relative path with slashes.

    Raises
    ------
    SettingError
        A result would be written over an original, or areas were marked in a file that is not there.
    """
    return _with_marks(_below(source, target, target, Path()), marks or {})


def several(sources: Sequence[Path], target: Path, marks: Mapping[str, FileMarks] | None = None) -> Batch:
    """Files and folders, whose results go below `target` under the names of the sources, as `cp -r` copies them.

    marks: by path relative to `target`, with slashes.

    Raises
    ------
    SettingError
        Two sources have the same name, a source has none, a result would be written over an original, or areas were
        marked in a file that is not there.
    """
    named: dict[str, Path] = {}
    parts = []
    for source in sources:
        name = source.resolve().name
        if not name:
            raise SettingError(f"A source has no name that its results could go by: {source}. Give it alone.")
        if (other := named.get(os.path.normcase(name))) is not None:
            raise SettingError(f"Two sources would have the same results, {target / name}: {other} and {source}.")
        named[os.path.normcase(name)] = source
        if source.is_dir():
            parts.append(_below(source, target / name, target, Path(name)))
        else:
            parts.append(Batch((Job(source, target / name, Path(name)),)))
    whole = Batch(
        tuple(job for part in parts for job in part.jobs), tuple(one for part in parts for one in part.settled)
    )
    return _with_marks(whole, marks or {})


def _with_marks(batch: Batch, marks: Mapping[str, FileMarks]) -> Batch:
    """The batch in the order of its paths, with its marks; and no result may take the place of an original."""
    ensure_known(marks, [job.path for job in batch.jobs])
    originals = {_absolute(job.source): job.source for job in batch.jobs}
    for job in batch.jobs:
        if (original := originals.get(_absolute(job.target))) is not None:
            raise SettingError(f"A result would be written over an original: {original}. Choose another DST.")
    jobs = [replace(job, marks=marks.get(job.path.as_posix(), NO_MARKS)) if marks else job for job in batch.jobs]
    return Batch(
        tuple(sorted(jobs, key=lambda job: job.path)), tuple(sorted(batch.settled, key=lambda result: result.path))
    )


def _absolute(path: Path) -> str:
    return os.path.normcase(os.path.normpath(path.absolute()))


def _below(source: Path, place: Path, target: Path, path: Path) -> Batch:
    """What lies below the folder `source` and goes below `place`; what lies below `target` is left out.

    path: that of `place` relative to `target`.
    """
    source, place, target = source.resolve(), place.resolve(), target.resolve()
    if source == place:
        raise SettingError(f"The target folder must not be the source folder: {source}.")
    jobs, settled = [], []
    for below, problem in _entries(source, target):
        if problem is None:
            jobs.append(Job(source / below, place / below, path / below))
        else:
            settled.append(replace(problem, path=path / below))
    return Batch(tuple(jobs), tuple(settled))


def _entries(source: Path, target: Path) -> Iterator[tuple[Path, Result | None]]:
    """Everything below a folder but folders, by relative path; with a result where it is no file that can be read."""
    unreadable: list[OSError] = []
    for top, folders, files in os.walk(source, onerror=unreadable.append):
        here = Path(top)
        for name in files:
            path = (here / name).relative_to(source)
            yield path, None if (here / name).is_file() else _left_out(path, "no-file", "no regular file")
        for name in list(folders):
            if (here / name) == target:
                folders.remove(name)
            elif (here / name).is_symlink():
                path = (here / name).relative_to(source)
                yield path, _left_out(path, "linked-folder", "a link to a folder, which is not followed")
    for error in unreadable:
        path = Path(os.fsdecode(error.filename or source)).relative_to(source)
        refusal = Internal(f"The folder cannot be read ({type(error).__name__}).", trace_of(error))
        yield path, Result.refusal(path, refusal)


def _left_out(path: Path, code: str, message: str) -> Result:
    return Result(path, "skipped", code=code, message=message)
