"""What a report tells of a file: from its metadata, or from its content where an earlier release wrote it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from azure.core.exceptions import ResourceNotFoundError
from azure.storage.blob import ContainerClient

from redact_function.listing import Listed
from redact_function.outputs import CODE, STATUS, VERSION
from redact_function.storage import storage_errors

UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Told:
    """The status of an answer, the code of a refusal (or -), and the version of the program that gave it."""

    status: str
    code: str
    version: str


def told_by(report: Listed) -> Told | None:
    """What the metadata tell; None where there are none."""
    said = report.metadata
    return Told(said[STATUS], said.get(CODE, "-"), said.get(VERSION, UNKNOWN)) if STATUS in said else None


def told(outputs: ContainerClient, report: Listed) -> Told:
    """What the metadata tell, or else the report itself, which is fetched for that.

    Raises
    ------
    TransientStorageError
        The storage failed.
    """
    return told_by(report) or _read(outputs, report)


def _read(outputs: ContainerClient, report: Listed) -> Told:
    try:
        with storage_errors():
            try:
                text = outputs.download_blob(report.name).readall()
            except ResourceNotFoundError:
                return Told(UNKNOWN, "-", UNKNOWN)  # it is being replaced
        document = json.loads(text)
        reason, versions = document["reason"] or {}, document["versions"]
        return Told(document["status"], reason.get("code", "-"), versions.get("app", UNKNOWN))
    except (ValueError, KeyError, TypeError, AttributeError):
        return Told(UNKNOWN, "-", UNKNOWN)


def is_before(version: str, other: str) -> bool:
    """Whether a version of the program comes before another; one that is not known comes before all."""
    return version == UNKNOWN or _numbers(version) < _numbers(other)


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(number) for number in re.findall(r"\d+", version)[:3]]
    return tuple(numbers + [0] * (3 - len(numbers)))
