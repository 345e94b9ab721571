"""Writing a data set element by element, those as they were in their file that nobody has changed."""

from __future__ import annotations

from typing import IO, cast

from pydicom import DataElement, Dataset
from pydicom.dataelem import RawDataElement
from pydicom.filebase import DicomIO
from pydicom.filewriter import correct_ambiguous_vr_element, write_data_element, write_dataset, write_file_meta_info
from pydicom.tag import BaseTag
from pydicom.uid import UID, DeflatedExplicitVRLittleEndian
from pydicom.valuerep import EXPLICIT_VR_LENGTH_32

from dicom_text_redactor.dicom.files.deflated import Folding
from dicom_text_redactor.dicom.files.long_values import Chain, LongValue
from dicom_text_redactor.dicom.files.originals import unchanged

_CHARACTER_SET = BaseTag(0x00080005)
_LARGEST_SHORT_LENGTH = 0xFFFF
_UNDEFINED_LENGTH = 0xFFFFFFFF


def encode(dataset: Dataset, file: IO[bytes]) -> None:
    """Write a Part 10 file: preamble, file meta information, data set.

    `dataset` has a preamble and file meta information that names its transfer syntax.
    Elements stand in ascending order of their tags (PS3.5 7.1). Group lengths (gggg,0000), retired
    and wrong as soon as an element changes its size, are left out (PS3.5 7.2).
    """
    syntax = UID(dataset.file_meta.TransferSyntaxUID)
    if "PixelData" in dataset:
        dataset["PixelData"].is_undefined_length = syntax.is_encapsulated
    target = DicomIO(file)
    target.is_little_endian, target.is_implicit_VR = True, False
    target.write(dataset.preamble + b"DICM")
    write_file_meta_info(target, dataset.file_meta, enforce_standard=True)
    if syntax == DeflatedExplicitVRLittleEndian:
        folding = Folding(file)
        plain = DicomIO(cast("IO[bytes]", folding))
        plain.is_little_endian, plain.is_implicit_VR = True, False
        _write(dataset, plain)
        folding.finish()
        return
    target.is_little_endian, target.is_implicit_VR = syntax.is_little_endian, syntax.is_implicit_VR
    _write(dataset, target)


def _write(dataset: Dataset, target: DicomIO) -> None:
    kept = unchanged(dataset)
    if _CHARACTER_SET not in kept and dataset.original_character_set != dataset._character_set:
        # Every text was decoded with another character set than it is to be written in.
        for tag in [tag for tag in dataset.keys() if _is_long(dataset.get_item(tag))]:  # noqa: SIM118
            dataset[tag].value = dataset[tag].value[:]  # pydicom writes nothing else
        write_dataset(target, dataset)
        return
    encodings = dataset._character_set
    for tag in sorted(dataset.keys()):
        if tag.element == 0:
            continue
        raw = kept.get(tag) or _compressed(dataset, tag) or _long(dataset, tag, target) or dataset.get_item(tag)
        if isinstance(raw, RawDataElement) and raw.is_little_endian == target.is_little_endian:
            if raw.is_implicit_VR == target.is_implicit_VR and (raw.VR or target.is_implicit_VR):
                _write_as_it_was(raw, target)
                continue
            named = _renamed(dataset, raw, target)
            if named is not None:
                _write_as_it_was(named, target)
                continue
        write_data_element(target, _parsed(dataset, tag, target), encodings)


def _compressed(dataset: Dataset, tag: BaseTag) -> RawDataElement | None:
    """Compressed pixel data, whose fragments are what they are: pydicom would make their sum even, not each of them."""
    element = dataset.get_item(tag)
    held = isinstance(element, DataElement) and element.is_undefined_length
    if not held or not isinstance(element.value, bytes | LongValue):
        return None
    return RawDataElement(tag, element.VR, _UNDEFINED_LENGTH, cast(bytes, element.value), 0, False, True)


def _is_long(element: DataElement | RawDataElement) -> bool:
    return isinstance(element.value, LongValue)


def _long(dataset: Dataset, tag: BaseTag, target: DicomIO) -> RawDataElement | None:
    """Pixel data that does not lie in memory, as it is to be written: with an even length, as PS3.5 8.1.1 asks."""
    if not _is_long(dataset.get_item(tag)):
        return None
    element = _parsed(dataset, tag, target)
    value = Chain([element.value, bytes(len(element.value) % 2)])
    return RawDataElement(
        tag, element.VR, len(value), cast(bytes, value), 0, target.is_implicit_VR, target.is_little_endian
    )


def _write_as_it_was(raw: RawDataElement, target: DicomIO) -> None:
    """An element with the header it had; its length is not made even, nor its value representation known."""
    target.write_tag(raw.tag)
    if target.is_implicit_VR:
        target.write_UL(raw.length)
    else:
        vr = cast(str, raw.VR)
        target.write(vr.encode("latin-1"))
        if vr in EXPLICIT_VR_LENGTH_32:
            target.write_US(0)
            target.write_UL(raw.length)
        else:
            target.write_US(raw.length)
    value: bytes | LongValue = raw.value or b""
    if isinstance(value, LongValue):
        for piece in value.pieces():
            target.write(piece)
    else:
        target.write(value)
    if raw.length == _UNDEFINED_LENGTH:
        target.write(b"\xfe\xff\xdd\xe0" if target.is_little_endian else b"\xff\xfe\xe0\xdd")
        target.write(bytes(4))


def _renamed(dataset: Dataset, raw: RawDataElement, target: DicomIO) -> RawDataElement | None:
    """An element with its value as it was under the header of the other kind of VR; None where the value differs too.

    Only the items of a sequence are of the kind that surrounds them.
    """
    try:
        vr = _parsed(dataset, raw.tag, target).VR
    except Exception:
        vr = "UN"
    if vr == "SQ" or raw.length == _UNDEFINED_LENGTH or len(vr) != 2:
        return None
    if vr not in EXPLICIT_VR_LENGTH_32 and len(raw.value or b"") > _LARGEST_SHORT_LENGTH:
        vr = "UN"
    return raw._replace(VR=vr, is_implicit_VR=target.is_implicit_VR)


def _parsed(dataset: Dataset, tag: BaseTag, target: DicomIO) -> DataElement:
    element = dataset[tag]
    return cast(DataElement, correct_ambiguous_vr_element(element, dataset, target.is_little_endian))
