"""Presidio's recognizers and engines as recognizers of this program: what they find is hidden."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Protocol, cast

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from spacy.tokens import Doc

from dicom_text_redactor.phi.patterns import Find
from dicom_text_redactor.phi.recognizers import Role
from dicom_text_redactor.presidio.silence import silent

_WORD = re.compile(r"\w+|[^\w\s]")


class Analyzing(Protocol):
    """What is asked of an analyzer engine; Presidio's own is one."""

    def analyze(self, *, text: str, language: str, **options: Any) -> Iterable[Any]:
        """What identifies in `text`: objects with `start`, `end`, `entity_type` and `score`."""
        ...


@dataclass(frozen=True, slots=True)
class Options:
    """What narrows the findings of a caller's own engine and recognizers, as `AnalyzerEngine.analyze` knows it."""

    language: str = "en"
    entities: tuple[str, ...] | None = None
    score_threshold: float | None = None
    context: tuple[str, ...] | None = None

    def ask(self, engine: Analyzing, text: str, language: str) -> list[Find]:
        """What an engine finds in `text` of these entities; entities that it does not know are left out."""
        entities = self.entities
        known = getattr(engine, "get_supported_entities", None)
        if entities is not None and known is not None:
            entities = tuple(set(entities) & set(known(language)))
            if not entities:
                return []
        found = engine.analyze(
            text=text,
            language=language,
            entities=None if entities is None else list(entities),
            score_threshold=self.score_threshold,
            context=None if self.context is None else list(self.context),
        )
        return [Find(each.start, each.end, each.entity_type, float(each.score)) for each in found]


@dataclass(frozen=True, slots=True)
class OwnEngine:
    """The analyzer engine that a caller passed: what it finds counts like what our own language model finds."""

    engine: Analyzing
    lock: threading.Lock
    options: Options
    role: Role = field(default="suggest", init=False)

    def find(self, text: str) -> list[Find]:
        """What the engine finds in `text`."""
        with self.lock, silent():
            return self.options.ask(self.engine, text, self.options.language)


class OwnRecognizers:
    """Ad-hoc recognizers: each word in what they find is hidden. Each one is asked in its own language."""

    role: Role = "hide"

    def __init__(self, recognizers: Sequence[EntityRecognizer], options: Options) -> None:
        self._options = options
        self._lock = threading.Lock()
        languages = sorted({recognizer.supported_language for recognizer in recognizers})
        self._engines = {
            language: _engine([each for each in recognizers if each.supported_language == language], language)
            for language in languages
        }

    def find(self, text: str) -> list[Find]:
        """What any of them finds in `text`."""
        with self._lock, silent():
            found = (self._options.ask(engine, text, language) for language, engine in self._engines.items())
            return list(chain.from_iterable(found))


def _engine(recognizers: list[EntityRecognizer], language: str) -> Analyzing:
    registry = RecognizerRegistry(recognizers=recognizers, supported_languages=[language])
    engine = AnalyzerEngine(registry=registry, nlp_engine=_PlainText(language), supported_languages=[language])
    return cast(Analyzing, engine)


class _PlainText(NlpEngine):
    """Words as they stand, without a model: enough for recognizers that look for words nearby. It keeps none."""

    engine_name = "plain text"
    is_available = True

    def __init__(self, language: str) -> None:
        self._language = language

    def load(self) -> None:
        """There is nothing to load."""

    def is_loaded(self) -> bool:
        """Always."""
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """The words of `text`, in small letters where a model would give their lemmas."""
        words = list(_WORD.finditer(text))
        tokens = cast(Doc, [word[0] for word in words])  # asked for their number and their lengths
        lemmas = [word[0].lower() for word in words]
        return NlpArtifacts([], tokens, [word.start() for word in words], lemmas, self, language)

    def process_batch(
        self,
        texts: Iterable[str],
        language: str,
        batch_size: int = 1,  # noqa: ARG002 (as below: what the base class passes)
        n_process: int = 1,  # noqa: ARG002
        **_: Any,
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """The same for several texts."""
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:  # noqa: ARG002
        """No word is left out."""
        return False

    def is_punct(self, word: str, language: str) -> bool:  # noqa: ARG002
        """Whether a word has neither letter nor figure."""
        return not any(map(str.isalnum, word))

    def get_supported_entities(self) -> list[str]:
        """None: there is no model."""
        return []

    def get_supported_languages(self) -> list[str]:
        """The one language."""
        return [self._language]
