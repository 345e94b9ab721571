"""Which words stand where: the corners of a section, the bar of an ultrasound scanner, the plate of a radiograph.

Places are shares of the picture, so that a layout fits every shape; sizes are in pixels.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from benchmarks.phantoms.names import Patient, written_date

Role = Literal["name", "number", "date", "place", "physician", "phone", "label", "clinical", "time", "age", "sex"]
IDENTIFYING: frozenset[Role] = frozenset(("name", "number", "date", "place", "physician", "phone"))
"""The roles of words that have to be hidden; a label may go or stay, and all others should stay."""

Spoken = tuple[str, Role]
"""A word and what it is."""

Block = list[list[Spoken]]
"""Lines of words, from the top."""

Layout = Callable[[Patient, np.random.Generator, int], "list[Line]"]
"""From a patient and a letter height, in pixels, to lines."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of words.

    Attributes
    ----------
    words
        The words, from left to right.
    across, down
        Where the line stands, as shares (0 to 1) of what the picture leaves free beside and above it.
    row
        How many lines further down (or, if negative, up) it stands.
    size
        Height of the letters' font, in pixels.
    frames
        First and last frame (0-based) in which it stands; None: all of them.
    """

    words: tuple[Spoken, ...]
    across: float
    down: float
    row: int
    size: int
    frames: tuple[int, int] | None = None


def corners(patient: Patient, random: np.random.Generator, size: int) -> list[Line]:
    """Four blocks of small text, as on a CT or MR section."""
    style = int(random.integers(5))
    left: Block = [
        _name(patient),
        [(patient.number, "number")],
        _labelled("DOB:", written_date(patient.born, style), "date"),
    ]
    right: Block = [
        spread(patient.hospital, "place"),
        [(written_date(patient.studied, style), "date")],
        _labelled("Acc:", patient.accession, "number"),
    ]
    low_left = [clinical(f"kV {_pick(random, 80, 140)}"), clinical(f"mA {_pick(random, 60, 400)}")]
    low_right = [clinical(f"W {_pick(random, 200, 900)} L {_pick(random, 20, 80)}"), clinical("Thick 2.5 mm")]
    return [
        *stacked(left, 0.02, 0.02, size),
        *stacked(right, 0.98, 0.02, size),
        *stacked(low_left, 0.02, 0.98, size),
        *stacked(low_right, 0.98, 0.98, size),
    ]


def bar(patient: Patient, random: np.random.Generator, size: int) -> list[Line]:
    """A scanner's bar above the picture, the probe and measurements below, as in ultrasound."""
    style = int(random.integers(5))
    doctor: list[Spoken] = [("Dr.", "label"), (patient.physician[0], "physician")]
    left: Block = [spread(patient.hospital, "place"), [*_name(patient), ("ID", "label"), (patient.number, "number")]]
    right: Block = [[(written_date(patient.studied, style), "date"), (f"{patient.studied:%H:%M}", "time")], doctor]
    low = [clinical(f"Depth {_pick(random, 8, 20)} cm"), clinical(f"Gain {_pick(random, 40, 90)} dB")]
    side = [clinical(f"TIS 0.{_pick(random, 1, 9)}"), clinical(f"MI 1.{_pick(random, 0, 4)}")]
    return [
        *stacked(left, 0.01, 0.01, size),
        *stacked(right, 0.99, 0.01, size),
        *stacked(low, 0.01, 0.99, size),
        *stacked(side, 0.99, 0.99, size),
    ]


def plate(patient: Patient, random: np.random.Generator, size: int) -> list[Line]:
    """The name plate of a radiograph, with a large marker of the side."""
    style = int(random.integers(5))
    block: Block = [
        _name(patient),
        [(patient.number, "number"), (written_date(patient.born, style), "date")],
        spread(patient.hospital, "place"),
        [(written_date(patient.studied, style), "date")],
    ]
    side = float(random.choice([0.03, 0.97]))
    marker = Line((("L" if side > 0.5 else "R", "clinical"),), 1 - side, 0.2, 0, 3 * size)
    low = stacked([clinical("CHEST PA ERECT")], 0.03, 0.98, size)
    return [*stacked(block, side, 0.03, size), marker, *low]


def glimpse(patient: Patient, size: int, frame: int) -> Line:
    """The patient's name in the middle of one frame (0-based) of a cine, and in no other."""
    return Line(tuple(_name(patient)[:2]), 0.5, 0.55, 0, size, (frame, frame))


def stacked(lines: Block, across: float, down: float, size: int, *, first: int | None = None) -> list[Line]:
    """Lines below one another; a block in the lower half ends at its place, unless `first` says where it begins."""
    if first is None:
        first = 0 if down < 0.5 else 1 - len(lines)
    return [Line(tuple(words), across, down, first + at, size) for at, words in enumerate(lines)]


def _name(patient: Patient) -> list[Spoken]:
    return [(patient.surname.upper(), "name"), (patient.given.upper(), "name"), (patient.sex, "sex")]


def _labelled(label: str, value: str, role: Role) -> list[Spoken]:
    return [(label, "label"), (value, role)]


def spread(text: str, role: Role) -> list[Spoken]:
    """The words of a text, all of one role."""
    return [(word, role) for word in text.split()]


def clinical(text: str) -> list[Spoken]:
    """The words of a text that should stay."""
    return spread(text, "clinical")


def _pick(random: np.random.Generator, low: int, high: int) -> int:
    return int(random.integers(low, high))
