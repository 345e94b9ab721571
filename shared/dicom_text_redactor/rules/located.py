"""Where a file itself says that its picture is: the items of Sequence of Ultrasound Regions (PS3.3 C.8.5.5).

Each item gives Region Location Min X0, Min Y0, Max X1 and Max Y1. By the standard the last column and row belong to the
region. All burned-in text about the patient is outside, or so one hopes: the sequence was made for measuring.
"""

from __future__ import annotations

from collections.abc import Sequence as Many

from pydicom import Dataset
from pydicom.datadict import tag_for_keyword
from pydicom.sequence import Sequence

from dicom_text_redactor.errors import Damaged
from dicom_text_redactor.model import Box
from dicom_text_redactor.rules.elements import Element, Step

ULTRASOUND_REGIONS = tag_for_keyword("SequenceOfUltrasoundRegions") or 0

Corners = tuple[int, int, int, int]
"""First column, first row, last column, last row."""

_MOST = 64  # items; scanners write one to six, and what is left between more of them could not be painted in time
_LEAST_SIDE = 16  # pixels; a region that is smaller shows no picture
_LEAST_SHARE = 0.1  # of the image's area that all regions together take, or they are not where the picture is
_CORNERS = ("RegionLocationMinX0", "RegionLocationMinY0", "RegionLocationMaxX1", "RegionLocationMaxY1")


def locations(header: Dataset, tag: int) -> list[Corners]:
    """What the items of a sequence name; those that do not have all four values name nothing.

    Raises
    ------
    Damaged
        There are more items than any scanner writes.
    """
    items = Element((Step(tag),)).value(header)
    if not isinstance(items, Sequence):
        return []
    if len(items) > _MOST:
        raise Damaged("A sequence of regions has more items than any scanner writes.")
    found = [[item.get(keyword) for keyword in _CORNERS] for item in items]
    return [(int(a), int(b), int(c), int(d)) for a, b, c, d in found if None not in (a, b, c, d)]


def regions(header: Dataset, rows: int, columns: int) -> list[Box] | None:
    """The ultrasound regions of an image; None if what the file says of them is not plausible, empty without any.

    Plausible are regions that lie in the image and together take a tenth of it. Some scanners count one column or row
    too many; that much is forgiven. Some write regions of a single column, for a scale: those show no picture.
    """
    items = Element((Step(ULTRASOUND_REGIONS),)).value(header)
    if not items:
        return []
    found = locations(header, ULTRASOUND_REGIONS) if len(items) <= _MOST else []
    boxes = [Box.between(left, top, right + 1, bottom + 1) for left, top, right, bottom in found]
    if len(boxes) < len(items) or not all(_is_plausible(box, rows, columns) for box in boxes):
        return None
    inside = [box.within(rows, columns) for box in boxes if min(box.width, box.height) >= _LEAST_SIDE]
    left_out = sum(box.area for box in outside(inside, rows, columns))
    return inside if rows * columns - left_out >= _LEAST_SHARE * rows * columns else None


def outside(boxes: Many[Box], rows: int, columns: int) -> list[Box]:
    """What of an image lies in none of the boxes, in boxes that do not overlap."""
    left = [Box(0, 0, columns, rows)]
    for box in boxes:
        left = [part for whole in left for part in without(whole, box)]
    return left


def without(whole: Box, gone: Box) -> list[Box]:
    """What is left of a box without another one, in up to four boxes."""
    if not whole.overlap(gone):
        return [whole]
    top, bottom = max(whole.top, gone.top), min(whole.bottom, gone.bottom)
    parts = (
        Box.between(whole.left, whole.top, whole.right, top),
        Box.between(whole.left, top, gone.left, bottom),
        Box.between(gone.right, top, whole.right, bottom),
        Box.between(whole.left, bottom, whole.right, whole.bottom),
    )
    return [part for part in parts if part.area]


def _is_plausible(box: Box, rows: int, columns: int) -> bool:
    return min(box.left, box.top) >= 0 and box.area > 0 and box.right <= columns + 1 and box.bottom <= rows + 1
