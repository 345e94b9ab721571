"""Whether the result that an earlier run left is still the one that this run would come to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dicom_text_redactor import beside
from dicom_text_redactor.batch.jobs import Job
from dicom_text_redactor.batch.results import Result, removed
from dicom_text_redactor.files import Facts
from dicom_text_redactor.report import SCHEMA, stored
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.version import versions


def earlier_result(job: Job, settings: RedactionSettings) -> Result | None:
    """The result that stands at a job's target, if nothing that it was made from has changed; else None.

    It must be complete: report, file, and the preview that is asked for. The report must name this source by its
    content, this file by its content, the same program, readers and models, the same settings and marks. Which words
    ``REDACT_ALLOW`` and ``REDACT_DENY`` held it does not say, only how many. A refused file is always tried again.
    """
    report = _report_of(job.target)
    if report.get("schema") != SCHEMA or report.get("status") not in ("redacted", "clean"):
        return None
    if {name: report.get(name) for name in ("policy", "fill", "settings", "versions")} != {
        "policy": settings.policy,
        "fill": settings.fill,
        "settings": settings.told() | job.marks.told(),
        "versions": versions(settings),
    }:
        return None
    if settings.preview and not (report.get("preview") == "written" and beside.preview_of(job.target).is_file()):
        return None
    if not (_is(job.source, report.get("source")) and _is(job.target, report.get("output"))):
        return None
    boxes, places = report.get("boxes"), report.get("other_places")
    return Result(
        job.path,
        "already-done",
        len(boxes) if isinstance(boxes, list) else 0,
        removed=removed(places) if isinstance(places, dict) else (),
        source_sha256=report["source"]["sha256"],
        output_sha256=report["output"]["sha256"],
    )


def _report_of(target: Path) -> dict[str, Any]:
    """The report beside a target; an empty one where there is none that can be read."""
    return stored(beside.report_of(target)) or {}


def _is(path: Path, told: object) -> bool:
    """Whether a file has the length and the SHA-256 that a report tells."""
    if not isinstance(told, dict):
        return False
    try:
        if path.stat().st_size != told.get("bytes"):
            return False
        with path.open("rb") as file:
            return Facts.of(file).sha256 == told.get("sha256")
    except OSError:
        return False
