"""Labels: what they claim, and that they themselves stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dicom_text_redactor.phi import labels
from dicom_text_redactor.settings import Policy
from tests.phi.pages import hidden, judged, line


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Name: Hill Grace", "Hill Grace"),
        ("Narne: Hill", "Hill"),
        ("Patient Name: Long, May Sex: F", "Long, May"),
        ("Patient ID: 4711 Sex: M", "4711"),
        ("ID: 77 12 93", "77 12 93"),
        ("DOB 4 May 1950", "4 May 1950"),
        ("D0B: 04/05/1950", "04/05/1950"),
        ("Date of Birth: 1950", "1950"),
        ("Ref: Dr. Hope Stone", "Hope Stone"),
        ("Dr Stone", "Stone"),
        ("Physician: Mark Hand", "Mark Hand"),
        ("Performed by: Rose", "Rose"),
        ("ACC# 31207", "31207"),
        ("Tel 31 20 77", "31 20 77"),
        ("SSN: 512 33 9021", "512 33 9021"),
        ("Geb.: 04.05.50", "04.05.50"),
        ("Name, Vorname: Berg", "Berg"),
        ("Né le: 4 mai 1950", "4 mai 1950"),
        ("Médecin: Rose", "Rose"),
        ("Fecha de nacimiento: 4 mayo 1950", "4 mayo 1950"),
        ("Cognome: Rosa", "Rosa"),
        ("Achternaam: Berg", "Berg"),
        ("Institution: Heart Center", "Heart Center"),
        ("DOB:04/05/1950", "DOB:04/05/1950"),
        ("Name:Stone", "Name:Stone"),
    ],
)
def test_what_follows_a_label_is_hidden_and_the_label_stays(text: str, value: str) -> None:
    assert hidden(text, policy="phi") == value
    assert hidden(text) == value


@pytest.mark.parametrize(
    "text", ["Patient supine", "DR 65 dB", "Series: 3 Image: 12", "Exam: CHEST PA", "Sex: F Age: 45Y"]
)
def test_labels_leave_clinical_words_alone(text: str) -> None:
    assert hidden(text) == ""


def test_a_value_may_stand_in_the_region_to_the_right_of_its_label() -> None:
    words = line("Operator:", left=10) + line("Hand", left=260)
    assert [verdict.hide for verdict in judged(words)] == [False, True]


def test_a_value_may_stand_below_its_label() -> None:
    words = line("Name:", top=10) + line("Page", top=34)
    assert [verdict.hide for verdict in judged(words)] == [False, True]


def test_a_line_of_parameters_is_no_labels_value() -> None:
    words = line("ID:", top=10) + line("W 400 L 40", top=34)
    assert not any(verdict.hide for verdict in judged(words))


def test_a_number_behind_a_whole_date_is_no_part_of_it() -> None:
    assert hidden("DOB: 04/05/1950 120 kV") == "04/05/1950"


@pytest.mark.parametrize("name", ["Sean", "Talia", "Cali", "Ceil"])
def test_a_name_that_is_shaped_like_a_label_is_none_without_a_colon(name: str) -> None:
    assert hidden(name) == name


def test_a_region_that_is_labelled_itself_is_nobody_elses_value() -> None:
    words = line("Name:", top=10) + line("Depth: 12 cm", top=34)
    assert not any(verdict.hide for verdict in judged(words))


@pytest.mark.parametrize(
    "text", ["MRS TE 135", "Ref. AK 118 mGy", "ICU MOBILE 110 cm", "eff.mAs 143", "Ref AK 7.5 mGy"]
)
@pytest.mark.parametrize("policy", ["cautious", "phi"])
def test_a_parameter_behind_a_word_like_a_label_is_nobodys_value(text: str, policy: Policy) -> None:
    assert hidden(text, policy=policy) == ""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Mobile 0171 5550134", "0171 5550134"),
        ("Mobile: 110", "110"),
        ("Ref. Somebody", "Somebody"),
        ("Ref. Farrugia Vrabec", "Farrugia Vrabec"),
    ],
)
@pytest.mark.parametrize("policy", ["cautious", "phi"])
def test_what_such_a_word_does_say_of_somebody_is_hidden(text: str, value: str, policy: Policy) -> None:
    assert hidden(text, policy=policy) == value


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Fødselsdato:", "13.05.1993"),
        ("Data urodzenia:", "13.05.1993"),
        ("Syntymäaika:", "13.05.1993"),
        ("Szül:", "13.05.1993"),
        ("Date naiss:", "13.05.93"),
        ("Etternavn:", "Berg"),
        ("Sukunimi:", "Berg"),
        ("Lääkäri:", "Berg"),
        ("Nazwisko:", "Berg"),
        ("Jméno:", "Berg"),
        ("Soyadı:", "Berg"),
        ("Zuweiser:", "Hill"),
        ("Sykehus:", "Talheim"),
        ("Oddział:", "Talheim"),
        ("PESEL:", "93051312345"),
        ("Telemóvel:", "912 345 678"),
    ],
)
@pytest.mark.parametrize("policy", ["cautious", "phi"])
def test_labels_are_known_in_further_languages(label: str, value: str, policy: Policy) -> None:
    assert hidden(f"{label} {value}", policy=policy) == value


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Geburtdatum:", "13.05.1993"),
        ("Gebursdatum:", "13.05.1993"),
        ("Acession:", "4471"),
        ("Institutlon:", "Talheim"),
        ("Technolgist:", "Stone"),
    ],
)
@pytest.mark.parametrize("policy", ["cautious", "phi"])
def test_a_label_with_its_colon_survives_a_lost_or_misread_letter(label: str, value: str, policy: Policy) -> None:
    assert hidden(f"{label} {value}", policy=policy) == value


@pytest.mark.parametrize(("text", "kind"), [("Geburtdatum:", "date"), ("Geburtdatum", None), ("Farrugia:", None)])
def test_a_misread_label_without_its_colon_and_a_name_with_one_are_no_labels(text: str, kind: str | None) -> None:
    assert [label.kind for label in labels.find([text])] == ([kind] if kind else [])


@pytest.mark.parametrize("text", ["DOB: 13.05.1993", "Name: Stone", "DOB 13.05.1993"])
@pytest.mark.parametrize("policy", ["cautious", "phi"])
def test_a_label_that_no_space_parts_from_its_value_is_hidden_with_it(text: str, policy: Policy) -> None:
    label, value = line(text)
    assert [verdict.hide for verdict in judged([label, value], policy=policy)] == [False, True]
    assert [verdict.hide for verdict in judged([label, replace(value, apart=False)], policy=policy)] == [True, True]


def test_a_label_claims_what_stands_farther_right_if_only_a_scrap_stands_close_to_it() -> None:
    words = [*line("Born: 1"), *line("12", left=10 + 12 * 16)]
    assert [verdict.hide for verdict in judged(words, policy="phi")] == [False, True, True]


@pytest.mark.parametrize(("text", "expected"), [("Tel 555-8", "555-8"), ("Phone 555", "555"), ("Mobile 110 cm", "")])
def test_a_few_figures_are_what_was_read_of_a_number_behind_a_word_that_means_nothing_else(
    text: str, expected: str
) -> None:
    assert hidden(text) == expected
