"""Spelling and likeness: how much misreading a word may show and still be itself."""

from __future__ import annotations

import pytest

from dicom_text_redactor.phi.matching import likeness
from dicom_text_redactor.phi.spelling import as_digits, fold, skeleton


@pytest.mark.parametrize(
    ("text", "folded"), [("MÜLLER", "muller"), ("Groß", "gross"), ("Łódź", "lodz"), ("Sørli", "sorli")]
)
def test_folding_takes_case_and_diacritics(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(("one", "other"), [("Kim", "K1rn"), ("OSLO", "05L0"), ("will", "wi11"), ("clark", "dark")])
def test_words_that_readers_confuse_have_one_shape(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("text", "number"), [("l2/O3/196l", "12/03/1961"), ("1O24", "1024"), ("Oslo", "Oslo"), ("5cm", "5cm")]
)
def test_letters_become_digits_in_numbers_only(text: str, number: str) -> None:
    assert as_digits(text) == number


@pytest.mark.parametrize(
    ("read", "known", "same"),
    [
        ("farrugla", "farrugia", True),
        ("farugia", "farrugia", True),
        ("farrvqia", "farrugia", True),
        ("fenway", "farrugia", False),
        ("wel", "wei", False),
        ("xu", "xu", True),
        ("ngo", "ng", False),
        ("martinez", "martens", False),
    ],
)
def test_tolerance_grows_with_length(read: str, known: str, same: bool) -> None:
    assert (likeness(read, known) > 0) is same
