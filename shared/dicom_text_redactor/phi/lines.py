"""Rows: which words stand on one line of the screen, what stands right of it, and what stands below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dicom_text_redactor.model import Box, Region, Word

_JOIN = 2.5
"""Regions of one line belong together up to this gap, in letter heights; columns are farther apart."""
_LAP = 0.7
"""Regions that overlap by more than this, in letter heights, are one place that was found twice, and no row."""


@dataclass(slots=True)
class Row:
    """Words on one line: their indices in reading order, and the place of all, turned upright."""

    frame: int
    angle: float
    box: Box
    words: list[int] = field(default_factory=list)


def rows(words: Sequence[Word]) -> list[Row]:
    """The rows of a page; a region's own words stay together and in their order."""
    regions: dict[Region, list[int]] = {}
    for index, word in enumerate(words):
        regions.setdefault(word.region, []).append(index)
    found: list[Row] = []
    for region, indices in sorted(regions.items(), key=lambda item: item[0].upright.left):
        box = region.upright
        home = next((row for row in found if _continues(row, region, box)), None)
        if home is None:
            found.append(Row(region.frame, region.angle, box, list(indices)))
        else:
            home.words += indices
            home.box = Box.around((home.box, box))
    return sorted(found, key=lambda row: (row.frame, row.angle, row.box.top, row.box.left))


def _continues(row: Row, region: Region, box: Box) -> bool:
    if (row.frame, row.angle) != (region.frame, region.angle):
        return False
    height = _height(row.box, box)
    return _on_one_line(row.box, box) and -_LAP * height <= gap(row.box, box) <= _JOIN * height


def _height(a: Box, b: Box) -> int:
    return max(1, min(a.height, b.height))


def gap(a: Box, b: Box) -> int:
    """The columns between two upright boxes; negative where they overlap."""
    return max(a.left, b.left) - min(a.right, b.right)


def _on_one_line(a: Box, b: Box) -> bool:
    shared = min(a.bottom, b.bottom) - max(a.top, b.top)
    return shared >= 0.6 * _height(a, b) and max(a.height, b.height) <= 2.2 * _height(a, b)
