"""Spelling and likeness: how much misreading a word may show and still be itself."""

from __future__ import annotations

import pytest

from dicom_text_redactor.phi.matching import distance, tolerance
from dicom_text_redactor.phi.spelling import as_digits, fold, foldings, skeleton


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
    ("text", "both"),
    [("Müller", {"muller", "mueller"}), ("Ångström", {"angstrom", "aangstroem"}), ("Vrabec", {"vrabec"})],
)
def test_a_name_is_written_without_diacritics_in_both_usual_ways(text: str, both: set[str]) -> None:
    assert foldings(text) == both


@pytest.mark.parametrize(
    ("read", "known", "cost"),
    [
        ("farrugia", "farrugia", 0.0),
        ("farrugla", "farrugia", 0.35),
        ("farugia", "farrugia", 1.0),
        ("farurgia", "farrugia", 1.0),
        ("farrvqia", "farrugia", 0.7),
        ("fenway", "farrugia", float("inf")),
    ],
)
def test_a_misreading_costs_less_between_letters_of_like_shape(read: str, known: str, cost: float) -> None:
    assert distance(read, known, 2.0) == pytest.approx(cost)


def test_tolerance_grows_with_length_and_short_words_must_be_exact() -> None:
    allowed = [tolerance(length) for length in range(1, 20)]
    assert allowed == sorted(allowed)
    assert allowed[:3] == [0.0, 0.0, 0.0]
    assert all(allowed[3:])
