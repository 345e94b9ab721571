"""What the command prints of each file and of all: lines for people, or JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from dicom_text_redactor.batch import STATUSES, Result
from dicom_text_redactor.tracing import lines_of

Write = Callable[[str], None]

_ALWAYS = ("redacted", "clean", "refused")


class Output(Protocol):
    """Prints what became of files."""

    def file(self, result: Result) -> None:
        """Print what became of one file."""

    def summary(self, results: Sequence[Result], left: int, stopped: bool) -> None:
        """Print what became of all; `left` is how many were not done because somebody stopped the work."""


class Lines:
    """A line for each file, and one that sums up.

    Parameters
    ----------
    write
        Writes a line of a file, above a progress bar if there is one.
    each
        Whether files are told of, or only their sum.
    debug
        Whether the trace of an internal refusal follows its line.
    """

    def __init__(self, write: Write, *, each: bool, debug: bool) -> None:
        self._write = write
        self._each = each
        self._debug = debug

    def file(self, result: Result) -> None:
        """Write the line."""
        if self._each:
            steps = lines_of(result.trace) if self._debug else []
            self._write("\n".join([line(result), *(f"{'':13} {step}" for step in steps)]))

    def summary(self, results: Sequence[Result], left: int, stopped: bool) -> None:
        """Print the sum, and what stopping has left."""
        print(total(results))
        if stopped:
            print(f"Stopped: {left} {'file was' if left == 1 else 'files were'} not done. --resume goes on from here.")


class JsonLines:
    """A JSON object for each file, and one for the sum."""

    def __init__(self, write: Write, *, each: bool) -> None:
        self._write = write
        self._each = each

    def file(self, result: Result) -> None:
        """Write the object of one file."""
        if self._each:
            self._write(json.dumps(plain(result)))

    def summary(self, results: Sequence[Result], left: int, stopped: bool) -> None:
        """Print the object that sums up."""
        print(json.dumps({"summary": {**counts(results), "left": left}, "stopped": stopped}))


def line(result: Result) -> str:
    """What became of one file, for people."""
    return f"{result.status.replace('-', ' '):13} {_shown(result.path)}: {'; '.join(_said(result))}"


def _shown(path: Path) -> str:
    """A path in one line, without anything that a terminal would obey: names of files can hold any character."""
    return "".join(c if c.isprintable() or "\ud800" <= c <= "\udfff" else ascii(c)[1:-1] for c in str(path))


def _said(result: Result) -> list[str]:
    if result.status == "skipped":
        return [result.message]
    seconds = f"{result.seconds:.1f} s"
    if result.status == "refused":
        return [f"{result.code}: {result.message} {result.remedy}".rstrip()]
    boxes = ["1 box" if result.boxes == 1 else f"{result.boxes} boxes"] if result.boxes else []
    removed = [f"removed {', '.join(result.removed)}"] if result.removed else []
    preview = ["its preview could not be made"] if result.preview == "failed" else []
    return [*(boxes + removed or ["nothing to hide"]), *preview, seconds]


def total(results: Sequence[Result]) -> str:
    """How many files came to each end, for people; rare ends are named where there are any."""
    found = counts(results)
    parts = [f"{found[s]} {s.replace('-', ' ')}" for s in STATUSES if found[s] or s in _ALWAYS]
    if without := sum(result.preview == "failed" for result in results):
        parts.append(f"{without} without the preview that was asked for")
    return ", ".join(parts)


def counts(results: Sequence[Result]) -> dict[str, int]:
    """How many files came to each end."""
    return {status: sum(result.status == status for result in results) for status in STATUSES}


def plain(result: Result) -> dict[str, Any]:
    """What became of one file, as plain values."""
    reason = {"code": result.code, "message": result.message, "remedy": result.remedy}
    return {
        "path": result.path.as_posix(),
        "status": result.status,
        "reason": (reason | ({"trace": list(result.trace)} if result.trace else {})) if result.code else None,
        "boxes": result.boxes,
        "removed": list(result.removed),
        **({"preview": result.preview} if result.preview else {}),
        "seconds": round(result.seconds, 3),
        "sha256": {"source": result.source_sha256 or None, "output": result.output_sha256 or None},
        **({"report": result.report.to_dict()} if result.report else {}),
    }
