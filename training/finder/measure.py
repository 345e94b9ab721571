"""Measure the finder on images whose words are known, next to PP-OCR's: python -m training.finder.measure FOLDER …

A folder holds NAME.dcm, NAME.json and NAME.npz. Every finder looks once at each view of a picture.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from dicom_text_redactor.text import network, overlaid
from dicom_text_redactor.text.network import BORDER, CODE, WRITING
from training.finder.truth_maps import Mask, Truth, Word, read_truths

_FOUND = 0.6  # of a word's core, or ink, that is covered
_HELD = 0.3  # of a word's core, that a component holds

Finder = Callable[[npt.NDArray[np.uint8]], tuple[Mask, Mask, Mask]]
"""From a picture to masks of its size: cores of writing, all that is found grown by a step, and codes."""


@dataclass
class Figures:
    """What is counted over a set."""

    words: int = 0
    cores: int = 0
    inks: int = 0
    codes: int = 0
    codes_found: int = 0
    components: int = 0
    glued: int = 0
    seconds: float = 0.0
    areas: list[float] = field(default_factory=list)
    grown_areas: list[float] = field(default_factory=list)
    missed: Counter[str] = field(default_factory=Counter)

    def row(self, name: str) -> str:
        """One line of a table."""
        words, files = max(1, self.words), max(1, len(self.areas))
        cells = (
            name,
            self.words,
            f"{100 * self.cores / words:.1f} %",
            f"{100 * self.inks / words:.1f} %",
            f"{np.mean(self.areas or [0.0]):.2f} %",
            f"{np.mean(self.grown_areas or [0.0]):.2f} %",
            f"{self.glued} of {self.components}",
            f"{self.codes_found} of {self.codes}" if self.codes else "",
            f"{1000 * self.seconds / files:.0f}",
        )
        return f"| {' | '.join(str(cell) for cell in cells)} |"


HEAD = """\
| finder, set | words | cores found | ink found | beside, cores | beside, grown | two rows in one | codes | ms a file |
|---|---|---|---|---|---|---|---|---|"""


def main(arguments: list[str] | None = None) -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m training.finder.measure", description=__doc__)
    parser.add_argument("truth", type=Path, nargs="+", help="a folder")
    parser.add_argument("--against", action="store_true", help="also measure PP-OCR's tiny detector")
    parser.add_argument("--by-kind", action="store_true", help="a line for each kind: what a file's name begins with")
    parser.add_argument("--writing", type=float, default=WRITING)
    parser.add_argument("--border", type=float, default=BORDER)
    parser.add_argument("--missed", action="store_true", help="tell which words were missed")
    chosen = parser.parse_args(arguments)
    finders: dict[str, Finder] = {"ours": lambda picture: ours(picture, chosen.writing, chosen.border)}
    if chosen.against:
        finders["PP-OCR tiny"] = theirs
    print(HEAD)
    for folder in chosen.truth:
        truths = list(read_truths(folder))
        groups = sorted({truth.name.split("_")[0] for truth in truths}) if chosen.by_kind else [""]
        for name, find in finders.items():
            for group in groups:
                figures = measure([truth for truth in truths if truth.name.startswith(group)], find)
                print(figures.row(f"{name}, {group or folder.name}"), flush=True)
                if chosen.missed:
                    print(dict(figures.missed.most_common(40)), file=sys.stderr)
    return 0


def measure(truths: Sequence[Truth], find: Finder) -> Figures:
    """The figures of a finder over some images."""
    figures = Figures()
    for truth in truths:
        start = time.perf_counter()
        masks = [find(picture) for picture in truth.pictures.values()]
        figures.seconds += time.perf_counter() - start
        cores, grown, codes = (np.logical_or.reduce([each[i] for each in masks]) for i in range(3))
        figures.areas.append(100 * float((cores & truth.beside).mean()))
        figures.grown_areas.append(100 * float((grown & truth.beside).mean()))
        for word in truth.words:
            if word.kind == "code":
                figures.codes += 1
                figures.codes_found += bool((codes | cores)[word.ink].mean() >= _FOUND)
            elif word.counts:
                figures.words += 1
                figures.cores += bool(cores[word.core].mean() >= _FOUND)
                found = bool(grown[word.ink].mean() >= _FOUND)
                figures.inks += found
                figures.missed[f"{truth.name[:24]}: {word.text}"] += not found
        for each in masks:
            count, glued = _glued(each[0], truth.words)
            figures.components, figures.glued = figures.components + count, figures.glued + glued
    figures.missed = +figures.missed
    return figures


def _glued(cores: Mask, words: Sequence[Word]) -> tuple[int, int]:
    """How many components hold words, and how many of them words of two rows."""
    _, labels = cv2.connectedComponents(cores.astype(np.uint8), connectivity=4)
    rows: dict[int, set[int]] = {}
    for word in words:
        if word.kind == "code":
            continue
        numbers, counts = np.unique(labels[word.core], return_counts=True)
        for number, count in zip(numbers, counts, strict=True):
            if number and count >= _HELD * len(word.core[0]):
                rows.setdefault(int(number), set()).add(word.row)
    return len(rows), sum(len(some) > 1 for some in rows.values())


def ours(picture: npt.NDArray[np.uint8], writing: float = WRITING, border: float = BORDER) -> tuple[Mask, Mask, Mask]:
    """What the project's own network finds."""
    maps = network.look(picture, spread=False)
    found = maps.writing > writing
    cores = found & (maps.border < border)
    grown = cv2.dilate(found.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    code = cv2.dilate((maps.code > CODE).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return _enlarged(cores, picture.shape), _enlarged(grown, picture.shape), _enlarged(code, picture.shape)


def theirs(picture: npt.NDArray[np.uint8]) -> tuple[Mask, Mask, Mask]:
    """What PP-OCR's tiny detector finds; its boxes are both cores and grown."""
    grey = picture if picture.ndim == 2 else picture.max(axis=2)
    found = overlaid.overlaid_lines(grey, spread=False)
    mask = np.zeros(grey.shape, bool)
    for each in found:
        mask[each.box.top : each.box.bottom, each.box.left : each.box.right] = True
    return mask, mask, np.zeros_like(mask)


def _enlarged(small: Mask, shape: tuple[int, ...]) -> Mask:
    large = small.repeat(network.STRIDE, axis=0).repeat(network.STRIDE, axis=1)
    return large[: shape[0], : shape[1]]


if __name__ == "__main__":
    sys.exit(main())
