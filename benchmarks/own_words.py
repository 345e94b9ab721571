"""The words that the program itself reads in images, kept so that other limits can be tried without reading again.

What is painted at a limit is compared with the ink of the true words. The second look, which the program takes after
painting, is left out: so a few words more may be hidden in the end.
"""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from pydicom import dcmread

from benchmarks.inks import Covered, InkedWord
from benchmarks.running import say
from benchmarks.true_words import TrueText
from benchmarks.truths import read_file
from dicom_text_redactor import RedactionError, RedactionSettings, Redactor
from dicom_text_redactor.examination import Judged as Line
from dicom_text_redactor.hiding import covers_of
from dicom_text_redactor.model import Box
from dicom_text_redactor.phi.weighing import Sum
from training.lessons import Flags, Lesson, Told, header_of, lesson
from training.scoring import Judged, Score, judged

_TIMEOUT_S = 3600.0


def covered(word: InkedWord, boxes: Sequence[Box]) -> float:
    """The share of a word's ink that boxes cover."""
    own = Box(word.left, word.top, word.mask.shape[1], word.mask.shape[0])
    mask = np.zeros(word.mask.shape, bool)
    for box in boxes:
        if box.overlap(own):
            mask[box.moved(-own.left, -own.top).within(own.height, own.width).slices] = True
    return float(mask[word.mask].mean())


@dataclass(frozen=True, slots=True)
class OwnFile:
    """An image as the program read it; `lesson` has all words in the order of the lines, and None was refused."""

    frames: int
    lines: tuple[Line, ...]
    lesson: Lesson | None
    words: tuple[InkedWord, ...]

    def score(self, hidden: Flags) -> Score:
        """What becomes of the true words if these of the words that were read are hidden."""
        boxes = self._boxes(hidden)
        found: dict[str, list[bool]] = {"phi": [], "keep": []}
        for word in self.words:
            shares = [covered(word, some) for some in {boxes[frame] for frame in word.frames or range(self.frames)}]
            share = min(shares) if word.role == "phi" else max(shares)
            found[word.role].append(Covered(word, share).right)
        phi, keep = found["phi"], found["keep"]
        return Score(len(phi), sum(phi), int(bool(phi)), int(bool(phi) and all(phi)), len(keep), sum(keep))

    def _boxes(self, hidden: Flags) -> list[tuple[Box, ...]]:
        """What is painted in each frame."""
        painted: list[list[Box]] = [[] for _ in range(self.frames)]
        flags = iter(hidden.tolist())
        lines = [
            replace(line, verdicts=tuple(replace(verdict, hide=next(flags)) for verdict in line.verdicts))
            for line in self.lines
        ]
        for line, cover in covers_of(lines):
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


def read(files: Sequence[TrueText], sums: Sequence[Sum], folder: Path) -> OwnSet:
    """Images as the program reads them; what it read is kept in a folder, with the words, and is not read again."""
    own = [_own(file, folder) for file in files]
    return OwnSet(own, [judged([one.lesson], sums)[0] if one.lesson is not None else None for one in own])


def _own(file: TrueText, folder: Path) -> OwnFile:
    kept = folder / f"{file.path.stem}.pickle"
    dataset = file.dataset
    if not kept.exists():
        say(f"reading {file.path.name}")
        folder.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(_read(file.path)))
    lines: list[Line] | None = pickle.loads(kept.read_bytes())  # noqa: S301  # what this program wrote itself
    inked, frames = read_file(file.path).words, int(dataset.get("NumberOfFrames") or 1)
    if lines is None:
        return OwnFile(frames, (), None, inked)
    words = [verdict.word for line in lines for verdict in line.verdicts]
    size = int(dataset.get("Columns") or 0), int(dataset.get("Rows") or 0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        page = lesson(file.path.stem, [Told(word, "neutral") for word in words], header_of(dataset), size)
    return OwnFile(frames, tuple(lines), page, inked)


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
    phi = sum(word.role == "phi" for word in file.words)
    return Score(phi, 0, int(phi > 0), 0, 0, 0)
