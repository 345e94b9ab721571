"""What thresholds do on drawn crops that were not learned from: python -m training.finder.thresholds --crops 800

Thresholds of the program are chosen by it, and never on images that measure.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from dicom_text_redactor.text.network import Maps, look
from training.finder.crops import Crop, draw

_SEED = 1_000_003  # nobody trains with it
_WRITING = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)
_BORDER = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.1)
_CODE = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
_COVERED = 0.6  # of a row's core, from which the row is found
_HELD = 0.3  # of a row's core, that a component holds


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """A crop, and what the network says of it."""

    crop: Crop
    maps: Maps


def main(arguments: list[str] | None = None) -> int:
    """Print three tables."""
    parser = argparse.ArgumentParser(prog="python -m training.finder.thresholds", description=__doc__)
    parser.add_argument("--crops", type=int, default=800)
    parser.add_argument("--writing", type=float, default=0.4, help="with which borders are tried")
    chosen = parser.parse_args(arguments)
    looked = []
    for number in range(chosen.crops):
        crop = draw(_SEED, number)
        looked.append(Looked(crop, look(crop.picture, spread=False)))
    print("| writing | rows found | found beside writing | F1 |\n|---|---|---|---|")
    for limit in _WRITING:
        rows, beside, balanced = writing(looked, limit)
        print(f"| {limit} | {100 * rows:.2f} % | {100 * beside:.3f} % | {balanced:.4f} |")
    print("\n| border | rows in a component with another | rows in several components |\n|---|---|---|")
    for limit in _BORDER:
        glued, broken = borders(looked, chosen.writing, limit)
        print(f"| {limit} | {100 * glued:.2f} % | {100 * broken:.2f} % |")
    print("\n| code | of codes found | of all else found |\n|---|---|---|")
    for limit in _CODE:
        found = np.concatenate([(each.maps.code > limit).ravel() for each in looked])
        true = np.concatenate([(each.crop.truth[2] > 127).ravel() for each in looked])
        print(f"| {limit} | {100 * found[true].mean():.2f} % | {100 * found[~true].mean():.3f} % |")
    return 0


def writing(looked: Sequence[Looked], limit: float) -> tuple[float, float, float]:
    """The share of rows found, the share of the area beside letters that is found, and the balance of places (F1)."""
    rows = found = 0
    beside = empty = right = said = wanted = 0
    for each in looked:
        mask = each.maps.writing > limit
        for number in range(1, int(each.crop.rows.max()) + 1):
            own = each.crop.rows == number
            if own.any() and not each.crop.truth[7][own].any():
                rows, found = rows + 1, found + bool(mask[own].mean() >= _COVERED)
        core = each.crop.truth[0] > 100
        far = cv2.dilate((each.crop.truth[0] > 0).astype(np.uint8), np.ones((5, 5), np.uint8)) == 0
        beside, empty = beside + int((mask & far).sum()), empty + int(far.sum())
        right, said, wanted = right + int((mask & core).sum()), said + int(mask.sum()), wanted + int(core.sum())
    return found / max(1, rows), beside / max(1, empty), 2 * right / max(1, said + wanted)


def borders(looked: Sequence[Looked], limit: float, border: float) -> tuple[float, float]:
    """The share of rows that share a component with another one, and of those that lie in several."""
    rows = glued = broken = 0
    for each in looked:
        mask = (each.maps.writing > limit) & (each.maps.border < border)
        labels = np.asarray(cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)[1], np.int32)
        holders: dict[int, list[int]] = {}
        for number in range(1, int(each.crop.rows.max()) + 1):
            parts = _parts(labels, each.crop.rows == number)
            rows += bool(parts)
            broken += len(parts) > 1 and _runs(each.crop.rows == number) < len(parts)
            for part in parts:
                holders.setdefault(part, []).append(number)
        glued += len({number for some in holders.values() if len(some) > 1 for number in some})
    return glued / max(1, rows), broken / max(1, rows)


def _parts(labels: npt.NDArray[np.int32], own: npt.NDArray[np.bool_]) -> list[int]:
    """The components that hold a good part of a row."""
    numbers, counts = np.unique(labels[own], return_counts=True)
    return [int(n) for n, count in zip(numbers, counts, strict=True) if n and count >= _HELD * own.sum()]


def _runs(own: npt.NDArray[np.bool_]) -> int:
    return int(cv2.connectedComponents(own.astype(np.uint8), connectivity=8)[0]) - 1


if __name__ == "__main__":
    sys.exit(main())
