"""Which frames of an image are shown: where what is hidden or kept changes, and the first, middle and last."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

Ranges = Sequence[Sequence[int]]
"""Inclusive ranges of 0-based frames, as a report has them."""

_COMPARED = 2_000  # areas; more of them cost time and no longer matter with so few frames


def chosen_frames(frames: int, areas: Iterable[Ranges], most: int) -> list[int]:
    """At most `most` (1 or more) of an image's `frames`, 0-based and rising.

    If there is no room for all frames at which something changes, those come first that show areas
    which no other shows.
    """
    always = list(dict.fromkeys((0, frames // 2, frames - 1)))[:most]
    ranges = [[pair for pair in each if pair[0] <= min(pair[1], frames - 1)] for each in areas]
    begins = {begin for each in ranges for first, last in each for begin in (first, last + 1)}
    candidates = sorted({*always, *(begin for begin in begins if begin < frames)})
    if len(candidates) <= most:
        return candidates
    chosen = set(always)
    unseen = [each for each in ranges if each and not any(_shows(frame, each) for frame in chosen)][:_COMPARED]
    showing: dict[int, set[int]] = {}
    for number, each in enumerate(unseen):
        for first, last in each:
            for place in range(bisect_left(candidates, first), bisect_left(candidates, last + 1)):
                showing.setdefault(candidates[place], set()).add(number)
    left = set(range(len(unseen)))
    while left and len(chosen) < most:
        best = max(showing, key=lambda frame: (len(showing[frame] & left), -frame))
        left -= showing[best]
        chosen.add(best)
    others = [frame for frame in candidates if frame not in chosen]
    room = min(most - len(chosen), len(others))
    chosen.update(others[i * len(others) // room] for i in range(room))
    return sorted(chosen)


def _shows(frame: int, ranges: Ranges) -> bool:
    return any(first <= frame <= last for first, last in ranges)
