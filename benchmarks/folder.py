"""Redacts a folder with a number of workers, as `dicom-redact redact` does, but for the time limit.

python -m benchmarks.folder SRC DST WORKERS [PROCESSORS]
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from dicom_text_redactor import RedactionSettings, Redactor


def main() -> int:
    """Redact the folder; 0 if no file was refused."""
    source, target, workers = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    if len(sys.argv) > 4:
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(sys.argv[4])])
    summary = Redactor(RedactionSettings(timeout_s=3600.0)).redact_directory(source, target, workers)
    return 1 if summary.refused else 0


if __name__ == "__main__":
    sys.exit(main())
