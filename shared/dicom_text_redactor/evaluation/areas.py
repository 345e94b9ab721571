"""Arithmetic of boxes over frames: how much of one area others cover, and in how many frames."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np

from dicom_text_redactor.documents import Ranges
from dicom_text_redactor.model import Box


class Lasting(Protocol):
    """A box that stands in some frames."""

    @property
    def box(self) -> Box:
        """Where it is."""

    @property
    def frames(self) -> Ranges:
        """In which frames, as inclusive ranges."""


def shares_covered(box: Box, frames: Ranges, others: Sequence[Lasting]) -> Iterator[tuple[int, float]]:
    """How much of a box all of the others cover together: pairs of a number of frames, and the share there, 0 to 1."""
    near = [other for other in others if box.overlap(other.box)]
    for first, last, there in _stretches(frames, near):
        mask = np.zeros((box.height, box.width), bool)
        for other in there:
            moved = Box(other.box.left - box.left, other.box.top - box.top, other.box.width, other.box.height)
            mask[moved.within(box.height, box.width).slices] = True
        yield last - first + 1, float(mask.mean())


def count(frames: Ranges) -> int:
    """How many frames there are in ranges that lie apart."""
    return sum(last - first + 1 for first, last in frames)


def frames_shared(some: Ranges, others: Ranges) -> int:
    """How many frames two sets of ranges share."""
    return sum(max(0, min(b, d) - max(a, c) + 1) for a, b in some for c, d in others)


def _stretches(frames: Ranges, others: Sequence[Lasting]) -> Iterator[tuple[int, int, list[Lasting]]]:
    """Stretches of `frames` in which the same ones of `others` stand: first, last, and these."""
    for first, last in frames:
        edges = {first, last + 1}
        for other in others:
            edges |= {edge for low, high in other.frames for edge in (low, high + 1) if first < edge <= last}
        for start, end in pairwise(sorted(edges)):
            there = [other for other in others if any(low <= start < end <= high + 1 for low, high in other.frames)]
            yield start, end - 1, there
