"""The words that the program itself reads in images, kept so that other limits can be tried without reading again.

What is painted at a limit is compared with the ink of the true words. The second look, which the program takes after
painting, is left out: so a few words more may be hidden in the end.
"""

from __future__ import annotations

import json
import pickle
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pydicom import dcmread

from benchmarks.running import say
from benchmarks.true_words import TrueFile
from dicom_text_redactor import RedactionError, RedactionSettings, Redactor
from dicom_text_redactor.covering import covers
from dicom_text_redactor.evaluation.truth import read_truth
from dicom_text_redactor.examination import Judged as Line
from dicom_text_redactor.model import Box
from dicom_text_redactor.phi.weighing import Sum
from training.lessons import Flags, Lesson, Told, header_of, lesson
from training.scoring import Judged, Score, judged

HIDDEN, KEPT = 0.95, 0.1
"""The share of its ink from which a word is hidden, and below which it is kept."""
_TIMEOUT_S = 3600.0

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Inked:
    """A phrase of the truth: whether it identifies, its ink as a mask in a box, its frames, and the share to cover.

    `frames` is None for all frames.
    """

    identifies: bool
    box: Box
    ink: Mask
    frames: tuple[int, ...] | None
    need: float

    def covered(self, boxes: Sequence[Box]) -> float:
        """The share of the ink that boxes cover."""
        mask = np.zeros(self.ink.shape, bool)
        for box in boxes:
            if box.overlap(self.box):
                mask[box.moved(-self.box.left, -self.box.top).within(*self.ink.shape).slices] = True
        return float(mask[self.ink].mean())


@dataclass(frozen=True, slots=True)
class OwnFile:
    """An image as the program read it; `lesson` has all words in the order of the lines, and None was refused."""

    frames: int
    lines: tuple[Line, ...]
    lesson: Lesson | None
    inks: tuple[Inked, ...]

    def score(self, hidden: Flags) -> Score:
        """What becomes of the true words if these of the words that were read are hidden."""
        boxes = self._boxes(hidden)
        phi: list[bool] = []
        keep: list[bool] = []
        for one in self.inks:
            shares = [one.covered(some) for some in {boxes[frame] for frame in one.frames or range(self.frames)}]
            if one.identifies:
                phi.append(min(shares) >= one.need)
            else:
                keep.append(max(shares) < KEPT)
        clean = bool(phi) and all(phi)
        return Score(len(phi), sum(phi), int(bool(phi)), int(clean), len(keep), sum(keep))

    def _boxes(self, hidden: Flags) -> list[tuple[Box, ...]]:
        """What is painted in each frame."""
        painted: list[list[Box]] = [[] for _ in range(self.frames)]
        at = 0
        for line in self.lines:
            verdicts = [replace(v, hide=bool(hidden[at + i])) for i, v in enumerate(line.verdicts)]
            at += len(verdicts)
            for cover in covers(verdicts):
                for frame in line.frames:
                    painted[frame].append(cover.box)
        return [tuple(some) for some in painted]


@dataclass(frozen=True, slots=True)
class OwnSet:
    """Images as the program read and judged them; scores of the same verdicts are counted once."""

    files: list[OwnFile]
    pages: list[Judged | None]

    def scores(self, limits: Sequence[float]) -> list[Score]:
        """The score of all images at each limit, given as log-odds. What is refused hides nothing and is not clean."""
        totals = [Score() for _ in limits]
        for file, page in zip(self.files, self.pages, strict=True):
            known: dict[bytes, Score] = {}
            for number, limit in enumerate(limits):
                hidden = page.hidden(limit) if page is not None else np.zeros(0, bool)
                if hidden.tobytes() not in known:
                    known[hidden.tobytes()] = file.score(hidden) if page is not None else _refused(file)
                totals[number] += known[hidden.tobytes()]
        return totals


def read(files: Sequence[TrueFile], sums: Sequence[Sum], folder: Path) -> OwnSet:
    """Images as the program reads them; what it read is kept in a folder, with the words, and is not read again."""
    own = [_own(file, folder) for file in files]
    return OwnSet(own, [judged([one.lesson], sums)[0] if one.lesson is not None else None for one in own])


def _own(file: TrueFile, folder: Path) -> OwnFile:
    kept = folder / f"{file.path.stem}.pickle"
    dataset = file.dataset
    if not kept.exists():
        say(f"reading {file.path.name}")
        folder.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(_read(file.path)))
    lines: list[Line] | None = pickle.loads(kept.read_bytes())  # noqa: S301  # what this program wrote itself
    inks, frames = tuple(_inks(file.path)), int(dataset.get("NumberOfFrames") or 1)
    if lines is None:
        return OwnFile(frames, (), None, inks)
    words = [verdict.word for line in lines for verdict in line.verdicts]
    size = int(dataset.get("Columns") or 0), int(dataset.get("Rows") or 0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        page = lesson(file.path.stem, [Told(word, "neutral") for word in words], header_of(dataset), size)
    return OwnFile(frames, tuple(lines), page, inks)


def _read(path: Path) -> list[Line] | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _redactor().examine(dcmread(path))
        except RedactionError:
            return None


@cache
def _redactor() -> Redactor:
    return Redactor(RedactionSettings(timeout_s=_TIMEOUT_S))


def _refused(file: OwnFile) -> Score:
    phi = sum(one.identifies for one in file.inks)
    return Score(phi, 0, int(phi > 0), 0, 0, 0)


def _inks(path: Path) -> Iterator[Inked]:
    """The phrases of an image's truth with their ink; those that may go or stay are left out."""
    truth, ours = path.with_suffix(".json"), path.with_suffix(".truth.json")
    if ours.exists():
        with np.load(path.with_suffix(".ink.npz")) as masks:
            for number, word in enumerate(read_truth(ours)[path.name]):
                frames = [range(first, last + 1) for first, last in word.frames or ()]
                there = tuple(frame for some in frames for frame in some) or None
                yield Inked(word.role == "phi", word.box, masks[f"word-{number:03d}"], there, HIDDEN)
        return
    with np.load(path.with_suffix(".npz")) as masks:
        numbers = masks["ink"]
    for word in json.loads(truth.read_text(encoding="utf-8"))["words"]:
        frame = word["frame"]
        own = numbers == word["index"]
        ink = own[min(frame, len(own) - 1)] if frame >= 0 else own.any(axis=0)
        if word["role"] != "neutral" and ink.any():
            rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
            box = Box.between(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
            there = (frame,) if frame >= 0 else None
            yield Inked(word["role"] == "phi", box, ink[box.slices], there, word.get("need", HIDDEN))
