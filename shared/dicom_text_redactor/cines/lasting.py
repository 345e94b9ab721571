"""How long a line counts as there: tissue that moves behind it hides it from the finder, and not from a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dicom_text_redactor.model import Box

_SHARED = 0.25  # share of the smaller one's area by which two boxes are of one line, found in pieces
_SAME_HEIGHT = 3.0  # times that their heights differ at the most
_MOST = 8  # lines of one place, those seen in most frames, that are looked for where none was seen

Showing = Callable[[int, Sequence[int]], Iterable[int]]
"""Which of some lines, by their numbers, show in a frame, however faintly."""


def lasting(lines: Sequence[tuple[Box, frozenset[int]]], frames: int, showing: Showing) -> list[frozenset[int]]:
    """In which of so many frames lines that identify somebody are to be hidden, from those in which they were seen.

    Between two sightings a line counts as there, and what was seen in most frames, as there in all. What was seen of
    one line counts together: its pieces, or other readings of it, at the same place. Where nothing of a place was seen,
    `showing` is asked for what shows after all.
    """
    everywhere = frozenset(range(frames))
    seen: list[frozenset[int]] = [frozenset() for _ in lines]
    groups = _groups([box for box, _ in lines])
    for group in groups:
        together = frozenset().union(*(lines[i][1] for i in group))
        for i in group:
            own = lines[i][1]
            seen[i] = everywhere if 2 * len(together) > frames else frozenset(range(min(own), max(own) + 1))
    missed = [
        (sorted(group, key=lambda i: -len(lines[i][1]))[:_MOST], _without(seen, group, frames)) for group in groups
    ]
    for frame in range(frames):
        asked = [i for some, without in missed if frame in without for i in some]
        for i in showing(frame, asked) if asked else ():
            seen[i] |= {frame}
    return seen


def _without(seen: Sequence[frozenset[int]], group: Sequence[int], frames: int) -> frozenset[int]:
    """The frames in which none of a group counts as there."""
    return frozenset(range(frames)).difference(*(seen[i] for i in group))


def _groups(boxes: Sequence[Box]) -> list[list[int]]:
    """The numbers of all boxes, those together that share a place with one another."""
    left, groups = set(range(len(boxes))), []
    while left:
        group = [left.pop()]
        for i in group:  # it grows meanwhile
            near = [other for other in left if _share_place(boxes[i], boxes[other])]
            left.difference_update(near)
            group += near
        groups.append(group)
    return groups


def _share_place(one: Box, other: Box) -> bool:
    low, high = sorted((min(one.width, one.height), min(other.width, other.height)))
    return high <= _SAME_HEIGHT * low and one.overlap(other) > _SHARED * min(one.area, other.area)
