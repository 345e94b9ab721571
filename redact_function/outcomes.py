"""How a delivery can end, and the one line that the log gets of it.

    RetryLater                 raised to the host, which delivers the blob again
    ├── TransientStorageError  the storage failed
    ├── TransientRedaction     the time limit, the reader, or a full disk
    ├── OutOfRoom              the worker's disk or memory is full
    ├── Contended              other workers kept writing the same outputs
    └── Unforeseen             a failure that the program does not know
    Superseded                 the blob was overwritten or deleted meanwhile: a quiet end
    Conflict                   the output changed while it was written: look again, and go on

The host copies an exception's text and the log's lines word for word, and names of blobs can be
names of patients. So messages are fixed words and numbers, and a blob goes by a digest.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from dicom_text_redactor.errors import RedactionError
from dicom_text_redactor.report import BoxReport

logger = logging.getLogger("redact_function")

DIGEST_LENGTH = 12

STAGES = "decode", "find", "read", "judge", "write"
"""The stages of the redaction whose seconds the log tells, in their order."""


class RetryLater(Exception):
    """Trying again may help; `code` says in one word what failed."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class TransientStorageError(RetryLater):
    """The storage did not do what it was asked; `status` is its HTTP status, None without an answer."""

    def __init__(self, status: int | None = None) -> None:
        super().__init__("storage", f"The storage failed (HTTP status {status or 'unknown'}); the host tries again.")
        self.status = status


class TransientRedaction(RetryLater):
    """The redaction failed for a reason that may pass."""

    def __init__(self, error: RedactionError) -> None:
        super().__init__(error.code, f"The redaction failed ({error.code}); the host tries again.")


class OutOfRoom(RetryLater):
    """The worker ran out of disk or memory; beside fewer other files the same one may pass."""

    def __init__(self) -> None:
        super().__init__("out-of-room", "The worker ran out of disk or memory; the host tries again.")


class Contended(RetryLater):
    """Other workers wrote the same outputs again and again."""

    def __init__(self) -> None:
        super().__init__("contended", "Other workers kept writing the same outputs; the host tries again.")


class Unforeseen(RetryLater):
    """Something failed around the redaction; its own words could hold the blob's name, so its kind alone is told."""

    def __init__(self, error: Exception) -> None:
        super().__init__(
            "unforeseen", f"An unforeseen {type(error).__name__} ended the delivery; the host tries again."
        )


class Conflict(Exception):
    """The output is not as it was seen a moment ago."""


class Superseded(Exception):
    """The version that was to be read is not there any more. A newer one is delivered by itself."""


def digest(name: str) -> str:
    """The blob's name for the log: the start of its SHA-256, which the name's owner can compute too."""
    return hashlib.sha256(name.encode()).hexdigest()[:DIGEST_LENGTH]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one delivery.

    Attributes
    ----------
    status
        A status of the box report, or ``skipped`` (its result is there already), ``superseded``,
        ``failed`` (the host tries again).
    reason
        Code of the refusal or failure, or None.
    boxes
        How many areas were painted over.
    measures
        More fields for the log, names and values, as far as the report knows them: ``frames``, ``bytes_in``,
        ``bytes_out``, and the seconds of each stage. Numbers only.
    """

    status: str
    reason: str | None = None
    boxes: int = 0
    measures: tuple[tuple[str, int | float], ...] = ()

    @classmethod
    def of(cls, report: BoxReport) -> Outcome:
        """The outcome that a report tells of."""
        reason = report.reason["code"] if report.reason else None
        return cls(report.status, reason, len(report.hidden), tuple(_measures(report)))

    def log(self, name: str, seconds: float) -> None:
        """Write the file's line; `name` is digested, `seconds` is the wall-clock time of the delivery."""
        logger.log(
            logging.WARNING if self.status in ("refused", "failed") else logging.INFO,
            "blob=%s status=%s reason=%s boxes=%d seconds=%.2f%s",
            digest(name),
            self.status,
            self.reason or "-",
            self.boxes,
            seconds,
            "".join(
                f" {field}={value:.2f}" if isinstance(value, float) else f" {field}={value}"
                for field, value in self.measures
            ),
        )


def _measures(report: BoxReport) -> Iterator[tuple[str, int | float]]:
    """The numbers of a report that the log tells; what the report does not know is left out."""
    for field, holder, key in (
        ("frames", report.image, "frames"),
        ("bytes_in", report.source, "bytes"),
        ("bytes_out", report.output, "bytes"),
    ):
        if holder and isinstance(holder.get(key), int):
            yield field, holder[key]
    for stage in STAGES:
        if stage in report.seconds:
            yield stage, float(report.seconds[stage])
