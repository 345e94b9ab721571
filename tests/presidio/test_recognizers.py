"""Presidio's recognizers and engines, asked by this program: nothing is kept, logged or fetched."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from presidio_analyzer import (
    AnalyzerEngine,
    EntityRecognizer,
    Pattern,
    PatternRecognizer,
    RecognizerRegistry,
    RecognizerResult,
)
from presidio_analyzer.nlp_engine import NlpArtifacts

from dicom_text_redactor.presidio.recognizers import Options, OwnEngine, OwnRecognizers, _PlainText
from dicom_text_redactor.presidio.silence import silent

TEXT = "CHEST PA\nzip 48217\nQUILLFEATHER 48217\n"
ZIP = Pattern("five figures", r"\b\d{5}\b", 0.3)


def pattern(entity: str = "ZIP", **more: Any) -> PatternRecognizer:
    return PatternRecognizer(entity, patterns=[ZIP], **more)


def found(*recognizers: EntityRecognizer, text: str = TEXT, **options: Any) -> list[tuple[str, str, float]]:
    finds = OwnRecognizers(recognizers, Options(**options)).find(text)
    return sorted((text[find.start : find.end], find.entity, round(find.score, 2)) for find in finds)


class Shouting(EntityRecognizer):
    """A recognizer of one's own: the words in capitals, as its tokens say."""

    def load(self) -> None:
        """There is nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:
        places = zip(nlp_artifacts.tokens, nlp_artifacts.tokens_indices, strict=True)
        return [
            RecognizerResult("SHOUTED", start, start + len(token), 0.6)
            for token, start in places
            if str(token).isupper()
        ]


def test_a_pattern_and_a_list_of_words_are_found() -> None:
    words = PatternRecognizer("NAME", deny_list=["quillfeather"])
    assert found(pattern(), words) == [("48217", "ZIP", 0.3), ("48217", "ZIP", 0.3), ("QUILLFEATHER", "NAME", 1.0)]


def test_a_recognizer_of_ones_own_is_asked_with_the_words_of_the_text() -> None:
    assert found(Shouting(["SHOUTED"])) == [
        ("CHEST", "SHOUTED", 0.6),
        ("PA", "SHOUTED", 0.6),
        ("QUILLFEATHER", "SHOUTED", 0.6),
    ]


def test_a_word_of_the_context_lifts_a_finding_over_the_threshold() -> None:
    assert found(pattern(), score_threshold=0.5) == []
    assert found(pattern(context=["zip"]), score_threshold=0.5) == [("48217", "ZIP", 0.65)] * 2
    assert found(pattern(context=["address"]), score_threshold=0.5) == []
    assert (
        found(pattern(context=["address"]), score_threshold=0.5, context=("address",)) == [("48217", "ZIP", 0.65)] * 2
    )


def test_entities_choose_among_the_recognizers() -> None:
    assert found(pattern(), pattern("CODE"), entities=("CODE", "PERSON")) == [("48217", "CODE", 0.3)] * 2
    assert found(pattern(), entities=("PERSON",)) == []


def test_a_recognizer_is_asked_in_its_own_language_whatever_the_call_says() -> None:
    assert len(found(pattern(supported_language="de"), pattern("CODE"), language="fr")) == 4


def test_the_words_of_a_text_are_not_kept() -> None:
    own = OwnRecognizers([pattern(context=["zip"])], Options())
    own.find(TEXT)
    told = repr([vars(each) for engine in own._engines.values() for each in (engine, vars(engine)["nlp_engine"])])
    assert "QUILLFEATHER" not in told
    assert _PlainText("de").process_text("Über 7 m.", "de").keywords == ["über", "7", "m"]


@dataclass
class Engine:
    """Something that can be asked like an analyzer engine, and remembers how it was."""

    asked: list[dict[str, Any]] = field(default_factory=list)

    def analyze(self, **asked: Any) -> list[RecognizerResult]:
        self.asked.append(asked)
        return [RecognizerResult("PERSON", 0, 5, 0.85)]


def test_an_engine_is_asked_with_the_options_of_the_call() -> None:
    engine = Engine()
    own = OwnEngine(engine, threading.Lock(), Options("de", ("PERSON",), 0.4, ("zip",)))
    (find,) = own.find(TEXT)
    assert (find.start, find.end, find.entity, find.score) == (0, 5, "PERSON", 0.85)
    assert own.role == "suggest"
    assert engine.asked == [
        {"text": TEXT, "language": "de", "entities": ["PERSON"], "score_threshold": 0.4, "context": ["zip"]}
    ]


def test_an_engine_is_not_asked_for_entities_that_it_does_not_know() -> None:
    registry = RecognizerRegistry(recognizers=[pattern()], supported_languages=["en"])
    engine: Any = AnalyzerEngine(registry=registry, nlp_engine=_PlainText("en"), supported_languages=["en"])

    def asked(*entities: str) -> Sequence[object]:
        return OwnEngine(engine, threading.Lock(), Options(entities=entities)).find(TEXT)

    assert len(asked("ZIP", "PERSON")) == 2
    assert asked("PERSON") == []


def test_nothing_is_logged_or_fetched(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the recognizers want the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(logging.getLogger("presidio-analyzer"), "level", logging.DEBUG)
    with caplog.at_level(logging.DEBUG):
        assert found(pattern(context=["zip"]), Shouting(["SHOUTED"]))
    for told in ("QUILLFEATHER", "48217", "chest"):
        assert told.casefold() not in caplog.text.casefold()


def test_other_threads_go_on_logging_and_the_logger_is_as_it_was(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("presidio-analyzer")
    monkeypatch.setattr(logger, "level", logging.DEBUG)
    before = list(logger.filters)
    with caplog.at_level(logging.DEBUG), silent():
        with silent():
            logger.info("of this thread")
        logger.info("of this thread, too")
        other = threading.Thread(target=logger.info, args=("of another thread",))
        other.start()
        other.join()
    logger.info("afterwards")
    assert caplog.messages == ["of another thread", "afterwards"]
    assert logger.filters == before
