"""Labels: what they claim, and that they themselves stay."""

from __future__ import annotations

import pytest

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
