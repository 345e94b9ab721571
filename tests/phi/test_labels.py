"""Labels: what they claim, and that they themselves stay."""

from __future__ import annotations

import re

import pytest

from dicom_text_redactor.phi import labels
from dicom_text_redactor.phi.labels import Label
from dicom_text_redactor.settings import Policy
from tests.phi.pages import ALONE, BODY, hidden

POLICIES = pytest.mark.parametrize("policy", ["cautious", "phi"])
ENGLISH = """
Name: Hill Grace / Narne: Hill / Patient ID: 4711 / Ref: Dr. Hope Stone / Dr Stone / Physician: Mark Hand
Performed by: Rose / ACC# 31207 / Tel: 31 20 77 / SSN: 512 33 9021 / Institution: Heart Center / Mobile 0171 5550134
Mobile: 110 / Ref. Somebody / Ref: Farrugia Vrabec / Technolgist: Stone / Tel: 555-8 / Phone: 555
"""
SHORT_NUMBERS = """
ID: 77 12 93 / Acession: 4471 / Tel: 31 20 / Mobile: 110
"""
OTHERS = """
Geb.: 04.05.50 / Né le: 4 mai 1950 / Médecin: Rose / Cognome: Rosa
Achternaam: Berg / Fødselsdato: 13.05.1993 / Data urodzenia: 13.05.1993 / Syntymäaika: 13.05.1993 / Szül: 13.05.1993
Date naiss: 13.05.93 / Etternavn: Berg / Sukunimi: Berg / Lääkäri: Berg / Nazwisko: Berg / Jméno: Berg / Soyadı: Berg
Zuweiser: Hill / Oddział: Talheim / PESEL: 93051312345 / Telemóvel: 912 345 678
Geburtdatum: 13.05.1993 / Gebursdatum: 13.05.1993 / Institutlon: Talheim
"""


def rows(text: str) -> list[str]:
    """The rows of a page, each to be tried alone."""
    return [row.strip() for line in text.strip().splitlines() for row in line.split(" / ")]


def value_of(row: str) -> str:
    """What stands behind the label of a row."""
    (label, *_) = labels.find(row.split())
    return " ".join(word for word in row.split()[label.last + 1 :] if word != "Dr.")


@pytest.mark.parametrize("row", rows(ENGLISH) + rows(OTHERS))
@POLICIES
def test_what_stands_behind_a_label_is_hidden_and_the_label_stays(row: str, policy: Policy) -> None:
    assert re.sub(r"^Dr\.? ", "", hidden(row, policy=policy)) == value_of(row)


@pytest.mark.parametrize("row", rows(SHORT_NUMBERS))
def test_even_a_short_number_is_hidden_behind_its_label(row: str) -> None:
    assert hidden(row) == value_of(row)


@pytest.mark.parametrize("text", ["DOB:04/05/1950", "Name:Stone", "MRN:447190", "Tel:5550134"])
def test_a_value_that_is_glued_to_its_label_is_hidden_with_it(text: str) -> None:
    assert hidden(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Patient supine",
        "DR 65 dB",
        "Series: 3 Image: 12",
        "Exam: CHEST PA",
        "Sex: F Age: 45Y",
        "MRS TE 135",
        "Ref. AK 118 mGy",
        "eff.mAs 143",
        "Ref AK 7.5 mGy",
    ],
)
@POLICIES
def test_labels_leave_clinical_words_alone(text: str, policy: Policy) -> None:
    assert hidden(text, policy=policy, screen=BODY) == ""


def test_a_value_may_stand_below_its_label() -> None:
    assert hidden("Name: / Oyelaran") == "Oyelaran"
    assert hidden("Gain: / 42", screen=BODY) == ""


@pytest.mark.parametrize("text", ["ID: / W 400 L 40", "Name: / Depth: 12 cm", "ID: / 16cm"])
def test_a_measurement_is_no_labels_value(text: str) -> None:
    assert hidden(text, screen=ALONE) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Patient Name: MARLOW", Label(0, 1, "person", firm=True)),
        ("MRN 4711", Label(0, 0, "id", firm=False)),
        ("DOB:12/03/1961", Label(0, 0, "date", firm=True, value="12/03/1961")),
        ("Dr.Stone", Label(0, 0, "person", firm=False, value="Stone")),
        ("Date of Birth: 12", Label(0, 2, "date", firm=True)),
        ("Sex: F", Label(0, 0, "plain", firm=True)),
        ("Geburtdatum: 13", Label(0, 0, "date", firm=True, spelled=False)),
        ("Nome 13", Label(0, 0, "person", firm=False)),
        ("Sean 13", Label(0, 0, "plain", firm=False, spelled=False)),
    ],
)
def test_a_label_is_the_longest_phrase_and_firm_with_its_colon(text: str, found: Label) -> None:
    assert labels.find(text.split()) == [found]


@pytest.mark.parametrize("text", ["Geburtdatum", "Farrugia:", "MARLOW IMOGEN", "1.5T", "12:30"])
def test_a_misread_label_without_its_colon_and_other_words_are_no_labels(text: str) -> None:
    assert labels.find(text.split()) == []


def test_the_labels_of_a_row_come_from_left_to_right() -> None:
    found = labels.find("Name: MARLOW Sex: F DOB: 12/03/1961".split())
    assert [(label.first, label.kind) for label in found] == [(0, "person"), (2, "plain"), (4, "date")]
