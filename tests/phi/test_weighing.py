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
    contributions,
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


# The first tree asks about a, and of those above 1 about b; the second asks about b alone.
TREES = [
    [[0, 1.0, 1, 2, 0.5], [0, 0.0, 1, 1, -1.0], [1, 0.0, 3, 4, 2.0], [0, 0.0, 3, 3, 1.0], [0, 0.0, 4, 4, 3.0]],
    [[1, 0.0, 1, 2, 0.0], [0, 0.0, 1, 1, -0.25], [0, 0.0, 2, 2, 0.25]],
]
STORED = {"inputs": {"a": 0.5, "b": 0.1}, "trees": TREES}


def log_odds(page: Page) -> Vector:
    """The log-odds of a page's words."""
    return weigh(page, evidence_of(page.tokens, learned().evidence), learned().sums).odds


def test_a_sum_is_what_its_trees_come_to() -> None:
    inputs = np.array([[1.0, 1.0], [1.5, 0.0], [1.5, 0.5]])
    np.testing.assert_allclose(Sum.of(STORED).odds(inputs), [-1.0 + 0.25, 1.0 - 0.25, 3.0 + 0.25])


def test_an_answer_contributes_by_how_much_the_words_that_give_it_add_more_than_all_that_were_asked() -> None:
    inputs = np.array([[1.0, 1.0], [1.5, 0.0], [1.5, 0.5]])
    parts = Sum.of(STORED).parts(inputs)
    np.testing.assert_allclose(parts, [[-1.5, 0.25], [1.5, -1.25], [1.5, 1.25]])
    np.testing.assert_allclose(parts.sum(axis=1) + 0.5, Sum.of(STORED).odds(inputs))


def test_a_tree_that_asks_nothing_adds_the_same_to_all_words() -> None:
    some = Sum.of({"inputs": {"a": 0.0}, "trees": [[[0, 0.0, 0, 0, 0.75]]]})
    np.testing.assert_array_equal(some.odds(np.array([[1.0], [2.0]])), [0.75, 0.75])
    np.testing.assert_array_equal(some.parts(np.array([[1.0], [2.0]])), [[0.0], [0.0]])


def test_no_word_is_surer_than_a_bound() -> None:
    page = page_of("a b")
    for added in (1e6, -1e6):
        sums = [Sum.of({"inputs": dict.fromkeys((*pieces(), *AROUND)[:many], 0.0), "trees": [[[0, 0.0, 0, 0, added]]]})
                for many in (len(pieces()), len(pieces()) + len(AROUND))]  # fmt: skip
        np.testing.assert_array_equal(weigh(page, evidence_of(page.tokens), sums).odds, [9.0 * np.sign(added)] * 2)


@pytest.mark.parametrize("page", PAGES)
def test_each_sum_goes_on_where_those_before_it_end(page: str) -> None:
    read = page_of(page)
    evidence = evidence_of(read.tokens, learned().evidence)
    first, *others = learned().sums
    odds = np.clip(first.odds(evidence), -9, 9)
    for later in others:
        odds = np.clip(odds + later.odds(np.hstack([evidence, around(read, odds)])), -9, 9)
    np.testing.assert_allclose(log_odds(read), odds)


@pytest.mark.parametrize("page", PAGES)
def test_what_all_inputs_contribute_is_the_log_odds_but_for_what_all_words_get(page: str) -> None:
    read = page_of(page)
    weighed = weigh(read, evidence_of(read.tokens, learned().evidence), learned().sums)
    given = sum(float(some.value[some.roots].sum()) for some in learned().sums)
    so_far = [weigh(read, weighed.inputs[0], learned().sums[:many]).odds for many in (1, 2, 3)]
    inside = (np.abs(so_far) < 9).all(axis=0)
    assert inside.any()
    told = contributions(weighed, learned().sums).sum(axis=1) + given
    np.testing.assert_allclose(told[inside], weighed.odds[inside], atol=1e-6)


def test_what_the_words_around_say_counts_in_its_own_direction_only() -> None:
    """Of two words that differ in one word beside them alone, that beside the likelier name is the likelier one."""
    evidence = np.tile([some.mean for some in learned().sums[-1:]], (9, 1))
    for name in AROUND:
        inputs = evidence.copy()
        inputs[:, learned().sums[-1].names.index(name)] = np.linspace(-9, 9, 9)
        for later in learned().sums[1:]:
            assert (np.diff(later.odds(inputs)) >= -1e-3).all(), name


def test_the_weights_are_those_of_the_registered_pieces_and_of_nothing_else() -> None:
    first, *later = learned().sums
    assert first.names == tuple(pieces())
    assert later
    assert all(some.names == (*pieces(), *AROUND) for some in later)


def test_the_weights_are_finite_and_the_limit_is_a_probability() -> None:
    assert 0.0 < learned().limit < 0.5
    for some in learned().sums:
        assert np.isfinite([*some.value, *some.above, *some.mean]).all()


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
    assert said(page, "left", odds) == [0.0, 1.0, 2.0]
    assert said(page, "right", odds) == [2.0, 6.0, 0.0]
    assert said(page, "own", odds) == odds


def test_a_neighbour_behind_a_wide_gap_is_none() -> None:
    assert said("a _ b", "left", [1.0, 2.0]) == [0.0, 0.0]
    assert said("a _ b", "right", [1.0, 2.0]) == [0.0, 0.0]
    assert said("a _ b", "row_mean", [1.0, 2.0]) == [2.0, 1.0]


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
    ("page", "told"), [("what-is-hidden.md", "about one in thirteen"), ("privacy.md", "about 8 %")]
)
def test_the_pages_tell_the_limit_and_the_share_that_it_hides(page: str, told: str) -> None:
    text = " ".join((DOCS / page).read_text(encoding="utf-8").split())
    assert told in text
    assert round(learned().limit, 2) == 0.08
    assert page == "privacy.md" or f"hides {HIDDEN * 100:g} % of the identifying words" in text
