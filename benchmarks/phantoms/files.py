"""DICOM files of phantoms, written frame by frame, each with its truth as JSON beside it.

The pixel data is native, Explicit VR Little Endian (PS3.5 A.2), and is the last element of the file: frames are
appended to a header that was written without them, so that a cine of any length needs the memory of one frame.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian

from benchmarks.phantoms import backgrounds, layouts
from benchmarks.phantoms.backgrounds import Brightness, Scene
from benchmarks.phantoms.drawing import Inked, draw, ink
from benchmarks.phantoms.fonts import Font
from benchmarks.phantoms.headers import header
from benchmarks.phantoms.layouts import IDENTIFYING, Layout
from benchmarks.phantoms.names import Patient, patient

Kind = Literal["ct", "mr", "cr", "us", "us-rgb", "us-palette"]


@dataclass(frozen=True, slots=True)
class Plan:
    """A file to be made: what it shows, its shape, its frames, the height of its letters in pixels, and a seed."""

    name: str
    kind: Kind
    shape: tuple[int, int]
    size: int
    seed: int
    frames: int = 1
    font: Font = "outline"


@dataclass(frozen=True, slots=True)
class _Look:
    """What is the same for all files of a kind."""

    modality: str
    sop_class: str
    scene: Callable[[tuple[int, int], np.random.Generator], Scene]
    layout: Layout
    photometric: str
    bits: int


_US, _US_CINE = "1.2.840.10008.5.1.4.1.1.6.1", "1.2.840.10008.5.1.4.1.1.3.1"
_LOOKS: dict[Kind, _Look] = {
    "ct": _Look("CT", "1.2.840.10008.5.1.4.1.1.2", backgrounds.section, layouts.corners, "MONOCHROME2", 12),
    "mr": _Look("MR", "1.2.840.10008.5.1.4.1.1.4", backgrounds.head, layouts.corners, "MONOCHROME2", 12),
    "cr": _Look("CR", "1.2.840.10008.5.1.4.1.1.1", backgrounds.chest, layouts.plate, "MONOCHROME2", 12),
    "us": _Look("US", _US, backgrounds.sector, layouts.bar, "MONOCHROME2", 8),
    "us-rgb": _Look("US", _US, backgrounds.sector, layouts.bar, "RGB", 8),
    "us-palette": _Look("US", _US, backgrounds.sector, layouts.bar, "PALETTE COLOR", 8),
}
_LETTERS = (1.0, 0.92, 0.45)  # red, green and blue of letters in colour pictures
_LETTER_INDEX = 255  # the palette's colour of letters; tissue takes those below


def write(plan: Plan, folder: Path) -> Path:
    """Make ``NAME.dcm`` and ``NAME.truth.json`` in `folder`; the path of the image."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(plan.seed)
    look = _LOOKS[plan.kind]
    who = patient(random)
    lines = look.layout(who, random, plan.size)
    if plan.frames > 1:
        lines.append(layouts.glimpse(who, plan.size, plan.frames // 2))
    words = ink(lines, plan.shape, plan.font, hard=look.photometric == "PALETTE COLOR")
    scene = look.scene(plan.shape, random)
    path = folder / f"{plan.name}.dcm"
    _header(plan, look, who).save_as(path, enforce_file_format=True)
    with path.open("ab") as file:
        length = plan.frames * plan.shape[0] * plan.shape[1] * (3 if look.photometric == "RGB" else 1)
        length *= 2 if look.bits > 8 else 1
        file.write(struct.pack("<HH2sHI", 0x7FE0, 0x0010, b"OW", 0, length + length % 2))
        for frame in range(plan.frames):
            file.write(_stored(scene(frame), words, frame, look).tobytes())
        file.write(b"\0" * (length % 2))
    truth = path.with_suffix(".truth.json")
    truth.write_text(json.dumps(_truth(plan, words), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _stored(brightness: Brightness, words: list[Inked], frame: int, look: _Look) -> npt.NDArray[np.generic]:
    """The stored values of one frame."""
    if look.photometric == "RGB":
        planes = [brightness.copy() for _ in _LETTERS]
        for plane, level in zip(planes, _LETTERS, strict=True):
            draw(plane, words, frame, level)
        return (np.stack(planes, axis=-1) * 255).round().astype(np.uint8)
    if look.photometric == "PALETTE COLOR":
        letters = np.zeros_like(brightness)
        draw(letters, words, frame, 1.0)
        tissue = (brightness * (_LETTER_INDEX - 1)).round().astype(np.uint8)
        tissue[letters > 0] = _LETTER_INDEX
        return tissue
    grey = brightness.copy()
    draw(grey, words, frame, 1.0)
    levels: Brightness = (grey * (2**look.bits - 1)).round()
    return levels.astype("<u2") if look.bits > 8 else levels.astype(np.uint8)


def _header(plan: Plan, look: _Look, who: Patient) -> Dataset:
    """Everything but the pixel data."""
    sop_class = _US_CINE if look.modality == "US" and plan.frames > 1 else look.sop_class
    dataset = header(sop_class, look.modality, who, ("benchmark", plan.name, str(plan.seed)))
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    _describe_pixels(dataset, plan, look)
    return dataset


def _describe_pixels(dataset: Dataset, plan: Plan, look: _Look) -> None:
    """The Image Pixel module (PS3.3 C.7.6.3), and what a cine needs (PS3.3 C.7.6.6)."""
    dataset.Rows, dataset.Columns = plan.shape
    dataset.SamplesPerPixel = 3 if look.photometric == "RGB" else 1
    dataset.PhotometricInterpretation = look.photometric
    if look.photometric == "RGB":
        dataset.PlanarConfiguration = 0
    dataset.BitsAllocated = 16 if look.bits > 8 else 8
    dataset.BitsStored, dataset.HighBit = look.bits, look.bits - 1
    dataset.PixelRepresentation = 0
    if look.bits > 8:
        dataset.WindowCenter, dataset.WindowWidth = str(2 ** (look.bits - 1)), str(2**look.bits)
    if look.photometric == "PALETTE COLOR":
        for name, tint in (("Red", 1.0), ("Green", 0.85), ("Blue", 0.6)):
            table = np.linspace(0, 65535 * tint, 256).astype("<u2")
            table[_LETTER_INDEX] = 65535
            setattr(dataset, f"{name}PaletteColorLookupTableDescriptor", [256, 0, 16])
            setattr(dataset, f"{name}PaletteColorLookupTableData", table.tobytes())
    if plan.frames > 1:
        dataset.NumberOfFrames, dataset.FrameTime = plan.frames, "40"
        dataset.FrameIncrementPointer = 0x00181063


def _truth(plan: Plan, words: list[Inked]) -> dict[str, Any]:
    """What stands in the file: each word with its role, the box around its ink, and its ranges of frames."""
    return {
        "rows": plan.shape[0],
        "columns": plan.shape[1],
        "frames": plan.frames,
        "words": [
            {
                "text": word.text,
                "role": word.role,
                "identifying": word.role in IDENTIFYING,
                "box": list(word.box),
                "frames": [list(word.frames or (0, plan.frames - 1))],
            }
            for word in words
        ],
    }
