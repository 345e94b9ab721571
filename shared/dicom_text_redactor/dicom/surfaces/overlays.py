"""Overlay planes (PS3.3 C.9.2): pictures of one bit that viewers lay over the frames of an image."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from pydicom import DataElement, Dataset
from pydicom.uid import ExplicitVRLittleEndian

from dicom_text_redactor.dicom.files.copies import shallow
from dicom_text_redactor.dicom.pixels.display import Display
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.dicom.pixels.native import NativePixels, unpacked_bits
from dicom_text_redactor.dicom.surfaces.planes import Plane, plane_of
from dicom_text_redactor.model import Box, Frame
from dicom_text_redactor.settings import Fill

GROUPS = range(0x6000, 0x6100, 2)

# Description, label and retired comments, which viewers show beside or on the plane.
_TEXTS = (0x0022, 0x1500, 0x4000)


class OverlaySurface:
    """One overlay group that can be looked at and painted; its pictures show bits of 1 white on black.

    Parameters
    ----------
    dataset, form
        The image, and what `dicom_text_redactor.dicom.pixels.describing.describe` said of it.
    plane
        The group, as `overlay_surfaces` found it.
    """

    place = "overlay"
    apart = False

    def __init__(self, dataset: Dataset, form: PixelForm, plane: Plane) -> None:
        self.dataset = dataset
        self.form = form
        self.plane = plane
        self._bits = _grey(form, plane, bits=1)
        # Neither window nor palette of the image apply to the plane.
        self.display = Display.of(Dataset(), _grey(form, plane, bits=8))
        self._value = _swapped(dataset[plane.tag].value, plane)

    @property
    def group(self) -> int:
        """The group's number."""
        return self.plane.group

    def __len__(self) -> int:
        return self.plane.frames

    def __getitem__(self, index: int) -> Frame:
        """One frame of the plane, shape (rows, columns) of the plane, 0 or 255."""
        if not 0 <= index < len(self):
            raise IndexError(f"There is no frame {index}.")
        pixels = unpacked_bits(self._value, self._bits, index).astype(np.uint8) * np.uint8(255)
        pixels.flags.writeable = False
        return Frame(index, pixels)

    def painted(self, boxes: Mapping[int, Sequence[Box]], how: Fill) -> OverlaySurface:  # noqa: ARG002 (a surface's)
        """The overlay in a new dataset with the bits under `boxes` (by frame of the plane) set to 0.

        There is no other fill: a bit of 1 is drawn, a bit of 0 lets the image through, whatever `how` says.
        """
        pixels = NativePixels(self._value, self._bits, "OB")
        for index, some in boxes.items():
            pixels.paint(index, [(box.within(self.plane.rows, self.plane.columns), np.uint8(0)) for box in some])
        dataset = shallow(self.dataset)
        vr = self.dataset[self.plane.tag].VR
        dataset[self.plane.tag] = DataElement(self.plane.tag, vr, _swapped(pixels.to_bytes(), self.plane))
        return OverlaySurface(dataset, self.form, self.plane)

    def on(self, dataset: Dataset) -> OverlaySurface:
        """The same group of another dataset, which holds the same image."""
        return OverlaySurface(dataset, self.form, self.plane)

    def in_image(self, index: int, box: Box) -> Sequence[tuple[int, Box]]:
        """The image's frames under a frame of the plane, and the box in the image's pixels.

        Of a box that reaches over the image's edge the part inside is given; of one that lies beside the
        image the nearest pixels at the edge, so that it is reported nevertheless.
        """
        rows, columns = self.form.rows, self.form.columns
        left, top = self.plane.left + box.left, self.plane.top + box.top
        near = Box.between(
            min(max(left, 0), columns - 1),
            min(max(top, 0), rows - 1),
            max(1, min(left + box.width, columns)),
            max(1, min(top + box.height, rows)),
        )
        first = self.plane.first
        return [(frame, near) for frame in (range(self.form.frames) if first is None else [first + index])]

    def from_image(self, frame: int, box: Box) -> Sequence[tuple[int, Box]]:
        """The plane's frame over the image's, and the box's part in the plane; a single plane lies over all frames."""
        index = 0 if self.plane.first is None else frame - self.plane.first
        inside = Box(box.left - self.plane.left, box.top - self.plane.top, box.width, box.height).within(
            self.plane.rows, self.plane.columns
        )
        return [(index, inside)] if inside.area and 0 <= index < len(self) else []


def overlay_surfaces(dataset: Dataset, form: PixelForm) -> list[OverlaySurface]:
    """The overlay groups of an image that can be judged like pixels.

    All others, as `dicom_text_redactor.dicom.surfaces.planes.plane_of` tells them, are to be removed.

    Parameters
    ----------
    dataset, form
        The image, and what `dicom_text_redactor.dicom.pixels.describing.describe` said of it.
    """
    groups = sorted({tag.group for tag in dataset.keys() if tag.group in GROUPS})  # noqa: SIM118
    planes = (plane_of(dataset, group, form) for group in groups)
    return [OverlaySurface(dataset, form, plane) for plane in planes if plane is not None]


def remove_overlays(dataset: Dataset, judged: Iterable[int] = ()) -> tuple[int, int]:
    """Remove, in place, all overlay groups but the `judged` ones, and of these the texts.

    Overlay Description, Overlay Label and the retired Overlay Comments are not pixels, and viewers
    show them with the plane: they go with the pixels' text rather than with the header's.

    Returns
    -------
    tuple
        How many groups were removed, and how many texts of groups that stay.
    """
    stay = frozenset(judged)
    tags = [tag for tag in dataset.keys() if tag.group in GROUPS]  # noqa: SIM118
    gone = [tag for tag in tags if tag.group not in stay]
    texts = [tag for tag in tags if tag.group in stay and tag.elem in _TEXTS]
    for tag in (*gone, *texts):
        del dataset[tag]
    return len({tag.group for tag in gone}), len(texts)


def _grey(form: PixelForm, plane: Plane, bits: int) -> PixelForm:
    """The form of an uncompressed grey image of the plane's size, with as many `bits` for each pixel."""
    return replace(
        form,
        rows=plane.rows,
        columns=plane.columns,
        frames=plane.frames,
        samples=1,
        photometric="MONOCHROME2",
        decoded_photometric="MONOCHROME2",
        bits_allocated=bits,
        bits_stored=bits,
        high_bit=bits - 1,
        signed=False,
        planar=None,
        syntax=ExplicitVRLittleEndian,
        keyword="PixelData",
    )


def _swapped(value: bytes, plane: Plane) -> bytes:
    """The bytes of an overlay in the order of its bits, or back again in that of the file."""
    if not plane.swapped:
        return value
    pairs = np.frombuffer(value[: len(value) // 2 * 2], dtype=np.uint8).reshape(-1, 2)
    return pairs[:, ::-1].tobytes() + value[len(value) // 2 * 2 :]
