"""What a redacted file says of itself, and how it is written."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import pydicom
import pytest
from pydicom import DataElement, Dataset
from pydicom.dataelem import RawDataElement
from pydicom.sequence import Sequence

from shared.dicom import reading
from shared.dicom.copies import shallow, stored
from shared.dicom.form import describe
from shared.dicom.marking import derived_uid, mark
from shared.dicom.saving import save
from shared.dicom.writing import rewrite
from shared.errors import Internal, RedactionError
from shared.model import Box
from tests.dicom.images import LITTLE, MANY_BYTES, MANY_PIXELS, Made, made, read_back, wheel_files


def marked(dataset: Dataset, *, hidden: bool = True, all_checked: bool = True, new: bool = False) -> Dataset:
    copied = shallow(dataset)
    mark(copied, hidden=hidden, all_checked=all_checked, uids="new" if new else "keep", app_version="redactor 1.0")
    return read_back(copied)


def codes(dataset: Dataset) -> list[str]:
    return [str(item.CodeValue) for item in dataset.get("DeidentificationMethodCodeSequence", [])]


def test_a_redacted_image_says_what_was_done() -> None:
    read = marked(made(Made("grey", LITTLE)))
    assert read.BurnedInAnnotation == "NO"
    assert codes(read) == ["113101"]
    assert list(read.ImageType) == ["DERIVED", "PRIMARY"]
    assert "redactor 1.0" in read.DeidentificationMethod
    assert "redactor 1.0" in read.DerivationDescription
    assert "PatientIdentityRemoved" not in read


def test_an_image_without_hidden_text_stays_original() -> None:
    read = marked(made(Made("grey", LITTLE)), hidden=False)
    assert read.BurnedInAnnotation == "NO"
    assert list(read.ImageType) == ["ORIGINAL", "PRIMARY"]
    assert "DerivationDescription" not in read


def test_nothing_is_claimed_that_was_not_checked() -> None:
    source = made(Made("grey", LITTLE))
    source.BurnedInAnnotation = "YES"
    read = marked(source, all_checked=False)
    assert read.BurnedInAnnotation == "YES"
    assert codes(read) == []


def test_what_earlier_de_identifiers_said_stays() -> None:
    source = made(Made("grey", LITTLE))
    source.PatientIdentityRemoved = "YES"
    source.DeidentificationMethod = "Other tool"
    source.DerivationDescription = "Cropped"
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = "113100", "DCM", "Basic Profile"
    source.DeidentificationMethodCodeSequence = Sequence([item])
    read = marked(marked(source))
    assert codes(read) == ["113100", "113101"]
    assert read.DeidentificationMethod[0] == "Other tool"
    assert len(read.DeidentificationMethod) == 2
    assert read.DerivationDescription.startswith("Cropped; ")
    assert read.PatientIdentityRemoved == "YES"
    assert codes(source) == ["113100"]


def test_a_new_uid_is_the_same_each_time_and_stands_in_both_places() -> None:
    source = made(Made("grey", LITTLE))
    one, two = marked(source, new=True), marked(source, new=True)
    assert one.SOPInstanceUID == two.SOPInstanceUID == derived_uid(str(source.SOPInstanceUID))
    assert one.SOPInstanceUID != source.SOPInstanceUID
    assert one.file_meta.MediaStorageSOPInstanceUID == one.SOPInstanceUID
    assert one.SOPInstanceUID.is_valid
    assert marked(source).SOPInstanceUID == source.SOPInstanceUID


@pytest.mark.parametrize(
    ("tag", "vr", "value"),
    [
        (0x00080008, "CS", b"\xff\xfe\\bad value that is much too long"),
        (0x00080008, "US", b"\x01\x02"),
        (0x00080008, "CS", b""),
        (0x00120063, "LO", b"\xff" * 90),
        (0x00120063, "FD", b"\x00" * 5),
        (0x00120064, "LO", b"no sequence"),
        (0x00120064, "SQ", b""),
        (0x00082111, "ST", b"x" * 2000),
        (0x00280301, "CS", b"PERHAPS\\NOT "),
        (0x00080018, "UI", b"not a uid\x00"),
    ],
)
def test_bad_values_in_the_way_do_no_harm(tag: int, vr: str, value: bytes) -> None:
    source = made(Made("grey", LITTLE))
    source[tag] = RawDataElement(pydicom.tag.Tag(tag), vr, len(value), value, 0, False, True)
    read = marked(source, new=True)
    assert read.BurnedInAnnotation == "NO"
    assert codes(read) == ["113101"]
    assert read.ImageType[0] == "DERIVED"


def raw_values(dataset: Dataset) -> dict[int, bytes]:
    """The bytes of every top-level element outside the pixels that pydicom leaves unparsed."""
    values: dict[int, bytes] = {}
    for tag in dataset.keys():  # noqa: SIM118
        element = stored(dataset, tag)
        if isinstance(element, RawDataElement) and tag != 0x7FE00010 and tag.element:
            values[int(tag)] = bytes(element.value or b"")
    return values


def test_elements_that_were_not_touched_keep_their_bytes() -> None:
    compared = 0
    for path in wheel_files():
        try:
            source = reading.read(path, max_bytes=MANY_BYTES)
            form = describe(source, max_pixels=MANY_PIXELS)
            written, _ = rewrite(source, form, {0: [Box(1, 1, 3, 3)]}, "contrast")
        except RedactionError:
            continue
        file = io.BytesIO()
        save(written, file)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            before = raw_values(pydicom.dcmread(path, force=True))
            after = raw_values(pydicom.dcmread(io.BytesIO(file.getvalue())))
        about_pixels = {0x00280004, 0x00280006, 0x00282110, 0x00282114, 0x7FE00001, 0x7FE00002}
        assert before.keys() - after.keys() <= about_pixels, path.name
        assert {tag for tag in before.keys() & after.keys() if before[tag] != after[tag]} <= about_pixels, path.name
        compared += 1
    assert compared > 75


def test_a_header_in_a_broken_character_set_survives() -> None:
    source = made(Made("grey", LITTLE))
    source.SpecificCharacterSet = "ISO_IR 192"
    file = io.BytesIO()
    source.PatientComments = "NAME"
    save(source, file)
    data = file.getvalue().replace(b"NAME", b"\xff\xfe\x00\xe9")
    read = reading.read(io.BytesIO(data), max_bytes=MANY_BYTES)
    judged = shallow(read)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert judged.PatientComments
    form = describe(read, max_pixels=MANY_PIXELS)
    written, _ = rewrite(read, form, {0: [Box(1, 1, 3, 3)]}, "contrast")
    again = io.BytesIO()
    save(written, again)
    assert b"\xff\xfe\x00\xe9" in again.getvalue()


def test_saving_is_all_or_nothing(tmp_path: Path) -> None:
    target = tmp_path / "a.dcm"
    target.write_bytes(b"before")
    broken = made(Made("grey", LITTLE))
    broken[0x00100010] = DataElement(0x00100010, "PN", "x")
    broken["PatientName"].VR = "QQ"
    with pytest.raises(Internal):
        save(broken, target)
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]
    save(made(Made("grey", LITTLE)), target)
    assert pydicom.dcmread(target).Rows == 32
    assert list(tmp_path.iterdir()) == [target]


def test_a_disk_that_fails_is_not_taken_for_a_bad_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        save(made(Made("grey", LITTLE)), tmp_path / "missing" / "a.dcm")

    class Full(io.BytesIO):
        def write(self, data: object, /) -> int:
            raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        save(made(Made("grey", LITTLE)), Full())


def test_a_dataset_that_was_never_in_a_file_is_written_with_a_whole_header() -> None:
    source = made(Made("grey", LITTLE))
    del source.file_meta
    del source.SOPInstanceUID
    del source.SOPClassUID
    form = describe(source, max_pixels=MANY_PIXELS)
    written, _ = rewrite(source, form, {0: [Box(1, 1, 3, 3)]}, "black")
    read = read_back(written)
    assert read.file_meta.TransferSyntaxUID == LITTLE
    assert read.file_meta.MediaStorageSOPInstanceUID.is_valid
    assert read.PixelData != source.PixelData
