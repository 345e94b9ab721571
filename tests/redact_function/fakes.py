"""A core that does as it is told, for tests of what happens around it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from dicom_text_redactor.errors import RedactionError
from dicom_text_redactor.model import Box, Mark
from dicom_text_redactor.report import BoxReport, reason_of
from dicom_text_redactor.sources import Source

MARK = Mark(Box(1, 2, 3, 4), ((0, 0),), "PERSON", Source.METADATA, 1.0)


@dataclass
class FakeRedactor:
    """Puts a word in front of the bytes; `meanwhile` runs while it is at it, and may raise."""

    meanwhile: Callable[[], object] = lambda: None
    calls: int = 0

    def redact_stream(self, source: BinaryIO, target: BinaryIO, *, name: str, etag: str | None = None) -> BoxReport:
        self.calls += 1
        data = source.read()
        self.meanwhile()
        result = b"redacted " + data
        target.write(result)
        digest = hashlib.sha256(data).hexdigest()
        return BoxReport(
            "redacted",
            "cautious",
            "contrast",
            source={"name": name, "etag": etag, "bytes": len(data), "sha256": digest},
            output={"name": name, "bytes": len(result), "sha256": hashlib.sha256(result).hexdigest()},
            hidden=(MARK,),
        )

    def refusal(self, error: RedactionError, *, name: str, etag: str | None) -> BoxReport:
        return BoxReport(
            "refused", "cautious", "contrast", reason=reason_of(error), source={"name": name, "etag": etag}
        )


def raising(error: BaseException) -> Callable[[], object]:
    """Something that raises `error` when it is called."""

    def fail() -> object:
        raise error

    return fail
