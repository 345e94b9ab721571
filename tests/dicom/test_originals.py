"""The bytes of a file's elements are at hand as long as nobody changes them."""

from __future__ import annotations

import io

import pytest
from pydicom import DataElement, Dataset, dcmread
from pydicom.dataelem import RawDataElement
from pydicom.sequence import Sequence

from dicom_text_redactor.dicom.files import reading
from dicom_text_redactor.dicom.files.copies import shallow, to_read
from dicom_text_redactor.dicom.files.originals import restore, sequence_to_edit, unchanged, value_bytes
from dicom_text_redactor.dicom.files.saving import save
from dicom_text_redactor.errors import Internal
from dicom_text_redactor.silence import quietly
from tests.conformance import chain, elements, raw
from tests.conformance.forging import IMPLICIT, LITTLE, Forge
from tests.dicom.images import MANY_BYTES, Made, made

NAME, WEIGHT, REFERENCES = 0x00100010, 0x00101030, 0x00081140


def file(syntax: str = LITTLE, *, undefined: bool = True) -> bytes:
    forge = Forge(syntax)
    item = forge.item(
        forge.element(0x00081155, "UI", b"1.2.3 "), forge.element(NAME, "PN", b"\xff^\xfe"), undefined=undefined
    )
    return forge.image(
        {
            NAME: forge.element(NAME, "PN", b"\xff\xfe^\x81  "),
            WEIGHT: forge.element(WEIGHT, "DS", b" 070.00 "),
            REFERENCES: forge.element(REFERENCES, "SQ", item, undefined=undefined),
            0x00080005: forge.element(0x00080005, "CS", b"ISO_IR 192"),
        }
    )


def opened(data: bytes) -> Dataset:
    return shallow(reading.read(io.BytesIO(data), max_bytes=MANY_BYTES))


@pytest.mark.parametrize("syntax", [LITTLE, IMPLICIT])
@pytest.mark.parametrize("undefined", [True, False])
def test_elements_that_were_read_count_as_unchanged_and_those_that_were_set_do_not(
    syntax: str, undefined: bool
) -> None:
    dataset = opened(file(syntax, undefined=undefined))
    chain.look_at_everything(dataset)
    assert {NAME, WEIGHT, REFERENCES} <= unchanged(dataset).keys()
    assert value_bytes(dataset, NAME) == b"\xff\xfe^\x81  "
    dataset["PatientName"] = DataElement(NAME, "PN", "Other")
    dataset.PatientWeight = 71
    dataset.ReferencedImageSequence = Sequence([Dataset()])
    assert not {NAME, WEIGHT, REFERENCES} & unchanged(dataset).keys()
    assert value_bytes(dataset, NAME) is None


def test_an_item_that_is_changed_in_its_place_is_noticed() -> None:
    dataset = opened(file(undefined=False))
    dataset.ReferencedImageSequence[0].ReferencedSOPInstanceUID = "1.2.4"
    assert REFERENCES not in unchanged(dataset)
    output = io.BytesIO()
    save(dataset, output)
    output.seek(0)
    assert dcmread(output).ReferencedImageSequence[0].ReferencedSOPInstanceUID == "1.2.4"


@pytest.mark.parametrize("undefined", [True, False])
def test_a_sequence_to_edit_shares_nothing_with_the_dataset(undefined: bool) -> None:
    dataset = opened(file(undefined=undefined))
    chain.look_at_everything(dataset)
    items = sequence_to_edit(dataset, REFERENCES)
    assert items is not None
    del items[0].ReferencedSOPInstanceUID
    assert dataset.ReferencedImageSequence[0].ReferencedSOPInstanceUID == "1.2.3"
    assert REFERENCES in unchanged(dataset)
    dataset.ReferencedImageSequence = items
    output = io.BytesIO()
    save(dataset, output)
    assert b"\xff^\xfe" in output.getvalue()


@pytest.mark.parametrize("undefined", [True, False])
def test_reading_a_copy_made_for_it_parses_nothing_at_any_depth(undefined: bool) -> None:
    dataset = opened(file(undefined=undefined))
    chain.look_at_everything(to_read(dataset))
    assert isinstance(dataset.get_item(NAME), RawDataElement)
    (item,) = dataset[REFERENCES].value
    assert isinstance(item.get_item(NAME), RawDataElement)


def test_what_was_read_and_put_back_is_written_by_pydicom_as_it_was() -> None:
    source = file(undefined=False)
    dataset = opened(source)
    chain.look_at_everything(dataset)
    restore(dataset)
    output = io.BytesIO()
    with quietly():
        dataset.save_as(output, enforce_file_format=True)
    assert elements.differences(source, output.getvalue()) == []


def test_in_a_new_character_set_every_text_is_encoded_anew() -> None:
    forge = Forge()
    dataset = opened(forge.image({NAME: forge.element(NAME, "PN", b"M\xfcller")}))
    dataset.SpecificCharacterSet = "ISO_IR 192"
    output = io.BytesIO()
    save(dataset, output)
    assert raw.read(output.getvalue()).by_tag[NAME].value == "Müller ".encode()


def test_what_cannot_be_encoded_is_no_error_of_the_disk_and_its_value_is_not_told() -> None:
    dataset = made(Made("grey"))
    dataset.SmallestImagePixelValue = 1
    dataset["SmallestImagePixelValue"]._value = "SECRET"
    with pytest.raises(Internal) as refused:
        save(dataset, io.BytesIO())
    assert "SECRET" not in str(refused.value)
    assert refused.value.__cause__ is None
