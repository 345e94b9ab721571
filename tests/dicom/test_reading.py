"""What is read, and what is refused, with which code."""

from __future__ import annotations

import io
import logging
import random
import struct
import zlib
from pathlib import Path

import pytest
from pydicom import Dataset
from pydicom.dataset import FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import UID

from dicom_text_redactor.dicom.files import reading
from dicom_text_redactor.dicom.files.saving import save
from dicom_text_redactor.dicom.painting.writing import rewrite
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.dicom.places.other_places import clean_other_places
from dicom_text_redactor.errors import Damaged, EmbeddedDocument, NoPixels, NotDicom, RedactionError, TooLarge
from dicom_text_redactor.model import Box
from tests.dicom.images import MANY_BYTES, MANY_PIXELS, Made, made, wheel_file


def file_of(dataset: Dataset) -> bytes:
    file = io.BytesIO()
    save(dataset, file)
    return file.getvalue()


def read(data: bytes, max_bytes: int = MANY_BYTES) -> Dataset:
    return reading.read(io.BytesIO(data), max_bytes=max_bytes)


def without_header(data: bytes) -> bytes:
    """The data set alone: preamble and file meta information cut off."""
    (length,) = struct.unpack_from("<L", data, 140)
    return data[144 + length :]


GREY = file_of(made(Made("grey")))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", NotDicom),
        (b"hello world, this is no image at all", NotDicom),
        (b"\x08\x00" + b"\x00" * 400, NotDicom),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 400, NotDicom),
        (b"\x00" * 128 + b"DICM", NoPixels),
        (GREY[:-100], Damaged),
        (GREY[:400], RedactionError),
    ],
)
def test_bytes_that_are_no_image_are_refused(data: bytes, kind: type[RedactionError]) -> None:
    with pytest.raises(kind):
        read(data)


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    class Unreadable(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise AssertionError("The file was read.")

    with pytest.raises(TooLarge):
        reading.read(Unreadable(GREY), max_bytes=len(GREY) - 1)
    assert read(GREY, len(GREY)).Rows == 32


@pytest.mark.parametrize("syntax", ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"])
def test_a_file_without_a_header_is_read_when_it_is_clearly_dicom(syntax: str) -> None:
    whole = file_of(made(Made("grey", UID(syntax))))
    dataset = read(without_header(whole))
    form = describe(dataset, max_pixels=MANY_PIXELS)
    assert (form.rows, form.columns, str(form.syntax)) == (32, 40, syntax)
    again = read(file_of(rewrite(dataset, form, {0: [Box(1, 1, 4, 4)]}, "black")[0]))
    assert again.file_meta.TransferSyntaxUID == syntax
    assert again.file_meta.MediaStorageSOPInstanceUID == dataset.SOPInstanceUID


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("test-SR.dcm", "report"),
        ("waveform_ecg.dcm", "waveform"),
        ("dicomdirtests/DICOMDIR", "directory"),
        ("rtplan.dcm", "no pixel data"),
    ],
)
def test_objects_without_a_picture_are_refused_with_a_fitting_message(name: str, word: str) -> None:
    with pytest.raises(NoPixels, match=word):
        reading.read(wheel_file(name), max_bytes=MANY_BYTES)


UNPAINTABLE = [
    ("presentation state", "1.2.840.10008.5.1.4.1.1.11.1", "GraphicAnnotationSequence", NoPixels, "presentation state"),
    ("structured report", "1.2.840.10008.5.1.4.1.1.88.33", "ContentSequence", NoPixels, "report"),
    ("key object selection", "1.2.840.10008.5.1.4.1.1.88.59", "ContentSequence", NoPixels, "report"),
    ("waveform", "1.2.840.10008.5.1.4.1.1.9.1.1", "WaveformSequence", NoPixels, "waveform"),
    ("directory", "1.2.840.10008.1.3.10", "DirectoryRecordSequence", NoPixels, "directory"),
    ("structure set", "1.2.840.10008.5.1.4.1.1.481.3", "StructureSetROISequence", NoPixels, "no pixel data"),
    ("stored print", "1.2.840.10008.5.1.1.27", "BasicGrayscaleImageSequence", NoPixels, "no pixel data"),
    ("PDF", "1.2.840.10008.5.1.4.1.1.104.1", "EncapsulatedDocument", EmbeddedDocument, "document"),
    ("CDA", "1.2.840.10008.5.1.4.1.1.104.2", "EncapsulatedDocument", EmbeddedDocument, "document"),
    ("STL", "1.2.840.10008.5.1.4.1.1.104.3", "EncapsulatedDocument", EmbeddedDocument, "document"),
]


@pytest.mark.parametrize(("sop_class", "keyword", "kind", "word"), [row[1:] for row in UNPAINTABLE])
@pytest.mark.parametrize("syntax", ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1"])
def test_every_kind_of_object_without_pixels_of_its_own_is_refused_with_its_reason(
    sop_class: str, keyword: str, kind: type[RedactionError], word: str, syntax: str
) -> None:
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = UID(syntax)
    dataset.SOPClassUID = sop_class
    dataset.SOPInstanceUID = "1.2.826.0.1.3680043.8.498.2"
    item = Dataset()
    item.PatientName = "Miller^Anna"
    if keyword == "BasicGrayscaleImageSequence":
        item = made(Made("grey"))
    setattr(dataset, keyword, b"%PDF-1.4 Miller^Anna" if kind is EmbeddedDocument else Sequence([item]))
    with pytest.raises(kind, match=word) as caught:
        read(file_of(dataset))
    assert "Miller" not in str(caught.value)
    assert caught.value.code == ("embedded-document" if kind is EmbeddedDocument else "no-pixels")


@pytest.mark.parametrize("with_an_image", [True, False])
def test_an_embedded_document_is_never_passed_through(with_an_image: bool) -> None:
    dataset = made(Made("grey"))
    if not with_an_image:
        del dataset.PixelData
    dataset.EncapsulatedDocument = b"%PDF-1.4"
    with pytest.raises(EmbeddedDocument):
        read(file_of(dataset))


def test_pixel_data_of_two_kinds_is_refused() -> None:
    dataset = made(Made("grey"))
    dataset.FloatPixelData = b"\x00" * 32 * 40 * 4
    with pytest.raises(Damaged):
        read(file_of(dataset))


@pytest.mark.parametrize("depth", [100, 3000])
@pytest.mark.parametrize("defined", [True, False])
def test_bottomless_sequences_are_refused(depth: int, defined: bool) -> None:
    body = b""
    for _ in range(depth):
        if defined:
            item = struct.pack("<HHL", 0xFFFE, 0xE000, len(body)) + body
            body = struct.pack("<HH2sHL", 0x0008, 0x1140, b"SQ", 0, len(item)) + item
        else:
            item = struct.pack("<HHL", 0xFFFE, 0xE000, 2**32 - 1) + body + struct.pack("<HHL", 0xFFFE, 0xE00D, 0)
            end = struct.pack("<HHL", 0xFFFE, 0xE0DD, 0)
            body = struct.pack("<HH2sHL", 0x0008, 0x1140, b"SQ", 0, 2**32 - 1) + item + end
    (length,) = struct.unpack_from("<L", GREY, 140)
    start = 144 + length
    with pytest.raises(Damaged):
        read(GREY[:start] + body + GREY[start:])


def test_what_a_deflated_file_unfolds_to_is_limited() -> None:
    header = file_of(made(Made("grey")))
    (length,) = struct.unpack_from("<L", header, 140)
    meta = header[: 144 + length].replace(b"1.2.840.10008.1.2.1\x00", b"1.2.840.10008.1.2.1.99"[:20])
    dataset = reading.read(wheel_file("image_dfl.dcm"), max_bytes=MANY_BYTES)
    whole = wheel_file("image_dfl.dcm").read_bytes()
    assert describe(dataset, max_pixels=MANY_PIXELS).rows == 512
    (length,) = struct.unpack_from("<L", whole, 140)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = whole[: 144 + length] + packer.compress(b"\x00" * 50_000_000) + packer.flush()
    assert len(bomb) < 100_000 < len(meta) * 1000
    with pytest.raises(TooLarge):
        read(bomb, 1_000_000)
    with pytest.raises(Damaged):
        read(whole[:-2000])


def test_a_length_of_gigabytes_that_are_not_there_is_refused() -> None:
    at = GREY.index(struct.pack("<HH2s", 0x7FE0, 0x0010, b"OW")) + 8
    with pytest.raises(Damaged):
        read(GREY[:at] + struct.pack("<L", 3_000_000_000) + GREY[at + 4 :])


def test_a_stray_item_behind_the_pixels_is_dropped() -> None:
    dataset = read(GREY + struct.pack("<HHL", 0xFFFE, 0xE0DD, 0))
    assert describe(dataset, max_pixels=MANY_PIXELS).rows == 32
    assert read(file_of(dataset)).PixelData == dataset.PixelData


def test_damaged_files_end_in_a_refusal_or_are_handled_and_nothing_else(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    originals = [
        wheel_file(name).read_bytes()
        for name in (
            "MR_small.dcm",
            "nested_priv_SQ.dcm",
            "SC_rgb_rle_2frame.dcm",
            "MR_small_bigendian.dcm",
            "SC_rgb_jpeg_dcmtk.dcm",
            "examples_overlay.dcm",
            "badVR.dcm",
            "MR_small_jp2klossless.dcm",
        )
    ]
    refused = 0
    with caplog.at_level(logging.DEBUG):
        for seed in range(320):
            chance = random.Random(seed)
            data = bytearray(originals[seed % len(originals)])
            if seed % 5 == 0:
                del data[chance.randrange(len(data)) :]
            for _ in range(chance.choice((1, 3, 10, 40))):
                if len(data):
                    data[chance.randrange(min(len(data), 3000))] = chance.choice((0, 0xFF, chance.randrange(256)))
            try:
                dataset = read(bytes(data))
                form = describe(dataset, max_pixels=10_000_000)
                for frame in FrameSource(dataset, form):
                    assert frame.pixels.shape == form.shape
                written, _ = rewrite(dataset, form, {0: [Box(1, 1, 5, 5)]}, "contrast")
                clean_other_places(written, form)
                file_of(written)
            except RedactionError:
                refused += 1
    assert 50 < refused < 320
    assert not [record for record in caplog.records if record.name.startswith("pydicom")]
    assert capsys.readouterr().out == ""


def test_no_header_value_stands_in_a_refusal() -> None:
    dataset = made(Made("grey"))
    dataset.PatientName = "Secret^Person"
    dataset.add_new("NumberOfFrames", "IS", 1)
    data = file_of(dataset).replace(b"IS\x02\x001 ", b"IS\x02\x00Zq")
    with pytest.raises(Damaged) as caught:
        describe(read(data), max_pixels=MANY_PIXELS)
    assert "Zq" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_path_is_read_like_an_open_file(tmp_path: Path) -> None:
    path = tmp_path / "image without suffix"
    path.write_bytes(GREY)
    assert reading.read(path, max_bytes=MANY_BYTES).PixelData == read(GREY).PixelData
    assert reading.read(str(path), max_bytes=MANY_BYTES).Rows == 32


def test_sequences_are_opened_in_a_copy_only() -> None:
    dataset = made(Made("grey"))
    item = Dataset()
    item.ReferencedSOPInstanceUID = "1.2.3"
    dataset.ReferencedImageSequence = Sequence([item])
    from pydicom.dataelem import RawDataElement

    assert isinstance(read(file_of(dataset)).get_item("ReferencedImageSequence"), RawDataElement)
