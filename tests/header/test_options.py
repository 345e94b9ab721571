"""What each option keeps, and what is said of it in the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydicom import DataElement, Dataset
from pydicom.sequence import Sequence

from dicom_text_redactor.header import profile
from dicom_text_redactor.header.iods import type_of
from dicom_text_redactor.header.options import ALL
from tests.header.headers import CT, MARKER, cleaned, has, image, marked, tags, written
from tests.test_readme import table

ENHANCED_CT = "1.2.840.10008.5.1.4.1.1.2.1"
_KEEPS = ("retain-dates", "retain-uids", "retain-device", "retain-institution", "retain-patient-characteristics")


def kept_rows(option: str) -> list[int]:
    rows = ((tag, profile.row_of(tag)) for tag in tags() if tag >> 16 not in (2, 0))
    return [tag for tag, row in rows if row is not None and row.options.get(option) == "K"]


@pytest.mark.parametrize("option", _KEEPS)
def test_an_option_keeps_its_rows(option: str) -> None:
    dataset = image()
    dataset.PatientName, dataset.PatientID = "Quill^Orsolya", "77"
    source = {tag: marked(tag) for tag in kept_rows(option)}
    source = {tag: element for tag, element in source.items() if element.VR != "SQ"}  # whose items hold a name
    assert len(source) > 5
    for tag, element in source.items():
        if tag != 0x00080018:
            dataset[tag] = element
    after = written(cleaned(dataset, option)[0])
    for tag in source:
        assert has(after, tag), f"{tag:08X}"
        if tag != 0x00080018:
            assert after[tag].value == source[tag].value, f"{tag:08X}"


def test_what_stands_inside_of_a_kept_sequence_is_cleaned() -> None:
    dataset = image()
    dataset.ReferencedStudySequence = Sequence([Dataset()])
    dataset.ReferencedStudySequence[0].PersonName = f"{MARKER}^A"
    after = written(cleaned(dataset, "retain-uids")[0])
    assert "PersonName" not in after.ReferencedStudySequence[0] or MARKER not in str(after)


@pytest.mark.parametrize(
    ("keyword", "sop_class", "rank"),
    [
        ("AcquisitionDateTime", CT, 3),
        ("AcquisitionDateTime", ENHANCED_CT, 1),
        ("PatientID", CT, 2),
        ("ContentDate", ENHANCED_CT, 1),
        ("AcquisitionDateTime", "1.2.3", None),
    ],
)
def test_types_are_those_of_the_object(keyword: str, sop_class: str, rank: int | None) -> None:
    assert type_of(keyword, "", sop_class) == rank


def test_the_type_in_the_object_decides_where_the_table_leaves_a_choice() -> None:
    for sop_class, there in ((CT, False), (ENHANCED_CT, True), ("1.2.3.4", True)):
        dataset = image(sop_class)
        dataset.AcquisitionDateTime = "20240102101010"
        after = written(cleaned(dataset)[0])
        assert ("AcquisitionDateTime" in after) is there
        assert after.get("AcquisitionDateTime", "1900") != "20240102101010"


def test_safe_private_attributes_stay_with_their_creator_and_no_others() -> None:
    dataset = image()
    dataset.add_new(0x70530010, "LO", "Philips PET Private Group")
    dataset.add_new(0x70531000, "DS", "1.5")
    dataset.add_new(0x70531003, "ST", "who knows")
    dataset.add_new(0x00190010, "LO", "GEMS_ACQU_01")
    dataset.add_new(0x0019109E, "LO", f"EFGRE3D {MARKER}")
    dataset.add_new(0x00210010, "LO", "Somebody")
    dataset.add_new(0x00211000, "DS", "1")
    after = written(cleaned(dataset, "retain-safe-private")[0])
    private = {int(tag) for tag in after.keys() if tag.is_private}  # noqa: SIM118
    assert private == {0x70530010, 0x70531000, 0x00190010, 0x0019109E}
    assert after[0x70531000].value == 1.5
    assert after[0x0019109E].value == "EFGRE3D"
    assert not [tag for tag in written(cleaned(dataset)[0]).keys() if tag.is_private]  # noqa: SIM118


def test_a_value_of_another_representation_than_the_safe_one_goes() -> None:
    dataset = image()
    dataset.add_new(0x70530010, "LO", "Philips PET Private Group")
    dataset[0x70531000] = DataElement(0x70531000, "LT", "a letter")
    after = written(cleaned(dataset, "retain-safe-private")[0])
    assert 0x70531000 not in after
    assert 0x70530010 not in after


def test_each_option_is_a_row_of_the_table_and_has_a_code_of_its_own() -> None:
    named = {name for row in profile.rows().values() for name in row.options}
    assert ALL.keys() | {"clean-graphics"} == named
    assert len({option.code for option in ALL.values()}) == len(ALL)


def test_the_page_names_every_option_with_its_code() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "header.md").read_text(encoding="utf-8")
    said = {row[0].strip("`"): row[1] for row in table(page, "option")}
    assert said == {option.name: option.code for option in ALL.values()}
    assert f"all\n{len(profile.rows())} rows" in page
