"""Where overlay planes lie (PS3.3 C.9.2): their size, their place over the image, and the length of their data."""

from __future__ import annotations

from dataclasses import dataclass

from pydicom import Dataset
from pydicom.tag import BaseTag, Tag
from pydicom.uid import ExplicitVRBigEndian

from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.dicom.quiet import refusing
from dicom_text_redactor.errors import Damaged

_ROWS, _COLUMNS, _PLANES, _FRAMES, _ORIGIN, _FIRST_FRAME = 0x0010, 0x0011, 0x0012, 0x0015, 0x0050, 0x0051
_COMPRESSION, _BITS, _BIT_POSITION, _DATA = 0x0060, 0x0100, 0x0102, 0x3000
_LARGEST = 4  # times the area of the image: more cannot lie over it


@dataclass(frozen=True, slots=True)
class Plane:
    """Where one overlay group lies.

    Attributes
    ----------
    group
        The group's number, 0x6000 and so on.
    rows, columns, frames
        Its size.
    top, left
        The image's pixel that the plane's first pixel lies over, 0-based; it may be negative.
    first
        The image's frame that the plane's first frame lies over, 0-based; None if a single frame
        lies over all.
    swapped
        Whether its bytes lie in swapped pairs: big-endian OW (PS3.5 8.1.2).
    """

    group: int
    rows: int
    columns: int
    frames: int
    top: int
    left: int
    first: int | None
    swapped: bool

    @property
    def tag(self) -> BaseTag:
        """The tag of its Overlay Data."""
        return Tag(self.group, _DATA)

    @property
    def bits(self) -> int:
        """Bits that all its frames take; they follow each other without a gap (PS3.5 8.1.2)."""
        return self.rows * self.columns * self.frames


def plane_of(dataset: Dataset, group: int, form: PixelForm) -> Plane | None:
    """Where an overlay group of an image lies; None if it cannot be told, or if not all of it can be seen.

    Then the group has no Overlay Data of its own (retired planes inside the pixels' unused bits,
    graphics of a region without a plane), its data is compressed or has another length than its
    rows, columns and frames ask for, it lies beside the image or its frames, it is several times as
    large as the image, or one of its elements cannot be read. Sizes are checked before anything
    is made of them.

    Parameters
    ----------
    dataset, form
        The image, and what `dicom_text_redactor.dicom.pixels.describing.describe` said of it.
    group
        The group's number.
    """
    try:
        with refusing("An overlay cannot be read."):
            plane = _described(dataset, group, form)
            return plane if _fits(dataset, plane, form) else None
    except Damaged:
        return None


def _described(dataset: Dataset, group: int, form: PixelForm) -> Plane:
    def numbers(element: int, default: tuple[int, ...] | None = None) -> tuple[int, ...]:
        value = dataset[group, element].value if (group, element) in dataset else None
        if value is None or value == "":
            if default is None:
                raise Damaged("An overlay does not state its size.")
            return default
        return (int(value),) if isinstance(value, str | int | float) else tuple(int(number) for number in value)

    (rows,), (columns,), (frames,) = numbers(_ROWS), numbers(_COLUMNS), numbers(_FRAMES, (1,))
    top, left = numbers(_ORIGIN, (1, 1))
    (first,) = numbers(_FIRST_FRAME, (1,))
    if numbers(_BITS, (1,)) != (1,) or numbers(_BIT_POSITION, (0,)) != (0,) or numbers(_PLANES, (1,)) != (1,):
        raise Damaged("An overlay has no plane of its own.")
    if Tag(group, _COMPRESSION) in dataset and dataset[group, _COMPRESSION].value not in ("", None, "NONE"):
        raise Damaged("An overlay is compressed.")
    swapped = form.syntax == ExplicitVRBigEndian and dataset[group, _DATA].VR != "OB"
    over_all = not dataset.get((group, _FRAMES))
    return Plane(group, rows, columns, frames, top - 1, left - 1, None if over_all else first - 1, swapped)


def _fits(dataset: Dataset, plane: Plane, form: PixelForm) -> bool:
    """Whether a plane lies over the image, and its data has the length that its size asks for, padding included."""
    first, last = (0, 0) if plane.first is None else (plane.first, plane.first + plane.frames - 1)
    value = dataset[plane.tag].value
    size = -(-plane.bits // 8)
    return (
        min(plane.rows, plane.columns, plane.frames) > 0
        and plane.rows * plane.columns <= _LARGEST * form.rows * form.columns
        and 0 <= first <= last < form.frames
        and -plane.rows < plane.top < form.rows
        and -plane.columns < plane.left < form.columns
        and isinstance(value, bytes)
        and size <= len(value) <= size + size % 2
    )
