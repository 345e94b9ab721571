"""Other places of an image that can show text: overlays, nested pictures, curves, and bits that no viewer shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pydicom import Dataset

from dicom_text_redactor.dicom.codecs.codestreams import claim_of
from dicom_text_redactor.dicom.codecs.syntaxes import JPEG_2000_FAMILY
from dicom_text_redactor.dicom.files.copies import stored
from dicom_text_redactor.dicom.painting.writing import store
from dicom_text_redactor.dicom.pixels.cells import cleaned
from dicom_text_redactor.dicom.pixels.describing import describe_again
from dicom_text_redactor.dicom.pixels.edits import unused, with_edits
from dicom_text_redactor.dicom.pixels.form import PixelForm
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.dicom.pixels.pixel_data import pixel_element, pixel_value, set_native
from dicom_text_redactor.dicom.places.nested import remove_nested
from dicom_text_redactor.dicom.quiet import refusing
from dicom_text_redactor.dicom.surfaces.overlays import remove_overlays
from dicom_text_redactor.errors import Damaged

_CURVES = range(0x5000, 0x5100)


def clean_other_places(dataset: Dataset, form: PixelForm, *, judged: Collection[int] = ()) -> dict[str, int | str]:
    """Remove, in place, what could carry text beside the pixels that are looked at.

    * overlays (60xx, PS3.3 C.9.2) go with their whole group, unless somebody has `judged` and
      painted them: then their bits stay, and their label, description and comments go;
    * retired curves (50xx) go with their whole group;
    * icon images, graphic annotations and pictures inside other elements go, at whatever depth of
      the dataset they stand (`dicom_text_redactor.dicom.places.nested.remove_nested`);
    * in native and RLE pixel data, and in that of JPEG Lossless and JPEG-LS, bits above Bits Stored
      that are neither zero nor copies of the sign, and bytes behind the last frame, are cleared.
      Retired overlays lie in such bits.

    Parameters
    ----------
    dataset
        The new dataset, as `dicom_text_redactor.dicom.painting.writing.rewrite` gives it; it is changed.
    form
        The form of the source image; it bounds the size.
    judged
        Numbers of the overlay groups that stay: those of the `OverlaySurface`s that were searched.

    Returns
    -------
    dict
        ``overlays`` and ``curves``: groups removed; ``overlays_kept``: groups that were judged and
        stay; ``overlay_texts``: labels and descriptions removed from these; ``icon``: ``removed`` or
        ``none``; ``nested_images`` and ``annotations``: elements removed; ``high_bits``: ``cleared``
        or ``none``.

    Raises
    ------
    Damaged
        A sequence that may hold something to remove cannot be read.
    """
    with refusing("A place beside the pixels cannot be read.", Damaged):
        cleared = _clear_unused_bits(dataset, form)
        there = {tag.group for tag in dataset.keys()}  # noqa: SIM118
        overlays, texts = remove_overlays(dataset, judged)
        curves = _remove_groups(dataset, _CURVES)
        nested = remove_nested(dataset)
        return {
            "overlays": overlays,
            "overlays_kept": len(there.intersection(judged)),
            "overlay_texts": texts,
            "icon": "removed" if nested["icon"] else "none",
            "nested_images": nested["nested_images"],
            "annotations": nested["annotations"],
            "high_bits": "cleared" if cleared else "none",
            "curves": curves,
        }


def was_changed(other_places: Mapping[str, int | str]) -> bool:
    """Whether anything was removed or cleared, as `clean_other_places` tells; overlays that stay were not."""
    return any(found not in (0, "none") for name, found in other_places.items() if name != "overlays_kept")


def _remove_groups(dataset: Dataset, groups: range) -> int:
    tags = [tag for tag in dataset.keys() if tag.group in groups and not tag.is_private]  # noqa: SIM118
    for tag in tags:
        del dataset[tag]
    return len({tag.group for tag in tags})


def _clear_unused_bits(dataset: Dataset, source: PixelForm) -> bool:
    form = describe_again(dataset, source)
    if form.native:
        return _clear_native(dataset, form)
    if form.bits_stored == form.bits_allocated or form.syntax in JPEG_2000_FAMILY:
        return False  # JPEG 2000 is decoded, shown and looked at with all the bits of its codestream
    shown = FrameSource(dataset, form)
    whole = FrameSource(dataset, form, keep_unused_bits=True)
    deep = [i for i, frame in enumerate(shown.encoded) if _has_unused_bits(frame.data, form)]
    dirty = tuple(i for i in deep if cleaned(whole[i].pixels, form) is not None)
    if not dirty:
        return False
    stored_anew, _ = store(dataset, form, shown, lambda index: shown[index].pixels, dirty)
    dataset.file_meta = stored_anew.file_meta
    for tag in stored_anew.keys():  # noqa: SIM118
        dataset[tag] = stored(stored_anew, tag)
    return True


def _has_unused_bits(data: bytes, form: PixelForm) -> bool:
    """Whether a compressed frame has more bits than Bits Stored, so that something may stand in them."""
    claim = claim_of(data, form.syntax)
    return claim is None or claim.precision > form.bits_stored


def _clear_native(dataset: Dataset, form: PixelForm) -> bool:
    value, vr = pixel_value(dataset), pixel_element(dataset).VR
    edits = unused(value, form, vr)
    if edits:
        set_native(dataset, with_edits(value, form, vr, edits))
    return bool(edits)
