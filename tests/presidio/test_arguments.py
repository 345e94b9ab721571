"""What each argument of Presidio's calls means here, and what is said of those that mean nothing."""

from __future__ import annotations

import inspect
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from presidio_analyzer import AnalyzerEngine, PatternRecognizer
from pydicom import Dataset

from dicom_text_redactor.errors import NoPixels, NotDicom
from dicom_text_redactor.presidio import DicomImageRedactorEngine, IgnoredArgument
from dicom_text_redactor.presidio.arguments import ALLOWING, NARROWING, WITHOUT_MEANING, Request, request
from dicom_text_redactor.settings import Fill

SECRET = "QUILLFEATHER"


def ask(**given: Any) -> Request:
    """What is made of these arguments, the others as they are by default."""
    usual: dict[str, Any] = {
        "fill": "contrast",
        "padding_width": 25,
        "crop_ratio": 0.75,
        "use_metadata": True,
        "ocr_kwargs": None,
        "ad_hoc_recognizers": None,
    }
    named = {name: given.pop(name, value) for name, value in usual.items()}
    return request(None, text_analyzer_kwargs=given, **named)


def told(**given: Any) -> list[str]:
    """What is said of these arguments."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        ask(**given)
    assert {warning.category for warning in caught} <= {IgnoredArgument}
    return [str(warning.message) for warning in caught]


@pytest.mark.parametrize(
    ("name", "fill"),
    [
        ("contrast", "contrast"),
        ("invert", "contrast"),
        ("Inverted", "contrast"),
        ("INVERSE", "contrast"),
        ("background", "background"),
        ("bg", "background"),
        ("black", "black"),
    ],
)
def test_the_fills_of_presidio_and_ours_are_known_by_all_their_names(name: str, fill: Fill) -> None:
    assert ask(fill=name).fill == fill


@pytest.mark.parametrize("fill", ["pink", "", 0, None])
def test_a_fill_that_means_nothing_is_refused(fill: Any) -> None:
    with pytest.raises(ValueError, match="fill must be 'contrast', 'background' or 'black'"):
        ask(fill=fill)


def test_arguments_as_they_are_by_default_ask_for_nothing_and_nothing_is_said_of_them() -> None:
    assert told(language="en", allow_list=[], ocr_kwargs={}) == []
    assert ask() == Request("contrast", True, (), {})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("padding_width", 3),
        ("crop_ratio", 0.5),
        ("ocr_kwargs", {"ocr_threshold": 50}),
        ("correlation_id", "request 7"),
        ("return_decision_process", True),
        ("nlp_artifacts", object()),
    ],
)
def test_an_argument_without_a_meaning_is_taken_with_a_warning_that_names_it(name: str, value: object) -> None:
    (message,) = told(**{name: value})
    assert message.startswith(f"{name} do")
    assert "nothing here" in message


@pytest.mark.parametrize(
    ("name", "value"), [("entities", ["PERSON"]), ("score_threshold", 0.4), ("context", ["mrn"]), ("language", "de")]
)
def test_what_narrows_findings_says_that_it_narrows_only_the_callers_own(name: str, value: object) -> None:
    (message,) = told(**{name: value})
    assert message.startswith(f"{name}: only an engine and recognizers that you pass are told.")


def test_no_warning_holds_a_value() -> None:
    given: dict[str, Any] = {
        "ocr_kwargs": {"config": SECRET},
        "entities": [SECRET],
        "context": [SECRET],
        "language": SECRET,
        "correlation_id": SECRET,
        "allow_list": [SECRET],
        "ad_hoc_recognizers": [PatternRecognizer(SECRET, deny_list=[SECRET])],
    }
    messages = told(**given)
    assert len(messages) == 3
    assert SECRET not in "".join(messages)


@pytest.mark.parametrize("given", [{"padding": 3}, {"text": SECRET}, {SECRET: 1}])
def test_an_unknown_argument_is_refused_as_it_is_by_presidio(given: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        ask(**given)


def test_the_further_arguments_are_those_of_the_analyzer_engine() -> None:
    theirs = set(inspect.signature(AnalyzerEngine.analyze).parameters) - {"self", "text", "ad_hoc_recognizers"}
    assert theirs == ALLOWING | NARROWING | WITHOUT_MEANING


@pytest.mark.parametrize("given", [PatternRecognizer("CODE", deny_list=["x"]), {"CODE"}, ["CODE"], "CODE"])
def test_ad_hoc_recognizers_that_are_no_list_of_recognizers_are_refused(given: Any) -> None:
    with pytest.raises(TypeError, match="ad_hoc_recognizers must be None or a list"):
        ask(ad_hoc_recognizers=given)


def test_an_empty_list_of_recognizers_asks_for_nothing() -> None:
    assert ask(ad_hoc_recognizers=[]).recognizers == ()


def test_what_is_given_makes_recognizers_of_the_core() -> None:
    made = ask(ad_hoc_recognizers=[PatternRecognizer("Zip code", deny_list=["x"])], allow_list=["y"])
    assert [recognizer.role for recognizer in made.recognizers] == ["hide", "keep"]
    assert made.entities == {"ZIP_CODE": "Zip code"}
    assert ask(use_metadata=False).use_header is False


@pytest.mark.parametrize(
    "given", [{"allow_list": ["("], "allow_list_match": "regex"}, {"allow_list": ["a"], "allow_list_match": "any"}]
)
def test_an_allow_list_that_means_nothing_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="allow_list"):
        ask(**given)


def test_warnings_point_to_the_line_that_calls(engine: DicomImageRedactorEngine, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "notes.txt").write_text("no image")
    calls = (
        lambda: engine.redact(Dataset(), padding_width=3),
        lambda: engine.redact_and_return_bbox(Dataset(), padding_width=3),
        lambda: engine.redact_from_file(tmp_path / "in" / "notes.txt", tmp_path / "out", padding_width=3),
        lambda: engine.redact_from_directory(tmp_path / "in", tmp_path / "out", padding_width=3),
        lambda: DicomImageRedactorEngine(object()),
    )
    for call in calls:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            with suppress(NoPixels, NotDicom):
                call()
        assert [warning.filename for warning in caught] == [__file__]
