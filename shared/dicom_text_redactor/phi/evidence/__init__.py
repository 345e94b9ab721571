"""Evidence: what is known of a word, piece by piece. Each module is a group; importing this package registers all."""

from __future__ import annotations

from dicom_text_redactor.phi.evidence import (
    dates,
    entities,
    header,
    institutions,
    labels,
    letters,
    names,
    numbers,
    place,
    reading,
    repetition,
    row,
    vocabulary,
)
from dicom_text_redactor.phi.evidence.registry import Piece, groups, piece, pieces

__all__ = [
    "Piece", "dates", "entities", "groups", "header", "institutions", "labels", "letters", "names", "numbers", "piece",
    "pieces", "place", "reading", "repetition", "row", "vocabulary",
]  # fmt: skip
