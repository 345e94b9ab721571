"""What the arguments of a call mean for this program, and which of them mean nothing."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from presidio_analyzer import EntityRecognizer

from dicom_text_redactor.phi.recognizers import Recognizer, entity_of
from dicom_text_redactor.presidio.allowing import DEFAULT_FLAGS, AllowList
from dicom_text_redactor.presidio.errors import IgnoredArgument
from dicom_text_redactor.presidio.recognizers import Options, OwnRecognizers
from dicom_text_redactor.settings import Fill

PADDING_WIDTH = 25
CROP_RATIO = 0.75

_FILLS: dict[str, Fill] = {
    "contrast": "contrast",
    "invert": "contrast",
    "inverted": "contrast",
    "inverse": "contrast",
    "background": "background",
    "bg": "background",
    "black": "black",
}
ALLOWING = frozenset(("allow_list", "allow_list_match", "regex_flags"))
NARROWING = frozenset(("entities", "score_threshold", "context", "language"))
WITHOUT_MEANING = frozenset(("correlation_id", "return_decision_process", "nlp_artifacts"))
"""The further arguments of `AnalyzerEngine.analyze`, by what they do here."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a call asks for; `entities` gives the names of entities as the caller spells them, by ours."""

    fill: Fill
    use_header: bool
    recognizers: tuple[Recognizer, ...]
    entities: Mapping[str, str] = field(default_factory=dict)


def request(
    own: Callable[[Options], Recognizer] | None,
    fill: str,
    padding_width: int,
    crop_ratio: float,
    use_metadata: bool,
    ocr_kwargs: Mapping[str, Any] | None,
    ad_hoc_recognizers: Sequence[EntityRecognizer] | None,
    text_analyzer_kwargs: Mapping[str, Any],
) -> Request:
    """What a method's arguments ask for; warns of those that do nothing, in the line that calls the method.

    own: gives the engine of the caller, as it is to be asked; None: there is none.

    Raises
    ------
    TypeError
        An argument is unknown, or `ad_hoc_recognizers` is no list of recognizers.
    ValueError
        `fill` or `allow_list_match` has no meaning.
    """
    ad_hoc = _recognizers_of(ad_hoc_recognizers)
    unknown = sorted(set(text_analyzer_kwargs) - ALLOWING - NARROWING - WITHOUT_MEANING)
    if unknown:
        raise TypeError(f"unexpected keyword argument: {', '.join(unknown)}")
    for message in _without_effect(padding_width, crop_ratio, ocr_kwargs, text_analyzer_kwargs):
        warnings.warn(message, IgnoredArgument, stacklevel=3)
    options = _options(text_analyzer_kwargs)
    recognizers: list[Recognizer] = []
    if own is not None:
        recognizers.append(own(options))
    if ad_hoc:
        recognizers.append(OwnRecognizers(ad_hoc, options))
    if text_analyzer_kwargs.get("allow_list"):
        recognizers.append(_allow_list(text_analyzer_kwargs))
    names = {entity_of(entity): entity for recognizer in ad_hoc for entity in recognizer.supported_entities}
    return Request(_fill(fill), bool(use_metadata), tuple(recognizers), names)


def _fill(name: str) -> Fill:
    try:
        return _FILLS[name.lower()]
    except (KeyError, AttributeError):
        raise ValueError("fill must be 'contrast', 'background' or 'black'.") from None


def _recognizers_of(given: Any) -> list[EntityRecognizer]:
    if given is None:
        return []
    if not isinstance(given, list | tuple) or not all(isinstance(each, EntityRecognizer) for each in given):
        raise TypeError("ad_hoc_recognizers must be None or a list of Presidio's recognizers.")
    return list(given)


def _without_effect(
    padding_width: int, crop_ratio: float, ocr_kwargs: Mapping[str, Any] | None, more: Mapping[str, Any]
) -> Iterator[str]:
    """What to say of arguments that are not as they are by default, and do nothing here, or less."""
    if padding_width != PADDING_WIDTH:
        yield "padding_width does nothing here: text at the edges of an image is found without padding."
    if crop_ratio != CROP_RATIO:
        yield "crop_ratio does nothing here: the colour of a box comes from what surrounds it."
    if ocr_kwargs:
        yield "ocr_kwargs do nothing here: this program has its own readers, and hides what none of them can read."
    narrowing = [name for name in sorted(NARROWING) if more.get(name) is not None]
    if narrowing and not (narrowing == ["language"] and more["language"] == "en"):
        yield (
            f"{', '.join(narrowing)}: only an engine and recognizers that you pass are told. "
            "What this program finds by itself is hidden in any case."
        )
    for name in sorted(WITHOUT_MEANING):
        if more.get(name):
            yield f"{name} does nothing here."


def _options(given: Mapping[str, Any]) -> Options:
    return Options(
        language=given.get("language") or "en",
        entities=_strings(given.get("entities")),
        score_threshold=given.get("score_threshold"),
        context=_strings(given.get("context")),
    )


def _strings(given: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if given is None else tuple(given)


def _allow_list(given: Mapping[str, Any]) -> AllowList:
    flags = given.get("regex_flags")
    match = given.get("allow_list_match") or "exact"
    return AllowList(list(given["allow_list"]), match, DEFAULT_FLAGS if flags is None else flags)
