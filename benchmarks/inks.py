"""How much of each word's ink was painted over, told from the pixels of a file before and after."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from pydicom import dcmread
from pydicom.pixels.utils import pixel_array
from pydicom.uid import JPEGBaseline8Bit

Mask = npt.NDArray[np.bool_]
Values = npt.NDArray[np.int64]

LOSSY = 12  # of 255: what a decoder may show differently beside a repainted block of JPEG Baseline
BESIDE = 8  # pixels round a word that identifies, or a label, that belong to its box


class OtherForm(Exception):
    """The redacted image has another size, or another kind of values, than the original."""


@dataclass(frozen=True, slots=True)
class InkedWord:
    """A word of the truth with its ink.

    Attributes
    ----------
    role
        ``phi`` or ``keep``.
    entity
        What it is; empty for words to keep.
    left, top
        The corner of `mask` in the picture, in pixels.
    mask
        Its ink, shape (rows, columns).
    frames
        First and last frame (0-based) in which it stands; None: all of them.
    """

    role: str
    entity: str
    left: int
    top: int
    mask: Mask
    frames: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Score:
    """What became of one file.

    Attributes
    ----------
    words
        Role, entity and the share (0 to 1) of ink that was painted over, of each word. For a word to hide it is
        that of the frame with the least, for a word to keep that of the frame with the most.
    other
        The share (0 to 1) of the picture, over all frames, that was painted away from words that identify and from
        labels.
    """

    words: tuple[tuple[str, str, float], ...]
    other: float


def words_of(name: str, truths: Path) -> tuple[list[InkedWord], list[list[int]]]:
    """The words of the file NAME.dcm, and the boxes (left, top, width, height) of labels."""
    document = json.loads((truths / f"{name}.truth.json").read_text(encoding="utf-8"))
    (truth,) = document["files"].values()
    with np.load(truths / f"{name}.ink.npz") as masks:
        words = [
            InkedWord(
                word["role"],
                word.get("entity", ""),
                word["left"],
                word["top"],
                masks[f"word-{number:03d}"],
                tuple(word["frames"][0]) if "frames" in word else None,
            )
            for number, word in enumerate(truth)
        ]
        return words, masks["labels"].tolist()


def score(original: Path, redacted: Path, truths: Path) -> Score:
    """What was painted over in a file of phantoms.

    Raises
    ------
    OtherForm
        The images cannot be compared.
    """
    before = _values(original)
    tolerance = LOSSY if dcmread(original).file_meta.TransferSyntaxUID == JPEGBaseline8Bit else 0
    # A program may write RGB and call it YBR: that spoils the colours, but it is no paint.
    readings = [_values(redacted), _values(redacted, raw=True)]
    if any(before.shape != reading.shape for reading in readings):
        raise OtherForm(f"{readings[0].shape} instead of {before.shape}")
    after = min(readings, key=lambda reading: float((np.abs(reading - before) > tolerance).mean()))
    words, labels = words_of(original.stem, truths)
    return compared(before, after, words, labels, tolerance)


def compared(
    before: Values, after: Values, words: list[InkedWord], labels: list[list[int]], tolerance: int = 0
) -> Score:
    """The same from values, shape (frames, rows, columns, samples); differences up to `tolerance` are none."""
    changed = np.abs(after - before).max(axis=-1) > tolerance
    told = []
    for word in words:
        first, last = word.frames or (0, len(before) - 1)
        shares = [_share(changed[frame], after[frame], word, tolerance) for frame in range(first, last + 1)]
        told.append((word.role, word.entity, round(min(shares) if word.role == "phi" else max(shares), 4)))
    away = np.ones(changed.shape[1:], bool)
    boxes = [[w.left, w.top, w.mask.shape[1], w.mask.shape[0]] for w in words if w.role == "phi"]
    for left, top, width, height in boxes + labels:
        away[max(0, top - BESIDE) : top + height + BESIDE, max(0, left - BESIDE) : left + width + BESIDE] = False
    return Score(tuple(told), round(float((changed & away).mean()), 6))


def _share(changed: Mask, after: Values, word: InkedWord, tolerance: int) -> float:
    """The share of a word's ink that is painted over in one frame.

    A pixel that was painted in the very value that it had is no change; it counts where it lies in an even area of the
    fill that is too large to be part of a letter, which is half the word's height each way.
    """
    rows, columns = word.mask.shape
    side = max(3, rows // 2) | 1  # odd, so that the area has a middle
    top, left = max(0, word.top - side), max(0, word.left - side)
    part = np.s_[top : word.top + rows + side, left : word.left + columns + side]
    painted, values = changed[part].copy(), after[part]
    own = np.s_[word.top - top : word.top - top + rows, word.left - left : word.left - left + columns]
    fills = values[own][painted[own]]
    if len(fills):
        found, counts = np.unique(fills, axis=0, return_counts=True)
        even = np.abs(values - found[counts.argmax()]).max(axis=-1) <= tolerance
        painted |= cv2.morphologyEx(even.astype(np.uint8), cv2.MORPH_OPEN, np.ones((side, side), np.uint8)) > 0
    return float(painted[own][word.mask].mean())


def _values(path: Path, *, raw: bool = False) -> Values:
    """Values, shape (frames, rows, columns, samples), colours as RGB; raw: as if the file held RGB already."""
    dataset: Any = dcmread(path)
    values = np.asarray(pixel_array(dataset, raw=raw)).astype(np.int64)
    shape = (int(dataset.get("NumberOfFrames", 1)), dataset.Rows, dataset.Columns, dataset.SamplesPerPixel)
    return values.reshape(shape)
