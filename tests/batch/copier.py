"""A redactor that copies, for tests of all that is around the work: it needs no models, and does what a file says."""

from __future__ import annotations

import hashlib
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from dicom_text_redactor import beside
from dicom_text_redactor.corrections.marks import FileMarks
from dicom_text_redactor.errors import Damaged, RedactionError
from dicom_text_redactor.files import replacing
from dicom_text_redactor.report import BoxReport, reason_of
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.version import versions

PREFIX = bytes(128) + b"DICM"


def write(path: Path, order: str = "") -> Path:
    """A file that claims to be DICOM: `order` is ``damaged``, ``die``, ``fail``, ``hang N`` or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(PREFIX + order.encode())
    return path


@dataclass(frozen=True)
class Copier:
    """Copies files and writes reports, as the redactor does it."""

    settings: RedactionSettings

    def maker(self) -> Callable[[], Copier]:
        return partial(Copier, self.settings)

    def redact_file(self, source: Path, target: Path, *, marks: FileMarks | None) -> BoxReport:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.remove(target)
        try:
            with replacing(target) as file:
                report = self._report(source.read_bytes(), source.name, marks, file)
        except RedactionError as error:
            beside.write_report(self.refusal(error, name=source.name), target)
            raise
        beside.write_report(report, target)
        return report

    def redact_stream(
        self, source: BinaryIO, target: BinaryIO, *, name: str, marks: FileMarks | None = None
    ) -> BoxReport:
        return self._report(source.read(), name, marks, target)

    def refusal(self, error: RedactionError, *, name: str) -> BoxReport:
        return BoxReport(
            "refused", self.settings.policy, self.settings.fill, reason=reason_of(error), source={"name": name}
        )

    def _report(self, data: bytes, name: str, marks: FileMarks | None, target: object) -> BoxReport:
        target.write(data[:64])  # type: ignore[attr-defined]
        target.flush() if hasattr(target, "flush") else None
        self._obey(data[len(PREFIX) :].decode(errors="replace"))
        target.write(data[64:])  # type: ignore[attr-defined]
        facts = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        return BoxReport(
            "clean",
            self.settings.policy,
            self.settings.fill,
            source={"name": name, **facts},
            output={"name": name, **facts},
            versions=versions(self.settings),
            settings=self.settings.told() | (marks.told() if marks else {}),
            seconds={"total": 0.0},
        )

    @staticmethod
    def _obey(order: str) -> None:
        match order.split():
            case ["damaged"]:
                raise Damaged("The file ends in the middle of an element.")
            case ["die"]:
                os.kill(os.getpid(), signal.SIGKILL)
            case ["fail"]:
                raise LookupError(order)
            case ["hang", seconds]:
                time.sleep(float(seconds))
