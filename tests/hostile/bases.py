"""The sound files that are damaged: small ones in every transfer syntax and form, with a header full of secrets."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from imagecodecs import JPEG8, jpeg8_encode
from pydicom import Dataset, dcmread
from pydicom.encaps import encapsulate, encapsulate_extended
from pydicom.pixels.encoders.base import get_encoder
from pydicom.sequence import Sequence
from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    UID,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRLittleEndian,
    JPEGExtended12Bit,
    JPEGLSNearLossless,
)

from dicom_text_redactor.dicom.codecs.syntaxes import ENCAPSULATED_UNCOMPRESSED
from dicom_text_redactor.dicom.files.saving import save
from tests.dicom.images import FORMS, J2K, LITTLE, OTHER_FORMS, Made, drawn, made, wheel_files

SECRETS = ("Qxzvander", "Wyqhilde", "ZQ77301", "19230429", "Hospiqual")
"""Values that stand in every made header and nowhere else; no message or report may hold one."""

_LARGEST = 80_000  # bytes: the files of pydicom's wheel that are quickly done
_MOST_PIXELS = 20_000


@dataclass(frozen=True, slots=True)
class Base:
    """A sound file and its name, which is ours."""

    name: str
    data: bytes


@cache
def bases() -> tuple[Base, ...]:
    """All of them, in an order that does not change."""
    return (*(Base(name, _file(dataset)) for name, dataset in _made()), *_shipped())


def with_secrets(dataset: Dataset) -> Dataset:
    """The same dataset with a patient, private elements, and sequences in sequences, all of them holding secrets."""
    family, given, number, born, place = SECRETS
    dataset.PatientName = f"{family}^{given}"
    dataset.PatientID = number
    dataset.PatientBirthDate = born
    dataset.InstitutionName = f"{place} General"
    dataset.SpecificCharacterSet = "ISO_IR 100"
    inner = Dataset()
    inner.ReferencedSOPInstanceUID = "1.2.3"
    inner.TextValue = f"{given} {family}"
    item = Dataset()
    item.CodeMeaning = place
    item.ReferencedImageSequence = Sequence([inner])
    dataset.SourceImageSequence = Sequence([item, Dataset()])
    dataset["SourceImageSequence"].is_undefined_length = True
    block = dataset.private_block(0x0011, "TESTS", create=True)
    block.add_new(0x01, "LO", f"{family}, {given}")
    block.add_new(0x02, "UN", number.encode() + b"\x00")
    return dataset


def _file(dataset: Dataset) -> bytes:
    file = io.BytesIO()
    save(dataset, file)
    return file.getvalue()


def _made() -> Iterator[tuple[str, Dataset]]:
    for what in (*FORMS, *OTHER_FORMS):
        yield what.name, with_secrets(made(what))
    yield from _other_syntaxes()
    yield from _other_places()


def _other_syntaxes() -> Iterator[tuple[str, Dataset]]:
    """The syntaxes that `tests.dicom.images` does not make."""
    grey, deep = Made("grey", LITTLE), Made("grey", LITTLE, allocated=16, stored=12)
    deflated = with_secrets(made(grey))
    deflated.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    yield "deflated", deflated
    plain = [drawn(grey)[0].tobytes(), drawn(grey)[0].tobytes()]
    yield "encapsulated uncompressed", _compressed(grey, ENCAPSULATED_UNCOMPRESSED, plain)
    space = JPEG8.CS.GRAYSCALE
    extended = jpeg8_encode(drawn(deep)[0], bitspersample=12, level=90, colorspace=space, outcolorspace=space)
    yield "jpeg extended", _compressed(deep, JPEGExtended12Bit, [bytes(extended)])
    options: dict[str, Any] = {
        "rows": 32, "columns": 40, "number_of_frames": 1, "samples_per_pixel": 1, "bits_allocated": 8,
        "bits_stored": 8, "pixel_representation": 0, "photometric_interpretation": "MONOCHROME2",
    }  # fmt: skip
    near = get_encoder(JPEGLSNearLossless).encode(drawn(grey)[0], encoding_plugin="pyjpegls", jls_error=2, **options)
    yield "jpeg-ls near", _compressed(grey, JPEGLSNearLossless, [near])
    lossy = get_encoder(JPEG2000).encode(drawn(grey)[0], encoding_plugin="pylibjpeg", j2k_cr=[5], **options)
    yield "jpeg 2000 lossy", _compressed(grey, JPEG2000, [lossy, lossy])
    high = made(Made("htj2k", UID("1.2.840.10008.1.2.4.201")))
    high.file_meta.TransferSyntaxUID = HTJ2K
    yield "htj2k any", with_secrets(high)


def _compressed(what: Made, syntax: UID, frames: list[bytes]) -> Dataset:
    dataset = with_secrets(made(what))
    dataset.file_meta.TransferSyntaxUID = syntax
    dataset.NumberOfFrames = len(frames)
    dataset.add_new("PixelData", "OB", encapsulate(frames))
    dataset["PixelData"].is_undefined_length = True
    return dataset


def _other_places() -> Iterator[tuple[str, Dataset]]:
    """Frames with an extended offset table, in fragments; overlays, icons and curves; tiles; thin and tiny images."""
    extended = with_secrets(made(Made("two frames", J2K, frames=2)))
    stream = get_encoder(J2K).encode(made(Made("one")), encoding_plugin="pylibjpeg")
    value, offsets, lengths = encapsulate_extended([stream, stream])
    extended.add_new("PixelData", "OB", value)
    extended["PixelData"].is_undefined_length = True
    extended.ExtendedOffsetTable, extended.ExtendedOffsetTableLengths = offsets, lengths
    yield "extended offset table", extended
    pieces = with_secrets(made(Made("two frames", J2K, frames=2)))
    pieces.add_new("PixelData", "OB", encapsulate([stream, stream], fragments_per_frame=3))
    pieces["PixelData"].is_undefined_length = True
    yield "fragments", pieces
    places = with_secrets(made(Made("places", LITTLE, allocated=16, stored=12)))
    places.add_new(0x60000010, "US", 32)
    places.add_new(0x60000011, "US", 40)
    places.add_new(0x60000040, "CS", "G")
    places.add_new(0x60000050, "SS", [1, 1])
    places.add_new(0x60000100, "US", 1)
    places.add_new(0x60000102, "US", 0)
    places.add_new(0x60003000, "OW", bytes(160))
    places.add_new(0x50003000, "OW", bytes(16))
    places.IconImageSequence = Sequence([made(Made("icon", rows=8, columns=8))])
    places.WindowCenter, places.WindowWidth = "2000", "1000"
    yield "other places", places
    yield "tiles", _tiles()
    yield "thin", with_secrets(made(Made("thin", rows=2, columns=400)))
    yield "tall", with_secrets(made(Made("tall", rows=400, columns=2)))
    yield "one pixel", with_secrets(made(Made("one pixel", rows=1, columns=1)))
    yield "hundred frames", with_secrets(made(Made("hundred frames", rows=4, columns=4, frames=100)))


def _tiles() -> Dataset:
    dataset = with_secrets(made(Made("tiles", ExplicitVRLittleEndian, rows=16, columns=16, frames=4)))
    dataset.SOPClassUID = UID("1.2.840.10008.5.1.4.1.1.77.1.6")
    dataset.TotalPixelMatrixRows = dataset.TotalPixelMatrixColumns = 32
    dataset.DimensionOrganizationType = "TILED_SPARSE"
    items = []
    for top in (1, 17):
        for left in (1, 17):
            place, item = Dataset(), Dataset()
            place.RowPositionInTotalImagePixelMatrix, place.ColumnPositionInTotalImagePixelMatrix = top, left
            item.PlanePositionSlideSequence = Sequence([place])
            items.append(item)
    dataset.PerFrameFunctionalGroupsSequence = Sequence(items)
    return dataset


def _shipped() -> Iterator[Base]:
    """The small images of pydicom's wheel, which real devices and other toolkits wrote."""
    for path in wheel_files():
        data = path.read_bytes()
        if len(data) > _LARGEST or path.suffix != ".dcm":
            continue
        try:
            header = dcmread(io.BytesIO(data), stop_before_pixels=True)
            small = int(header.get("Rows", 0)) * int(header.get("Columns", 0)) <= _MOST_PIXELS
        except Exception:  # a damaged one is a base, too
            small = True
        if small:
            yield Base(path.name, data)
