"""One file redacted and looked at from all sides."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dicom_text_redactor.errors import RedactionError
from dicom_text_redactor.model import Box
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.report import REPORT_SUFFIX
from tests.conformance import elements, pixels, raw, validators


@dataclass(frozen=True)
class Finding:
    """What became of one file.

    Attributes
    ----------
    status
        ``redacted``, ``clean`` or ``refused``.
    code
        Why it was refused.
    wrong
        What is wrong with the outcome; none of it repeats a value of the file.
    """

    status: str
    code: str = ""
    wrong: tuple[str, ...] = ()


def check(redactor: Redactor, source: Path, output: Path) -> Finding:
    """Redact `source` into `output` and compare both."""
    try:
        redactor.redact_file(source, output)
    except RedactionError as error:
        wrong = ["a refused file was written"] if output.exists() else []
        if error.code == "internal":
            wrong.append("an unforeseen error")
        return Finding("refused", error.code, tuple(wrong))
    report = json.loads(output.with_name(output.name + REPORT_SUFFIX).read_text(encoding="utf-8"))
    new = redactor.settings.uids == "new"
    return Finding(report["status"], wrong=tuple(faults(source, output, boxes_of(report), uids=new)))


def faults(source: Path, output: Path, boxes: Mapping[int, list[Box]], *, uids: bool = False) -> list[str]:
    """All that is wrong with a redacted file: its elements, its pixels outside the boxes, what outside tools say."""
    before, after = source.read_bytes(), output.read_bytes()
    try:
        found = elements.differences(before, after, uids=uids)
    except raw.Unreadable:
        return ["the output cannot be taken apart"]
    found += pixels.changes(before, after, boxes)
    return found + validators.complaints(source, output, raw.read(after).syntax, raw.read(before).syntax)


def boxes_of(report: Mapping[str, Any]) -> dict[int, list[Box]]:
    """The painted areas of a report's pixels, by 0-based frame."""
    boxes: dict[int, list[Box]] = {}
    for each in report["boxes"]:
        if each["place"] == "pixels":
            box = Box(each["left"], each["top"], each["width"], each["height"])
            for first, last in each["frames"]:
                for frame in range(first, last + 1):
                    boxes.setdefault(frame, []).append(box)
    return boxes
