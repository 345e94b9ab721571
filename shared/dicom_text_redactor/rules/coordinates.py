"""Which part of an image a rule names: rectangles, all of it, or what the file itself says.

Coordinates are pixels of the stored matrix, 0-based, as both languages count them: no rotation or flip for the display
is looked at. What lies beyond the image is cut off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pydicom import Dataset

from dicom_text_redactor.model import Box
from dicom_text_redactor.rules import located


class Coordinates(Protocol):
    """A part of an image."""

    @property
    def keep(self) -> bool:
        """Whether the part is left, although rules before this one named it; else it is painted."""

    def boxes(self, header: Dataset, rows: int, columns: int) -> Sequence[Box]:
        """The part, in an image of this size with this header; nothing of it is outside, and none is empty."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle, the same in every image; negative `left` and `top` count from the right and the lower edge."""

    keep: bool
    left: int
    top: int
    width: int
    height: int

    def boxes(self, header: Dataset, rows: int, columns: int) -> Sequence[Box]:  # noqa: ARG002 (as all have it)
        """The rectangle, as far as it is inside."""
        left = max(0, self.left + columns) if self.left < 0 else self.left
        top = max(0, self.top + rows) if self.top < 0 else self.top
        return _inside([Box(left, top, self.width, self.height)], rows, columns)


@dataclass(frozen=True, slots=True)
class Everything:
    """The whole image."""

    keep: bool

    def boxes(self, header: Dataset, rows: int, columns: int) -> Sequence[Box]:  # noqa: ARG002 (as all have it)
        """One box."""
        return [Box(0, 0, columns, rows)]


@dataclass(frozen=True, slots=True)
class FromSequence:
    """What the items of a sequence in the file name, each by a first and a last column and row; none if it is missing.

    The last column and row themselves do not belong to it, as in deid.
    """

    keep: bool
    tag: int

    def boxes(self, header: Dataset, rows: int, columns: int) -> Sequence[Box]:
        """The items' rectangles."""
        found = located.locations(header, self.tag)
        return _inside([Box.between(*corners) for corners in found], rows, columns)


def _inside(boxes: Sequence[Box], rows: int, columns: int) -> list[Box]:
    return [inside for box in boxes if (inside := box.within(rows, columns)).area]
