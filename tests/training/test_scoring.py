"""Scores, limits and calibration, on pages of which every number is known."""

from __future__ import annotations

import numpy as np
import pytest

from dicom_text_redactor.phi.header import Header
from dicom_text_redactor.phi.identity import Identity
from dicom_text_redactor.phi.page import Page
from dicom_text_redactor.phi.wordlists import LISTS
from tests.phi.pages import header, words_of
from training.lessons import Lesson
from training.scoring import (
    Judged,
    Score,
    bins,
    calibration_error,
    limit_that_hides,
    limit_that_keeps,
    score,
    score_of,
    told,
)

NAN = float("nan")


def judged(truth: list[float], odds: list[float], fixed: list[bool] | None = None) -> Judged:
    """A page of words that stand far apart, so that none says anything about another."""
    words = [word for number in range(len(truth)) for word in words_of(f"word{chr(97 + number)}", top=10 + 80 * number)]
    some = Page(words, Header(Identity.of(header(), LISTS)), (0, 0))
    known = np.array(fixed or [False] * len(truth))
    read = np.zeros(len(truth), bool)
    lesson = Lesson("page", some, np.zeros((len(truth), 0)), ("",) * len(truth), np.array(truth), known, read)
    return Judged(lesson, np.array(odds))


def test_words_of_which_nothing_is_told_count_for_nothing() -> None:
    found = score_of(np.array([1.0, 1.0, 0.0, 0.0, NAN]), np.array([True, False, True, False, True]))
    assert found == Score(words=2, hidden=1, pages=1, clean=0, clinical=2, kept=1)


def test_a_page_without_anything_that_identifies_is_neither_clean_nor_not() -> None:
    assert score_of(np.array([0.0]), np.array([False])) == Score(clinical=1, kept=1)


def test_scores_add_up() -> None:
    total = Score(2, 1, 1, 0, 4, 3) + Score(2, 2, 1, 1, 4, 4)
    assert total.shares == (0.75, 0.5, 0.875)
    assert np.isnan(Score().shares).all()


def test_a_word_is_hidden_from_its_limit_on_and_a_fixed_one_always() -> None:
    one = judged([1, 1, 0, 0], [2.0, -1.0, -1.0, -3.0], [False, False, False, True])
    assert one.hidden(0.0).tolist() == [True, False, False, True]
    assert one.hidden(-1.0).tolist() == [True, True, True, True]
    assert one.scores(0.0) == pytest.approx([0.880797, 0.268941, 0.268941, 1.0], abs=1e-6)


@pytest.mark.parametrize(("share", "limit"), [(1.0, -2.0), (0.75, 0.0), (0.5, 1.0), (0.25, 3.0)])
def test_the_limit_that_hides_a_share_is_the_highest_that_does(share: float, limit: float) -> None:
    pages = [judged([1, 1, 0], [-2.0, 1.0, -5.0]), judged([1, 1, 0], [0.0, 3.0, 2.0])]
    found = limit_that_hides(share, pages)
    assert found == pytest.approx(limit, abs=0.01)
    assert score(pages, found).shares[0] == share


@pytest.mark.parametrize(("share", "limit"), [(1.0, 2.0), (0.5, -1.0)])
def test_the_limit_that_keeps_a_share_is_the_lowest_that_does(share: float, limit: float) -> None:
    pages = [judged([1, 0, 0], [-2.0, -5.0, -1.0]), judged([0, 0], [0.0, 2.0])]
    found = limit_that_keeps(share, pages)
    assert found == pytest.approx(limit, abs=0.01)
    assert score(pages, found).shares[2] >= share


def test_scores_and_truths_leave_out_what_is_not_told() -> None:
    scores, truth = told([judged([1, NAN, 0], [0.0, 5.0, 0.0])], 3.0)
    assert scores.tolist() == [0.5, 0.5]
    assert truth.tolist() == [1.0, 0.0]


def test_scores_that_are_true_have_no_calibration_error() -> None:
    scores, truth = np.repeat([0.25, 0.75], 4), np.array([1, 0, 0, 0, 1, 1, 1, 0])
    assert calibration_error(scores, truth) == 0.0
    assert [(b.words, b.score, b.share) for b in bins(scores, truth)] == [(4, 0.25, 0.25), (4, 0.75, 0.75)]


def test_the_calibration_error_is_the_mean_over_words() -> None:
    scores, truth = np.array([0.95, 0.95, 0.95, 0.05]), np.array([1, 1, 0, 0])
    assert calibration_error(scores, truth) == pytest.approx((3 * abs(0.95 - 2 / 3) + 0.05) / 4)


def test_bins_of_equally_many_words_have_equally_many() -> None:
    random = np.random.default_rng(3)
    scores = random.random(1000) ** 4
    assert {b.words for b in bins(scores, (scores > 0.5).astype(float), equal=True)} == {100}
    assert len(bins(scores, (scores > 0.5).astype(float))) == 10


def test_a_score_of_one_falls_into_the_last_bin() -> None:
    (only,) = bins(np.array([1.0, 1.0]), np.array([1.0, 1.0]))
    assert only.words == 2
