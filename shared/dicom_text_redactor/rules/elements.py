"""Elements that rules ask for: how they are named, and what stands in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from pydicom import Dataset
from pydicom._dicom_dict import DicomDictionary
from pydicom.datadict import tag_for_keyword
from pydicom.sequence import Sequence
from pydicom.valuerep import PersonName

META = 0x00080000
"""Tags below are those of the file meta information."""
_LONGEST = 1 << 16  # characters of a value that a rule looks at; what is longer is no name of a device
_HEX = re.compile(r"([0-9a-fA-F]{1,4}),([0-9a-fA-F]{1,4})|([0-9a-fA-F]{8})")
_PRIVATE = re.compile(r"([0-9a-fA-F]{1,4}),?\[([^\]]*)\],?([0-9a-fA-F]{1,2})")


@dataclass(frozen=True, slots=True)
class Step:
    """One element of a dataset; with a `creator`, one of that creator's block, whose place is not always the same."""

    tag: int
    creator: str | None = None

    def found(self, dataset: Dataset) -> int | None:
        """The tag in this dataset; None if it has no block of the creator."""
        if self.creator is None:
            return self.tag
        group = self.tag & 0xFFFF0000
        for block in range(0x10, 0x100):
            if group | block in dataset and str(dataset[group | block].value).strip() == self.creator:
                return group | block << 8 | self.tag & 0xFF
        return None


@dataclass(frozen=True, slots=True)
class Element:
    """An element, by the steps that lead there: all but the last are sequences, whose first items are looked into.

    Without a step it is one that no file has.
    """

    path: tuple[Step, ...] = ()

    def value(self, header: Dataset) -> Any:
        """Its value in a file, or None where it is missing."""
        if not self.path:
            return None
        dataset = header
        for step in self.path[:-1]:
            items = _value(dataset, step)
            if not isinstance(items, Sequence) or not items:
                return None
            dataset = items[0]
        return _value(dataset, self.path[-1])

    def is_in(self, header: Dataset) -> bool:
        """Whether a file has it; only asked of elements without sequences around them."""
        tag = self.path[0].found(header) if self.path else None
        return tag is not None and tag in header


def by_keyword(name: str) -> int | None:
    """The tag of an element's keyword."""
    return tag_for_keyword(name) if name.isidentifier() else None


def by_numbers(text: str) -> int | None:
    """The tag of "gggg,eeee" or "ggggeeee"."""
    match = _HEX.fullmatch(text.replace(" ", ""))
    if match is None:
        return None
    group, element, both = match.groups()
    return int(both, 16) if both else int(group, 16) << 16 | int(element, 16)


def by_creator(text: str) -> Step | None:
    """The step to a private element, "gggg[creator]ee"."""
    match = _PRIVATE.fullmatch(text)
    if match is None or not int(match[1], 16) % 2:
        return None
    return Step(int(match[1], 16) << 16 | int(match[3], 16), match[2].strip())


def resembling(name: str) -> str:
    """A remark on which keyword may be meant, if one looks like it."""
    near = get_close_matches(name, (entry[4] for entry in DicomDictionary.values()), 1, 0.85)
    return f" Is {near[0]} meant?" if near else ""


def plain(value: object) -> str | None:
    """One value as text; None where there is none, or nothing that a rule can look at."""
    if isinstance(value, bytes):
        return value[:_LONGEST].decode("latin-1").strip("\0 ")
    return str(value)[:_LONGEST] if isinstance(value, str | int | float | Decimal | PersonName) else None


def _value(dataset: Dataset, step: Step) -> Any:
    tag = step.found(dataset)
    holder = getattr(dataset, "file_meta", None) if tag is not None and tag < META else dataset
    return holder[tag].value if tag is not None and holder is not None and tag in holder else None
