"""Lines as the network learns from them: in batches of like width, some seen again another way."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.utils.data import IterableDataset, get_worker_info

from training.reader.drawing import draw
from training.reader.network import CHARACTERS, HEIGHT, STEP, UNKNOWN, seen
from training.screens.chance import Chance

WIDEST = 480
"""Columns of a line, at its height of 32 pixels, that is learned."""

_POOL = 384  # lines from which those of like width are taken
_AREA = 4800  # columns of a batch
_ROUND = 16  # columns of which a batch's width is a multiple
_KEPT = 6000  # lines of each worker that may be seen again
_AGAIN = 1  # as many are seen again as are drawn, since to draw them takes longer than to learn from them
_NUMBERS = {character: number for number, character in enumerate((*CHARACTERS, UNKNOWN), 1)}

Batch = tuple[Tensor, Tensor, Tensor, Tensor, int]
"""Lines, shape (n, 1, 32, columns); their texts' classes one after the other; how many each has; how many steps each
line is long; and up to which number lines are used up."""
_Line = tuple[npt.NDArray[np.float32], list[int]]


class Series(IterableDataset[Batch]):
    """The lines of a seed from some number on; several workers share them out."""

    def __init__(self, seed: int, start: int) -> None:
        self._seed = seed
        self._start = start

    def __iter__(self) -> Iterator[Batch]:
        worker = get_worker_info()
        number, step = (self._start + worker.id, worker.num_workers) if worker else (self._start, 1)
        pool: list[_Line] = []
        kept: deque[_Line] = deque(maxlen=_KEPT)
        r = Chance(f"batches {self._seed} {number}")
        while True:
            while len(pool) < _POOL:
                if (line := line_of(self._seed, number)) is not None:
                    pool.append(line)
                    kept.append(line)
                    for _ in range(_AGAIN):
                        pool.append(changed(r, r.of(kept)))
                number += step
            pool.sort(key=lambda line: line[0].shape[1])
            first = r.whole(0, len(pool) - 1)
            widest = pool[first][0].shape[1]
            last = first + max(1, min(96, _AREA // widest))
            chosen, pool[first:last] = pool[first:last], []
            yield batch_of(chosen, number)


def line_of(seed: int, number: int) -> _Line | None:
    """A line as the network sees it, and the classes of its text; None if it is no lesson."""
    drawn = draw(seed, number)
    line = seen(drawn.picture) if drawn else None
    if drawn is None or line is None or line.shape[1] > WIDEST:
        return None
    classes = [_NUMBERS[character] for character in drawn.text]
    if len(classes) + sum(one == other for one, other in pairwise(classes)) > line.shape[1] // STEP:
        return None
    return line, classes


def changed(r: Chance, line: _Line) -> _Line:
    """A line seen again: light for dark, wider or narrower, with other steps of brightness and noise."""
    plane, classes = line
    if r.odds(0.5):
        plane = -plane
    if r.odds(0.6):
        width = round(plane.shape[1] * r.uniform(0.9, 1.15) / STEP) * STEP
        if plane.shape[1] <= width <= WIDEST or width >= STEP * (2 * len(classes) + 1):
            plane = np.asarray(cv2.resize(plane, (width, HEIGHT), interpolation=cv2.INTER_LINEAR), np.float32)
    if r.odds(0.5):
        plane = (np.power(np.clip((plane + 1) / 2, 0, 1), np.float32(r.uniform(0.6, 1.6))) * 2 - 1).astype(np.float32)
    if r.odds(0.3):
        random = np.random.default_rng(r.whole(0, 10**9))
        plane = plane + random.standard_normal(plane.shape, np.float32) * np.float32(r.uniform(0.01, 0.12))
    return plane, classes


def batch_of(lines: list[_Line], number: int) -> Batch:
    """Lines side by side, each as it ends going on to the right."""
    width = -(-max(line.shape[1] for line, _ in lines) // _ROUND) * _ROUND
    planes = np.empty((len(lines), 1, HEIGHT, width), np.float32)
    for plane, (line, _) in zip(planes, lines, strict=True):
        plane[0, :, : line.shape[1]] = line
        plane[0, :, line.shape[1] :] = line[:, -1:]
    return (
        torch.from_numpy(planes),
        torch.tensor([each for _, classes in lines for each in classes], dtype=torch.long),
        torch.tensor([len(classes) for _, classes in lines]),
        torch.tensor([line.shape[1] // STEP for line, _ in lines]),
        number,
    )
