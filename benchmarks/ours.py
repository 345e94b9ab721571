"""This program, as a process that is measured: reads, redacts and writes a file, its report too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.serving import serve
from dicom_text_redactor import RedactionSettings, Redactor

_TIMEOUT_S = 3600.0  # the benchmark has limits of its own; all other settings are the default ones


def main() -> None:
    """Serve until standard input ends."""
    redactor = Redactor(RedactionSettings(timeout_s=_TIMEOUT_S))

    def work(source: Path, target: Path) -> dict[str, Any]:
        return {"stages": dict(redactor.redact_file(source, target).seconds)}

    serve(work)


if __name__ == "__main__":
    main()
