"""Boxes in Presidio's form, and the name of the file that holds them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dicom_text_redactor.files import replacing
from dicom_text_redactor.report import BoxReport

Box = dict[str, Any]
"""``left``, ``top``, ``width`` and ``height`` in pixels, and ``entity_type``; ``frames`` where there are several."""

SUFFIXES = frozenset((".dcm", ".dicom"))


def boxes_of(report: BoxReport, entities: Mapping[str, str]) -> list[Box]:
    """What was painted over in the pixels. One box may cover several words of a line.

    entities: how the caller spells the names of entities, by ours.

    Of an image with several frames each box says in which ones it was painted, as ranges counted from 0.
    """
    several = report.image is not None and report.image["frames"] > 1
    return [
        {
            "left": mark.box.left,
            "top": mark.box.top,
            "width": mark.box.width,
            "height": mark.box.height,
            "entity_type": entities.get(mark.entity, mark.entity),
        }
        | ({"frames": [list(pair) for pair in mark.frames]} if several else {})
        for mark in report.hidden
        if mark.place == "pixels"
    ]


def file_of(image: Path) -> Path:
    """Where the boxes of a redacted file go: ``scan.json`` for ``scan.dcm``, ``1.2.3.json`` for ``1.2.3``."""
    if image.suffix.lower() in SUFFIXES:
        return image.with_suffix(".json")
    return image.with_name(image.name + ".json")  # what follows the last point may tell one file from another


def write(boxes: list[Box], image: Path) -> None:
    """Write the boxes of a redacted file beside it."""
    with replacing(file_of(image)) as file:
        file.write(json.dumps(boxes, indent=4).encode("ascii"))
