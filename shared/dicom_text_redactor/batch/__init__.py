"""A batch of files: each one redacted, refused or left aside, none of them stopping the others.

It knows how files are found, shared out, left as they are and worked on side by side. The work itself it is given: a
`FileRedactor`, which `dicom_text_redactor.redactor.Redactor` is.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from pathlib import Path

from dicom_text_redactor import interruption
from dicom_text_redactor.batch.jobs import Batch, Job, folder, named, one_file, several
from dicom_text_redactor.batch.results import STATUSES, Result, Status, Summary
from dicom_text_redactor.batch.sharding import Shard
from dicom_text_redactor.batch.single import FileRedactor, Options, work_on
from dicom_text_redactor.corrections.marks import FileMarks

__all__ = [
    "STATUSES",
    "Batch",
    "FileRedactor",
    "Job",
    "Options",
    "Result",
    "Shard",
    "Status",
    "Summary",
    "folder",
    "one_file",
    "redact_directory",
    "run",
    "several",
    "work_on",
]


def run(
    redactor: FileRedactor, batch: Batch, options: Options | None = None, workers: int = 1
) -> Generator[Result, None, None]:
    """Work through a batch: the results as they come.

    workers: how many processes share the work; each loads the models for itself.

    Raises
    ------
    KeyboardInterrupt
        The command was told to stop; nothing half done is left.
    """
    options = options or Options()
    yield from batch.settled
    if workers > 1 and batch.jobs:
        from dicom_text_redactor.batch.workers import side_by_side

        yield from side_by_side(redactor, batch.jobs, options, min(workers, len(batch.jobs)))
        return
    for job in batch.jobs:
        interruption.check()
        yield work_on(redactor, named(job, redactor.settings, options.mapping, strict=options.strict), options)


def redact_directory(
    redactor: FileRedactor,
    source: Path | str,
    target: Path | str,
    workers: int = 1,
    each: Callable[[Result], None] = lambda _: None,
    marks: Mapping[str, FileMarks] | None = None,
    strict: bool = False,
) -> Summary:
    """Redact every file below `source` to the same relative path below `target`.

    workers: how many processes share the work; each loads the models for itself.
    each: called with every result as it comes.
    marks: what a person found in earlier results, by the same relative path with slashes.
    strict: refuse what is no DICOM, which is skipped otherwise, as a DICOMDIR is.

    Raises
    ------
    SettingError
        `target` is `source`, or areas were marked in a file that is not there.
    """
    results = []
    for result in run(redactor, folder(Path(source), Path(target), marks), Options(strict=strict), workers):
        each(result)
        results.append(result)
    return Summary(tuple(sorted(results, key=lambda result: result.path)))
