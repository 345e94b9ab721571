"""Painting boxes over decoded frames."""

from __future__ import annotations

from collections.abc import Sequence

from pydicom import Dataset

from shared.dicom.painting.fill import Value, fill_value
from shared.dicom.pixels.display import Display
from shared.dicom.pixels.form import PixelForm
from shared.model import Box, Pixels
from shared.settings import Fill


def paint(pixels: Pixels, boxes: Sequence[Box], how: Fill, form: PixelForm, dataset: Dataset) -> Pixels:
    """A copy of one decoded frame with `boxes` filled; parts of boxes outside the frame do not count."""
    painted = pixels.copy()
    for box, value in strokes(pixels, boxes, how, form, dataset):
        painted[box.slices] = value
    return painted


def strokes(
    pixels: Pixels,
    boxes: Sequence[Box],
    how: Fill,
    form: PixelForm,
    dataset: Dataset,
    display: Display | None = None,
) -> list[tuple[Box, Value]]:
    """What `paint` does to one frame: the boxes as they are filled, and with which values.

    All values come from the frame as it was, so that boxes that touch do not colour each other.
    """
    display = display or Display.of(dataset, form)
    placed = [box for box in (snapped(box, form) for box in boxes) if box.area]
    return [(box, fill_value(pixels, box, how, form, dataset, display)) for box in placed]


def snapped(box: Box, form: PixelForm) -> Box:
    """The part of `box` inside the frame, widened to pairs of columns where pairs share their colour.

    Uncompressed YBR_FULL_422 and YBR_PARTIAL_422 (PS3.3 C.7.6.3.1.2) store one value of each chroma for two pixels.
    """
    inside = box.within(form.rows, form.columns)
    if inside.area and form.paired:
        return Box.between(inside.left // 2 * 2, inside.top, -(-inside.right // 2) * 2, inside.bottom)
    return inside
