"""How much of each word's ink was painted over, told from the pixels of a file before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from pydicom import Dataset, dcmread
from pydicom.pixels.utils import pixel_array
from pydicom.uid import JPEGBaseline8Bit

Mask = npt.NDArray[np.bool_]
Values = npt.NDArray[np.int64]

HIDDEN = 0.95  # share of its ink from which a word is hidden
KEPT = 0.1  # share of its ink below which a word is kept
LOSSY = 12  # of 255: what a decoder may show differently beside a repainted block of JPEG Baseline
_RECOLOURED = 0.25  # share of samples that differ from which a picture has other colours
_SMALL = 24  # pixels; what is narrower than this may be a single upright letter
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
        What it is; empty for most words to keep.
    left, top
        The corner of `mask` in the picture, in pixels.
    mask
        Its ink, shape (rows, columns).
    frames
        The frames (0-based) in which it stands; None: all of them.
    need
        Share of its ink (0 to 1) from which it is hidden.
    """

    role: str
    entity: str
    left: int
    top: int
    mask: Mask
    frames: tuple[int, ...] | None = None
    need: float = HIDDEN


@dataclass(frozen=True, slots=True)
class Covered:
    """What became of one word.

    Attributes
    ----------
    word
        The word.
    share
        The share (0 to 1) of its ink that was painted over: for a word to hide in the frame with the least, for a
        word to keep in the frame with the most.
    """

    word: InkedWord
    share: float

    @property
    def right(self) -> bool:
        """Whether a word to hide is hidden, or a word to keep is kept."""
        return self.share >= self.word.need if self.word.role == "phi" else self.share < KEPT

    @property
    def half(self) -> bool:
        """Whether a part of its ink is hidden and a part is not: nobody wants that, whatever the word is."""
        return KEPT <= self.share < self.word.need


@dataclass(frozen=True, slots=True)
class Score:
    """What became of one file.

    Attributes
    ----------
    words
        Its words.
    other
        The share (0 to 1) of the picture, over all frames, that was painted away from words that identify and from
        what may go or stay.
    recoloured
        Whether the colours of the picture changed, because the file calls its samples something that they are not.
    """

    words: tuple[Covered, ...]
    other: float
    recoloured: bool = False


def score(original: Path, redacted: Path, words: Sequence[InkedWord], free: Sequence[Sequence[int]]) -> Score:
    """What was painted over in a file.

    original, redacted: DICOM files; free: boxes (left, top, width, height) of what may go or stay.

    Raises
    ------
    OtherForm
        The images cannot be compared.
    """
    one, other = dcmread(original), dcmread(redacted)
    tolerance = LOSSY if one.file_meta.TransferSyntaxUID == JPEGBaseline8Bit else 0
    frames, theirs = (int(dataset.get("NumberOfFrames", None) or 1) for dataset in (one, other))
    first = _frame(one, 0)
    # A program may write RGB and call it YBR: that spoils the colours, but it is no paint.
    readings = {raw: _frame(other, 0, raw=raw) for raw in (False, True)}
    if frames != theirs or any(first.shape != reading.shape for reading in readings.values()):
        raise OtherForm(f"{(theirs, *readings[False].shape)} instead of {(frames, *first.shape)}")
    changed = {raw: float((np.abs(reading - first) > tolerance).mean()) for raw, reading in readings.items()}
    raw = changed[True] < changed[False]
    pairs = ((_frame(one, index), _frame(other, index, raw=raw)) for index in range(frames))
    return replace(compared(pairs, words, free, tolerance), recoloured=raw and changed[False] > _RECOLOURED)


def compared(
    pairs: Iterable[tuple[Values, Values]],
    words: Sequence[InkedWord],
    free: Sequence[Sequence[int]],
    tolerance: int = 0,
) -> Score:
    """The same from the values of each frame before and after, shape (rows, columns, samples).

    Differences up to `tolerance` are none.
    """
    shares: list[list[float]] = [[] for _ in words]
    others = []
    for index, (before, after) in enumerate(pairs):
        changed = np.abs(after - before).max(axis=-1) > tolerance
        for word, own in zip(words, shares, strict=True):
            if word.frames is None or index in word.frames:
                own.append(_share(changed, after, word, tolerance))
        others.append(float((changed & _away(changed.shape, words, free)).mean()))
    least = [min(own) if word.role == "phi" else max(own) for word, own in zip(words, shares, strict=True)]
    told = tuple(Covered(word, round(share, 4)) for word, share in zip(words, least, strict=True))
    return Score(told, round(sum(others) / len(others), 6))


def _away(shape: tuple[int, ...], words: Sequence[InkedWord], free: Sequence[Sequence[int]]) -> Mask:
    """Where nothing has to be hidden, and nothing may be."""
    away = np.ones(shape, bool)
    boxes = [(w.left, w.top, w.mask.shape[1], w.mask.shape[0]) for w in words if w.role == "phi"]
    for left, top, width, height in [*boxes, *free]:
        away[max(0, top - BESIDE) : top + height + BESIDE, max(0, left - BESIDE) : left + width + BESIDE] = False
    return away


def _share(changed: Mask, after: Values, word: InkedWord, tolerance: int) -> float:
    """The share of a word's ink that is painted over in one frame.

    A pixel that was painted in the very value that it had is no change; it counts where it lies in an even area of the
    fill that is too large to be part of a letter, which is half a letter's height each way.
    """
    rows, columns = word.mask.shape
    letter = min(rows, max(columns, _SMALL))  # a word that runs upwards is as high as it is long
    side = max(3, letter // 2) | 1  # odd, so that the area has a middle
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


def _frame(dataset: Dataset, index: int, *, raw: bool = False) -> Values:
    """One frame, shape (rows, columns, samples), colours as RGB; raw: as if the file held RGB already."""
    values = np.asarray(pixel_array(dataset, index=index, raw=raw)).astype(np.int64)
    return values.reshape(values.shape if values.ndim == 3 else (*values.shape, 1))
