"""Areas of one image that a person marked as missed or as needlessly hidden."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.errors import MarksMismatch
from dicom_text_redactor.model import Box

ENTITY = "MARKED"
"""The entity of what a person marked as missed; nobody knows what it is."""


@dataclass(frozen=True, slots=True)
class Area:
    """A box in the image's pixels, and inclusive ranges of 0-based frames."""

    box: Box
    frames: tuple[tuple[int, int], ...]

    def is_in(self, frame: int) -> bool:
        """Whether the area is meant in a frame."""
        return any(first <= frame <= last for first, last in self.frames)

    def holds(self, frame: int, box: Box) -> bool:
        """Whether a box of a frame lies within the area."""
        return self.is_in(frame) and self.box.overlap(box) == box.area


@dataclass(frozen=True, slots=True)
class FileMarks:
    """What a person marked in one file.

    Attributes
    ----------
    missed
        Areas that are to be hidden whatever stands there.
    needless
        Areas whose text may be seen: what was hidden there identifies nobody.
    """

    missed: tuple[Area, ...] = ()
    needless: tuple[Area, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missed or self.needless)

    def told(self) -> dict[str, str]:
        """What a report says of the marks that were heeded: a digest that tells them from others, of areas only."""
        if not self:
            return {}
        return {"marks": hashlib.sha256(repr((self.missed, self.needless)).encode()).hexdigest()[:16]}

    def fitted(self, form: PixelForm) -> FileMarks:
        """The marks with boxes that end at the image's edge.

        Raises
        ------
        MarksMismatch
            An area lies outside the image or its frames: it was marked in another one.
        """
        return FileMarks(
            tuple(_fitted(area, form) for area in self.missed), tuple(_fitted(area, form) for area in self.needless)
        )


NO_MARKS = FileMarks()


def _fitted(area: Area, form: PixelForm) -> Area:
    inside = area.box.within(form.rows, form.columns)
    if not inside.area or any(last >= form.frames for _, last in area.frames):
        raise MarksMismatch("An area that was marked lies outside the image or its frames.")
    return replace(area, box=inside)
