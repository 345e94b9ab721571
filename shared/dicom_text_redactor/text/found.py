"""A line of text as a detector sees it."""

from __future__ import annotations

from dataclasses import dataclass

from dicom_text_redactor.model import Box


@dataclass(frozen=True, slots=True)
class Found:
    """A line of text as a detector sees it.

    Attributes
    ----------
    box
        All ink of the line with a little air, in the picture's own pixels; about 1.4 times as high as its letters.
    score
        How sure the detector is, 0 to 1.
    view
        The number of the picture, of those that were looked at together, in which it was seen best.
    angle
        How far the line is turned counter-clockwise from upright, degrees; for 180 more it may be upside down.
    code
        Whether it is no writing, but a bar code or another code that a machine reads.
    level
        Where `angle` is no quarter turn: the line in coordinates turned by it (`slants`); `box` is then around it.
    """

    box: Box
    score: float
    view: int = 0
    angle: float = 0
    level: Box | None = None
    code: bool = False
