"""What a redacted file says of itself, and how it is written."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Any

import pydicom
import pytest
from pydicom import DataElement, Dataset
from pydicom.datadict import tag_for_keyword
from pydicom.dataelem import RawDataElement
from pydicom.sequence import Sequence

from dicom_text_redactor.dicom.files import reading
from dicom_text_redactor.dicom.files.copies import shallow
from dicom_text_redactor.dicom.files.saving import save
from dicom_text_redactor.dicom.marks.marking import derived_uid, mark
from dicom_text_redactor.dicom.painting.writing import rewrite
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.errors import Internal
from dicom_text_redactor.model import Box
from dicom_text_redactor.version import APP
from tests.conformance import raw
from tests.conformance.forging import Forge
from tests.dicom.images import LITTLE, MANY_BYTES, MANY_PIXELS, Made, made, read_back


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


def from_a_file(**elements: tuple[str, bytes]) -> Dataset:
    """A dataset that was read from a file with elements of these value representations and bytes, by keyword."""
    forge = Forge()
    more = {tag: forge.element(tag, vr, value) for tag, (vr, value) in
            ((tag_for_keyword(keyword) or 0, element) for keyword, element in elements.items())}  # fmt: skip
    return reading.read(io.BytesIO(forge.image(more)), max_bytes=MANY_BYTES)


def value(dataset: Dataset, keyword: str, **options: Any) -> bytes:
    """The bytes of an element in the file that a marked dataset becomes."""
    copied = shallow(dataset)
    given: dict[str, Any] = {"hidden": True, "all_checked": True, "uids": "keep", "app_version": "redactor 1.0"}
    mark(copied, **(given | options))
    file = io.BytesIO()
    save(copied, file)
    element = raw.read(file.getvalue()).by_tag.get(tag_for_keyword(keyword) or 0)
    return element.value if element else b""


CLAIMS = ("BurnedInAnnotation", "DeidentificationMethodCodeSequence", "DeidentificationMethod",
          "ImageType", "DerivationDescription", "PatientIdentityRemoved", "SOPInstanceUID")  # fmt: skip


@pytest.mark.parametrize(
    ("hidden", "all_checked", "claimed"),
    [
        (True, True, CLAIMS[:5]),
        (False, True, CLAIMS[:3]),
        (True, False, CLAIMS[2:5]),
        (False, False, ()),
    ],
)
def test_each_claim_is_made_only_when_it_is_true(hidden: bool, all_checked: bool, claimed: tuple[str, ...]) -> None:
    source = from_a_file()
    before = {keyword: value(source, keyword, hidden=False, all_checked=False) for keyword in CLAIMS}
    after = {keyword: value(source, keyword, hidden=hidden, all_checked=all_checked) for keyword in CLAIMS}
    assert {keyword for keyword in CLAIMS if before[keyword] != after[keyword]} == set(claimed)


@pytest.mark.parametrize("character_set", [b"ISO_IR 192", b"GB18030 ", b"ISO 2022 IR 6\\ISO 2022 IR 87", b"ISO_IR 999"])
def test_texts_that_were_there_stay_byte_for_byte_before_ours(character_set: bytes) -> None:
    theirs = b"\xff\xfe \x81\x5c\x1b$B"
    source = from_a_file(
        SpecificCharacterSet=("CS", character_set),
        DeidentificationMethod=("LO", b"a\\" + theirs),
        DerivationDescription=("ST", theirs + b" "),
        ImageType=("CS", b"ORIGINAL\\" + theirs + b"\\AXIAL"),
    )
    assert value(source, "DeidentificationMethod").startswith(b"a\\" + theirs + b"\\Burned-in text painted over")
    assert value(source, "DerivationDescription").startswith(theirs + b"; Burned-in text painted over")
    assert value(source, "ImageType").rstrip() == b"DERIVED\\" + theirs + b"\\AXIAL"


def test_nothing_is_said_twice() -> None:
    once = marked(from_a_file())
    for keyword in ("DeidentificationMethod", "DerivationDescription", "ImageType"):
        assert marked(once)[keyword].value == once[keyword].value
    assert codes(marked(once)) == ["113101"]


def test_a_code_of_another_scheme_is_not_taken_for_the_standard_s() -> None:
    source = made(Made("grey", LITTLE))
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = "113101", "99LOCAL", "Something else"
    source.DeidentificationMethodCodeSequence = Sequence([item])
    assert codes(marked(source)) == ["113101", "113101"]
    assert codes(source) == ["113101"]


@pytest.mark.parametrize("kinds", [b"DERIVED\\PRIMARY ", b"DERIVED\\SECONDARY\\MPR\\MIXED", b"DERIVED \\PRIMARY"])
def test_an_image_type_that_says_derived_keeps_its_bytes(kinds: bytes) -> None:
    assert value(from_a_file(ImageType=("CS", kinds)), "ImageType") == kinds


@pytest.mark.parametrize("kinds", [b"", b"ORIGINAL"])
def test_without_a_second_value_of_the_image_type_only_what_is_sure_is_said(kinds: bytes) -> None:
    assert value(from_a_file(ImageType=("CS", kinds)), "ImageType").rstrip() == b"DERIVED\\SECONDARY"


@pytest.mark.parametrize(("there", "room"), [(b"x" * 1024, False), (b"x" * 930, False), (b"x" * 800, True)])
def test_a_derivation_description_without_room_stays_as_it_is(there: bytes, room: bool) -> None:
    said = value(from_a_file(DerivationDescription=("ST", there)), "DerivationDescription")
    assert (said == there) is not room
    assert said.startswith(there)
    assert len(said) <= 1024


def test_our_texts_are_no_longer_than_their_elements_allow() -> None:
    source = from_a_file(DeidentificationMethod=("LO", b"y" * 64))
    for hidden in (True, False):
        values = value(source, "DeidentificationMethod", hidden=hidden, app_version=APP).rstrip().split(b"\\")
        assert [len(each) <= 64 for each in values] == [True, True]
        assert APP.encode() in values[1]


def test_the_extremes_of_the_pixels_and_references_to_the_source_stay() -> None:
    source = from_a_file(SmallestImagePixelValue=("US", b"\x03\x00"), LargestImagePixelValue=("US", b"\x09\x00"))
    assert value(source, "SmallestImagePixelValue", uids="new") == b"\x03\x00"
    assert value(source, "LargestImagePixelValue", uids="new") == b"\x09\x00"


def test_with_a_new_uid_a_reference_to_the_old_one_names_the_source() -> None:
    source = made(Made("grey", LITTLE))
    reference = Dataset()
    reference.ReferencedSOPInstanceUID = source.SOPInstanceUID
    source.SourceImageSequence = Sequence([reference])
    read = marked(source, new=True)
    assert read.SourceImageSequence[0].ReferencedSOPInstanceUID == source.SOPInstanceUID != read.SOPInstanceUID


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
