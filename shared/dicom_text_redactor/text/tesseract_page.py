"""What is shown to Tesseract, a page for each line, and what it says of a page."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2

from dicom_text_redactor.model import Picture

_HEIGHT = 48  # Tesseract's LSTM reads letters of about 30 to 40 pixels best; a line has a third of air
_MARGIN = 10


@dataclass(frozen=True, slots=True)
class Token:
    """A word that Tesseract read: its text, how sure it is (0 to 1), and the share of the line's length it takes."""

    text: str = field(repr=False)
    confidence: float
    start: float
    end: float


def page_of(picture: Picture) -> Picture:
    """A picture of one line, scaled to the height at which Tesseract reads best, on white paper with a margin."""
    rows, columns = picture.shape
    width = max(8, round(columns * _HEIGHT / rows))
    how = cv2.INTER_AREA if rows > _HEIGHT else cv2.INTER_CUBIC
    scaled = cv2.resize(picture, (width, _HEIGHT), interpolation=how)
    page: Picture = cv2.copyMakeBorder(  # type: ignore[assignment]
        scaled, _MARGIN, _MARGIN, _MARGIN, _MARGIN, cv2.BORDER_CONSTANT, value=[255]
    )
    return page


def token_of(text: str, percent: float, left: int, right: int, width: int) -> Token | None:
    """A word from `left` to `right` (exclusive) on a page of that width; None where it read letters into empty paper.

    percent: how sure it is, 0 to 100.
    """
    if not text.strip() or percent <= 0:
        return None
    line = width - 2 * _MARGIN
    return Token(text.strip(), percent / 100, (left - _MARGIN) / line, (right - _MARGIN) / line)
