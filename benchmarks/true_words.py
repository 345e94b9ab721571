"""The true words of images: what stands in them, word by word, as if a reader made no mistake.

Two forms are read, and a folder may hold both:

* ``NAME.json`` beside ``NAME.dcm``, with ``words``: text, role (``phi``, ``keep``, ``neutral``), box and frame;
* any other ``*.json`` in the form ``box-truth/1`` (docs/evaluation.md), whose words need their ``text``.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pydicom

from benchmarks.phantoms.layouts import IDENTIFYING
from benchmarks.phantoms.samples import Sample, spoken
from benchmarks.phantoms.samples import header_of as sample_header
from dicom_text_redactor.evaluation.truth import NOT_STATED, SCHEMA, read_truth
from dicom_text_redactor.model import Box, Reading, Region, Word
from training.lessons import Lesson, Told, header_of, lesson
from training.screens import Role

_ROLES: Mapping[str, Role] = {"phi": "identifying", "keep": "clinical", "neutral": "neutral"}
_SURE = 0.99
_READER = "truth"


@dataclass(frozen=True, slots=True)
class TrueText:
    """An image and the words in it; `group` is the region of the world of the patient's name, if the truth tells it."""

    path: Path
    words: tuple[Told, ...]
    group: str = ""

    @property
    def dataset(self) -> pydicom.Dataset:
        """The header of the image."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of values that are odd
            return pydicom.dcmread(self.path, force=True, stop_before_pixels=True)


def read_texts(folder: Path) -> list[TrueText]:
    """All images of a folder whose words are told, in the order of their names.

    Raises
    ------
    SystemExit
        There are none, or words have no text.
    """
    files = [file for path in sorted(folder.glob("*.json")) for file in _read(path)]
    if not files:
        raise SystemExit(f"No truth is in {folder}: see docs/evaluation.md.")
    return sorted(files, key=lambda file: file.path.name)


def lesson_of(file: TrueText) -> Lesson:
    """What the judge knows of the words of an image, and what they truly are."""
    dataset = file.dataset
    size = int(dataset.get("Columns") or 0), int(dataset.get("Rows") or 0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return lesson(file.path.stem, file.words, header_of(dataset), size)


def lesson_of_sample(sample: Sample) -> tuple[str, Lesson]:
    """The region of the patient's name, and the lesson, of an image that need not be drawn for that."""
    who, inked = spoken(sample, np.random.default_rng(sample.seed))
    told = []
    for one in inked:
        box, frame = Box(*one.box), one.frames[0] if one.frames else 0
        role: Role = "neutral" if one.role == "label" else "identifying" if one.role in IDENTIFYING else "clinical"
        told.append(Told(Word(Region(frame, box), box, (Reading(_READER, one.text, _SURE),)), role, one.role))
    size = sample.shape[1], sample.shape[0]
    return who.region, lesson(sample.name, told, header_of(sample_header(sample, who)), size)


def _read(path: Path) -> Iterator[TrueText]:
    document = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(document, dict):
        return
    if document.get("schema") == SCHEMA:
        texts = {name: [word.get("text") for word in words] for name, words in document["files"].items()}
        for name, words in read_truth(path).items():
            if not all(isinstance(text, str) and text.strip() for text in texts[name]):
                raise SystemExit(f"Words of {path.name} have no text, so that nobody can judge them.")
            found = [
                part
                for word, text in zip(words, texts[name], strict=True)
                for part in _parts(
                    text, word.box, word.frames[0][0] if word.frames else 0, _ROLES[word.role],
                    "" if word.entity == NOT_STATED else word.entity,
                )
            ]  # fmt: skip
            yield TrueText(path.parent / name, tuple(found))
    elif isinstance(document.get("words"), list) and path.with_suffix(".dcm").exists():
        own = [part for each in document["words"] for part in _numbered(each)]
        yield TrueText(path.with_suffix(".dcm"), tuple(own), str(document.get("group", "")))


def _numbered(word: Mapping[str, Any]) -> Iterator[Told]:
    left, top, width, height = word["box"]
    if width > 0 and height > 0:
        kind = str(word.get("kind") or "")
        box = Box(int(left), int(top), int(width), int(height))
        yield from _parts(word["text"], box, max(0, word["frame"]), _ROLES[word["role"]], kind)


def _parts(text: str, box: Box, frame: int, role: Role, kind: str) -> Iterator[Told]:
    """The words of a phrase, each with its share of the phrase's box by its letters."""
    at = 0
    for part in text.split():
        at = text.index(part, at)
        left = box.left + int(box.width * at / len(text))
        at += len(part)
        own = Box(left, box.top, max(1, int(box.width * len(part) / len(text))), box.height)
        yield Told(Word(Region(frame, own), own, (Reading(_READER, part, _SURE),)), role, kind)
