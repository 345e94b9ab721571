"""What an output folder holds: its box reports, checked, and the DICOM files that have none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from dicom_text_redactor.report import REPORT_SUFFIX, SCHEMA, Status, stored
from dicom_text_redactor.review.problems import BAD_REPORT, NO_REPORT, Problem

_LARGEST = 2**31  # pixels and frames
_AREA = ("left", "top", "width", "height")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the output.

    Attributes
    ----------
    path
        The redacted file's path below the output folder, with forward slashes.
    report
        Its box report as plain values; empty if there is none that can be read.
    problem
        Why there is none.
    """

    path: str = field(repr=False)
    report: dict[str, Any] = field(default_factory=dict, repr=False)
    problem: Problem | None = None

    @property
    def shows_a_picture(self) -> bool:
        """Whether a redacted file should lie beside the report."""
        return self.problem is None and self.report["status"] != "refused"

    @property
    def frames(self) -> int:
        """How many frames the report tells of; 0 if it tells of no image."""
        image = self.report.get("image")
        return image["frames"] if image else 0


def entries_below(folder: Path) -> list[Entry]:
    """Every file of an output folder that has a report, or is DICOM and should have one, by rising path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    return sorted(_entries(names), key=lambda entry: entry.path)


def _entries(names: dict[str, Path]) -> Iterator[Entry]:
    for name, path in names.items():
        if name.endswith(REPORT_SUFFIX):
            yield _with_report(name.removesuffix(REPORT_SUFFIX), path)
        elif name + REPORT_SUFFIX not in names and _is_dicom(path):
            yield Entry(name, problem=NO_REPORT)


def _with_report(name: str, path: Path) -> Entry:
    report = stored(path)
    return Entry(name, report) if report and is_report(report) else Entry(name, problem=BAD_REPORT)


def _is_dicom(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(132)[128:] == b"DICM"
    except OSError:
        return False


def is_report(value: object) -> bool:
    """Whether a value is a box report, as far as the page relies on its form.

    The reports of a folder may have been edited or cut off since they were written.
    """
    if not isinstance(value, dict) or value.get("schema") != SCHEMA or value.get("status") not in get_args(Status):
        return False
    if value["status"] == "refused":
        reason = value.get("reason")
        return isinstance(reason, dict) and all(isinstance(reason.get(k), str) for k in ("code", "message", "remedy"))
    image, output = value.get("image"), value.get("output")
    if not isinstance(image, dict) or not all(_is_count(image.get(k), 1) for k in ("rows", "columns", "frames")):
        return False
    if not isinstance(output, dict) or not isinstance(value.get("other_places"), dict):
        return False
    boxes, left = value.get("boxes"), [value.get("kept"), value.get("dismissed", [])]
    if not isinstance(boxes, list) or not all(isinstance(areas, list) for areas in left):
        return False
    return all(_is_box(box) for box in boxes) and all(
        _is_area(area) and isinstance(area.get("because"), str) for areas in left for area in areas
    )


def _is_box(value: object) -> bool:
    if not _is_area(value):
        return False
    assert isinstance(value, dict)
    score = value.get("score")
    return (
        all(isinstance(value.get(k), str) for k in ("entity", "source", "place"))
        and isinstance(score, int | float)
        and 0 <= score <= 1
    )


def _is_area(value: object) -> bool:
    if not isinstance(value, dict) or not all(_is_count(value.get(k), 0) for k in _AREA):
        return False
    frames = value.get("frames")
    return isinstance(frames, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(_is_count(number, 0) for number in pair) for pair in frames
    )


def _is_count(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value < _LARGEST
