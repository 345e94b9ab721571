"""Pictures, documents and drawings inside other elements, at any depth, and values that only resemble them."""

from __future__ import annotations

import io

import pytest
from pydicom import DataElement, Dataset
from pydicom.encaps import encapsulate
from pydicom.filebase import DicomBytesIO
from pydicom.filewriter import write_sequence
from pydicom.sequence import Sequence
from pydicom.tag import Tag
from pydicom.uid import UID

from dicom_text_redactor.dicom.files import reading
from dicom_text_redactor.dicom.painting.writing import rewrite
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.places.other_places import clean_other_places
from tests.dicom.images import BIG, IMPLICIT, LITTLE, MANY_BYTES, MANY_PIXELS, Made, made
from tests.dicom.test_places import NOTHING, cleaned, saved


def picture() -> Dataset:
    item = Dataset()
    item.Rows = item.Columns = 2
    item.add_new("PixelData", "OW", b"NAME")
    return item


def item_with(tag: int, vr: str, value: object) -> Dataset:
    item = Dataset()
    item.add_new(tag, vr, value)
    return item


def private(dataset: Dataset, element: int, vr: str, value: object) -> None:
    dataset.add_new(0x00090010, "LO", "SOME VENDOR")
    dataset.add_new(Tag(0x0009, element), vr, value)


@pytest.mark.parametrize("syntax", [LITTLE, IMPLICIT, BIG])
@pytest.mark.parametrize("undefined", [False, True])
@pytest.mark.parametrize("depth", [0, 1, 3])
@pytest.mark.parametrize("kind", ["standard", "private"])
def test_a_sequence_with_a_picture_goes_and_what_surrounds_it_stays(
    syntax: UID, undefined: bool, depth: int, kind: str
) -> None:
    source = holder = made(Made("grey", syntax))
    for _ in range(depth):
        item = Dataset()
        item.ReferencedSOPInstanceUID = "1.2.3"
        item.is_undefined_length_sequence_item = undefined
        holder.ReferencedImageSequence = Sequence([item])
        holder["ReferencedImageSequence"].is_undefined_length = undefined
        holder = item
    tag = Tag(0x20200110) if kind == "standard" else Tag(0x00091001)
    if kind == "private":
        holder.add_new(0x00090010, "LO", "SOME VENDOR")
    holder[tag] = DataElement(tag, "SQ", Sequence([Dataset(), picture()]), is_undefined_length=undefined)
    read = reading.read(saved(source), max_bytes=MANY_BYTES)
    for dataset in (source, read):
        written, report = cleaned(dataset)
        assert report == NOTHING | {"nested_images": 1}
        assert b"NAME" not in saved(written).getvalue()
        assert b"NAME" in saved(dataset).getvalue()
        for _ in range(depth):
            (written,) = written.ReferencedImageSequence
            assert written.ReferencedSOPInstanceUID == "1.2.3"
        assert tag not in written


@pytest.mark.parametrize(
    "item",
    [
        item_with(0x7FE00008, "OF", b"NAME"),
        item_with(0x7FE00009, "OD", b"NAMENAME"),
        item_with(0x60043000, "OW", b"NAME"),
        item_with(0x00420011, "OB", b"NAME"),
    ],
)
@pytest.mark.parametrize("syntax", [LITTLE, BIG])
def test_every_kind_of_picture_in_an_item_counts(item: Dataset, syntax: UID) -> None:
    source = made(Made("grey", syntax))
    source.ReferencedImageSequence = Sequence([item])
    written, report = cleaned(reading.read(saved(source), max_bytes=MANY_BYTES))
    assert report == NOTHING | {"nested_images": 1}
    assert "ReferencedImageSequence" not in written


def _in_implicit_vr(items: list[Dataset]) -> bytes:
    file = DicomBytesIO()
    file.is_little_endian, file.is_implicit_VR = True, True
    write_sequence(file, DataElement(0x00091001, "SQ", Sequence(items)), ["iso8859"])
    return bytes(file.getvalue())


@pytest.mark.parametrize("syntax", [LITTLE, IMPLICIT])
@pytest.mark.parametrize("damaged", [False, True])
def test_items_of_unknown_representation_are_searched_as_well(syntax: UID, damaged: bool) -> None:
    value = _in_implicit_vr([Dataset(), picture()])
    source = made(Made("grey", syntax))
    private(source, 0x1001, "UN", value[:4] + b"\x40" + value[5:] if damaged else value)
    written, report = cleaned(reading.read(saved(source), max_bytes=MANY_BYTES))
    assert report == NOTHING | {"nested_images": 1}
    assert (0x0009, 0x1001) not in written
    assert (0x0009, 0x0010) in written


def test_a_picture_deep_in_items_of_unknown_representation_goes_alone() -> None:
    outer = Dataset()
    outer.PatientComments = "stays"
    outer.ReferencedImageSequence = Sequence([picture()])
    source = made(Made("grey"))
    private(source, 0x1001, "UN", _in_implicit_vr([outer]))
    written, report = cleaned(reading.read(saved(source), max_bytes=MANY_BYTES))
    assert report == NOTHING | {"nested_images": 1}
    data = saved(written).getvalue()
    assert b"stays" in data
    assert b"NAME" not in data


def bitmap() -> bytes:
    return b"BM" + (66).to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little") + b"\x28" + bytes(51)


@pytest.mark.parametrize(
    "value",
    [
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
        b"\xff\xd8\xff\xf7",
        b"\xff\x4f\xff\x51\x00\x29",
        b"\x00\x00\x00\x0cjP  \r\n\x87\n\x00\x00",
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        bitmap(),
        b"II*\x00\x08\x00\x00\x00" + bytes(12),
        b"MM\x00*\x00\x00\x00\x08" + bytes(12),
        b"%PDF-1.7",
        bytes(128) + b"DICM" + bytes(4),
        encapsulate([b"\xff\xd8\xff\xe0" + bytes(20)]),
    ],
)
@pytest.mark.parametrize("vr", ["OB", "OW", "UN"])
@pytest.mark.parametrize("syntax", [LITTLE, IMPLICIT])
@pytest.mark.parametrize("nested", [False, True])
def test_private_bytes_that_are_a_picture_go(value: bytes, vr: str, syntax: UID, nested: bool) -> None:
    source = holder = made(Made("grey", syntax))
    if nested:
        holder = Dataset()
        source.ReferencedImageSequence = Sequence([holder])
    private(holder, 0x1001, vr, value + b"\x00" * (len(value) % 2))
    private(holder, 0x1002, "LO", "stays")
    written, report = cleaned(reading.read(saved(source), max_bytes=MANY_BYTES))
    assert report == NOTHING | {"nested_images": 1}
    left = written.ReferencedImageSequence[0] if nested else written
    assert (0x0009, 0x1001) not in left
    assert (0x0009, 0x1002) in left


@pytest.mark.parametrize("syntax", [LITTLE, IMPLICIT])
def test_what_only_resembles_a_picture_keeps_its_bytes(syntax: UID) -> None:
    source = made(Made("grey", syntax))
    values = [
        b"BM",
        b"BMI 24.9, see the report.   ",
        bitmap()[:40],
        bitmap()[:6] + b"\x01" + bitmap()[7:],
        b"II*\x00\xff\xff\xff\x00" + bytes(12),
        b"II*\x00",
        b"\x00\xff\xd8\xff\xe0\x00",
        b"SV10\x04\x03\x02\x01" + bytes(range(256)),
        bytes(126) + b"DICM",
        b"\xe0\x7f\x10\x00\x88\x00\x00\x02",
        encapsulate([bytes(20)]),
        b"\xfe\xff\x00\xe0\x40\x00",
    ]
    for number, value in enumerate(values):
        private(source, 0x1001 + number, "UN" if number % 2 else "OB", value)
    comment = item_with(0x00104000, "LT", "BM \\ DICM GIF89a")
    private(comment, 0x1001, "OB", b"\xe0\x7f\x10\x00\x88\x00\x00\x02\x70\x00\x01\x00\xff\xd8\xff\xe0"[::-1])
    source.ReferencedImageSequence = Sequence([comment])
    private(source, 0x1101, "SQ", Sequence([comment, Dataset()]))
    data = saved(source).getvalue()
    source = reading.read(io.BytesIO(data), max_bytes=MANY_BYTES)
    written, _ = rewrite(source, describe(source, max_pixels=MANY_PIXELS), {}, "contrast")
    assert clean_other_places(written, describe(source, max_pixels=MANY_PIXELS)) == NOTHING
    assert saved(written).getvalue() == data


def test_pixels_that_begin_like_a_picture_stay() -> None:
    source = made(Made("grey"))
    source.PixelData = b"\xff\xd8\xff\xe0" + source.PixelData[4:]
    written, report = cleaned(source)
    assert report == NOTHING
    assert written.PixelData == source.PixelData


@pytest.mark.parametrize("nested", [False, True])
@pytest.mark.parametrize("parsed", [False, True])
def test_drawings_of_a_viewer_go_with_their_text(nested: bool, parsed: bool) -> None:
    text = item_with(0x00700006, "ST", "MILLER ANNA")
    drawing = item_with(0x00700008, "SQ", Sequence([text]))
    source = holder = made(Made("grey"))
    if nested:
        holder = item_with(0x00081155, "UI", "1.2.3")
        source.ReferencedImageSequence = Sequence([holder])
    holder.GraphicAnnotationSequence = Sequence([drawing])
    if not parsed:
        source = reading.read(saved(source), max_bytes=MANY_BYTES)
    written, report = cleaned(source)
    assert report == NOTHING | {"annotations": 1}
    assert "MILLER" not in str(written)
    assert "MILLER" in str(source)


@pytest.mark.parametrize("tag", [0x7F000010, 0x7F020010, 0x7FE00030])
def test_retired_elements_with_further_pixels_go(tag: int) -> None:
    source = made(Made("grey"))
    source.add_new(tag, "OW", b"NAME")
    source.add_new(0x7FE10010, "LO", "PRIVATE")
    written, report = cleaned(source)
    assert report == NOTHING | {"nested_images": 1}
    assert tag not in written
    assert (0x7FE1, 0x0010) in written
