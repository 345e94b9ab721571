"""What happens to one delivered blob, from the trigger to the pair in the output container."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, Protocol, cast

from azure.storage.blob import BlobClient

from redact_function.outcomes import (
    Outcome,
    OutOfRoom,
    RetryLater,
    Superseded,
    TransientRedaction,
    digest,
    logger,
)
from redact_function.storage import Outputs, Version, same_etag
from shared.errors import GaveUp, Internal, RedactionError, TooLarge, Unsupported
from shared.report import OUR_SUFFIXES, BoxReport

# Most single images stay in memory; a cine goes to the disk of the worker.
SPOOL_BYTES = 32 * 1024 * 1024


class StreamRedactor(Protocol):
    """What this package asks of the core."""

    def redact_stream(self, source: BinaryIO, target: BinaryIO, *, name: str, etag: str | None = None) -> BoxReport:
        """Redact the DICOM bytes of `source` into `target`; raise a `RedactionError` for a file that is refused."""

    def refusal(self, error: RedactionError, *, name: str, etag: str | None) -> BoxReport:
        """Make the report of a refused file."""


@dataclass(frozen=True, slots=True)
class Handler:
    """Redacts delivered blobs into `outputs`.

    Attributes
    ----------
    redactor
        The core, or whatever does its work.
    outputs
        The output container.
    max_bytes
        Size of one file, bytes; a larger one is refused without being read.
    delete_input
        Whether an input blob is deleted once its pair is complete.
    make_preview
        Makes the preview of a redacted file, or gives None where it cannot; None: no previews are wanted.
    """

    redactor: StreamRedactor
    outputs: Outputs
    max_bytes: int
    delete_input: bool = False
    make_preview: Callable[[BinaryIO, BoxReport], bytes | None] | None = None

    def redact(self, blob: BlobClient) -> Outcome:
        """Bring one delivered blob to its end, and log one line of it.

        Raises
        ------
        RetryLater
            The host is to deliver the blob again.
        """
        return _logged(blob.blob_name, lambda: self._redact_version(Version.current(blob)))

    def give_up(self, blob: BlobClient, etag: str) -> Outcome:
        """Refuse the version `etag` of a blob on which every try failed, unless it has its result by now.

        Raises
        ------
        RetryLater
            The host is to deliver the message again.
        """
        return _logged(blob.blob_name, lambda: self._refuse_version(Version.current(blob), etag))

    def _redact_version(self, version: Version) -> Outcome:
        status = self.outputs.status_for(version.name, version.etag)
        if status is None:
            report = self._report_on(version)
            status, outcome = report.status, Outcome.of(report)
        else:
            outcome = Outcome("skipped")
        if self.delete_input and status != "refused":
            with suppress(Superseded):  # the newer version stays, and is delivered by itself
                version.delete()
        return outcome

    def _report_on(self, version: Version) -> BoxReport:
        """Read, redact and write; a refusal that no retry would change ends in a report as well."""
        try:
            _check_before_reading(version, self.max_bytes)
            with _spool() as source, _spool() as target:
                version.download(source)
                report = self._redact_bytes(source, target, version)
                report, preview = self._with_preview(report, target, version)
                version.ensure_current()
                self.outputs.put_pair(version.name, target, report, preview)
        except RedactionError as error:
            if not error.permanent:
                raise TransientRedaction(error) from None
            report = self.redactor.refusal(error, name=version.name, etag=version.etag)
            version.ensure_current()
            self.outputs.put_refusal(version.name, report)
        return report

    def _redact_bytes(self, source: IO[bytes], target: IO[bytes], version: Version) -> BoxReport:
        try:
            return self.redactor.redact_stream(
                cast(BinaryIO, source), cast(BinaryIO, target), name=version.name, etag=version.etag
            )
        except RedactionError:
            raise
        except (OSError, MemoryError):
            raise OutOfRoom from None
        except Exception as error:
            # The text of an error that nobody foresaw could hold anything of the file.
            raise Internal(f"An unforeseen {type(error).__name__} ended the redaction.") from None

    def _with_preview(self, report: BoxReport, target: IO[bytes], version: Version) -> tuple[BoxReport, bytes | None]:
        """The preview that the settings ask for, and the report that says whether it could be made."""
        if self.make_preview is None:
            return report, None
        preview = self.make_preview(cast(BinaryIO, target), report)
        if preview is None:
            logger.warning("blob=%s preview=failed", digest(version.name))
        return replace(report, preview="failed" if preview is None else "written"), preview

    def _refuse_version(self, version: Version, etag: str) -> Outcome:
        if not same_etag(version.etag, etag):
            raise Superseded
        if self.outputs.status_for(version.name, version.etag) is not None:
            return Outcome("skipped")
        error = GaveUp("Every try to redact the file failed for a reason that could have passed.")
        report = self.redactor.refusal(error, name=version.name, etag=version.etag)
        self.outputs.put_refusal(version.name, report)
        return Outcome.of(report)


def _logged(name: str, work: Callable[[], Outcome]) -> Outcome:
    """Do the work, and log its one line however it ends."""
    started = time.monotonic()
    try:
        outcome = work()
    except Superseded:
        outcome = Outcome("superseded")
    except RetryLater as error:
        Outcome("failed", error.code).log(name, time.monotonic() - started)
        raise
    outcome.log(name, time.monotonic() - started)
    return outcome


def _check_before_reading(version: Version, max_bytes: int) -> None:
    if version.size > max_bytes:
        raise TooLarge(f"The file has {version.size} bytes; the limit is {max_bytes}.")
    if version.name.endswith(OUR_SUFFIXES):
        raise Unsupported("The name ends like that of a report or a preview, so the result could overwrite one.")


@contextmanager
def _spool() -> Iterator[IO[bytes]]:
    """A temporary file that stays in memory while it is small."""
    try:
        with SpooledTemporaryFile(max_size=SPOOL_BYTES) as file:
            yield cast("IO[bytes]", file)
    except OSError:
        raise OutOfRoom from None
