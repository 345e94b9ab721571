"""What is written beside a redacted file: its report, and the preview that the settings ask for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dicom_text_redactor.errors import Unsupported
from dicom_text_redactor.files import replacing
from dicom_text_redactor.report import OUR_SUFFIXES, PREVIEW_SUFFIX, REPORT_SUFFIX, BoxReport


def is_ours(target: Path) -> bool:
    """Whether a file is named like what stands beside another one, and so could take its place."""
    return target.name.endswith(OUR_SUFFIXES)


def refuse_our_names(target: Path) -> None:
    """Refuse a file that is named like a report or a preview.

    Raises
    ------
    Unsupported
        It is.
    """
    if is_ours(target):
        raise Unsupported("The name ends like that of a report or a preview, so the result could overwrite one.")


def report_of(target: Path) -> Path:
    """Where the report of `target` stands."""
    return target.with_name(target.name + REPORT_SUFFIX)


def preview_of(target: Path) -> Path:
    """Where the preview of `target` stands."""
    return target.with_name(target.name + PREVIEW_SUFFIX)


def remove(target: Path) -> None:
    """Remove an older report and preview. A report says that all is complete: it goes first and comes last."""
    for path in (report_of(target), preview_of(target)):
        path.unlink(missing_ok=True)


def remove_half(target: Path) -> None:
    """Remove a target and its preview that have no report, which comes last: somebody stopped in the middle."""
    if not report_of(target).exists():
        preview_of(target).unlink(missing_ok=True)
        if not is_ours(target):  # then it would belong to another file
            target.unlink(missing_ok=True)


def write_report(report: BoxReport, target: Path) -> None:
    """Write the report of `target` beside it."""
    _write(report.to_json().encode("utf-8"), report_of(target))


def with_preview(report: BoxReport, target: Path) -> BoxReport:
    """Write the preview of `target`, and give the report that says whether it is there: it never costs a redaction."""
    from dicom_text_redactor.previews.preview import try_preview

    try:
        with target.open("rb") as file:
            picture = try_preview(file, report)
        if picture is not None:
            _write(picture, preview_of(target))
    except OSError:
        picture = None
    return replace(report, preview="failed" if picture is None else "written")


def _write(data: bytes, path: Path) -> None:
    with replacing(path) as file:
        file.write(data)
