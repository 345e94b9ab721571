"""Institutions: the words that name one, and how much of a line is its name."""

from __future__ import annotations

import pytest

from dicom_text_redactor.phi import institutions
from tests.phi.pages import BODY, hidden


@pytest.mark.parametrize(
    "word", ["INFIRMARY", "Kreiskrankenhaus", "Waldpoliklinik", "Bergklinikum", "Sairaala", "Szpital", "infirmary,"]
)
def test_a_word_that_names_an_institution_is_hidden_alone(word: str) -> None:
    assert institutions.worth(word) == 1.0
    assert hidden(word) == word


@pytest.mark.parametrize("word", ["Radiology", "RADIOLOGIE", "Imaging"])
def test_a_word_that_only_belongs_to_one_is_hidden_beside_an_unknown_one(word: str) -> None:
    assert institutions.worth(word) == 0.5
    assert hidden(f"Talheim {word}") == f"Talheim {word}"


@pytest.mark.parametrize("word", ["liver", "chr.", "hospes", "1024", "Farrugia"])
def test_a_short_naming_word_ends_no_compound_and_other_words_name_nothing(word: str) -> None:
    assert institutions.worth(f"x{word}") < 1.0


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("CHEST PA _____ Talheim Infirmary", "Talheim Infirmary"),
        ("Garrow Talheim Infirmary _____ CHEST PA", "Garrow Talheim Infirmary"),
        ("120 kV 12 cm _____ Talheim Infirmary", "Talheim Infirmary"),
        ("FRAME 3/20 _____ Talheim Imaging", "Talheim Imaging"),
    ],
)
def test_clinical_words_in_another_column_than_an_institution_are_kept(text: str, gone: str) -> None:
    assert hidden(text, screen=BODY) == gone
