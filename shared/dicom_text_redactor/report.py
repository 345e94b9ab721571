"""The box report: what was hidden, where, why, and what was left. It never holds any text that was read.

Its JSON form is described by ``box-report.schema.json`` beside this module (version 1).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from dicom_text_redactor.errors import Internal, RedactionError
from dicom_text_redactor.model import Mark, RuleName

if TYPE_CHECKING:
    from dicom_text_redactor.rules.painting import Outside

SCHEMA = "box-report/1"
_LONGEST = 64 << 20  # bytes; no real report comes near
SCHEMA_FILE = Path(__file__).with_name("box-report.schema.json")
REPORT_SUFFIX = ".boxes.json"
PREVIEW_SUFFIX = ".preview.png"
OUR_SUFFIXES = REPORT_SUFFIX, PREVIEW_SUFFIX
"""How the names end of what stands beside a redacted file; an input with such a name is refused."""

Status = Literal["redacted", "clean", "refused"]
PreviewStatus = Literal["written", "failed"]


@dataclass(frozen=True, slots=True)
class BoxReport:
    """One file's report; `to_json` gives the form that is written beside the file.

    Attributes
    ----------
    status
        ``redacted``, ``clean`` (nothing to hide was found) or ``refused`` (no DICOM was written).
    reason
        For a refused file: ``code``, ``message`` and ``remedy``; for an internal one its ``trace``, too.
    source, output
        Name, size in bytes and SHA-256 of both files, as far as they are known.
    preview
        Whether the preview that was asked for is there; None if none was.
    image
        Rows, columns, frames, photometric interpretation and transfer syntaxes.
    hidden, kept, dismissed
        The areas that were painted over, the text areas that were left, and what was found and taken for no text.
    header
        Where the header was cleaned: by which profile and options, and what was done to which attributes.
    outside_regions
        Where an image outside its ultrasound regions was to be hidden: whether it was, or why not.
    settings
        What else the result depends on, beside policy and fill: `RedactionSettings.told`, and the digest of the
        marks that were heeded. Words of ``REDACT_ALLOW`` and ``REDACT_DENY`` are counted only.
    seconds
        Wall-clock time of each stage.
    """

    status: Status
    policy: str
    fill: str
    reason: Mapping[str, Any] | None = None
    source: Mapping[str, Any] = field(default_factory=dict)
    output: Mapping[str, Any] | None = None
    preview: PreviewStatus | None = None
    image: Mapping[str, Any] | None = None
    hidden: tuple[Mark, ...] = ()
    kept: tuple[Mark, ...] = ()
    dismissed: tuple[Mark, ...] = ()
    other_places: Mapping[str, Any] = field(default_factory=dict)
    header: Mapping[str, Any] | None = None
    outside_regions: Outside | None = None
    check: Mapping[str, int] = field(default_factory=lambda: {"passes": 0, "residual": 0})
    versions: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)

    def __repr__(self) -> str:
        """What became of the file, without its name, which may be somebody's."""
        said = f"{self.status}: {self.reason['code']}" if self.reason else self.status
        return f"<BoxReport {said}, {len(self.hidden)} hidden, {len(self.kept)} kept>"

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values, in the order of the documentation."""
        return {
            "schema": SCHEMA,
            "status": self.status,
            "reason": dict(self.reason) if self.reason else None,
            "source": dict(self.source),
            "output": dict(self.output) if self.output else None,
            **({"preview": self.preview} if self.preview else {}),
            "image": dict(self.image) if self.image else None,
            "policy": self.policy,
            "fill": self.fill,
            "settings": dict(self.settings),
            "boxes": [_hidden(mark) for mark in self.hidden],
            "kept": [_kept(mark) for mark in self.kept],
            "dismissed": [_kept(mark) for mark in self.dismissed],
            "other_places": dict(self.other_places),
            **({"header": dict(self.header)} if self.header else {}),
            **({"outside_regions": self.outside_regions} if self.outside_regions else {}),
            "check": dict(self.check),
            "versions": dict(self.versions),
            "seconds": {name: round(value, 4) for name, value in self.seconds.items()},
        }

    def to_json(self) -> str:
        """The report as JSON text, one indented document."""
        text = json.dumps(self.to_dict(), indent=1, ensure_ascii=False) + "\n"
        # A file's name may hold bytes of no encoding, which Python keeps as lone surrogates; JSON can escape them.
        return text.encode("utf-8", "backslashreplace").decode("utf-8")


def stored(path: Path) -> dict[str, Any] | None:
    """What stands in the file of a report; None where there is none, or nothing that can be read as one."""
    try:
        if path.stat().st_size > _LONGEST:
            return None
        report = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    return report if isinstance(report, dict) else None


def reason_of(error: RedactionError) -> dict[str, Any]:
    """What a refused report says of an error: code, message and remedy, and the trace of an internal one."""
    reason = {"code": error.code, "message": str(error), "remedy": error.remedy}
    return reason | {"trace": list(error.trace)} if isinstance(error, Internal) and error.trace else reason


def frame_ranges(frames: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Frame numbers as inclusive ranges: 0, 1, 2, 5 become (0, 2), (5, 5)."""
    ranges: list[tuple[int, int]] = []
    for number in sorted(set(frames)):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return tuple(ranges)


def _area(mark: Mark) -> dict[str, Any]:
    box = mark.box
    return {
        "frames": [list(pair) for pair in mark.frames],
        "left": box.left,
        "top": box.top,
        "width": box.width,
        "height": box.height,
        **({"polygon": [list(corner) for corner in mark.polygon]} if mark.polygon else {}),
    }


def _hidden(mark: Mark) -> dict[str, Any]:
    return _area(mark) | {
        "entity": mark.entity,
        "source": mark.source,
        "score": round(mark.score, 2),
        "place": mark.place,
        **({"rule": _rule(mark.rule)} if mark.rule else {}),
    }


def _rule(rule: RuleName) -> dict[str, Any]:
    """The rule's name, in words of its own file: no value of an element."""
    told = {"line": rule.line, "label": rule.label}
    return {key: value for key, value in told.items() if value}


def _kept(mark: Mark) -> dict[str, Any]:
    return _area(mark) | {"because": mark.source}
