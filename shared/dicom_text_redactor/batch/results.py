"""What became of each file of a batch, and of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from dicom_text_redactor.errors import Internal, RedactionError
from dicom_text_redactor.report import BoxReport, PreviewStatus
from dicom_text_redactor.tracing import Trace

Status = Literal["redacted", "clean", "refused", "skipped", "already-done"]
STATUSES: tuple[Status, ...] = get_args(Status)

_REMOVED = {
    "overlays": ("overlay plane", "overlay planes"),
    "overlay_texts": ("overlay label", "overlay labels"),
    "nested_images": ("nested image", "nested images"),
    "annotations": ("graphic annotation", "graphic annotations"),
    "curves": ("curve", "curves"),
    "signatures": ("digital signature", "digital signatures"),
    "icon": ("icon image", "icon images"),
    "high_bits": ("unused high bits", "unused high bits"),
}
"""What `other_places` of a report counts, for people: one of it, and several."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file.

    Attributes
    ----------
    path
        Where it goes, relative to the target folder.
    status
        That of the report; ``skipped``: it is no DICOM image and was left aside; ``already-done``: an earlier result
        stays.
    boxes
        How many areas were painted over.
    seconds
        Wall-clock time that it took now.
    code, message, remedy, trace
        Those of the refusal; a skipped file has a code and a message, too.
    preview
        Whether the preview that was asked for is there.
    removed
        What else was removed or cleared, in words: ``2 overlay planes``.
    source_sha256, output_sha256
        Digests of both files, as far as they are known.
    report
        In a dry run the report that would have been written.
    """

    path: Path = field(repr=False)
    status: Status
    boxes: int = 0
    seconds: float = 0.0
    code: str = ""
    message: str = ""
    remedy: str = ""
    preview: PreviewStatus | None = None
    removed: tuple[str, ...] = ()
    trace: Trace = ()
    source_sha256: str = ""
    output_sha256: str = ""
    report: BoxReport | None = None

    @classmethod
    def of(cls, path: Path, report: BoxReport) -> Result:
        """The result that a report of a file tells of that was not refused."""
        return cls(
            path,
            report.status,
            len(report.hidden),
            preview=report.preview,
            removed=removed(report.other_places),
            source_sha256=report.source.get("sha256", ""),
            output_sha256=(report.output or {}).get("sha256", ""),
        )

    @classmethod
    def refusal(cls, path: Path, error: RedactionError) -> Result:
        """The result of a file that was refused."""
        trace = error.trace if isinstance(error, Internal) else ()
        return cls(path, "refused", code=error.code, message=str(error), remedy=error.remedy, trace=trace)


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of all files, in the order of their paths."""

    results: tuple[Result, ...] = field(default=())

    @property
    def by_status(self) -> dict[str, int]:
        """How many files came to each end; ends that none came to are left out."""
        return dict(Counter(result.status for result in self.results))

    @property
    def refused(self) -> int:
        """How many files were refused."""
        return self.by_status.get("refused", 0)


def removed(other_places: Mapping[str, Any]) -> tuple[str, ...]:
    """What was removed beside the pixels, in words, as `other_places` of a report says it."""
    found = []
    for name, (one, several) in _REMOVED.items():
        value = other_places.get(name, 0)
        if isinstance(value, int) and value:
            found.append(f"{value} {one if value == 1 else several}")
        elif value in ("removed", "cleared"):
            found.append(one)
    return tuple(found)
