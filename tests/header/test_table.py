"""Each row of PS3.15 Table E.1-1, and that no marker is left anywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydicom import DataElement, Dataset
from pydicom._dicom_dict import DicomDictionary
from pydicom.config import IGNORE
from pydicom.datadict import dictionary_VR
from pydicom.sequence import Sequence
from pydicom.uid import UID

from dicom_text_redactor.header import profile
from dicom_text_redactor.header.options import ALL
from tests.header.headers import MARKER, MARKERS, cleaned, has, image, marked, stored, tags, written

STANDARD = Path(__file__).resolve().parents[2].parent / "shared" / "standard"
_ELSEWHERE = {
    0x00020003,  # file meta information
    0x00420011,  # a file with an embedded document is refused
    0x00001001,  # of a message, and never in a file
}
_SPOILS = {0x00080005, 0x00080016, 0x00080018, 0x00420011}  # what the file itself needs, and what is refused


def test_the_table_has_all_rows_of_the_standard() -> None:
    assert len(profile.rows()) == 621


@pytest.mark.parametrize("tag", [tag for tag in tags() if tag not in _ELSEWHERE], ids=lambda tag: f"{tag:08X}")
def test_a_row_is_done_as_the_profile_says(tag: int) -> None:
    dataset = image()
    dataset[tag] = marked(tag)
    result, _ = cleaned(dataset)
    row = profile.row_of(tag)
    assert row is not None
    choices = row.basic.replace("*", "").split("/")
    after = written(result)
    if not has(after, tag):
        assert "X" in choices
    elif not after[tag].value and after[tag].value != 0:
        assert "Z" in choices
    elif after[tag].VR == "SQ":
        assert {"D", "U"} & set(choices)
    elif tag in (0x00100010, 0x00100020, 0x00080050):
        assert str(after[tag].value)[0] in "PA"
    else:
        assert {"D", "U"} & set(choices)
        assert after[tag].value != marked(tag).value
        if row.basic == "U":
            assert str(after[tag].value).startswith("2.25.")
    data = stored(result)
    assert [marker for marker in MARKERS if marker in data] == []


def everywhere(vr: str | None = None) -> Dataset:
    """An image with a marker in every attribute that it can stand in, in items and private ones as well."""
    dataset = image()
    inner = Dataset()
    for tag, (own, *_) in DicomDictionary.items():
        if tag >> 16 in (0, 2, 4, 0x28, 0x7FE0, 0xFFFE) or tag in _SPOILS or own in ("US", "OB or OW", ""):
            continue
        if own.split(" or ")[0] not in ("US", "SS", "UL", "SL", "FL", "FD", "AT", "UV", "SV", "AS", "DS", "IS"):
            for holder in (inner, dataset):
                plain = vr is None or own == "SQ"
                holder[tag] = (
                    marked(tag) if plain else DataElement(tag, vr or own, MARKER.encode(), validation_mode=IGNORE)
                )
    for element in (0x00090010, 0x00090011):
        dataset.add_new(element, "LO", f"{MARKER} {element:x}")
        inner.add_new(element, "LO", MARKER)
    dataset.add_new(0x00091001, "LO", MARKER)
    dataset.add_new(0x00091101, "UN", MARKER.encode())
    dataset.add_new(0x00091102, "SQ", Sequence([inner]))
    dataset.RequestAttributesSequence = Sequence([inner, Dataset()])
    dataset.RequestAttributesSequence[1].ScheduledProtocolCodeSequence = Sequence([inner])
    return dataset


@pytest.mark.parametrize("options", [(), ("clean-structured-content", "retain-safe-private"), tuple(sorted(ALL))[:1]])
def test_a_marker_in_every_attribute_is_nowhere_in_the_bytes(options: tuple[str, ...]) -> None:
    dataset = everywhere()
    dataset.file_meta.SourceApplicationEntityTitle = MARKER
    dataset.file_meta.ImplementationVersionName = MARKER
    dataset.file_meta.PrivateInformationCreatorUID = UID("1.2.3")
    dataset.file_meta.PrivateInformation = MARKER.encode()
    dataset.preamble = MARKER.encode().ljust(128, b"\0")
    assert MARKER.encode() in stored(dataset)
    result, told = cleaned(dataset, *options)
    data = stored(result)
    assert [marker for marker in MARKERS if marker in data] == []
    assert MARKER not in json.dumps(told)


def test_a_marker_in_attributes_of_unknown_representation_is_nowhere_in_the_bytes() -> None:
    result, _ = cleaned(everywhere("UN"))
    data = stored(result)
    assert [marker for marker in MARKERS if marker in data] == []


def test_an_attribute_that_nobody_knows_goes() -> None:
    dataset = image()
    dataset.add_new(0x00085678, "UN", b"whoever")
    result, told = cleaned(dataset)
    assert 0x00085678 not in result
    assert ["(0008,5678)"] in [each["tags"] for each in told["attributes"] if each["reason"] == "unknown"]


@pytest.mark.parametrize(
    ("vr", "tag"), [(vr, tag) for vr in ("DS", "IS") for tag in (0x00180050, 0x00200013) if dictionary_VR(tag) == vr]
)
def test_words_where_a_number_should_be_go(vr: str, tag: int) -> None:
    dataset = image()
    dataset[tag] = DataElement(tag, "LO", "Someone else")
    dataset[tag].VR = "UN"
    dataset[tag].value = b"Someone else"
    result, _ = cleaned(dataset)
    assert b"Someone" not in stored(result)
