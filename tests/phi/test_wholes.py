"""Wholes: one verdict for what stands inside something hidden, and for equal text in an equal setting."""

from __future__ import annotations

import numpy as np
import pytest

from dicom_text_redactor.phi.wholes import as_wholes
from tests.phi.pages import page_of

LIMIT = -3.0


def whole(page: str, odds: list[float]) -> list[float]:
    """The log-odds after the wholes were seen."""
    return [float(one) for one in as_wholes(page_of(page), np.array(odds), LIMIT)]


def test_a_word_between_two_hidden_words_goes_with_them_if_it_falls_a_little_short() -> None:
    assert whole("Anna van Dijk", [2.0, -4.0, 3.0]) == [2.0, LIMIT, 3.0]


@pytest.mark.parametrize("odds", [[2.0, -8.0, 3.0], [2.0, -4.0, -3.5], [-3.5, -4.0, 2.0]])
def test_a_word_stays_that_falls_far_short_or_has_one_hidden_neighbour_only(odds: list[float]) -> None:
    assert whole("Anna van Dijk", odds) == odds


def test_the_ends_of_a_row_have_no_neighbour_on_one_side() -> None:
    assert whole("van Anna Dijk", [-4.0, 2.0, 2.0]) == [-4.0, 2.0, 2.0]


def test_a_sign_between_two_words_does_not_part_them() -> None:
    assert whole("Garrow & Pell Clinic", [2.0, -4.0, 3.0, 3.0]) == [2.0, LIMIT, 3.0, 3.0]


def test_equal_text_in_an_equal_setting_gets_one_verdict() -> None:
    assert whole("Umb PI / x / Umb PI", [-2.0, -4.0, 5.0, -6.0, -8.0]) == [-4.0, -6.0, 5.0, -4.0, -6.0]


def test_equal_text_in_another_setting_keeps_its_own() -> None:
    assert whole("Umb PI / Umb RI", [-2.0, -4.0, -6.0, -8.0]) == [-2.0, -4.0, -6.0, -8.0]


def test_what_was_given_is_left_as_it_was() -> None:
    odds = np.array([2.0, -4.0, 3.0])
    as_wholes(page_of("Anna van Dijk"), odds, LIMIT)
    assert odds.tolist() == [2.0, -4.0, 3.0]
