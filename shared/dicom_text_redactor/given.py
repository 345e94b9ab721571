"""Areas that are given from outside, by a person or by a rule, rather than found: painted as they are given."""

from __future__ import annotations

from collections.abc import Iterable

from dicom_text_redactor.dicom.surfaces.surface import Surface
from dicom_text_redactor.examination import Judged
from dicom_text_redactor.model import Box, Region, RuleName, Verdict, Word
from dicom_text_redactor.sources import Source

SOURCES = frozenset((Source.REVIEW, Source.REGION_RULE))
"""Why such an area is hidden."""


def line(
    surface: Surface, box: Box, frames: Iterable[int], entity: str, source: Source, rule: RuleName | None = None
) -> list[Judged]:
    """An area in frames of the image as lines of one word, which nobody has to read; none where the surface is not."""
    pictures: dict[Box, set[int]] = {}
    for frame in frames:
        for picture, place in surface.from_image(frame, box):
            pictures.setdefault(place, set()).add(picture)
    return [
        Judged((Verdict(Word(Region(min(some), place), place), True, entity, source, 1.0, rule),), frozenset(some))
        for place, some in pictures.items()
    ]
