"""What the devices of each modality write into their pictures, with more ways to write it than the timed files have.

A line that finds no room is left out by who draws it, so the lines that matter come first.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import numpy as np

from benchmarks.phantoms.layouts import Block, Line, Role, Spoken, clinical, spread, stacked
from benchmarks.phantoms.names import written_date
from benchmarks.phantoms.people import Person

Screen = Callable[[Person, np.random.Generator, int], "list[Line]"]
"""From a patient and a letter height, in pixels, to lines."""

_GREAT_AGE = 90
_FINDINGS = (
    "Baker cyst 3.2 cm", "Hill-Sachs lesion", "Kerley B lines", "Swan-Ganz tip", "T12-L1 disc", "BI-RADS 4",
    "Morton neuroma", "GA 28w 3d", "Colles fracture", "Foley in situ", "Morison pouch", "SAG PD FS", "CBD 6 mm",
    "Segment 4/5", "LT KIDNEY",
)  # fmt: skip


def tomography(who: Person, random: np.random.Generator, size: int) -> list[Line]:
    """CT: four corners of small text."""
    n = _number(random)
    low_left = [clinical(f"kV {n(80, 140)} mA {n(60, 400)}"), clinical(f"Slice {n(1, 5)}.0 mm")]
    low_right = [clinical(f"W {n(200, 900)} L {n(20, 80)}"), clinical("ABDOMEN VENOUS")]
    return _section(who, random, size, low_left, low_right)


def resonance(who: Person, random: np.random.Generator, size: int) -> list[Line]:
    """MR: the same corners, with what a sequence was made of."""
    n = _number(random)
    low_left = [clinical(f"TR {n(400, 4000)} TE {n(8, 110)}"), clinical(f"FOV {n(180, 260)} mm")]
    low_right = [clinical(f"Thk {n(1, 5)}.0 mm"), clinical("AXIAL T2 FLAIR")]
    return _section(who, random, size, low_left, low_right)


def _section(who: Person, random: np.random.Generator, size: int, low_left: Block, low_right: Block) -> list[Line]:
    left: Block = [
        name(who, random),
        _with(random, ("ID:", "MRN", ""), who.number, "number"),
        [*_with(random, ("DOB:", "Born", ""), _date(who.born, random), "date"), *_age(who, random)],
        *_maybe(random, 0.4, [("Ref:", "label"), ("Dr.", "label"), (who.physician[0], "physician")]),
    ]
    right: Block = [
        spread(who.hospital, "place"),
        [(_date(who.studied, random), "date"), (f"{who.studied:%H:%M:%S}", "time")],
        *_maybe(random, 0.6, _with(random, ("Acc:", "Acc#", ""), who.accession, "number")),
        *_maybe(random, 0.4, [("Op:", "label"), (who.operator[0], "physician")]),
    ]
    return _corners(left, right, _some(low_left, random), _some(low_right, random), size)


def ultrasound(who: Person, random: np.random.Generator, size: int) -> list[Line]:
    """A bar above the fan, settings at the side, measurements below."""
    n = _number(random)
    left: Block = [[*name(who, random), *_age(who, random)], _with(random, ("ID:", "Pat.", ""), who.number, "number")]
    if random.random() < 0.5:
        left.insert(0, spread(who.hospital, "place"))
    right: Block = [
        [(_date(who.studied, random), "date"), (f"{who.studied:%H:%M}", "time")],
        *_maybe(random, 0.5, [("Sono:", "label"), (who.operator[1], "physician"), (who.operator[0], "physician")]),
        *_maybe(random, 0.3, [("Tel", "label"), *spread(who.phone, "phone")]),
    ]
    low = [
        clinical(f"Depth {n(8, 20)} cm"),
        clinical(f"Gain {n(40, 90)} dB"),
        clinical(f"Dist {n(1, 9)}.{n(10, 99)} cm"),
    ]
    side = [clinical(f"MI 1.{n(0, 4)} TIS 0.{n(1, 9)}"), clinical("C5-1 Abdomen"), clinical("LIVER RT LOBE")]
    return _corners(left, right, _some(low, random), _some(side, random), size)


def radiograph(who: Person, random: np.random.Generator, size: int) -> list[Line]:
    """CR and DX: a plate with the name, a marker of the side, the view."""
    plate: Block = [
        name(who, random),
        [(who.number, "number"), (_date(who.born, random), "date")],
        spread(who.hospital, "place"),
        [(_date(who.studied, random), "date"), (f"{who.studied:%H:%M}", "time")],
        *_maybe(random, 0.4, [("RT:", "label"), (who.operator[0], "physician")]),
    ]
    side = float(random.choice([0.03, 0.97]))
    marker = Line(((_pick(random, ("L", "R", "LEFT", "RIGHT")), "clinical"),), 1 - side, 0.25, 0, 2 * size)
    view = clinical(_pick(random, ("CHEST PA ERECT", "AP SUPINE", "LATERAL", "PORTABLE AP")))
    return [*stacked(plate, side, float(random.choice([0.03, 0.97])), size), marker, *stacked([view], 0.5, 0.97, size)]


def angiography(who: Person, random: np.random.Generator, size: int) -> list[Line]:
    """XA: the patient above, the projection and the frame rate below."""
    n = _number(random)
    left: Block = [name(who, random), [(who.number, "number")], [(_date(who.born, random), "date"), (who.sex, "sex")]]
    right: Block = [
        spread(who.hospital, "place"),
        [(_date(who.studied, random), "date")],
        *_maybe(random, 0.5, [("Dr.", "label"), (who.physician[1], "physician"), (who.physician[0], "physician")]),
    ]
    low = [clinical(f"LAO {n(5, 50)} CRAN {n(5, 30)}"), clinical(f"{n(60, 110)} kV {n(100, 800)} mA")]
    side = [clinical(f"FPS {n(7, 30)}"), clinical("LCA")]
    return _corners(left, right, _some(low, random), side, size)


def capture(who: Person, random: np.random.Generator, size: int) -> list[Line]:
    """SC: a page of a report, labels in one column and what they label beside them."""
    n = _number(random)
    rows: Block = [
        [("Patient:", "label"), *name(who, random)],
        [
            ("Birth date:", "label"),
            (_date(who.born, random), "date"),
            ("Sex:", "label"),
            (who.sex, "sex"),
            *_age(who, random),
        ],
        [("Patient ID:", "label"), (who.number, "number"), ("Accession:", "label"), (who.accession, "number")],
        [("Performed:", "label"), (_date(who.studied, random), "date")],
        [("Reported by", "label"), ("Dr.", "label"), (who.physician[1], "physician"), (who.physician[0], "physician")],
    ]
    head: Block = [[*spread(who.hospital, "place"), ("Tel.", "label"), *spread(who.phone, "phone")]]
    found = [
        clinical(f"Volume {n(20, 90)}.{n(0, 9)} ml"),
        clinical(f"EF {n(35, 70)} %"),
        clinical(f"Mean HU {n(20, 90)}"),
        clinical("No focal lesion"),
    ]
    return [
        *stacked(head, 0.5, 0.0, size),
        *stacked(rows, 0.04, 0.06, size),
        *stacked(found, 0.92, 0.6, size, first=-4),
        *stacked([clinical("Series 3 Image 41")], 0.04, 0.99, size),
    ]


def note(who: Person, random: np.random.Generator, size: int) -> Line:
    """Something that somebody wrote over the tissue: who or when it is, or a finding that is named after somebody."""
    texts: tuple[list[Spoken], ...] = (
        name(who, random),
        [(who.surname, "name"), (_date(who.studied, random), "date")],
        [("seen by", "label"), (who.operator[1], "physician"), (who.operator[0], "physician")],
        clinical(_pick(random, _FINDINGS)),
        clinical(_pick(random, _FINDINGS)),
    )
    words = texts[int(random.integers(len(texts)))]
    return Line(tuple(words), float(random.uniform(0.15, 0.85)), float(random.uniform(0.3, 0.75)), 0, size)


def name(who: Person, random: np.random.Generator) -> list[Spoken]:
    """The patient's name in one of the ways in which devices write it."""
    surname, given = who.surname, who.given
    words = (
        (f"{surname.upper()},", given.upper()),
        (surname.upper(), given.upper()),
        (given, surname),
        (f"{surname}^{given}",),
        (f"{surname},", given),
        (f"{surname.upper()},", f"{given[0]}."),
    )[int(random.integers(6))]
    # An initial alone tells nobody who it is.
    return [(word, "name" if len(word) > 2 else "label") for word in words]


def _corners(left: Block, right: Block, low_left: Block, low_right: Block, size: int) -> list[Line]:
    return [
        *stacked(left, 0.02, 0.02, size),
        *stacked(right, 0.98, 0.02, size),
        *stacked(low_left, 0.02, 0.98, size),
        *stacked(low_right, 0.98, 0.98, size),
    ]


def _with(random: np.random.Generator, labels: tuple[str, ...], value: str, role: Role) -> list[Spoken]:
    label = _pick(random, labels)
    words: list[Spoken] = [(label, "label")] if label else []
    return [*words, (value, role)]


def _age(who: Person, random: np.random.Generator) -> list[Spoken]:
    """The age, in about half of the pictures; one of 90 and more would identify, and is left out."""
    years = (who.studied - who.born).days // 365
    written = _pick(random, (f"{years:03d}Y", f"{years}Y", f"{years} y", f"({years})", "", "", "", ""))
    return spread(written, "age") if 0 <= years < _GREAT_AGE else []


def _date(day: datetime, random: np.random.Generator) -> str:
    return written_date(day, int(random.integers(5)))


def _maybe(random: np.random.Generator, share: float, line: list[Spoken]) -> Block:
    return [line] if random.random() < share else []


def _some(lines: Block, random: np.random.Generator) -> Block:
    """All lines but perhaps the last."""
    return lines[: len(lines) - int(random.integers(2))]


def _number(random: np.random.Generator) -> Callable[[int, int], int]:
    return lambda low, high: int(random.integers(low, high))


def _pick(random: np.random.Generator, some: tuple[str, ...]) -> str:
    return some[int(random.integers(len(some)))]
