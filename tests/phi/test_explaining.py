"""Why a word is hidden or left: what is told adds up to the verdict, and holds no word of the file."""

from __future__ import annotations

import math

import pytest

from dicom_text_redactor.model import Word
from dicom_text_redactor.phi.judge import Judge
from dicom_text_redactor.phi.reasons import Explanation, Reason, moved
from dicom_text_redactor.phi.weighing import learned
from dicom_text_redactor.settings import Policy, RedactionSettings
from tests.phi.pages import header, words_of

SCREEN = words_of("Name: Orsolya Quillfeather / MRN 7730912 12/03/1961 / LIVER SAG 42 mm / Gain 50 dB Dr. Vautrin")
KNOWN = header(PatientName="Quillfeather^Orsolya")


def told(words: list[Word], policy: Policy = "cautious") -> list[Explanation]:
    return Judge(RedactionSettings(policy=policy, ner_model="")).for_file(KNOWN).explain(words)


@pytest.mark.parametrize("policy", ["cautious", "phi"])
def test_the_probability_and_the_limit_are_those_of_the_verdict(policy: Policy) -> None:
    judge = Judge(RedactionSettings(policy=policy, ner_model="")).for_file(KNOWN)
    verdicts, explained = judge.judge(SCREEN), judge.explain(SCREEN)
    weighed = [(v, e) for v, e in zip(verdicts, explained, strict=True) if not e.outweighed]
    assert len(weighed) > len(SCREEN) / 2
    assert all(v.hide == (e.probability >= e.limit) for v, e in weighed)
    assert all(v.score == pytest.approx(e.probability if v.hide else 1 - e.probability) for v, e in weighed)
    assert {e.limit for e in explained} == {learned().limit if policy == "cautious" else 0.5}


def test_the_weightiest_reason_comes_first_and_each_is_a_sentence_of_its_own() -> None:
    for explanation in told(SCREEN):
        weights = [abs(reason.weight) for reason in explanation.reasons]
        assert weights == sorted(weights, reverse=True)
        assert len({reason.name for reason in explanation.reasons}) == len(weights)
        assert all(reason.sentence.endswith(".") for reason in explanation.reasons)


def test_the_reasons_and_what_every_word_has_add_up_to_the_log_odds() -> None:
    rests = [e.odds - sum(reason.weight for reason in e.reasons) for e in told(SCREEN) if abs(e.odds) < 6]
    assert len(rests) > 3
    assert max(rests) - min(rests) < 1e-6


def test_a_label_before_a_name_speaks_for_hiding_it() -> None:
    alone, labelled = told(words_of("ORSOLYA 42"))[0], told(words_of("Name: ORSOLYA 42"))[1]
    assert labelled.odds > alone.odds
    changed = {reason.name: reason.weight for reason in labelled.reasons if reason.holds and reason.weight > 0}
    before = {reason.name: reason.weight for reason in alone.reasons if reason.holds}
    assert any("label" in name and name not in before for name in changed)


def test_what_the_header_has_letter_for_letter_is_outweighed_by_nothing() -> None:
    outweighed = {word.text for word, e in zip(SCREEN, told(SCREEN), strict=True) if e.outweighed}
    assert outweighed == {"Orsolya", "Quillfeather"}


def test_where_all_text_is_hidden_nothing_is_weighed() -> None:
    assert all(e.reasons == () and e.outweighed for e in told(SCREEN, "all-text"))


def test_the_sentences_hold_nothing_of_the_file() -> None:
    said = " ".join(reason.sentence for e in told(SCREEN) for reason in e.reasons)
    assert not any(word.text in said for word in SCREEN if len(word.text) > 3 and word.text.isalnum())


def test_a_sentence_tells_whether_it_is_so() -> None:
    assert Reason("a", "The word is long.", 1.0).sentence == "The word is long."
    assert Reason("a", "The word is long.", 1.0, holds=False).sentence == "Not so: The word is long."
    assert Reason("left", "So is the word beside it.", 1.0, holds=None).sentence == (
        "Nothing there: So is the word beside it."
    )
    assert Reason("a", "How long it is.", 1.0, holds=False).sentence == "Less than usual: How long it is."
    assert Reason("a", "How long it is.", 1.0).sentence == "More than usual: How long it is."


def test_words_that_are_not_there_are_said_not_to_be_there() -> None:
    (alone,), (_, middle, _) = told(words_of("LIVER")), told(words_of("LIVER SAG GAIN"))
    rows = {"row_mean", "row_most", "row_least", "left", "right"}
    assert {reason.holds for reason in alone.reasons if reason.name in rows} == {None}
    assert None not in {reason.holds for reason in middle.reasons if reason.name in rows}


def test_what_the_words_around_do_to_a_word_is_a_reason_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dicom_text_redactor.phi.judge.as_wholes", lambda page, odds, limit: odds + 1.5)
    for explanation in told(SCREEN):
        (whole,) = (reason for reason in explanation.reasons if reason.name == "whole")
        assert whole.weight == pytest.approx(1.5)
        assert whole.sentence == moved(1.5).sentence


def test_a_probability_is_that_of_its_log_odds() -> None:
    assert all(e.probability == pytest.approx(1 / (1 + math.exp(-e.odds))) for e in told(SCREEN))
