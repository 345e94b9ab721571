"""Other places of an image that can show text: overlays, icons, curves, and bits that no viewer shows."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
from pydicom import DataElement, Dataset
from pydicom.datadict import dictionary_VR
from pydicom.dataelem import RawDataElement
from pydicom.sequence import Sequence
from pydicom.tag import BaseTag

from shared.dicom.copies import stored
from shared.dicom.form import PixelForm, describe, pixel_bytes
from shared.dicom.frames import FrameSource
from shared.dicom.native import NativePixels
from shared.dicom.quiet import refusing
from shared.dicom.syntaxes import JPEG_2000_FAMILY, JPEG_LS_FAMILY
from shared.dicom.writing import store
from shared.errors import Damaged

_PIXEL_DATA = 0x7FE00010
_ICON = 0x00880200
_OVERLAYS, _CURVES = range(0x6000, 0x6100), range(0x5000, 0x5100)


def clean_other_places(dataset: Dataset, form: PixelForm) -> dict[str, int | str]:
    """Remove, in place, what could carry text beside the pixels that are looked at.

    * overlays (60xx, PS3.3 C.9.2) and retired curves (50xx) go with their whole group; the count
      is that of groups;
    * icon images (0088,0200) go, at whatever depth of the dataset they stand;
    * in native and RLE pixel data, and in that of JPEG Lossless, bits above Bits Stored that are
      neither zero nor copies of the sign, and bytes behind the last frame, are cleared.

    Parameters
    ----------
    dataset
        The new dataset, as `shared.dicom.writing.rewrite` gives it; it is changed.
    form
        The form of the source image; it bounds the size.

    Returns
    -------
    dict
        ``overlays`` and ``curves``: groups removed; ``icon``: ``removed`` or ``none``;
        ``high_bits``: ``cleared`` or ``none``.

    Raises
    ------
    Damaged
        A sequence that may hold an icon cannot be read.
    """
    with refusing("A place beside the pixels cannot be read.", Damaged):
        cleared = _clear_unused_bits(dataset, form)
        return {
            "overlays": _remove_groups(dataset, _OVERLAYS),
            "icon": "removed" if _remove_icons(dataset) else "none",
            "high_bits": "cleared" if cleared else "none",
            "curves": _remove_groups(dataset, _CURVES),
        }


def _remove_groups(dataset: Dataset, groups: range) -> int:
    tags = [tag for tag in dataset.keys() if tag.group in groups and not tag.is_private]  # noqa: SIM118
    for tag in tags:
        del dataset[tag]
    return len({tag.group for tag in tags})


def _remove_icons(dataset: Dataset) -> bool:
    """Remove icon images here and in all nested items; sequences without one keep their bytes."""
    found = _ICON in dataset
    if found:
        del dataset[_ICON]
    for tag in list(dataset.keys()):
        if is_sequence(dataset, tag) and has_icon(dataset, tag):
            element = deepcopy(dataset[tag])
            for item in element.value or ():
                _remove_icons(item)
            dataset[tag] = element
            found = True
    return found


def is_sequence(dataset: Dataset, tag: BaseTag) -> bool:
    """Whether an element is a sequence, found out without parsing it."""
    element = stored(dataset, tag)
    vr = element.VR
    if vr is None and not tag.is_private:
        try:
            vr = dictionary_VR(tag)
        except KeyError:
            return False
    return vr == "SQ"


def has_icon(dataset: Dataset, tag: BaseTag) -> bool:
    """Whether a sequence has an icon image in an item at any depth."""
    element = stored(dataset, tag)
    if isinstance(element, RawDataElement):
        # The tag's own bytes, in either byte order, are cheaper to look for than items to parse.
        value = bytes(element.value or b"")
        if b"\x88\x00\x00\x02" not in value and b"\x00\x88\x02\x00" not in value:
            return False
    items = Dataset({tag: element})
    implicit, little = dataset.original_encoding
    if implicit is not None and little is not None:
        items.set_original_encoding(implicit, little, dataset.original_character_set)
    value = items[tag].value
    return isinstance(value, Sequence) and any(
        _ICON in item or any(has_icon(item, inner) for inner in item.keys() if is_sequence(item, inner))  # noqa: SIM118
        for item in value
    )


def _clear_unused_bits(dataset: Dataset, source: PixelForm) -> bool:
    form = describe(dataset, max_pixels=source.rows * source.columns * source.frames)
    if form.native:
        return _clear_native(dataset, form)
    if form.bits_stored == form.bits_allocated or form.syntax in JPEG_LS_FAMILY | JPEG_2000_FAMILY:
        return False
    shown = FrameSource(dataset, form)
    whole = FrameSource(dataset, form, keep_unused_bits=True)
    dirty = tuple(i for i in range(form.frames) if not np.array_equal(shown[i].pixels, whole[i].pixels))
    if not dirty:
        return False
    cleaned, _ = store(dataset, form, shown, lambda index: shown[index].pixels, dirty)
    dataset.file_meta = cleaned.file_meta
    for tag in cleaned.keys():  # noqa: SIM118
        dataset[tag] = stored(cleaned, tag)
    return True


def _clear_native(dataset: Dataset, form: PixelForm) -> bool:
    pixels = NativePixels(pixel_bytes(dataset), form, dataset["PixelData"].VR)
    dirty = bool(pixels.tail().any())
    pixels.tail()[:] = 0
    if 1 < form.bits_stored < form.bits_allocated and form.photometric != "YBR_FULL_422":
        shown = FrameSource(dataset, form)
        mask = form.dtype.type((1 << form.bits_stored) - 1)
        for index in range(form.frames):
            cells, wanted = pixels.frame(index), shown[index].pixels
            plain = wanted & mask
            if not np.all((cells == wanted) | (cells == plain)):
                cells[...] = wanted
                dirty = True
    if dirty:
        dataset[_PIXEL_DATA] = DataElement(_PIXEL_DATA, dataset["PixelData"].VR, pixels.to_bytes())
    return dirty
