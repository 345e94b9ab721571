"""Institutions: the words that name one, and how much of a line is its name."""

from __future__ import annotations

import pytest

from dicom_text_redactor.phi import institutions
from tests.phi.pages import hidden


@pytest.mark.parametrize(
    "word", ["INFIRMARY", "Kreiskrankenhaus", "Waldpoliklinik", "Bergklinikum", "Sairaala", "Szpital", "infirmary,"]
)
def test_a_word_that_names_an_institution_is_hidden_alone(word: str) -> None:
    assert institutions.names_one(word)
    assert hidden(word) == word


@pytest.mark.parametrize("word", ["Radiology", "RADIOLOGIE", "Imaging"])
def test_a_word_that_only_belongs_to_one_is_kept_alone_and_hidden_beside_an_unknown_one(word: str) -> None:
    assert institutions.belongs_to_one(word)
    assert not institutions.names_one(word)
    assert hidden(word) == ""
    assert hidden(f"Talheim {word}") == f"Talheim {word}"


@pytest.mark.parametrize("word", ["liver", "chr.", "hospes", "1024", "Farrugia"])
def test_a_short_naming_word_ends_no_compound_and_other_words_name_nothing(word: str) -> None:
    assert not institutions.names_one(f"x{word}")


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("CHEST PA Talheim Infirmary", "Talheim Infirmary"),
        ("Garrow Talheim Infirmary CHEST PA", "Garrow Talheim Infirmary"),
        ("ABDOMEN SUPINE Kreiskrankenhaus", "Kreiskrankenhaus"),
        ("Pell Radiology Garrow LIVER", "Pell Radiology Garrow"),
    ],
)
def test_clinical_words_at_the_ends_of_a_stretch_are_kept(text: str, gone: str) -> None:
    assert hidden(text) == gone


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Talheim of Garrow Infirmary 120 kV", "Talheim of Garrow Infirmary"),
        ("120 kV 12 cm Talheim Infirmary", "Talheim Infirmary"),
        ("FRAME 3/20 Talheim Imaging 12 cm", "Talheim Imaging"),
    ],
)
def test_figures_bound_the_name_of_an_institution(text: str, gone: str) -> None:
    assert hidden(text) == gone


def test_a_long_sentence_that_holds_one_such_word_is_not_hidden_whole() -> None:
    sentence = "there is no change of the small nodule in the right lung since the films from the infirmary"
    assert hidden(sentence) == ""
    assert hidden("films from the infirmary") == "from the infirmary"
