"""Painting boxes over decoded frames."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from pydicom import Dataset

from dicom_text_redactor.dicom.painting.fill import Value, around, fill_value, looks_at_frame
from dicom_text_redactor.dicom.pixels.display import Display
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.model import Box, Pixels
from dicom_text_redactor.settings import Fill
from dicom_text_redactor.slants import Stripe


def paint(pixels: Pixels, boxes: Sequence[Box], how: Fill, form: PixelForm, dataset: Dataset) -> Pixels:
    """A copy of one decoded frame with `boxes` filled; parts of boxes outside the frame do not count."""
    painted = pixels.copy()
    for box, value in Brush(how, form, dataset).strokes(pixels, boxes):
        painted[box.slices] = value
    return painted


class Brush:
    """What fills the boxes of one image, frame by frame.

    Parameters
    ----------
    how, form, dataset
        How boxes are filled, and in what.
    """

    def __init__(self, how: Fill, form: PixelForm, dataset: Dataset) -> None:
        self._how = how
        self._form = form
        self._dataset = dataset
        self._display = Display.of(dataset, form)
        self._last: dict[Box, tuple[Pixels, Value]] = {}

    def strokes(self, pixels: Pixels, boxes: Sequence[Box]) -> list[tuple[Box, Value]]:
        """The boxes of one decoded frame as they are filled, and with which values.

        All values come from the frame as it was, so that boxes that touch do not colour each other.
        """
        placed = [(one, box) for one in boxes if (box := snapped(one, self._form)).area]
        return [(box, self._value(pixels, self._whole(one, box))) for one, box in placed]

    def _whole(self, one: Box, box: Box) -> Box:
        """The box that says what another one is filled with: all stripes of a line at an angle are filled alike."""
        return snapped(one.whole, self._form) if isinstance(one, Stripe) else box

    def _value(self, pixels: Pixels, box: Box) -> Value:
        if looks_at_frame(self._form):
            return fill_value(pixels, box, self._how, self._form, self._dataset, self._display)
        # What looks as it did in the frame before is filled as it was: the margins of a cine cost nothing.
        area = pixels[around(box, pixels).slices]
        last = self._last.get(box)
        if last is None or not np.array_equal(last[0], area):
            value = fill_value(pixels, box, self._how, self._form, self._dataset, self._display)
            last = self._last[box] = area.copy(), value
        return last[1]


def snapped(box: Box, form: PixelForm) -> Box:
    """The part of `box` inside the frame, widened to pairs of columns where pairs share their colour.

    Uncompressed YBR_FULL_422 and YBR_PARTIAL_422 (PS3.3 C.7.6.3.1.2) store one value of each chroma for two pixels.
    """
    inside = box.within(form.rows, form.columns)
    if inside.area and form.paired:
        return Box.between(inside.left // 2 * 2, inside.top, -(-inside.right // 2) * 2, inside.bottom)
    return inside
