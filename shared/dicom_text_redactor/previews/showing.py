"""A frame as a person would see it, in eight bits of red, green and blue."""

from __future__ import annotations

import numpy as np

from dicom_text_redactor.dicom.pixels.display import Display
from dicom_text_redactor.model import Frame, Picture
from dicom_text_redactor.text.views import COLOUR, views


def as_seen(frame: Frame, display: Display) -> Picture:
    """The frame in the file's window if that shows more, else stretched; shape (rows, columns, 3)."""
    pictures = {view.name: view for view in views(frame.index, display.shown(frame.pixels), display.shown_window())}
    pictures.pop(COLOUR, None)  # how colourful each pixel is helps to find text, not to look at it
    best = next(pictures[name] for name in ("window", "middle", "full") if name in pictures)
    return best.colours if best.colours is not None else np.repeat(best.picture[..., np.newaxis], 3, axis=2)
