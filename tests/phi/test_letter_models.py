"""Letter models: which letters follow each other in names, in a language, in clinical words."""

from __future__ import annotations

import pytest

from dicom_text_redactor.phi.letter_models import MODELS, SIZE, numbered


@pytest.mark.parametrize(("name", "word"), [("okonkwo", "window"), ("marlowe", "between"), ("lindqvist", "yesterday")])
def test_a_name_is_more_like_names_than_a_word_of_the_language_is(name: str, word: str) -> None:
    assert MODELS.difference(name, "names", "words") > MODELS.difference(word, "names", "words")


@pytest.mark.parametrize(
    ("name", "word"), [("okonkwo", "sternum"), ("marlowe", "pancreas"), ("lindqvist", "arthritis")]
)
def test_a_name_is_more_like_names_than_a_clinical_word_is(name: str, word: str) -> None:
    assert MODELS.difference(name, "names", "clinical") > MODELS.difference(word, "names", "clinical")


def test_letters_that_never_follow_each_other_are_strange() -> None:
    assert MODELS.strangeness("xqzkvw") > MODELS.strangeness("okonkwo") > 0


@pytest.mark.parametrize("word", ["", "a", "ab"])
def test_a_word_of_two_letters_says_nothing(word: str) -> None:
    assert MODELS.difference(word, "names", "words") == 0.0
    assert MODELS.strangeness(word) == 0.0


@pytest.mark.parametrize("word", ["x" * 500, "zzzzqqqq", "мария", "123456"])
def test_what_a_model_says_has_bounds(word: str) -> None:
    assert -3.0 <= MODELS.difference(word, "names", "words") <= 3.0
    assert 0.0 <= MODELS.strangeness(word) <= 5.0


def test_a_difference_changes_its_sign_with_its_sides() -> None:
    assert MODELS.difference("okonkwo", "names", "words") == -MODELS.difference("okonkwo", "words", "names")


def test_letters_of_other_alphabets_are_left_out() -> None:
    assert numbered("aяb") == numbered("ab") == [0, 0, 1, 2, 0]


def test_there_is_a_model_of_names_one_of_words_and_one_of_clinical_words() -> None:
    assert set(MODELS.tables) == {"names", "words", "clinical"}
    assert {table.shape for table in MODELS.tables.values()} == {(SIZE, SIZE, SIZE)}
