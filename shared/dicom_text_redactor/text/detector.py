"""The project's own network as the `Detector` that finds text if nobody brings another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dicom_text_redactor.model import Box, Picture
from dicom_text_redactor.text.found import Found
from dicom_text_redactor.text.network import STRIDE, Maps, look, version
from dicom_text_redactor.text.overlaid import overlaid_lines
from dicom_text_redactor.text.rows import lines_of


@dataclass(frozen=True, slots=True)
class OwnDetector:
    """Looks once at every view of a frame, at full resolution, and puts together what they show.

    Attributes
    ----------
    eager
        Whether what the network only half sees counts as text: where a script is to be expected that it knows less.
    """

    eager: bool = False

    @property
    def name(self) -> str:
        """What reports call the network."""
        return version()

    def detect(self, pictures: Sequence[Picture], *, spread: bool, overlaid: bool = False) -> list[Found]:
        """The lines that the views show together, each with the view that is surest of it."""
        if overlaid:
            return [line for picture in pictures for line in overlaid_lines(picture, spread=spread)]
        seen = [look(picture, spread=spread) for picture in pictures]
        found = lines_of(together(seen), pictures[0].shape, eager=self.eager)
        return found if len(seen) == 1 else [replace(line, view=_surest(seen, line.box)) for line in found]


def together(seen: Sequence[Maps]) -> Maps:
    """The maps of several views as one: writing, borders and codes are where any view shows them."""
    if len(seen) == 1:
        return seen[0]
    surest = np.argmax([maps.writing for maps in seen], axis=0)[None]
    angles = np.take_along_axis(np.stack([maps.angle for maps in seen]), surest, axis=0)[0]
    return Maps(
        np.maximum.reduce([maps.writing for maps in seen]),
        np.maximum.reduce([maps.border for maps in seen]),
        np.maximum.reduce([maps.code for maps in seen]),
        np.maximum.reduce([maps.drawn for maps in seen]),
        angles,
    )


def _surest(seen: Sequence[Maps], box: Box) -> int:
    """The number of the view that shows most writing at a place."""
    rows, columns = box.slices
    place = (
        slice(rows.start // STRIDE, -(-rows.stop // STRIDE)),
        slice(columns.start // STRIDE, -(-columns.stop // STRIDE)),
    )
    return int(np.argmax([float(maps.writing[place].mean()) for maps in seen]))
