"""What in a file can show text: the pixels themselves, and planes that viewers lay over them.

A surface is a row of pictures that can be looked at and painted. The pipeline treats all of them alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from pydicom import Dataset

from dicom_text_redactor.dicom.painting.writing import Rewritten, rewrite
from dicom_text_redactor.dicom.pixels.describing import describe_again
from dicom_text_redactor.dicom.pixels.display import Display
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.model import Box, Frame
from dicom_text_redactor.settings import Fill


class Surface(Protocol):
    """Pictures of one file that are looked at and painted together."""

    @property
    def place(self) -> str:
        """What the report calls this surface: ``pixels`` or ``overlay``."""

    @property
    def dataset(self) -> Dataset:
        """The dataset that holds the surface."""

    @property
    def display(self) -> Display:
        """How its pictures are shown."""

    @property
    def apart(self) -> bool:
        """Whether each picture shows another place, so that nothing is followed from one to the next."""

    def __len__(self) -> int:
        """How many pictures there are."""

    def __getitem__(self, index: int) -> Frame:
        """One picture, its stored values; nobody may write to it."""

    def painted(self, boxes: Mapping[int, Sequence[Box]], how: Fill) -> Surface:
        """This surface in a new dataset, with `boxes` (by picture, in its pixels) filled; this one stays."""

    def in_image(self, index: int, box: Box) -> Sequence[tuple[int, Box]]:
        """Where a painted box of one picture lies in the image: frames (0-based), and the area that changed there."""

    def from_image(self, frame: int, box: Box) -> Sequence[tuple[int, Box]]:
        """Where an area of the image's frame (0-based) is painted: pictures, and the area in each; none if nowhere."""


class PixelSurface:
    """The frames of an image, one picture each.

    Parameters
    ----------
    dataset, form
        The image, and what `dicom_text_redactor.dicom.pixels.describing.describe` said of it.
    rewritten
        How its pixels came about, if they were painted.
    """

    place = "pixels"
    apart = False

    def __init__(self, dataset: Dataset, form: PixelForm, rewritten: Rewritten | None = None) -> None:
        self.dataset = dataset
        self.form = form
        self.rewritten = rewritten or Rewritten(form.syntax, form.syntax, (), 0)
        self.display = Display.of(dataset, form)
        self._frames = FrameSource(dataset, form)

    def __len__(self) -> int:
        return len(self._frames)

    def __getitem__(self, index: int) -> Frame:
        return self._frames[index]

    def painted(self, boxes: Mapping[int, Sequence[Box]], how: Fill) -> PixelSurface:
        """The image in a new dataset, with `boxes` (by 0-based frame) filled."""
        painted, rewritten = rewrite(self.dataset, self.form, boxes, how, self._frames)
        form = describe_again(painted, self.form)
        return PixelSurface(painted, form, rewritten)

    def in_image(self, index: int, box: Box) -> Sequence[tuple[int, Box]]:
        """The box's part within the frame, or what changed around it where pixels change in blocks only."""
        changed = self.rewritten.reach.get(box, box).within(self.form.rows, self.form.columns)
        return [(index, changed)] if changed.area else []

    def from_image(self, frame: int, box: Box) -> Sequence[tuple[int, Box]]:
        """The same, since each frame is a picture."""
        return [(frame, box)]
