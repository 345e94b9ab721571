"""What a made screen is: its words, what each of them is, and the header beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydicom import Dataset

from dicom_text_redactor.model import Box

Role = Literal["identifying", "clinical", "neutral"]
"""What is to become of a word: hidden, kept, or either (nobody counts it)."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One word as it is printed, without spaces.

    `kind` says more than `role` does: person, id, date, institution …; label, value, unit, model, time … `box` is in
    pixels of the screen. `row` is the number of the row; the words of one row come left to right.
    """

    text: str
    role: Role
    kind: str
    box: Box
    row: int


@dataclass(frozen=True, slots=True)
class Screen:
    """One made screen: words with places, and the header of the file that it stands in.

    `kind` is the kind that made it (``ultrasound/philips-like``), `language` that of its labels (en, de, fr …).
    The words come row by row, from the top.
    """

    seed: int
    kind: str
    language: str
    columns: int
    rows: int
    words: tuple[Printed, ...]
    header: Dataset
