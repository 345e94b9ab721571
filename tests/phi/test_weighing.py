"""Weighing: the evidence adds up to log-odds, and the weights are those of the register."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dicom_text_redactor.phi.evidence import pieces
from dicom_text_redactor.phi.page import Page
from dicom_text_redactor.phi.weighing import (
    AROUND,
    WEIGHTS,
    Sum,
    Vector,
    around,
    evidence_of,
    learned,
    probability,
    weigh,
)
from tests.phi.pages import MARLOW, TOP, page_of
from training.judge import HIDDEN

DOCS = Path(__file__).resolve().parents[2] / "docs"
MOST_BYTES = 2_000_000
PAGES = [TOP.format("MARLOW IMOGEN"), "Gain 42 / 12 cm", "Patient: Okafor _ Dr. Thorne / 77309 / CHEST PA", "L"]


def log_odds(page: Page) -> Vector:
    """The log-odds of a page's words."""
    return weigh(page, evidence_of(page.tokens, learned().evidence), learned().sums)


def test_a_sum_is_its_bias_and_what_each_input_contributes() -> None:
    some = Sum(("a", "b"), np.array([1.0, 0.0]), np.array([2.0, 1.0]), np.array([3.0, -1.0]), 0.25)
    inputs = np.array([[1.0, 0.0], [3.0, 2.0]])
    np.testing.assert_allclose(some.parts(inputs), [[0.0, 0.0], [3.0, -2.0]])
    np.testing.assert_allclose(some.odds(inputs), [0.25, 1.25])


def test_no_sum_is_surer_than_a_bound() -> None:
    some = Sum(("a",), np.zeros(1), np.ones(1), np.ones(1), 0.0)
    np.testing.assert_array_equal(some.odds(np.array([[1e6], [-1e6]])), [9.0, -9.0])


@pytest.mark.parametrize("page", PAGES)
def test_the_learned_sums_add_up(page: str) -> None:
    read = page_of(page)
    evidence = evidence_of(read.tokens, learned().evidence)
    odds = learned().sums[0].odds(evidence)
    for later in learned().sums[1:]:
        inputs = np.hstack([evidence, around(read, odds)])
        expected = sum(
            (inputs[:, i] - later.mean[i]) / later.spread[i] * later.weights[i] for i in range(len(later.names))
        )
        odds = later.odds(inputs)
        np.testing.assert_allclose(odds, np.clip(expected + later.bias, -9, 9))
    np.testing.assert_allclose(log_odds(read), odds)


def test_what_is_stored_is_read_again_as_it_was() -> None:
    for some in learned().sums:
        again = Sum.of(json.loads(json.dumps(some.to_dict())))
        assert (again.names, again.bias) == (some.names, some.bias)
        for one, other in ((again.mean, some.mean), (again.spread, some.spread), (again.weights, some.weights)):
            np.testing.assert_array_equal(one, other)


def test_the_weights_are_those_of_the_registered_pieces_and_of_nothing_else() -> None:
    first, *later = learned().sums
    assert first.names == tuple(pieces())
    assert later
    assert all(some.names == (*pieces(), *AROUND) for some in later)


def test_the_weights_are_finite_and_the_limit_is_a_probability() -> None:
    assert 0.0 < learned().limit < 0.5
    for some in learned().sums:
        assert np.isfinite([*some.weights, *some.mean, *some.spread, some.bias]).all()
        assert (some.spread > 0).all()


def test_no_file_of_the_judge_is_large() -> None:
    sizes = {path.name: path.stat().st_size for path in WEIGHTS.parent.rglob("*") if path.suffix not in (".py", ".pyc")}
    assert {"weights.json", "letters.gz", "names.txt.gz"} <= set(sizes)
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES} == {}


def test_the_weights_come_with_the_seed_and_the_size_of_what_they_were_learned_from() -> None:
    assert {"seed", "screens", "words"} <= set(json.loads(WEIGHTS.read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", PAGES)
def test_evidence_has_a_row_for_each_word_and_a_column_for_each_piece(page: str) -> None:
    tokens = page_of(page).tokens
    evidence = evidence_of(tokens)
    assert evidence.shape == (len(tokens), len(pieces()))
    assert np.isfinite(evidence).all()
    some = list(pieces())[5:8]
    np.testing.assert_array_equal(evidence_of(tokens, some), evidence[:, 5:8])


def test_a_page_without_words_has_no_odds() -> None:
    assert log_odds(page_of("")).shape == (0,)


def said(page: str, name: str, odds: list[float]) -> list[float]:
    """What a sum that said `odds` says of the words around each word, under that name."""
    return [float(one) for one in around(page_of(page), np.array(odds))[:, AROUND.index(name)]]


def test_around_a_word_stand_its_row_its_neighbours_and_its_own_odds() -> None:
    page, odds = "a b c", [1.0, 2.0, 6.0]
    assert said(page, "row_mean", odds) == [4.0, 3.5, 1.5]
    assert said(page, "row_most", odds) == [6.0, 6.0, 2.0]
    assert said(page, "row_least", odds) == [2.0, 1.0, 1.0]
    assert said(page, "left", odds) == [0.0, 1.0, 2.0]
    assert said(page, "right", odds) == [2.0, 6.0, 0.0]
    assert said(page, "page_mean", odds) == [3.0, 3.0, 3.0]
    assert said(page, "own", odds) == odds


def test_a_neighbour_behind_a_wide_gap_counts_apart() -> None:
    assert said("a _ b", "left", [1.0, 2.0]) == [0.0, 0.0]
    assert said("a _ b", "left_far", [1.0, 2.0]) == [0.0, 1.0]
    assert said("a _ b", "right_far", [1.0, 2.0]) == [2.0, 0.0]


def test_the_rows_above_and_beneath_count_by_their_mean_and_their_most() -> None:
    page, odds = "a b / c / d", [1.0, 3.0, 5.0, 7.0]
    assert said(page, "above_mean", odds) == [0.0, 0.0, 2.0, 5.0]
    assert said(page, "above_most", odds) == [0.0, 0.0, 3.0, 5.0]
    assert said(page, "below_mean", odds) == [5.0, 5.0, 7.0, 0.0]


def test_the_same_text_elsewhere_on_the_page_counts_without_the_word_itself() -> None:
    assert said("Tom x / Tom / TOM", "twins_mean", [1.0, 9.0, 2.0, 6.0]) == [4.0, 0.0, 3.5, 1.5]


def test_a_probability_lies_between_nought_and_one_and_grows_with_the_odds() -> None:
    p = probability(np.linspace(-9, 9, 50))
    assert (np.diff(p) > 0).all()
    assert 0 < p[0] < 0.001
    assert 0.999 < p[-1] < 1
    assert probability(np.zeros(1)) == [0.5]


def test_what_surrounds_a_word_changes_its_odds() -> None:
    name, measure = page_of("Patient: Okafor / Stone", MARLOW), page_of("Gain: 12 / Stone", MARLOW)
    assert log_odds(name)[-1] > log_odds(measure)[-1]


@pytest.mark.parametrize(
    ("page", "told"), [("what-is-hidden.md", "about one in seventeen"), ("privacy.md", "about 6 %")]
)
def test_the_pages_tell_the_limit_and_the_share_that_it_hides(page: str, told: str) -> None:
    text = " ".join((DOCS / page).read_text(encoding="utf-8").split())
    assert told in text
    assert round(learned().limit, 2) == 0.06
    assert page == "privacy.md" or f"hides {HIDDEN * 100:g} % of the identifying words" in text
