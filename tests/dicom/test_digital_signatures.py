"""Signatures that what was done has broken go; the others stay."""

from __future__ import annotations

import io

import pytest
from pydicom import Dataset
from pydicom.sequence import Sequence

from dicom_text_redactor.dicom.files import reading
from dicom_text_redactor.dicom.files.copies import shallow
from dicom_text_redactor.dicom.files.saving import save
from dicom_text_redactor.dicom.marks.digital_signatures import remove_signatures
from dicom_text_redactor.dicom.marks.marking import mark
from tests.dicom.images import LITTLE, MANY_BYTES, Made, made

NAME, TYPE, PIXELS = 0x00100010, 0x00080008, 0x7FE00010


def signed(*tags: int) -> Dataset:
    """An image read from a file, with two signatures over some elements."""
    source = made(Made("grey", LITTLE))
    source.PatientName = "Somebody"
    parameters = Dataset()
    parameters.MACIDNumber = 1
    parameters.DataElementsSigned = list(tags)
    signature = Dataset()
    signature.MACIDNumber = 1
    signature.Signature = b"\x01\x02"
    source.MACParametersSequence = Sequence([parameters])
    source.DigitalSignaturesSequence = Sequence([signature, signature])
    file = io.BytesIO()
    save(source, file)
    return shallow(reading.read(file, max_bytes=MANY_BYTES))


def has_signatures(dataset: Dataset) -> bool:
    return "DigitalSignaturesSequence" in dataset or "MACParametersSequence" in dataset


def test_an_image_without_signatures_has_none_to_remove() -> None:
    assert remove_signatures(made(Made("grey", LITTLE))) == 0


def test_all_signatures_go_with_their_parameters_when_pixels_changed() -> None:
    dataset = signed(NAME, PIXELS)
    assert remove_signatures(dataset) == 2
    assert not has_signatures(dataset)


@pytest.mark.parametrize(
    ("tags", "kept"), [((NAME, PIXELS), True), ((TYPE,), True), ((NAME, 0x00280301), False), ((), False)]
)
def test_without_a_change_of_pixels_only_signatures_of_changed_elements_go(tags: tuple[int, ...], kept: bool) -> None:
    dataset = signed(*tags)
    mark(dataset, hidden=False, all_checked=True, uids="keep", app_version="1")
    assert remove_signatures(dataset, pixels_changed=False) == (0 if kept else 2)
    assert has_signatures(dataset) is kept


def test_a_new_uid_breaks_a_signature_over_it() -> None:
    dataset = signed(0x00080018)
    mark(dataset, hidden=False, all_checked=False, uids="new", app_version="1")
    assert remove_signatures(dataset, pixels_changed=False) == 2
