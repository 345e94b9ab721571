"""Descriptions and comments: what identifies goes, what is clinical stays."""

from __future__ import annotations

from collections import Counter

import pytest
from pydicom import Dataset

from benchmarks.descriptions import descriptions, tokens
from dicom_text_redactor.header.deidentifying import judge_of_texts
from dicom_text_redactor.phi.identity import Identity
from dicom_text_redactor.phi.judge import Judge
from dicom_text_redactor.phi.wordlists import LISTS
from dicom_text_redactor.settings import RedactionSettings
from tests.header.headers import MARKER, cleaned, image, stored, written


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(RedactionSettings())


def described(dataset: Dataset, judge: Judge) -> Dataset:
    words = judge_of_texts(judge, dataset, Identity.of(dataset, LISTS))
    return written(cleaned(dataset, "clean-descriptors", judge=words)[0])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("CHEST PA for Dr Ivo Paz", "CHEST PA for Dr"),
        ("CHEST PA", "CHEST PA"),
        ("REF DR K. PATEL CHEST XRAY", "REF DR CHEST XRAY"),
        ("Pt john smith dob 1/2/60 chest pain", "Pt dob chest pain"),
        ("Chest pa, transferred from St. Brannoc General Hospital", "Chest pa, transferred from St."),
        ("L4/L5 disc T1 FLAIR 1.5T", "L4/L5 disc T1 FLAIR 1.5T"),
        ("MR Knie links_Quillfeather^Orsolya", "MR Knie links"),
        ("T2 TSE SAG", "T2 TSE SAG"),
        (f"{MARKER} Abdomen", "Abdomen"),
    ],
)
def test_only_what_identifies_goes(text: str, left: str, judge: Judge) -> None:
    dataset = image()
    dataset.StudyDescription = text
    assert described(dataset, judge).StudyDescription == left


def test_three_hundred_descriptions_in_eight_languages(judge: Judge) -> None:
    gone = identifying = kept = clinical = 0
    for each in descriptions(300, seed=11):
        dataset = image()
        if each.patient:
            dataset.PatientName = f"{each.patient.family}^{each.patient.given}"
        dataset.PatientComments = each.text
        dataset.SpecificCharacterSet = "ISO_IR 192"
        text = str(described(dataset, judge).get("PatientComments", ""))
        left = Counter(word.strip(".,:;") for word in tokens(text))
        identifying += len(each.identifying)
        gone += sum(not left[word] for word in each.identifying)
        clinical += len(each.clinical)
        kept += sum(left[word.strip(".,:;")] > 0 for word in each.clinical)
    assert gone >= 0.99 * identifying
    assert kept >= 0.95 * clinical


def test_a_text_that_cannot_be_judged_goes_whole() -> None:
    def fails(_: object) -> list[object]:
        raise ValueError("a judge that fails")

    dataset = image()
    dataset.StudyDescription, dataset.ProtocolName = "CHEST 12345 Quill", "CHEST 99 Quill"
    after = written(cleaned(dataset, "clean-descriptors", judge=fails)[0])
    assert "StudyDescription" not in after
    assert b"Quill" not in stored(after)


def test_a_text_of_thousands_of_words_goes_whole(judge: Judge) -> None:
    dataset = image()
    dataset.PatientComments = "Q 1 " * 2200
    assert "PatientComments" not in described(dataset, judge)


def test_lines_and_values_stay_apart(judge: Judge) -> None:
    dataset = image()
    dataset.PatientComments = "Chest pain\r\nDr. Ivo Paz\r\nfever"
    dataset.AdmittingDiagnosesDescription = ["pneumonia", f"pleural effusion {MARKER}"]
    after = described(dataset, judge)
    assert after.PatientComments.split("\r\n")[0] == "Chest pain"
    assert "Paz" not in after.PatientComments
    assert list(after.AdmittingDiagnosesDescription) == ["pneumonia", "pleural effusion"]


def test_a_name_in_a_description_vouches_for_nobody(judge: Judge) -> None:
    """What stands in one text of the header is no technique that keeps it in another."""
    dataset = image()
    dataset.StudyDescription = dataset.SeriesDescription = dataset.ProtocolName = "Thorax Wetherby"
    after = described(dataset, judge)
    assert "Wetherby" not in str(after)
    assert after.SeriesDescription == "Thorax"
