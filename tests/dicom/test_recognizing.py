"""What a file claims to be: nothing that may be DICOM is left aside."""

from __future__ import annotations

from pathlib import Path, PurePath

import pytest
from pydicom.data import get_testdata_file
from pydicom.data.data_manager import DATA_ROOT

from dicom_text_redactor.dicom.files.reading import read
from dicom_text_redactor.dicom.files.recognizing import HEAD, kind_of
from dicom_text_redactor.errors import NotDicom
from tests.phantoms import SURNAME, image_with

NAMELESS = PurePath("IM0001")
UID = b"1.2.840.10008.5.1.4.1.1.2"


def image(tmp_path: Path) -> bytes:
    return image_with(shape=(16, 16)).saved(tmp_path / "a").read_bytes()


def without_preamble(tmp_path: Path) -> bytes:
    """The data set alone, as older programs write it."""
    whole = image(tmp_path)
    return whole[whole.index(b"\x08\x00\x16\x00") :]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty", b""),
        (".DS_Store", b"\x00\x00\x00\x01Bud1\x00\x00\x10\x00"),
        ("Thumbs.db", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)),
        ("notes.txt", b"Dear colleague, DICM is what a DICOM file begins with.\n"),
        ("metadata.csv", b"SOP Class UID,Modality\n" + UID + b",CT\n"),
        ("scans.json", b'{"00080016": {"vr": "UI", "Value": ["' + UID + b'"]}}'),
        ("scan.dcm.boxes.json", b'{"schema": "box-report/1"}'),
        ("scan.png", b"\x89PNG\r\n\x1a\n" + bytes(400)),
        ("scans.zip", b"PK\x03\x04\x14\x00\x00\x00" + bytes(400)),
        ("._scan.dcm", b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X" + bytes(100)),
    ],
)
def test_what_shows_no_sign_of_dicom_is_something_else(name: str, content: bytes, tmp_path: Path) -> None:
    assert kind_of(content[:HEAD], PurePath(name)) == "other"
    (tmp_path / name).write_bytes(content)
    with pytest.raises(NotDicom):
        read(tmp_path / name, max_bytes=1 << 20)


def test_a_file_with_a_preamble_is_dicom_whatever_follows(tmp_path: Path) -> None:
    assert kind_of(image(tmp_path)[:HEAD], NAMELESS) == "dicom"
    assert kind_of(bytes(128) + b"DICM", NAMELESS) == "dicom"
    assert kind_of(bytes(128) + b"DICM" + f"{SURNAME} is no DICOM".encode() * 9, PurePath("notes.txt")) == "dicom"


def test_a_data_set_without_a_preamble_is_dicom(tmp_path: Path) -> None:
    assert kind_of(without_preamble(tmp_path)[:HEAD], NAMELESS) == "dicom"
    headless = Path(str(get_testdata_file("ExplVR_BigEndNoMeta.dcm")))
    assert kind_of(headless.read_bytes()[:HEAD], NAMELESS) == "dicom"


@pytest.mark.parametrize("lost", [4, 130, 200, 300])
def test_an_image_whose_begin_was_lost_is_still_taken_for_one(lost: int, tmp_path: Path) -> None:
    assert kind_of(image(tmp_path)[lost : lost + HEAD], NAMELESS) == "dicom"


@pytest.mark.parametrize("name", ["scan.dcm", "SCAN.DCM", "scan.dicom", "Bild.IMA", "scan.dic"])
def test_a_name_is_a_claim_even_where_nothing_of_the_image_is_left(name: str) -> None:
    assert kind_of(b"", PurePath(name)) == "dicom"
    assert kind_of(bytes(HEAD), PurePath(name)) == "dicom"


def test_a_directory_of_files_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    directory = Path(str(get_testdata_file("DICOMDIR"))).read_bytes()
    assert kind_of(directory[:HEAD], NAMELESS) == "dicomdir"
    assert kind_of(image(tmp_path)[:HEAD], PurePath("DICOMDIR")) == "dicom"


def test_no_file_that_can_be_read_is_something_else() -> None:
    kinds = {path: kind_of(path.read_bytes()[:HEAD], NAMELESS) for path in Path(DATA_ROOT).rglob("*") if path.is_file()}
    assert sum(kind == "dicom" for kind in kinds.values()) > 60
    for path, kind in kinds.items():
        if kind == "other":
            with pytest.raises(NotDicom):
                read(path, max_bytes=1 << 30)
