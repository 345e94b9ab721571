"""Output folders for the tests: small DICOM files beside reports that say what a test wants."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom import Dataset

from dicom_text_redactor.report import REPORT_SUFFIX
from dicom_text_redactor.sources import KeptBecause, Source
from tests.dicom.images import Made, made

Area = tuple[int, int, int, int]
"""Left, top, width and height."""

SECRET = "QUILLFEATHER"


def box(
    area: Area = (4, 4, 12, 6),
    frames: Sequence[tuple[int, int]] = ((0, 0),),
    *,
    entity: str = "PERSON",
    source: str = Source.METADATA,
    score: float = 0.9,
) -> dict[str, Any]:
    why = {"entity": entity, "source": source, "score": score, "place": "pixels"}
    return placed(area, frames) | why


def kept(
    area: Area, frames: Sequence[tuple[int, int]] = ((0, 0),), because: str = KeptBecause.CLINICAL
) -> dict[str, Any]:
    return placed(area, frames) | {"because": because}


def placed(area: Area, frames: Sequence[tuple[int, int]]) -> dict[str, Any]:
    left, top, width, height = area
    return {"frames": [list(pair) for pair in frames], "left": left, "top": top, "width": width, "height": height}


def image(rows: int = 32, columns: int = 40, frames: int = 1, **elements: Any) -> Dataset:
    """An image whose frames are told apart by their brightness: the first is dark, the last is bright."""
    dataset = made(Made("page", rows=rows, columns=columns, frames=frames))
    dataset.PixelData = _pixels(rows, columns, frames).tobytes()
    dataset.PatientName = SECRET
    for name, value in elements.items():
        setattr(dataset, name, value)
    return dataset


def _pixels(rows: int, columns: int, frames: int) -> npt.NDArray[np.uint8]:
    pixels = np.zeros((frames, rows, columns), np.uint8)
    pixels += np.linspace(30, 220, frames).astype(np.uint8)[:, None, None]
    pixels[:, :2], pixels[:, -2:] = 0, 255  # so that no stretch changes the brightness
    return pixels


def redacted(
    folder: Path,
    name: str,
    dataset: Dataset | None = None,
    boxes: Sequence[dict[str, Any]] = (),
    left: Sequence[dict[str, Any]] = (),
    **changes: Any,
) -> Path:
    """Write a DICOM file and its report; `changes` replace members of the report."""
    dataset = image() if dataset is None else dataset
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    dataset.save_as(path, enforce_file_format=True)
    report = {
        "schema": "box-report/1",
        "status": "redacted" if boxes else "clean",
        "reason": None,
        "source": {"name": path.name},
        "output": {"name": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()},
        "image": {
            "rows": dataset.Rows,
            "columns": dataset.Columns,
            "frames": int(dataset.get("NumberOfFrames", 1)),
            "photometric": "MONOCHROME2",
            "transfer_syntax": {"source": "1.2.840.10008.1.2.1", "output": "1.2.840.10008.1.2.1"},
        },
        "policy": "cautious",
        "fill": "contrast",
        "boxes": list(boxes),
        "kept": list(left),
        "other_places": {"overlays": 0, "icon": "none"},
        "check": {"passes": 1, "residual": 0},
        "versions": {"app": "0"},
        "seconds": {"total": 0.1},
    }
    return report_beside(path, report | changes)


def refused(folder: Path, name: str, code: str = "not-dicom") -> Path:
    reason = {"code": code, "message": "The file cannot be taken.", "remedy": "Do something about it."}
    report = {"schema": "box-report/1", "status": "refused", "reason": reason, "source": {"name": name}, "output": None}
    return report_beside(
        folder / name, report | {"image": None, "policy": "cautious", "boxes": [], "kept": [], "other_places": {}}
    )


def report_beside(path: Path, report: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_name(path.name + REPORT_SUFFIX).write_text(json.dumps(report), encoding="utf-8")
    return path
