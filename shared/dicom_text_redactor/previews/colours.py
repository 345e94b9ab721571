"""Colours of outlines, in previews and on the review page: one for each source of a box.

They are bright enough for black, grey and white pictures, and apart from one another for colour-blind eyes, too.
"""

from __future__ import annotations

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

OF_SOURCE: dict[str, Colour] = {
    "metadata": (255, 176, 0),
    "label": (86, 196, 249),
    "pattern": (47, 211, 154),
    "ner": (245, 234, 85),
    "unknown-word": (231, 154, 200),
    "unreadable": (255, 122, 51),
    "deny-list": (127, 155, 255),
    "policy": (201, 206, 214),
    "review": (180, 255, 150),
}
KEPT: Colour = (255, 255, 255)
PAPER: Colour = (22, 25, 29)
INK: Colour = (222, 226, 230)
FAINT: Colour = (150, 157, 165)
DARK: Colour = (8, 9, 11)


def of_source(source: str) -> Colour:
    """The colour of a source of the box report."""
    return OF_SOURCE.get(source, OF_SOURCE["policy"])


def as_hexadecimal(colour: Colour) -> str:
    """A colour as style sheets write it, such as ``#ffb000``."""
    return "#" + bytes(colour).hex()
