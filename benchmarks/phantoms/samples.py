"""Files of phantoms for measuring recall: many devices, letters, styles and encodings, with the ink of each word.

Beside each image's truth (``NAME.truth.json``, the words of ``box-truth/1``) lies ``NAME.ink.npz`` with a mask for
each of its words, and with the boxes of labels, which may go or stay and are therefore no words of the truth.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pydicom.dataset import Dataset

from benchmarks.phantoms import backgrounds, encodings, layouts, screens
from benchmarks.phantoms.backgrounds import Scene
from benchmarks.phantoms.drawing import Inked, ink
from benchmarks.phantoms.encodings import Encoding, Photometric
from benchmarks.phantoms.fonts import Font, written
from benchmarks.phantoms.headers import header
from benchmarks.phantoms.layouts import IDENTIFYING, Line, Role
from benchmarks.phantoms.people import Person, person
from benchmarks.phantoms.screens import Screen
from benchmarks.phantoms.styles import Style, lay, softened

INK = 0.3  # cover from which a pixel is ink whose hiding counts
ENTITIES: dict[Role, str] = {
    "name": "PERSON", "physician": "PERSON", "number": "ID", "date": "DATE_TIME", "place": "ORGANIZATION",
    "phone": "PHONE_NUMBER", "time": "TIME", "age": "AGE", "sex": "SEX",
}  # fmt: skip
_NOTED = 0.6  # share of files in which something stands over the tissue
_APART = 4  # pixels that stay free around a line


@dataclass(frozen=True, slots=True)
class Sample:
    """A file to be made; `size` is the font's height in pixels, `gain` and `noise` are shares of full brightness."""

    name: str
    modality: str
    shape: tuple[int, int]
    size: int
    seed: int
    photometric: Photometric
    bits: int
    encoding: Encoding
    font: Font
    style: Style
    gain: float = 0.7
    noise: float = 0.0
    frames: int = 1


_LOOKS: dict[str, tuple[str, Callable[[tuple[int, int], np.random.Generator], Scene], Screen]] = {
    "CT": ("1.2.840.10008.5.1.4.1.1.2", backgrounds.section, screens.tomography),
    "MR": ("1.2.840.10008.5.1.4.1.1.4", backgrounds.head, screens.resonance),
    "CR": ("1.2.840.10008.5.1.4.1.1.1", backgrounds.chest, screens.radiograph),
    "DX": ("1.2.840.10008.5.1.4.1.1.1.1", backgrounds.chest, screens.radiograph),
    "US": ("1.2.840.10008.5.1.4.1.1.6.1", backgrounds.sector, screens.ultrasound),
    "XA": ("1.2.840.10008.5.1.4.1.1.12.1", backgrounds.vessels, screens.angiography),
    "SC": ("1.2.840.10008.5.1.4.1.1.7", backgrounds.panel, screens.capture),
}
_US_CINE = "1.2.840.10008.5.1.4.1.1.3.1"


def write(sample: Sample, images: Path, truths: Path) -> Path:
    """Make ``NAME.dcm`` in one folder, its truth and its ink in another; the path of the image."""
    random = np.random.default_rng(sample.seed)
    who, words = spoken(sample, random)
    scene = _LOOKS[sample.modality][1](sample.shape, random)
    dataset = header_of(sample, who)
    frames = np.stack([_frame(scene, words, index, sample, random) for index in range(sample.frames)])
    encodings.describe(dataset, sample.shape, sample.frames, sample.photometric, sample.bits)
    encodings.put(dataset, frames, sample.encoding)
    for folder in (images, truths):
        folder.mkdir(parents=True, exist_ok=True)
    path = images / f"{sample.name}.dcm"
    dataset.save_as(path, enforce_file_format=True)
    write_truth(path.name, words, truths)
    return path


def spoken(sample: Sample, random: np.random.Generator) -> tuple[Person, list[Inked]]:
    """Whom a file shows, and the words in it; `random` begins with the sample's seed."""
    who = person(random)
    lines = _LOOKS[sample.modality][2](who, random, sample.size)
    if sample.frames > 1:
        frame = int(random.integers(sample.frames))
        lines.append(layouts.glimpse(who, max(sample.size, 14), frame))
    if random.random() < _NOTED:
        lines.append(screens.note(who, random, sample.size))
    return who, placed(lines, sample)


def placed(lines: Sequence[Line], sample: Sample) -> list[Inked]:
    """The words of all lines that find room in the picture, in their order."""
    taken = np.zeros(sample.shape, bool)
    words: list[Inked] = []
    for line in lines:
        spoken = tuple((written(text, sample.font), role) for text, role in line.words)
        fitting = Line(spoken, line.across, line.down, line.row, line.size, line.frames)
        inked = ink([fitting], sample.shape, sample.font, hard=sample.photometric == "PALETTE COLOR")
        inked = [softened(word, sample.style.blur) for word in inked]
        left, top = min(word.left for word in inked), min(word.top for word in inked)
        right = max(word.left + word.cover.shape[1] for word in inked)
        bottom = max(word.top + word.cover.shape[0] for word in inked)
        if left < 0 or top < 0 or bottom > sample.shape[0] or right > sample.shape[1]:
            continue
        if not taken[top:bottom, left:right].any():
            words += inked
            taken[max(0, top - _APART) : bottom + _APART, max(0, left - _APART) : right + _APART] = True
    return words


def _frame(scene: Scene, words: list[Inked], index: int, sample: Sample, random: np.random.Generator) -> Any:
    grey = scene(index) * np.float32(sample.gain)
    planes = [grey.copy() for _ in sample.style.levels]
    if sample.photometric != "PALETTE COLOR":
        lay(planes, words, index, sample.style)
        for plane in planes:
            plane += random.normal(0, sample.noise, plane.shape).astype(np.float32)
        return encodings.stored(planes, sample.photometric, sample.bits)
    letters = [np.zeros_like(grey)]
    lay(letters, words, index, Style("plain", (1.0,)))
    values = encodings.stored(planes, sample.photometric, sample.bits)
    return np.where(letters[0] > 0, np.uint8(encodings.LETTER_INDEX), values)


def header_of(sample: Sample, who: Person) -> Dataset:
    """Everything but the pixel data; the operator and the telephone are left out."""
    sop_class = _US_CINE if sample.modality == "US" and sample.frames > 1 else _LOOKS[sample.modality][0]
    dataset = header(sop_class, sample.modality, who, ("recall", sample.name, str(sample.seed)))
    dataset.SpecificCharacterSet = "ISO_IR 192"
    if sample.modality == "SC":
        dataset.ConversionType = "WSD"
    return dataset


def write_truth(name: str, words: Sequence[Inked], folder: Path) -> None:
    """Write the truth of the image of that name, and the ink of its words, into a folder."""
    counted = [word for word in words if word.role != "label"]
    masks = {f"word-{number:03d}": word.cover >= INK for number, word in enumerate(counted)}
    labels = np.array([word.box for word in words if word.role == "label"], np.int64).reshape(-1, 4)
    stem = name.removesuffix(".dcm")
    np.savez_compressed(folder / f"{stem}.ink.npz", allow_pickle=False, labels=labels, **masks)
    document = {"schema": "box-truth/1", "files": {name: [_true(word) for word in counted]}}
    text = json.dumps(document, indent=1, ensure_ascii=False)
    (folder / f"{stem}.truth.json").write_text(text + "\n", encoding="utf-8")


def _true(word: Inked) -> dict[str, Any]:
    left, top, width, height = word.box
    entity = {"entity": ENTITIES[word.role]} if word.role in ENTITIES else {}
    role = {"role": "phi" if word.role in IDENTIFYING else "keep", **entity}
    frames = {"frames": [list(word.frames)]} if word.frames else {}
    return {"text": word.text, **role, "left": left, "top": top, "width": width, "height": height, **frames}
