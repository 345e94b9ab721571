"""One file of a batch: left aside, left as it is, redacted or refused; none stops the others."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from dicom_text_redactor import beside, interruption
from dicom_text_redactor.batch.jobs import Job
from dicom_text_redactor.batch.results import Result
from dicom_text_redactor.batch.resuming import earlier_result
from dicom_text_redactor.corrections.marks import FileMarks
from dicom_text_redactor.dicom.files.recognizing import HEAD, kind_of
from dicom_text_redactor.errors import Internal, OutOfRoom, RedactionError
from dicom_text_redactor.files import Nowhere
from dicom_text_redactor.header.mapping import Pairs
from dicom_text_redactor.report import BoxReport
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.tracing import trace_of


class FileRedactor(Protocol):
    """What a batch asks of the redactor."""

    @property
    def settings(self) -> RedactionSettings:
        """The settings that it redacts with."""

    def maker(self) -> Callable[[], FileRedactor]:
        """What makes another one like this in another process; raise a `SettingError` if nothing can."""

    def redact_file(self, source: Path, target: Path, *, marks: FileMarks | None) -> BoxReport:
        """Redact one file into `target`, its report beside it; raise a `RedactionError` for one that is refused."""

    def redact_stream(
        self, source: BinaryIO, target: BinaryIO, *, name: str, marks: FileMarks | None = None
    ) -> BoxReport:
        """Redact the file in `source` into `target`; raise a `RedactionError` for one that is refused."""

    def refusal(self, error: RedactionError, *, name: str) -> BoxReport:
        """Make the report of a refused file."""


_SKIPPED = {"other": ("not-dicom", "no DICOM file"), "dicomdir": ("dicomdir", "a DICOMDIR, which holds no image")}


@dataclass(frozen=True, slots=True)
class Options:
    """How a batch is worked on.

    Attributes
    ----------
    strict
        Refuse what is no DICOM, which is skipped otherwise, as a DICOMDIR is.
    resume
        Leave results as they are that nothing has changed for.
    dry_run
        Write nothing; results carry the reports.
    mapping
        Takes old and new values of the headers that are cleaned; it stays in the process that was asked for it.
    """

    strict: bool = False
    resume: bool = False
    dry_run: bool = False
    mapping: Pairs | None = None


def work_on(redactor: FileRedactor, job: Job, options: Options) -> Result:
    """What becomes of one file; never raises for what is wrong with it.

    Raises
    ------
    KeyboardInterrupt
        The work was given up; nothing half done is left at the target.
    """
    started = time.perf_counter()
    try:
        skipped = None if options.strict else _skipped(job)
        earlier = earlier_result(job, redactor.settings) if options.resume and not skipped else None
        done = skipped or earlier or _redacted(redactor, job, options)
    except RedactionError as error:
        if interruption.asked() and not error.permanent:  # Ctrl-C ended the program that read for us as well
            if not options.dry_run:
                beside.remove(job.target)
            raise KeyboardInterrupt from None
        done = Result.refusal(job.path, error)
        if options.dry_run:
            done = replace(done, report=redactor.refusal(error, name=job.source.name))
    except OSError as error:
        message = f"The file cannot be read or written ({type(error).__name__})."
        done = Result.refusal(job.path, OutOfRoom.why(error) or Internal(message, trace_of(error)))
    except Exception as error:
        done = Result.refusal(job.path, Internal.unforeseen(error))
    except KeyboardInterrupt:
        if not options.dry_run:
            beside.remove_half(job.target)
        raise
    return replace(done, seconds=time.perf_counter() - started)


def _skipped(job: Job) -> Result | None:
    with job.source.open("rb") as file:
        kind = kind_of(file.read(HEAD), job.source)
    if kind == "dicom":
        return None
    code, message = _SKIPPED[kind]
    return Result(job.path, "skipped", code=code, message=message)


def _redacted(redactor: FileRedactor, job: Job, options: Options) -> Result:
    if not options.dry_run:
        return Result.of(job.path, redactor.redact_file(job.source, job.target, marks=job.marks))
    with job.source.open("rb") as file:
        report = redactor.redact_stream(file, cast(BinaryIO, Nowhere()), name=job.source.name, marks=job.marks)
    return replace(Result.of(job.path, report), report=report)
