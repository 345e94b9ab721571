"""What is known of the words in a folder of images: a truth file and the ink beside each of them.

Two forms are read, and a folder may hold both:

* ``NAME.truth.json`` (``box-truth/1``, docs/evaluation.md) with ``NAME.ink.npz``, a mask for each of its words; without
  the masks all of a word's box is taken for ink;
* ``NAME.json``, a list of words with their boxes, and ``NAME.npz``, one picture of numbers for each frame, in which the
  pixels of a word have its number.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.inks import HIDDEN, InkedWord
from dicom_text_redactor.evaluation.truth import NOT_STATED, read_truth

Box = tuple[int, int, int, int]
"""Left, top, width and height, in pixels."""


@dataclass(frozen=True, slots=True)
class TrueFile:
    """An image whose words are known.

    Attributes
    ----------
    path
        The DICOM file.
    words
        Those that have to be hidden, and those that should stay.
    free
        Boxes of what may go or stay: labels, and words that nobody can judge.
    """

    path: Path
    words: tuple[InkedWord, ...]
    free: tuple[Box, ...]


def read_folder(folder: Path) -> list[TrueFile]:
    """All ``*.dcm`` of a folder, in the order of their names.

    Raises
    ------
    SystemExit
        There are none, or no truth lies beside one of them.
    """
    paths = sorted(folder.glob("*.dcm"))
    if not paths:
        raise SystemExit("The truth folder holds no file NAME.dcm.")
    return [read_file(path) for path in paths]


def read_file(path: Path) -> TrueFile:
    """One image with its words."""
    readers: dict[str, Callable[[Path, Path], TrueFile]] = {".truth.json": _of_boxes, ".json": _of_numbers}
    for ending, read in readers.items():
        truth = path.with_suffix(ending)
        if truth.exists():
            return read(path, truth)
    raise SystemExit(f"No truth lies beside {path.name}: see benchmarks/README.md.")


def _of_boxes(path: Path, truth: Path) -> TrueFile:
    words = read_truth(truth).get(path.name)
    if words is None:
        raise SystemExit(f"{truth.name} does not name {path.name}.")
    ink = path.with_suffix(".ink.npz")
    masks = dict(np.load(ink)) if ink.exists() else {}
    inked = tuple(
        InkedWord(
            word.role,
            "" if word.entity == NOT_STATED else word.entity,
            word.box.left,
            word.box.top,
            masks.get(f"word-{number:03d}", np.ones((word.box.height, word.box.width), bool)),
            tuple(frame for first, last in word.frames for frame in range(first, last + 1)) if word.frames else None,
        )
        for number, word in enumerate(words)
    )
    return TrueFile(path, inked, tuple(tuple(box) for box in masks.get("labels", np.zeros((0, 4), int)).tolist()))


def _of_numbers(path: Path, truth: Path) -> TrueFile:
    words = json.loads(truth.read_text(encoding="utf-8"))["words"]
    with np.load(path.with_suffix(".npz")) as file:
        numbers = file["ink"]
    inked = tuple(word for each in words if each["role"] != "neutral" for word in [_numbered(each, numbers)] if word)
    return TrueFile(path, inked, tuple(tuple(each["box"]) for each in words if each["role"] == "neutral"))


def _numbered(word: dict[str, Any], numbers: Any) -> InkedWord | None:
    """A word with its ink, cut out of the picture of numbers; None if it has no ink, so that nothing can be said."""
    frame = word["frame"]
    own = numbers == word["index"]
    mask = own[min(frame, len(own) - 1)] if frame >= 0 else own.any(axis=0)
    if not mask.any():
        return None
    rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    top, left = int(rows[0]), int(columns[0])
    return InkedWord(
        word["role"],
        word["kind"] if word["role"] == "phi" and word["kind"].isupper() else "",
        left,
        top,
        mask[top : rows[-1] + 1, left : columns[-1] + 1],
        (frame,) if frame >= 0 else None,
        word.get("need", HIDDEN),
    )
