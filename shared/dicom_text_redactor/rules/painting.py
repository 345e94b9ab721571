"""What is painted in an image by rule, before anybody reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pydicom import Dataset

from dicom_text_redactor.dicom.quiet import refusing
from dicom_text_redactor.model import Box, RuleName
from dicom_text_redactor.rules import located
from dicom_text_redactor.rules.book import RuleBook

Outside = Literal["hidden", "no-regions", "implausible"]
"""What became of an image outside its ultrasound regions: told only where it was to be hidden."""

ENTITY = "REGION"
"""The entity of what a rule names; nobody knows what stands there."""
_OUTSIDE = RuleName("outside the ultrasound regions")


@dataclass(frozen=True, slots=True)
class Ruled:
    """What rules say of one image.

    Attributes
    ----------
    areas
        What is painted in every frame, each with the rule that asks for it.
    outside
        What became of the image outside its ultrasound regions, if that was to be hidden.
    """

    areas: tuple[tuple[Box, RuleName], ...] = ()
    outside: Outside | None = None


def ruled(book: RuleBook | None, header: Dataset, rows: int, columns: int, *, hide_outside: bool) -> Ruled:
    """What is painted in an image of this size with this header.

    hide_outside: whether that is everything outside the ultrasound regions, too, where these are plausible.

    Raises
    ------
    Damaged
        An element that a rule asks for cannot be read: nobody can say whether the rule holds.
    """
    with refusing("An element that a rule asks for cannot be read."):
        areas = list(_named(book, header, rows, columns)) if book else []
        if not hide_outside:
            return Ruled(tuple(areas))
        regions = located.regions(header, rows, columns)
    if not regions:
        return Ruled(tuple(areas), "implausible" if regions is None else "no-regions")
    areas += [(box, _OUTSIDE) for box in located.outside(regions, rows, columns)]
    return Ruled(tuple(areas), "hidden")


def _named(book: RuleBook, header: Dataset, rows: int, columns: int) -> Iterable[tuple[Box, RuleName]]:
    """The areas that rules name, one after the other: what a later one keeps is taken out of those before."""
    areas: dict[Box, RuleName] = {}
    for rule in book.holding(header):
        for coordinates in rule.coordinates:
            for box in coordinates.boxes(header, rows, columns):
                if coordinates.keep:
                    areas = {part: name for whole, name in areas.items() for part in located.without(whole, box)}
                else:
                    areas.setdefault(box, rule.name)
    return areas.items()
