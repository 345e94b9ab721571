"""Which frames of a cine are worth a look: as few as show every box."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

Ranges = Sequence[tuple[int, int]]
"""Inclusive ranges of 0-based frame numbers, apart from each other."""


def telling_frames(areas: Sequence[Ranges], most: int) -> list[int]:
    """At most `most` frames, 0-based and in their order, that together show as many areas as can be; one at least.

    Each next frame is the one that shows most of the areas that no frame before shows. It is the
    first frame of some range: all ranges that hold a frame hold the latest of their first frames, too.
    """
    left, chosen = list(areas), list[int]()
    while left and len(chosen) < most:
        starts = sorted(first for ranges in left for first, _ in ranges)
        ends = sorted(last for ranges in left for _, last in ranges)
        best = max(set(starts), key=lambda frame: (bisect_right(starts, frame) - bisect_left(ends, frame), -frame))
        chosen.append(best)
        left = [ranges for ranges in left if not is_in(best, ranges)]
    return sorted(chosen) or [0]


def is_in(frame: int, ranges: Ranges) -> bool:
    """Whether a frame lies in one of the ranges."""
    return any(first <= frame <= last for first, last in ranges)
