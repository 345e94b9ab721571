"""What happens to one delivered blob, from the trigger to the pair in the output container."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, Protocol, cast

from azure.storage.blob import BlobClient

from dicom_text_redactor.errors import Archived, GaveUp, Internal, RedactionError, TimedOut, TooLarge
from dicom_text_redactor.report import BoxReport
from redact_function.effort import Effort
from redact_function.host_limits import HostLimits
from redact_function.names import Names, shown
from redact_function.outcomes import (
    Conflict,
    Contended,
    Outcome,
    OutOfRoom,
    RetryLater,
    Superseded,
    TransientRedaction,
    Unforeseen,
    digest,
    logger,
)
from redact_function.outputs import Outputs
from redact_function.storage import time_limit
from redact_function.unpacking import unpack
from redact_function.versions import Version, same_etag

# Most single images stay in memory; a cine goes to the disk of the worker.
SPOOL_BYTES = 32 * 1024 * 1024
_ROUNDS = 6


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
    limits
        What the host allows one delivery.
    make_preview
        Makes the preview of a redacted file, or gives None where it cannot; None: no previews are wanted.
    """

    redactor: StreamRedactor
    outputs: Outputs
    max_bytes: int
    delete_input: bool = False
    limits: HostLimits = field(default_factory=HostLimits)
    make_preview: Callable[[BinaryIO, BoxReport], bytes | None] | None = None

    def redact(self, blob: BlobClient, replaces: str | None = None) -> Outcome:
        """Bring one delivered blob to its end, and log one line of it.

        The report with the ETag `replaces` does not count as an answer, so that a file can be done again.

        Raises
        ------
        RetryLater
            The blob is to be delivered again.
        """
        return self._logged(blob.blob_name, lambda: self._redact(blob, replaces))

    def give_up(self, blob: BlobClient, etag: str | None, why: GaveUp | None = None) -> Outcome:
        """Refuse the version `etag` of a blob (None: the present one), unless it has its result by now.

        Raises
        ------
        RetryLater
            The host is to deliver the message again.
        """
        why = why or GaveUp(f"All {self.limits.tries} attempts failed for reasons that may be temporary.")
        return self._logged(blob.blob_name, lambda: self._give_up(blob, etag, why))

    def _redact(self, blob: BlobClient, replaces: str | None) -> Outcome:
        names = Names.of(blob.blob_name)
        if not names.reachable:
            return self._refuse_unread(blob.blob_name, names)
        with time_limit(self.limits.reading_s):
            version = Version.current(blob)
            found = self.outputs.look(names)
        if found.code == Archived.code and not version.archived:
            replaces = found.report_etag  # somebody has brought it back
        status = found.answer_to(version.etag, replaces)
        outcome = Outcome("skipped") if status is not None else self._redact_version(version, names, replaces)
        if self.delete_input:
            self._delete_if_paired(version, names)
        return outcome

    def _delete_if_paired(self, version: Version, names: Names) -> None:
        """Delete the input, of which both outputs are seen to be there; a refused file stays."""
        if self.outputs.look(names).answer_to(version.etag) in ("redacted", "clean"):
            with suppress(Superseded):  # the newer version stays, and is delivered by itself
                version.delete()

    def _give_up(self, blob: BlobClient, etag: str | None, why: GaveUp) -> Outcome:
        names = Names.of(blob.blob_name)
        if not names.reachable:
            return self._refuse_unread(blob.blob_name, names)
        version = Version.current(blob)
        if etag is not None and not same_etag(version.etag, etag):
            raise Superseded
        return self._refuse(version, names, why)

    def _refuse_unread(self, name: str, names: Names) -> Outcome:
        """Answer for a blob that cannot even be asked for its version."""
        assert names.wrong
        return self._answer(names, self.redactor.refusal(names.wrong, name=shown(name), etag=None), None, None)

    def _redact_version(self, version: Version, names: Names, replaces: str | None) -> Outcome:
        """Read, redact and write; a refusal that no retry would change ends in a report as well."""
        effort = Effort()
        try:
            _check_before_reading(version, names, self.max_bytes)
            with _spool() as stored, _spool() as unpacked, _spool() as target:
                with time_limit(self.limits.reading_s):
                    version.download(stored)
                effort = Effort()
                is_packed = version.packed and unpack(stored, unpacked, max_bytes=self.max_bytes)
                report = self._redact_bytes(unpacked if is_packed else stored, target, version)
                report, preview = self._with_preview(report, target, version, names)
                return self._answer(names, report, target, version, preview, replaces)
        except RedactionError as error:
            if not error.permanent and not (isinstance(error, TimedOut) and effort.was_mostly_work()):
                raise TransientRedaction(error) from None
            return self._refuse(version, names, error, replaces)

    def _redact_bytes(self, source: IO[bytes], target: IO[bytes], version: Version) -> BoxReport:
        try:
            return self.redactor.redact_stream(
                cast(BinaryIO, source), cast(BinaryIO, target), name=shown(version.name), etag=version.etag
            )
        except RedactionError:
            raise
        except (OSError, MemoryError):
            raise OutOfRoom from None
        except Exception as error:
            # The text of an error that nobody foresaw could hold anything of the file.
            raise Internal.unforeseen(error) from None

    def _refuse(self, version: Version, names: Names, error: RedactionError, replaces: str | None = None) -> Outcome:
        report = self.redactor.refusal(error, name=shown(version.name), etag=version.etag)
        return self._answer(names, report, None, version, replaces=replaces)

    def _with_preview(
        self, report: BoxReport, target: IO[bytes], version: Version, names: Names
    ) -> tuple[BoxReport, bytes | None]:
        """The preview that the settings ask for, and the report that says whether it could be made."""
        if self.make_preview is None:
            return report, None
        preview = self.make_preview(cast(BinaryIO, target), report) if names.preview else None
        if preview is None:
            logger.warning("blob=%s preview=failed", digest(version.name))
        return replace(report, preview="failed" if preview is None else "written"), preview

    def _answer(
        self,
        names: Names,
        report: BoxReport,
        redacted: IO[bytes] | None,
        version: Version | None,
        preview: bytes | None = None,
        replaces: str | None = None,
    ) -> Outcome:
        """Write the answer, unless there is one by now; see to it that nothing newer is written over.

        The order decides: what is replaced is looked at before the version is found to be the current one.
        """
        for _ in range(_ROUNDS):
            found = self.outputs.look(names)
            if found.answer_to(version.etag if version else None, replaces) is not None:
                return Outcome("skipped")
            if version:
                version.ensure_current()
            try:
                self.outputs.replace(found, names, report, redacted, preview)
            except Conflict:
                time.sleep(random.uniform(0.05, 0.5))  # noqa: S311  # so that two workers do not keep step
                continue
            return Outcome.of(report)
        raise Contended

    def _logged(self, name: str, work: Callable[[], Outcome]) -> Outcome:
        """Do the work in the host's time, and log its one line however it ends."""
        started = time.monotonic()
        try:
            with time_limit(self.limits.storing_s):
                outcome = work()
        except Superseded:
            outcome = Outcome("superseded")
        except Exception as error:
            failure = error if isinstance(error, RetryLater) else Unforeseen(error)
            Outcome("failed", failure.code).log(name, time.monotonic() - started)
            raise failure from None
        outcome.log(name, time.monotonic() - started)
        return outcome


def _check_before_reading(version: Version, names: Names, max_bytes: int) -> None:
    if version.archived:
        raise Archived("The blob lies in the archive tier, and cannot be read there.")
    if version.size > max_bytes:
        raise TooLarge(f"The file has {version.size} bytes; the limit is {max_bytes}.")
    if names.wrong:
        raise names.wrong


@contextmanager
def _spool() -> Iterator[IO[bytes]]:
    """A temporary file that stays in memory while it is small."""
    try:
        with SpooledTemporaryFile(max_size=SPOOL_BYTES) as file:
            yield cast("IO[bytes]", file)
    except OSError:
        raise OutOfRoom from None
