"""A program to be measured that paints over all of a file, and fails at those whose number is 001."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from pydicom import dcmread

from benchmarks.serving import serve


def work(source: Path, target: Path) -> dict[str, Any]:
    if source.name.startswith("001"):
        raise KeyError(source)
    dataset = dcmread(source)
    if dataset.file_meta.TransferSyntaxUID.is_compressed:
        dataset.decompress()
    dataset.PixelData = (65535 - np.frombuffer(dataset.PixelData, "<u2")).tobytes()
    dataset.save_as(target)
    return {}


if __name__ == "__main__":
    serve(work)
