"""The types of the frames of an enhanced multi-frame image (PS3.3 C.8.16.1), which Image Type must agree with."""

from __future__ import annotations

from collections.abc import Collection
from typing import cast

from pydicom import DataElement, Dataset
from pydicom.sequence import Sequence
from pydicom.tag import BaseTag, Tag

from dicom_text_redactor.dicom.files.originals import sequence_to_edit
from dicom_text_redactor.dicom.files.texts import replace_first_value

_SHARED, _PER_FRAME = Tag(0x52009229), Tag(0x52009230)
_FRAME_TYPE = Tag(0x00089007)
# Storage classes whose Image Type may be MIXED; the others (angiography, slides, ophthalmology) know
# one origin for all frames.
_MAY_BE_MIXED = frozenset(
    f"1.2.840.10008.5.1.4.1.1.{number}"
    for number in (
        "2.1", "2.2",  # enhanced CT, and converted to it
        "4.1", "4.3", "4.4",  # enhanced MR
        "6.3",  # photoacoustic
        "13.1.1", "13.1.2", "13.1.3", "13.1.4", "13.1.5",  # X-ray 3D, breast
        "14.1", "14.2",  # intravascular OCT
        "128.1", "130",  # enhanced PET
    )
)  # fmt: skip


def derive(dataset: Dataset, frames: Collection[int] | None) -> set[str]:
    """Make the Frame Type of changed frames begin with DERIVED, in place.

    A type that all frames share becomes DERIVED for all of them, and so do all types where the
    storage class does not let frames of both origins stand together: a frame that was not painted
    itself is still one of a derived image, and the elements cannot say more.

    Parameters
    ----------
    dataset
        The new dataset; one without functional groups is left alone.
    frames
        Numbers (0-based) of the frames that were changed; None stands for all.

    Returns
    -------
    set
        The first values of all Frame Types that there are then; none for other images.
    """
    if str(dataset.get("SOPClassUID", "")) not in _MAY_BE_MIXED:
        frames = None
    kinds = _derive_items(dataset, _SHARED, None)
    return kinds | _derive_items(dataset, _PER_FRAME, frames)


def _derive_items(dataset: Dataset, tag: BaseTag, frames: Collection[int] | None) -> set[str]:
    if tag not in dataset:
        return set()
    items = sequence_to_edit(dataset, tag)
    if items is None:
        return set()
    kinds: set[str] = set()
    changed = False
    for number, group in enumerate(items):
        for holder in _holders(group):
            if frames is None or number in frames:
                changed = changed or _kind(holder) != "DERIVED"
                replace_first_value(holder, "FrameType", "DERIVED", alone="SECONDARY")
            kinds.add(_kind(holder))
    if changed:
        undefined = bool(getattr(dataset[tag], "is_undefined_length", False))
        dataset[tag] = DataElement(tag, "SQ", items, is_undefined_length=undefined)
    return kinds


def _holders(group: Dataset) -> list[Dataset]:
    """Items of a functional group's macros that hold a Frame Type, whatever the modality calls the macro."""
    return [
        item
        for tag in list(group.keys())
        if not tag.is_private and isinstance(group[tag].value, Sequence)
        for item in cast(Sequence, group[tag].value)
        if _FRAME_TYPE in item
    ]


def _kind(holder: Dataset) -> str:
    value = holder.get("FrameType") or [""]
    return str(value if isinstance(value, str) else value[0]).strip()
