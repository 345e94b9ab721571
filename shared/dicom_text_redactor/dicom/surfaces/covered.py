"""A surface as it will look where some of its areas are painted: to be looked at, before anything is encoded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from pydicom import Dataset

from dicom_text_redactor.dicom.painting.fill import surroundings
from dicom_text_redactor.dicom.pixels.display import Display
from dicom_text_redactor.dicom.surfaces.surface import Surface
from dicom_text_redactor.model import Box, Frame, Pixels
from dicom_text_redactor.settings import Fill


class CoveredSurface:
    """Pictures of a surface with some boxes filled, each with one value of its surroundings, so that none stands out.

    A box has the same value in every frame of a cine: a banner over moving tissue does not change, and costs nothing.

    Parameters
    ----------
    surface
        What is covered; it stays as it is.
    boxes
        By picture, in its pixels.
    """

    def __init__(self, surface: Surface, boxes: Mapping[int, Sequence[Box]]) -> None:
        self._surface = surface
        self._boxes = boxes
        self._values: dict[Box, np.generic | Pixels] = {}

    @property
    def place(self) -> str:
        """What the report calls the surface."""
        return self._surface.place

    @property
    def dataset(self) -> Dataset:
        """The dataset that holds the surface."""
        return self._surface.dataset

    @property
    def display(self) -> Display:
        """How its pictures are shown."""
        return self._surface.display

    @property
    def apart(self) -> bool:
        """Whether each picture shows another place."""
        return self._surface.apart

    def __len__(self) -> int:
        return len(self._surface)

    def __getitem__(self, index: int) -> Frame:
        """One picture, covered; nobody may write to it."""
        frame = self._surface[index]
        pixels = frame.pixels.copy()
        for box in self._boxes.get(index, ()):
            inside = box.within(*pixels.shape[:2])
            if inside.area:
                pixels[inside.slices] = self._value(frame.pixels, inside)
        pixels.flags.writeable = False
        return Frame(index, pixels)

    def painted(self, boxes: Mapping[int, Sequence[Box]], how: Fill) -> Surface:
        """The surface with `boxes` filled, and nothing else."""
        return self._surface.painted(boxes, how)

    def in_image(self, index: int, box: Box) -> Sequence[tuple[int, Box]]:
        """As the surface tells."""
        return self._surface.in_image(index, box)

    def from_image(self, frame: int, box: Box) -> Sequence[tuple[int, Box]]:
        """As the surface tells."""
        return self._surface.from_image(frame, box)

    def _value(self, pixels: Pixels, box: Box) -> np.generic | Pixels:
        if box in self._values:
            return self._values[box]
        value = _middle(surroundings(pixels, box), palette=self.display.palette is not None)
        if not self.apart:
            self._values[box] = value
        return value


def _middle(ring: Pixels, *, palette: bool) -> np.generic | Pixels:
    """The middle of some values, shape (n,) or (n, samples): one of them, since indices of a palette have no middle."""
    if palette:
        indices, counts = np.unique(ring, return_counts=True)
        commonest: np.generic = indices[int(counts.argmax())]
        return commonest
    middle: np.generic | Pixels = np.sort(ring, axis=0)[len(ring) // 2]
    return middle
