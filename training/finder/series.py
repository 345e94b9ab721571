"""Crops as the network learns from them: drawn one after the other, each seen again later, mirrored."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import IterableDataset, get_worker_info

from dicom_text_redactor.text.network import contrasts
from training.finder.crops import FOREIGN, SIDE, Crop, draw
from training.screens.chance import Chance

_KEPT = 1500  # crops of each worker that may be seen again
_AGAIN = 0.35  # as many are seen again as are drawn
_COSINE, _SINE = 4, 5

Example = tuple[Tensor, Tensor]
"""What the network sees, shape (3, side, side), and what it is to say, 8 bits, shape (9, side / 4, side / 4)."""


class Series(IterableDataset[Example]):
    """The crops of a seed from some number on; several workers share them out. `foreign` as in `crops`."""

    def __init__(self, seed: int, start: int, side: int = SIDE, foreign: float = FOREIGN) -> None:
        self._seed = seed
        self._start = start
        self._side = side
        self._foreign = foreign

    def __iter__(self) -> Iterator[Example]:
        worker = get_worker_info()
        number, step = (self._start + worker.id, worker.num_workers) if worker else (self._start, 1)
        kept: deque[Crop] = deque(maxlen=_KEPT)
        while True:
            crop = draw(self._seed, number, self._side, self._foreign)
            kept.append(crop)
            yield example(crop)
            r = Chance(f"again {self._seed} {number}")
            if r.odds(_AGAIN):
                yield example(mirrored(r, kept[r.whole(0, len(kept) - 1)]))
            number += step


def example(crop: Crop) -> Example:
    """A crop as tensors."""
    seen = contrasts(crop.picture)
    if seen is None:
        seen = np.zeros((3, *crop.picture.shape[:2]), np.float32)
    return torch.from_numpy(np.ascontiguousarray(seen)), torch.from_numpy(np.ascontiguousarray(crop.truth))


def mirrored(r: Chance, crop: Crop) -> Crop:
    """A crop whose left and right, or top and bottom, or both are exchanged; some are turned. Writing stays writing."""
    picture, truth = crop.picture, crop.truth.copy()
    across, down = r.one((True, False), (False, True), (True, True))
    if across:
        picture, truth = picture[:, ::-1], truth[:, :, ::-1]
    if down:
        picture, truth = picture[::-1], truth[:, ::-1]
    negated = [_SINE] if across != down else []
    truth = truth.copy()
    for plane in negated:
        truth[plane] = 255 - truth[plane] + (truth[plane] > 0)
    if r.odds(0.1):
        picture, truth = np.rot90(picture), np.rot90(truth, axes=(1, 2)).copy()
        for plane in (_COSINE, _SINE):
            truth[plane] = 255 - truth[plane] + (truth[plane] > 0)
    return Crop(np.ascontiguousarray(picture), np.ascontiguousarray(truth), crop.rows)
