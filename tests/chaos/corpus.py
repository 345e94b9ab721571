"""Ten kinds of small files: images in several forms, and what is no image, or not whole, or too large."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

from pydicom import Dataset
from pydicom.uid import RLELossless

from tests.phantoms import Line, image_with

MAX_BYTES = 400_000

_SHAPE = (80, 240)
_NAMES = ("ORSOLYA", "THEODOR", "IMOGEN", "BRANNOC", "MARLOW")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind is called, its bytes for each number, and the status that its files end with."""

    name: str
    make: Callable[[int], bytes]
    status: str


def _image(number: int, photometric: str = "MONOCHROME2", frames: int = 1) -> Dataset:
    given = _NAMES[number % len(_NAMES)]
    lines = (Line(f"{given} {10_000 + number}", left=8, top=10, size=18), Line("CHEST", left=8, top=50, size=18))
    header = {"PatientName": f"QUILL^{given}", "PatientID": str(10_000 + number)}
    return image_with(*lines, photometric=photometric, frames=frames, shape=_SHAPE, **header).dataset  # type: ignore[arg-type]


def _bytes(dataset: Dataset) -> bytes:
    file = io.BytesIO()
    dataset.save_as(file, enforce_file_format=True)
    return file.getvalue()


def _rle(number: int) -> bytes:
    dataset = _image(number)
    dataset.compress(RLELossless, generate_instance_uid=False)
    return _bytes(dataset)


def _blank(number: int) -> bytes:
    dataset = image_with(shape=_SHAPE, paper=10 + number % 50).dataset
    dataset.InstanceNumber = number
    return _bytes(dataset)


KINDS = (
    Kind("grey", lambda number: _bytes(_image(number)), "redacted"),
    Kind("colour", lambda number: _bytes(_image(number, "RGB")), "redacted"),
    Kind("palette", lambda number: _bytes(_image(number, "PALETTE COLOR")), "redacted"),
    Kind("cine", lambda number: _bytes(_image(number, frames=3)), "redacted"),
    Kind("rle", _rle, "redacted"),
    Kind("blank", _blank, "clean"),
    Kind("note", lambda number: f"Dear {_NAMES[number % len(_NAMES)]}, number {number}".encode(), "refused"),
    Kind("cut", lambda number: _bytes(_image(number))[: -1000 - number], "refused"),
    Kind("empty", lambda number: b"", "refused"),
    Kind("large", lambda number: b"\0" * (MAX_BYTES + 1 + number), "refused"),
)
