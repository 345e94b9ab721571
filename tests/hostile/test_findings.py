"""What mutants found once: each as the few bytes that made it happen."""

from __future__ import annotations

import io
from struct import pack

import pytest
from pydicom import Dataset
from pydicom.sequence import Sequence

from dicom_text_redactor.errors import Damaged, TooLarge, Unsupported
from dicom_text_redactor.phi import identity
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.settings import RedactionSettings
from tests.dicom.images import HT, LITTLE, Made, made
from tests.hostile.bombs import _claiming, _compressed, file_of
from tests.hostile.elements import elements
from tests.hostile.stamping import stamp

GREY = file_of(made(Made("grey")))


@pytest.fixture
def redactor(monkeypatch: pytest.MonkeyPatch) -> Redactor:
    stamp(monkeypatch)
    return Redactor(RedactionSettings(ner_model=""))


def status(redactor: Redactor, data: bytes) -> str:
    return redactor.redact_stream(io.BytesIO(data), io.BytesIO(), name="file").status


def with_vr(group: int, number: int, vr: bytes) -> bytes:
    span = next(span for span in elements(GREY) if (span.group, span.number) == (group, number))
    return span.with_vr(GREY, vr)


@pytest.mark.parametrize(("number", "vr"), [(0x0000, b"SS"), (0x0000, b"SH"), (0x0003, b"AT"), (0x0003, b"UL")])
def test_file_meta_information_in_another_representation_is_written_as_it_should_be(
    number: int, vr: bytes, redactor: Redactor
) -> None:
    assert status(redactor, with_vr(2, number, vr)) == "redacted"


def test_a_uid_that_is_no_text_is_damaged(redactor: Redactor) -> None:
    with pytest.raises(Damaged):
        status(redactor, with_vr(0x0008, 0x0018, b"SS"))


def test_a_window_that_is_narrower_than_numbers_can_tell_counts_for_nothing(redactor: Redactor) -> None:
    dataset = made(Made("grey", LITTLE, allocated=16, stored=12))
    dataset.WindowCenter, dataset.WindowWidth = "1e20", "1"
    assert status(redactor, file_of(dataset)) == "redacted"


def test_a_codestream_with_more_bits_than_bits_stored_is_not_written_in_these(redactor: Redactor) -> None:
    what = Made("htj2k", HT, allocated=16, stored=12)
    deeper = _compressed(what, _claiming(b"\xff\x51", 38, bytes([15])))
    with pytest.raises((Unsupported, Damaged)):
        status(redactor, deeper)


def test_items_in_another_encoding_than_what_is_around_them_are_damaged_or_kept(redactor: Redactor) -> None:
    dataset = made(Made("grey"))
    item = Dataset()
    item.CodeMeaning = "Text"
    dataset.SourceImageSequence = Sequence([item, Dataset()])
    dataset["SourceImageSequence"].is_undefined_length = True
    data = file_of(dataset)
    syntax = next(span for span in elements(data) if (span.group, span.number) == (2, 0x10))
    with pytest.raises(Damaged):
        status(redactor, syntax.with_value(data, b"1.2.840.10008.1.2"))


def test_names_without_end_are_too_large(redactor: Redactor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "_MOST", 20)
    dataset = made(Made("grey"))
    dataset.OtherPatientNames = [f"Aa{letter}^Bb{letter}" for letter in "cdfghjklmnpqrst"]
    with pytest.raises(TooLarge):
        status(redactor, file_of(dataset))


def test_a_sequence_of_unknown_representation_is_opened_like_any_other(redactor: Redactor) -> None:
    body = b""
    for _ in range(40):
        body = pack("<HHL", 0x0008, 0x1140, len(body) + 8) + pack("<HHL", 0xFFFE, 0xE000, len(body)) + body
    place = next(span.start for span in elements(GREY) if span.group == 0x0028)
    unknown = pack("<HH2sHL", 0x0008, 0x1140, b"UN", 0, len(body) + 8) + pack("<HHL", 0xFFFE, 0xE000, len(body)) + body
    with pytest.raises(Damaged):
        status(redactor, GREY[:place] + unknown + GREY[place:])
