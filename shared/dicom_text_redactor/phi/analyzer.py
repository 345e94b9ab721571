"""Presidio: named entities, telephone and social security numbers in a page of text. Loaded on first use, offline."""

from __future__ import annotations

import importlib.util
import re
import sys
import threading
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.phi.patterns import Find
from dicom_text_redactor.silence import quietly

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine
    from spacy.language import Language

ENTITIES = ("PERSON", "LOCATION", "ORGANIZATION", "PHONE_NUMBER", "US_SSN")
NAMED = frozenset(("PERSON", "LOCATION", "ORGANIZATION"))
"""The entities that come from the model rather than from a form."""

_LABELS = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "GPE": "LOCATION",
    "LOC": "LOCATION",
    "FAC": "LOCATION",
    "ORG": "ORGANIZATION",
}
_OTHER_LABELS = ["CARDINAL", "DATE", "EVENT", "LANGUAGE", "LAW", "MISC", "MONEY", "NORP", "ORDINAL", "PERCENT",
                 "PRODUCT", "QUANTITY", "TIME", "WORK_OF_ART"]  # fmt: skip
_PIPES = ["tagger", "parser", "attribute_ruler", "lemmatizer", "morphologizer", "senter"]


class Analyzer:
    """Presidio's analyzer with the recognizers that images need; one for all files, safe to share.

    Parameters
    ----------
    model
        Name or path of an installed spaCy pipeline; empty: nothing is ever found.

    Raises
    ------
    SettingError
        The pipeline is not installed; Presidio would try to download it.
    """

    def __init__(self, model: str) -> None:
        if model and not is_installed(model):
            raise SettingError("REDACT_NER_MODEL names no installed spaCy pipeline.")
        self._model = model
        self._lock = threading.Lock()
        self._engine: AnalyzerEngine | None = None
        self._loading: threading.Thread | None = None

    def prepare(self) -> None:
        """Begin to load the pipeline beside whatever else is done; who needs it waits for the rest of it."""
        if self._model and self._engine is None and self._loading is None:
            self._loading = threading.Thread(target=self._load_aside, name="load-ner")
            self._loading.start()

    def find(self, text: str) -> list[Find]:
        """Entities in `text`, as stretches of its characters."""
        if not self._model or not text.strip():
            return []
        with self._lock, quietly():
            engine = self._load()
            # spaCy keeps each word that it ever saw, but for those of a zone.
            with _spacy_of(engine).memory_zone():
                results = engine.analyze(text, language="en", entities=list(ENTITIES))
        return [Find(found.start, found.end, found.entity_type, float(found.score)) for found in results]

    def _load(self) -> AnalyzerEngine:
        if self._engine is None:
            self._engine = _engine(self._model)
        return self._engine

    def _load_aside(self) -> None:
        # What fails here fails again, and is told, where the pipeline is needed.
        with self._lock, quietly(), suppress(Exception):
            self._load()


def is_installed(model: str) -> bool:
    """Whether there is such a pipeline; nothing is loaded."""
    return Path(model).is_dir() or (model.isidentifier() and importlib.util.find_spec(model) is not None)


def _engine(model: str) -> AnalyzerEngine:
    """The engine, without the recognizers that would fetch a list of Internet domains."""
    before = None if "spacy" in sys.modules else list(warnings.filters)
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine
    from presidio_analyzer.predefined_recognizers import PhoneRecognizer, SpacyRecognizer, UsSsnRecognizer

    if before is not None:
        _take_back_filters(before)
    nlp = SpacyNlpEngine(
        models=[{"lang_code": "en", "model_name": model}],
        ner_model_configuration=NerModelConfiguration(
            model_to_presidio_entity_mapping=_LABELS,
            low_confidence_score_multiplier=1.0,
            low_score_entity_names=[],
            labels_to_ignore=_OTHER_LABELS,
        ),
    )
    nlp.nlp = {"en": _pipeline(model)}  # type: ignore[assignment]  # declared as None
    registry = RecognizerRegistry(supported_languages=["en"])
    for recognizer in (
        SpacyRecognizer(supported_entities=sorted(NAMED)),
        PhoneRecognizer(supported_regions=("US", "GB", "DE", "FR", "ES", "IT")),
        UsSsnRecognizer(),
    ):
        registry.add_recognizer(recognizer)
    return AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["en"])


def _take_back_filters(before: list[Any]) -> None:
    """Undo what spaCy, and srsly below it, do to the warning filters of the process when they are imported."""
    filters = cast("list[Any]", warnings.filters)
    others = [each for each in filters if each not in before and not _is_spacys(*each)]
    filters[:] = [*others, *(each for each in before if each in filters)]


def _is_spacys(_: str, message: re.Pattern[str] | None, category: type[Warning], *__: object) -> bool:
    numbered = message is not None and str(getattr(message, "pattern", "")).startswith(r"\[W")
    return numbered or category.__module__.startswith("srsly.")


def _spacy_of(engine: AnalyzerEngine) -> Language:
    return cast("Any", engine.nlp_engine).nlp["en"]  # type: ignore[no-any-return]


def _pipeline(model: str) -> Language:
    """What finds names in that pipeline; Presidio itself would take twice the time, for all of it, or download it."""
    import spacy

    pipeline = spacy.load(model, exclude=_PIPES)
    # Vectors that no pipe that is left listens to; one that finds names may have its own.
    unheard = [name for name, pipe in pipeline.pipeline if getattr(pipe, "listening_components", None) == []]
    pipeline.select_pipes(disable=unheard)
    return pipeline
