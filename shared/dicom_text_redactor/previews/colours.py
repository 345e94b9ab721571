"""Colours of previews, beside those of the reasons (`dicom_text_redactor.sources`)."""

from __future__ import annotations

from dicom_text_redactor.sources import Colour

PAPER: Colour = (22, 25, 29)
INK: Colour = (222, 226, 230)
FAINT: Colour = (150, 157, 165)
DARK: Colour = (8, 9, 11)


def as_hexadecimal(colour: Colour) -> str:
    """A colour as style sheets write it, such as ``#ffb000``."""
    return "#" + bytes(colour).hex()
