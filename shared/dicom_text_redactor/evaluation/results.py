"""What became of a file, told from its report: what was hidden and left, and in what picture."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from dicom_text_redactor.dicom.modality import OTHER, modality_of
from dicom_text_redactor.documents import Part, Ranges
from dicom_text_redactor.model import Box
from dicom_text_redactor.report import REPORT_SUFFIX, SCHEMA


@dataclass(frozen=True, slots=True)
class Painted:
    """A box of a report, or an area that was kept: where, in which frames, and what the report says of it."""

    box: Box
    frames: Ranges
    entity: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Attributes
    ----------
    status
        That of the report, or ``missing`` where there is none that can be read.
    rows, columns, frames
        The image's size; 0 unless it was redacted or clean.
    hidden, kept
        The areas of its pixels; those of overlays are left out.
    """

    status: str
    rows: int = 0
    columns: int = 0
    frames: int = 0
    hidden: tuple[Painted, ...] = ()
    kept: tuple[Painted, ...] = ()
    modality: str = OTHER


def outcome_of(folder: Path, name: str) -> Outcome:
    """What became of the file `name` of a folder of results."""
    report = folder.joinpath(*PurePosixPath(name).parts)
    try:
        document = json.loads(report.with_name(report.name + REPORT_SUFFIX).read_text(encoding="utf-8"))
        return _outcome(Part(document), report)
    except (OSError, ValueError, RecursionError):  # a SettingError is a ValueError: no report that can be used
        return Outcome("missing")


def name_in(folder: Path, key: str) -> str | None:
    """The file of a folder of results that a ground truth's key means: the longest end of its path with a report."""
    steps = [step for step in PurePosixPath(key.replace("\\", "/")).parts if step not in ("/", ".")]
    if ".." in steps:
        return None
    for start in range(len(steps)):
        name = "/".join(steps[start:])
        if (folder / (name + REPORT_SUFFIX)).is_file():
            return name
    return None


def reports_below(folder: Path) -> set[str]:
    """The names of all files of a folder of results that have a report."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob(f"*{REPORT_SUFFIX}") if path.is_file())
    return {name.removesuffix(REPORT_SUFFIX) for name in found}


def _outcome(part: Part, file: Path) -> Outcome:
    part.member("schema").one_of((SCHEMA,))
    status = part.member("status").one_of(("redacted", "clean", "refused"))
    if status == "refused":
        return Outcome(status)
    image = part.member("image")
    rows, columns, frames = (image.member(name).whole(1) for name in ("rows", "columns", "frames"))
    return Outcome(
        status,
        rows,
        columns,
        frames,
        tuple(_painted(item) for item in part.member("boxes").items() if _in_pixels(item)),
        tuple(_painted(item) for item in part.member("kept").items()),
        modality_of(file),
    )


def _in_pixels(part: Part) -> bool:
    return part.member("place").text() == "pixels"


def _painted(part: Part) -> Painted:
    return Painted(part.box(), part.member("frames").ranges(), _said(part, "entity"), _said(part, "source"))


def _said(part: Part, name: str) -> str:
    value: Any = part.optional(name)
    return value.text() if isinstance(value, Part) else ""
