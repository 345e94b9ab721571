"""Digital signatures of an image (PS3.3 C.12.1.1.3), which hold no longer when what was signed has changed."""

from __future__ import annotations

from collections.abc import Iterator

from pydicom import Dataset
from pydicom.sequence import Sequence
from pydicom.tag import BaseTag, Tag

from dicom_text_redactor.dicom.files.originals import originals_of, unchanged
from dicom_text_redactor.dicom.quiet import refusing
from dicom_text_redactor.errors import Damaged

_SIGNATURES, _PARAMETERS = Tag(0xFFFAFFFA), Tag(0x4FFE0001)
_PIXELS = 0x7FE0


def remove_signatures(dataset: Dataset, *, pixels_changed: bool = True) -> int:
    """Remove, in place, the data set's own signatures if they are broken, with the parameters that check them.

    Parameters
    ----------
    dataset
        The new dataset, after everything else was done to it.
    pixels_changed
        Whether pixel data was changed; if not, signatures stay that sign nothing else that was.

    Returns
    -------
    int
        How many signatures were removed.

    Raises
    ------
    Damaged
        The signatures cannot be read.
    """
    if _SIGNATURES not in dataset and _PARAMETERS not in dataset:
        return 0
    with refusing("The digital signatures cannot be read.", Damaged):
        signatures = _items(dataset, _SIGNATURES)
        if not pixels_changed and not _is_broken(dataset):
            return 0
        for tag in (_SIGNATURES, _PARAMETERS):
            if tag in dataset:
                del dataset[tag]
        return len(signatures)


def _is_broken(dataset: Dataset) -> bool:
    """Whether an element that a signature covers is not what the file says; signatures without a list cover all."""
    signed = set(_signed(dataset))
    originals, same = originals_of(dataset), unchanged(dataset)
    if not signed:
        return True
    return any(tag.group != _PIXELS and (tag in originals or tag in dataset) and tag not in same for tag in signed)


def _signed(dataset: Dataset) -> Iterator[BaseTag]:
    for item in _items(dataset, _PARAMETERS):
        value = item.get("DataElementsSigned")
        if value is not None:
            yield from map(Tag, value if hasattr(value, "__iter__") else [value])


def _items(dataset: Dataset, tag: BaseTag) -> list[Dataset]:
    value = dataset[tag].value if tag in dataset else None
    return list(value) if isinstance(value, Sequence) else []
