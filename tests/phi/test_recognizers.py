"""Recognizers that a caller brings along: what they have a say in, and what not."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import jsonschema
import pytest

from dicom_text_redactor.model import Mark, Verdict, Word
from dicom_text_redactor.phi.judge import Judge
from dicom_text_redactor.phi.patterns import Find
from dicom_text_redactor.phi.recognizers import Recognizer, Role, entity_of
from dicom_text_redactor.report import SCHEMA_FILE, BoxReport
from dicom_text_redactor.settings import Policy, RedactionSettings
from tests.phi.pages import header, words_of

SCHEMA = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))


@dataclass
class Seeking:
    """Finds a regular expression, and remembers what it was asked."""

    form: str
    role: Role = "hide"
    entity: str = "CODE"
    score: float = 0.7
    asked: list[str] = field(default_factory=list)

    def find(self, text: str) -> Sequence[Find]:
        self.asked.append(text)
        return [Find(*found.span(), self.entity, self.score) for found in re.finditer(self.form, text)]


def verdicts(
    words: Sequence[Word],
    *recognizers: Recognizer,
    policy: Policy = "phi",
    deny: frozenset[str] = frozenset(),
    **known: object,
) -> list[Verdict]:
    settings = RedactionSettings(policy=policy, ner_model="", deny=deny)
    return Judge(settings, recognizers).for_file(header(**known)).judge(words)


def hidden(*args: object, **more: object) -> list[str]:
    return [verdict.word.text for verdict in verdicts(*args, **more) if verdict.hide]  # type: ignore[arg-type]


def test_each_word_of_a_finding_is_hidden_even_a_clinical_one() -> None:
    words = words_of("LIVER SAG / PORTAL VEIN")
    assert hidden(words) == []
    assert hidden(words, Seeking("VER SAG")) == ["LIVER", "SAG"]


@pytest.mark.parametrize(("word", "entity"), [("ZQUILLIAN", "PERSON"), ("KX-771", "CODE"), ("KX-771", "PHONE_NUMBER")])
def test_a_finding_that_only_suggests_hides_what_no_clinical_list_has(word: str, entity: str) -> None:
    words = words_of(f"LIVER 12 cm / {word} / Gain 62 %")
    found = verdicts(words, Seeking(".+", "suggest", entity, 0.9))
    assert [(v.word.text, v.entity, v.source, v.score) for v in found if v.hide] == [(word, entity, "pattern", 0.9)]


def test_a_suggestion_that_is_less_sure_than_the_policy_asks_is_weighed_alone() -> None:
    words = words_of("LIVER 12 cm / KX-771 / Gain 62 %")
    assert hidden(words, Seeking("(?i)KX-771", "suggest", score=0.4)) == []
    assert hidden(words, Seeking("(?i)KX-771", "suggest", score=0.4), policy="cautious") == ["KX-771"]
    assert hidden(words, policy="cautious") == []


def test_the_surest_of_several_suggestions_is_told() -> None:
    seeking = [
        Seeking("(?i)KX-771", "suggest", entity, score) for entity, score in (("A", 0.6), ("B", 0.9), ("C", 0.7))
    ]
    (found,) = [v for v in verdicts(words_of("LIVER / KX-771"), *seeking) if v.hide]
    assert (found.entity, found.score) == ("B", 0.9)


def test_what_hides_is_asked_about_every_reading_of_a_word() -> None:
    words = words_of("ZQ-1|ZO-7 FRAME")
    assert hidden(words, Seeking("ZO-7")) == ["ZQ-1"]


def test_what_keeps_is_asked_about_the_most_trusted_reading_alone() -> None:
    words = words_of("Patient: ZQUILL|ZQUIRK")
    assert hidden(words, Seeking("ZQUILL", "keep"), policy="cautious") == []
    assert hidden(words, Seeking("ZQUIRK", "keep"), policy="cautious") == ["ZQUILL"]


def test_a_kept_word_stays_whatever_else_is_known_of_it_but_for_the_deny_list() -> None:
    words = words_of("ALMEIDA 1948-06-21")
    known = {"PatientName": "Almeida", "PatientBirthDate": "19480621"}
    assert hidden(words, **known) == ["ALMEIDA", "1948-06-21"]
    keeping = Seeking("ALMEIDA", "keep")
    assert hidden(words, keeping, Seeking("ALMEIDA"), **known) == ["1948-06-21"]
    assert hidden(words, keeping, deny=frozenset(["almeida"]), **known) == ["ALMEIDA", "1948-06-21"]


def test_only_whole_words_are_kept() -> None:
    assert hidden(words_of("ALMEIDA"), Seeking("MEIDA", "keep"), PatientName="Almeida") == ["ALMEIDA"]


def test_a_recognizer_sees_the_lines_of_a_page_and_is_asked_once() -> None:
    seeking = Seeking("SAG\nPORTAL")
    assert hidden(words_of("LIVER SAG / PORTAL VEIN"), seeking) == ["SAG", "PORTAL"]
    assert seeking.asked == ["LIVER SAG\nPORTAL VEIN\n"]


def test_places_are_right_behind_words_that_nobody_could_read() -> None:
    words = words_of("LIVER SAG VEIN")
    words[1] = Word(words[1].region, words[1].box, ())
    assert hidden(words, Seeking("VEIN")) == ["VEIN"]


def test_without_a_word_that_can_be_read_nothing_is_asked() -> None:
    seeking = Seeking(".*")
    words = [Word(word.region, word.box, ()) for word in words_of("LIVER SAG")]
    assert hidden(words, seeking) == []
    assert seeking.asked == []


@pytest.mark.parametrize("policy", ["cautious", "phi"])
def test_the_header_and_the_patterns_go_on_hiding_beside_a_recognizer(policy: Policy) -> None:
    words = words_of("ALMEIDA LIVER / 555-867-5309")
    assert hidden(words, Seeking("LIVER"), policy=policy, PatientName="Almeida") == ["ALMEIDA", "LIVER", "555-867-5309"]


def test_all_text_asks_no_recognizer() -> None:
    seeking = Seeking("LIVER", "keep")
    assert hidden(words_of("LIVER SAG"), seeking, policy="all-text") == ["LIVER", "SAG"]
    assert seeking.asked == []


@pytest.mark.parametrize(
    ("given", "reported"),
    [("PERSON", "PERSON"), ("Zip code", "ZIP_CODE"), ("mrn2", "MRN_"), ("身分", "_"), ("", "UNKNOWN")],
)
def test_the_name_of_an_entity_and_its_score_fit_a_report(given: str, reported: str) -> None:
    assert entity_of(given) == reported
    (verdict,) = verdicts(words_of("LIVER"), Seeking("LIVER", entity=given, score=4.2))
    assert (verdict.entity, verdict.source, verdict.score) == (reported, "pattern", 1.0)
    mark = Mark(verdict.word.box, ((0, 0),), verdict.entity, verdict.source, verdict.score)
    (box,) = BoxReport("redacted", "phi", "contrast", hidden=(mark,)).to_dict()["boxes"]
    jsonschema.validate(box, {**SCHEMA, **SCHEMA["properties"]["boxes"]["items"]})


def test_a_variant_shares_what_is_slow_to_load_and_nothing_else() -> None:
    judge = Judge(RedactionSettings(policy="phi", ner_model="", deny=frozenset(["sag"])), [Seeking("VEIN")])
    other = judge.variant(RedactionSettings(policy="phi", ner_model=""), [Seeking("LIVER")])
    words = words_of("LIVER SAG / PORTAL VEIN")
    assert [v.word.text for v in judge.for_file(header()).judge(words) if v.hide] == ["SAG", "VEIN"]
    assert [v.word.text for v in other.for_file(header()).judge(words) if v.hide] == ["LIVER"]
    assert other.analyzer is judge.analyzer
    assert judge.variant(RedactionSettings()).analyzer is not judge.analyzer
