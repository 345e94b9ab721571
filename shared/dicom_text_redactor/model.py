"""What flows between the stages: small frozen values, and nothing that can change.

Axes: pictures are ``(rows, columns)`` or ``(rows, columns, samples)``; boxes are
``left, top, width, height`` in pixels, 0-based; frames are 0-based.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from dicom_text_redactor.sources import DismissedBecause, Why

Pixels = npt.NDArray[np.generic]
"""Stored values of one frame, shape (rows, columns) or (rows, columns, samples)."""

Picture = npt.NDArray[np.uint8]
"""Something to look at, 8 bits, shape (rows, columns)."""


Polygon = tuple[tuple[int, int], ...]
"""Corners (x, y) in pixels, clockwise from where a line begins."""


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """An axis-aligned rectangle in pixels, 0-based; `right` and `bottom` are exclusive."""

    left: int
    top: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column behind the box."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The first row below the box."""
        return self.top + self.height

    @property
    def area(self) -> int:
        """Pixels in the box."""
        return self.width * self.height

    @classmethod
    def between(cls, left: int, top: int, right: int, bottom: int) -> Box:
        """The box whose right and bottom edges are `right` and `bottom`, exclusive."""
        return cls(left, top, max(0, right - left), max(0, bottom - top))

    @classmethod
    def around(cls, boxes: Iterable[Box]) -> Box:
        """The smallest box that holds all of `boxes`, of which there is at least one."""
        some = list(boxes)
        return cls.between(
            min(b.left for b in some),
            min(b.top for b in some),
            max(b.right for b in some),
            max(b.bottom for b in some),
        )

    def overlap(self, other: Box) -> int:
        """The area that both share, in pixels."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0, across) * max(0, down)

    @property
    def transposed(self) -> Box:
        """This box with rows and columns exchanged: what runs down runs to the right."""
        return Box(self.top, self.left, self.height, self.width)

    def moved(self, right: int, down: int) -> Box:
        """This box, so many pixels farther right and down."""
        return Box(self.left + right, self.top + down, self.width, self.height)

    def grown(self, x: int, y: int | None = None) -> Box:
        """This box with `x` pixels more on the left and right, and `y` (or `x`) above and below."""
        y = x if y is None else y
        return Box(self.left - x, self.top - y, self.width + 2 * x, self.height + 2 * y)

    def within(self, rows: int, columns: int) -> Box:
        """The part of this box that lies in a picture of that shape; it may be empty."""
        left, top = min(max(self.left, 0), columns), min(max(self.top, 0), rows)
        return Box.between(left, top, min(self.right, columns), min(self.bottom, rows))

    @property
    def slices(self) -> tuple[slice, slice]:
        """Index of this box in an array of shape (rows, columns, …)."""
        return slice(self.top, self.bottom), slice(self.left, self.right)


def turned(box: Box, angle: float) -> Box:
    """`box` in coordinates in which what is turned by `angle` degrees, a quarter turn or more of them, runs right."""
    if angle == 90:
        return Box(-box.bottom, box.left, box.height, box.width)
    if angle == 180:
        return Box(-box.right, -box.bottom, box.width, box.height)
    if angle == 270:
        return Box(box.top, -box.right, box.height, box.width)
    return box


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One frame of an image.

    `index` is 0-based; `pixels` are the stored values as the file means them, before any
    modality, VOI or palette look-up, shape (rows, columns) or (rows, columns, samples).
    """

    index: int
    pixels: Pixels


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One 8-bit picture of a frame in which text can be seen, of the frame's own rows and columns.

    `colours` is the same in red, green and blue, shape (rows, columns, 3), where colour helps to see text.
    """

    frame: int
    name: str
    picture: Picture
    colours: Picture | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A place in a frame that holds one line of text, whether or not anybody can read it.

    `angle` is how far the line is turned counter-clockwise from upright, in degrees (90: it runs upwards). Where that
    is no quarter turn, `level` is the line in coordinates turned by it (`slants`), and `box` is what is around it.
    `score` is how sure the finder is, 0 to 1; `view` is the name of the view in which it was seen best. With `code` it
    is no writing, but a bar code or another code that a machine reads.
    """

    frame: int
    box: Box
    angle: float = 0
    score: float = 1.0
    view: str = ""
    level: Box | None = None
    code: bool = False

    @property
    def upright(self) -> Box:
        """The line in coordinates in which it runs to the right."""
        return turned(self.box, self.angle) if self.level is None else self.level


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader made of a word: its text, and how sure the reader is, 0 to 1."""

    reader: str
    text: str = field(repr=False)
    confidence: float


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a region: a run of ink between two gaps.

    `readings` holds what each reader saw, the most trusted one first; it is empty when nobody
    could read the place. Words of one region come in reading order. `apart` says whether a reader
    saw a space before the word, rather than ink that ends and begins again. `level` is as in `Region`. With
    `dismissed` the place is taken for no text.
    """

    region: Region
    box: Box
    readings: tuple[Reading, ...] = ()
    apart: bool = True
    level: Box | None = None
    dismissed: DismissedBecause | None = None

    @property
    def upright(self) -> Box:
        """The word in coordinates in which its line runs to the right."""
        return turned(self.box, self.region.angle) if self.level is None else self.level

    @classmethod
    def dismissing(cls, region: Region, because: DismissedBecause) -> Word:
        """What stands for a place that was found and is taken for no text, so that the report tells of it."""
        return cls(region, region.box, level=region.level, dismissed=because)

    @property
    def text(self) -> str:
        """The most trusted reading, or an empty string."""
        return self.readings[0].text if self.readings else ""

    @property
    def confidence(self) -> float:
        """How sure the most trusted reader is, 0 to 1."""
        return self.readings[0].confidence if self.readings else 0.0


def by_region(words: Iterable[Word]) -> dict[Region, list[Word]]:
    """The words of each region, in the order in which they come."""
    lines: dict[Region, list[Word]] = {}
    for word in words:
        lines.setdefault(word.region, []).append(word)
    return lines


@dataclass(frozen=True, slots=True)
class RuleName:
    """How a rule that a site brought along is told of: by its label, if it has one, and by its line in its file."""

    label: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to become of a word, and why: `source` is a `Source` for a word to hide, else a `KeptBecause`.

    `rule` is the rule that asks for it, where no word was read at all.
    """

    word: Word
    hide: bool
    entity: str
    source: Why
    score: float
    rule: RuleName | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """An area of the box report: where, in which frames, and why it was hidden or kept.

    `polygon` has the corners (x, y) of an area at an angle, which `box` is around; it is empty for any other. `rule` is
    the rule that the area comes from, if one asked for it.
    """

    box: Box
    frames: tuple[tuple[int, int], ...]
    entity: str
    source: Why
    score: float
    place: str = field(default="pixels")
    polygon: Polygon = ()
    rule: RuleName | None = None
