"""The header and the pixels in one pass: what the file and the report say, and that nothing else changes."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydicom import Dataset

from dicom_text_redactor.redactor import Redaction, Redactor
from dicom_text_redactor.report import SCHEMA_FILE
from dicom_text_redactor.settings import RedactionSettings
from local.sample_files import chest_radiograph
from tests.header.headers import KEY, reread, stored

VALIDATOR = Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
OPTIONS = frozenset({"clean-descriptors", "shift-dates"})


@pytest.fixture(scope="module")
def plain() -> Redactor:
    return Redactor(RedactionSettings(ner_model=""))


def source() -> Dataset:
    dataset = chest_radiograph()
    dataset.StudyDescription = "CHEST PA for Dr Ivo Paz"
    dataset.DerivationDescription = "Marlow was here"
    dataset.PatientIdentityRemoved = "NO"
    return reread(dataset)


def redaction(plain: Redactor, **settings: Any) -> Redaction:
    done = plain.variant(RedactionSettings(ner_model="", header_key=KEY, **settings)).redact(source())
    VALIDATOR.validate(json.loads(done.report.to_json()))
    return done


def codes(dataset: Dataset) -> set[str]:
    return {str(item.CodeValue) for item in dataset.get("DeidentificationMethodCodeSequence", ())}


def test_a_header_that_is_kept_is_kept_bit_for_bit(plain: Redactor) -> None:
    before, after = plain.redact(source()), redaction(plain)
    assert stored(before.dataset) == stored(after.dataset)
    assert before.report.header is None
    assert "header" not in before.report.to_dict()


def test_the_pixels_are_those_without_the_header_s_step(plain: Redactor) -> None:
    before, after = plain.redact(source()), redaction(plain, header="basic", header_options=OPTIONS)
    assert before.dataset["PixelData"].value == after.dataset["PixelData"].value
    assert [mark.box for mark in before.report.hidden] == [mark.box for mark in after.report.hidden]


def test_the_file_says_what_was_done_and_nothing_else(plain: Redactor) -> None:
    after = redaction(plain, header="basic", header_options=OPTIONS).dataset
    assert codes(after) == {"113100", "113101", "113105", "113107"}
    assert after.PatientIdentityRemoved == "YES"
    assert after.LongitudinalTemporalInformationModified == "MODIFIED"
    assert after.BurnedInAnnotation == "NO"
    assert after.StudyDescription == "CHEST PA for Dr"
    assert "Marlow" not in after.DerivationDescription
    assert "RecognizableVisualFeatures" not in after


@pytest.mark.parametrize(
    ("options", "said"), [((), "REMOVED"), (("retain-dates",), "UNMODIFIED"), (("shift-dates",), "MODIFIED")]
)
def test_what_became_of_dates_is_said(options: tuple[str, ...], said: str, plain: Redactor) -> None:
    after = redaction(plain, header="basic", header_options=frozenset(options)).dataset
    assert after.LongitudinalTemporalInformationModified == said


def test_under_phi_nobody_claims_that_the_identity_is_removed(plain: Redactor) -> None:
    after = redaction(plain, header="basic", policy="phi").dataset
    assert codes(after) == {"113100"}
    assert after.PatientIdentityRemoved == "NO"
    assert after.BurnedInAnnotation == "YES"


def test_descriptions_are_judged_cautiously_under_every_policy(plain: Redactor) -> None:
    for policy in ("phi", "all-text"):
        done = redaction(plain, header="basic", header_options=OPTIONS, policy=policy)
        assert done.dataset.StudyDescription == "CHEST PA for Dr"


def test_the_report_tells_tags_and_counts_and_no_value(plain: Redactor) -> None:
    report = redaction(plain, header="basic", header_options=OPTIONS).report
    told = report.to_dict()["header"]
    assert told["options"] == sorted(OPTIONS)
    by_reason = {(each["action"], each["reason"]): each for each in told["attributes"]}
    assert "(0010,0010)" in by_reason["replaced", "basic"]["tags"]
    assert by_reason["cleaned", "clean-descriptors"]["tags"] == ["(0008,1030)", "(0008,2111)"]
    assert told["words"]["removed"] >= 2
    text = report.to_json().lower()
    assert [word for word in ("marlow", "imogen", "bg4471902", "1958", "paz", KEY) if word in text] == []


def test_redact_stream_writes_none_of_the_header(plain: Redactor) -> None:
    redactor = plain.variant(RedactionSettings(ner_model="", header="basic", header_key=KEY))
    target = BytesIO()
    report = redactor.redact_stream(BytesIO(stored(source())), target, name="ward/MARLOW_IMOGEN.dcm")
    data = target.getvalue().lower()
    secrets = (b"marlow", b"imogen", b"bg4471902", b"19580314", b"20240902", b"brannoc", b"quillfeld", b"0917734")
    assert [each for each in secrets if each in data] == []
    name = report.source["name"]
    assert name.startswith("ward/2.25.")
    assert name.endswith(".dcm")
    assert report.output is not None
    assert report.output["name"] == name
    assert report.header is not None
    assert report.header["name"] == "replaced"
    VALIDATOR.validate(json.loads(report.to_json()))
    report = redactor.redact_stream(BytesIO(stored(source())), BytesIO(), name="ward/a.dcm")
    assert report.source["name"] == "ward/a.dcm"
    assert report.header is not None
    assert report.header["name"] == "kept"


def test_without_a_key_each_redactor_has_its_own() -> None:
    first, second = (Redactor(RedactionSettings(ner_model="", header="basic")) for _ in range(2))
    assert first.settings.header_key != second.settings.header_key
    assert first.settings.header_key not in repr(first.settings)
    assert first.maker()().settings == first.settings
    assert first.variant(RedactionSettings(header="basic")).settings.header_key == first.settings.header_key


def test_burned_in_annotation_can_stay_as_it_is(plain: Redactor) -> None:
    after = redaction(plain, burned_in="keep").dataset
    assert after.BurnedInAnnotation == "YES"
    assert codes(after) == {"113101"}
