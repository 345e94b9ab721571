"""Colours of outlines: one for each source of a box, told apart on black, grey and white pictures."""

from __future__ import annotations

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

OF_SOURCE: dict[str, Colour] = {
    "metadata": (255, 107, 107),
    "label": (255, 159, 64),
    "pattern": (255, 212, 59),
    "ner": (105, 219, 124),
    "unknown-word": (77, 171, 247),
    "unreadable": (177, 151, 252),
    "deny-list": (247, 131, 172),
    "policy": (190, 198, 206),
    "review": (59, 201, 219),
}
KEPT: Colour = (232, 236, 240)
PAPER: Colour = (22, 25, 29)
INK: Colour = (222, 226, 230)
FAINT: Colour = (150, 157, 165)
DARK: Colour = (8, 9, 11)


def of_source(source: str) -> Colour:
    """The colour of a source of the box report."""
    return OF_SOURCE.get(source, OF_SOURCE["policy"])
