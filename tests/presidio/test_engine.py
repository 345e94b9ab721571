"""Presidio's calls with a loaded image: what is painted, what comes back, and what stays as it was."""

from __future__ import annotations

import threading
import warnings
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer, RecognizerRegistry
from pydicom import Dataset, FileDataset, dcmread

from dicom_text_redactor import model
from dicom_text_redactor.errors import NoPixels, RedactionError
from dicom_text_redactor.presidio import DicomImageRedactorEngine, IgnoredArgument, LacksPixels
from dicom_text_redactor.presidio.boxes import Box
from dicom_text_redactor.presidio.recognizers import _PlainText
from dicom_text_redactor.settings import Policy, RedactionSettings
from tests.phantoms import CLINICAL, GIVEN, IDENTIFYING, SURNAME, Line, Phantom, area_of, chart, image_with
from tests.phantoms import Mask as Area

ANY_TEXT = PatternRecognizer("TEXT", patterns=[Pattern("any text", r"(?s).*", 0.5)])
ASKABLE = SimpleNamespace(analyze=list)
CODE = "KX-771"


def made(policy: Policy = "cautious", engine: Any = None) -> DicomImageRedactorEngine:
    return DicomImageRedactorEngine(engine, settings=RedactionSettings(policy=policy, ner_model=""))


def area(boxes: list[Box], phantom: Phantom) -> Area:
    rows, columns = phantom.frames[0].grey.shape
    return area_of(
        [model.Box(*(box[key] for key in ("left", "top", "width", "height"))) for box in boxes], (rows, columns)
    )


def gone(engine: DicomImageRedactorEngine, phantom: Phantom, **asked: Any) -> set[str]:
    """The words of which all ink was painted over, as the boxes say and the pixels show."""
    image, boxes = engine.redact_and_return_bbox(phantom.dataset, **asked)
    painted = area(boxes, phantom)
    changed = image.pixel_array != phantom.dataset.pixel_array
    changed = changed.any(axis=2) if changed.ndim == 3 else changed
    assert not changed[~painted].any()
    return {word for word, ink in phantom.ink.items() if painted[ink].all() and changed[ink].mean() > 0.9}


@pytest.mark.parametrize("photometric", ["MONOCHROME2", "RGB", "PALETTE COLOR"])
def test_what_identifies_is_painted_and_clinical_words_stay(engine: DicomImageRedactorEngine, photometric: str) -> None:
    assert gone(engine, chart(photometric)) == set(IDENTIFYING)


def test_redact_gives_the_image_alone_and_leaves_the_one_it_was_given(engine: DicomImageRedactorEngine) -> None:
    phantom = chart()
    before = deepcopy(phantom.dataset)
    redacted = engine.redact(phantom.dataset)
    assert phantom.dataset == before
    assert type(redacted) is Dataset
    assert redacted == engine.redact_and_return_bbox(phantom.dataset)[0]
    assert redacted.BurnedInAnnotation == "NO"


def test_an_image_that_was_read_from_a_file_comes_back_as_one(engine: DicomImageRedactorEngine, tmp_path: Path) -> None:
    path = chart().saved(tmp_path / "scan.dcm")
    image = dcmread(path)
    redacted = engine.redact(image)
    assert type(redacted) is FileDataset
    assert isinstance(redacted, FileDataset)
    assert (redacted.filename, redacted.timestamp) == (image.filename, image.timestamp)
    redacted.save_as(tmp_path / "redacted.dcm")
    read_again = dcmread(tmp_path / "redacted.dcm")
    assert read_again == redacted
    np.testing.assert_array_equal(read_again.pixel_array, redacted.pixel_array)


def test_boxes_have_presidio_s_keys_and_whole_numbers(engine: DicomImageRedactorEngine) -> None:
    _, boxes = engine.redact_and_return_bbox(chart().dataset)
    assert boxes
    for box in boxes:
        assert list(box) == ["left", "top", "width", "height", "entity_type"]
        assert [type(value) for value in box.values()] == [int, int, int, int, str]
    assert {box["entity_type"] for box in boxes} == {"PERSON", "ID", "DATE_TIME"} & {
        box["entity_type"] for box in boxes
    }


def test_boxes_of_several_frames_say_in_which_ones_they_are(engine: DicomImageRedactorEngine) -> None:
    cine = image_with(
        Line(SURNAME, top=20),
        Line(GIVEN, top=100, frames=frozenset((2, 3))),
        frames=4,
        PatientName=f"{SURNAME}^{GIVEN}",
    )
    image, boxes = engine.redact_and_return_bbox(cine.dataset)
    assert image.NumberOfFrames == 4
    assert {box["top"] // 60: box["frames"] for box in boxes} == {0: [[0, 3]], 1: [[2, 3]]}


def test_changing_the_header_of_the_result_leaves_the_image_alone(engine: DicomImageRedactorEngine) -> None:
    item = Dataset()
    item.RequestedProcedureDescription = "CHEST"
    image = chart(RequestAttributesSequence=[item]).dataset
    redacted = engine.redact(image)
    redacted.RequestAttributesSequence[0].RequestedProcedureDescription = "removed"
    redacted.PatientName = "removed"
    assert image.RequestAttributesSequence[0].RequestedProcedureDescription == "CHEST"
    assert image.PatientName == f"{SURNAME}^{GIVEN}"


@pytest.mark.parametrize(("fill", "black"), [("black", True), ("contrast", False), ("background", False)])
def test_the_fill_is_that_of_the_call(engine: DicomImageRedactorEngine, fill: str, black: bool) -> None:
    phantom = image_with(Line(SURNAME), paper=90, PatientName=SURNAME)
    image, boxes = engine.redact_and_return_bbox(phantom.dataset, fill=fill)
    inside = image.pixel_array[area(boxes, phantom)]
    paper = phantom.dataset.pixel_array[0, 0]
    assert len(set(inside)) == 1
    assert (inside[0] == 0) is np.bool_(black)
    assert (inside[0] == paper) == (fill == "background")


def test_the_header_is_left_out_if_the_call_says_so() -> None:
    engine = made("phi")
    phantom = image_with(Line("PORTAL VEIN"), Line("CHEST LATERAL", top=150), PatientName="Portal^Ida")
    assert gone(engine, phantom) == {"PORTAL"}
    assert gone(engine, phantom, use_metadata=False) == set()
    plain, headless = engine.redact(phantom.dataset), engine.redact(phantom.dataset, use_metadata=False)
    assert plain.PixelData != headless.PixelData


def test_an_ad_hoc_recognizer_hides_for_its_call_alone_and_names_its_boxes(engine: DicomImageRedactorEngine) -> None:
    given = [PatternRecognizer("Body part", deny_list=["CHEST"])]
    before = list(given)
    phantom = chart()
    assert gone(engine, phantom, ad_hoc_recognizers=given) == {"CHEST", *IDENTIFYING}
    assert given == before
    _, boxes = engine.redact_and_return_bbox(phantom.dataset, ad_hoc_recognizers=given)
    assert "Body part" in [box["entity_type"] for box in boxes]
    assert gone(engine, phantom) == set(IDENTIFYING)


def test_words_and_phrases_of_the_allow_list_stay(engine: DicomImageRedactorEngine) -> None:
    assert gone(engine, chart(), allow_list=[GIVEN]) == set(IDENTIFYING) - {GIVEN}
    assert gone(engine, chart(), allow_list=[f"{SURNAME} {GIVEN}"]) == set(IDENTIFYING) - {SURNAME, GIVEN}
    assert gone(engine, chart(), allow_list=[GIVEN.lower()]) == set(IDENTIFYING)
    assert gone(engine, chart(), allow_list=["orso.*"], allow_list_match="regex") == set(IDENTIFYING) - {GIVEN}
    assert gone(engine, chart()) == set(IDENTIFYING)


def test_a_recognizer_of_any_text_and_an_allow_list_leave_what_is_allowed(
    engine: DicomImageRedactorEngine,
) -> None:
    hidden = gone(engine, chart(), ad_hoc_recognizers=[ANY_TEXT], allow_list=["CHEST"])
    assert hidden == {"LATERAL", *IDENTIFYING}


def test_the_engine_that_is_passed_is_asked_as_well() -> None:
    phantom = image_with(Line(f"CHEST {CODE}"))
    registry = RecognizerRegistry(
        recognizers=[PatternRecognizer("CODE", patterns=[Pattern("code", "KX-771|CHEST", 0.6)])],
        supported_languages=["en"],
    )
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=_PlainText("en"), supported_languages=["en"])
    wrapped = SimpleNamespace(analyzer_engine=analyzer)
    assert gone(made("phi"), phantom) == set()
    for given in (analyzer, wrapped):
        engine = made("phi", given)
        assert engine.image_analyzer_engine is given
        assert gone(engine, phantom) == {CODE}
    with pytest.warns(IgnoredArgument, match="score_threshold"):
        assert gone(engine, phantom, score_threshold=0.9) == set()


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        ({}, ["image_analyzer_engine"]),
        ({"analyzer_engine": None}, ["image_analyzer_engine"]),
        ({"analyzer_engine": SimpleNamespace(analyze=list), "ocr": Dataset()}, ["ocr"]),
        (
            {"analyzer_engine": SimpleNamespace(analyze=list), "image_preprocessor": 1, "ocr": 1},
            ["ocr", "image_preprocessor"],
        ),
    ],
)
def test_parts_of_an_engine_that_do_nothing_are_named(parts: dict[str, Any], named: list[str]) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        made(engine=SimpleNamespace(**parts))
    assert [warning.category for warning in caught] == [IgnoredArgument] * len(named)
    for warning, name in zip(caught, named, strict=True):
        assert name in str(warning.message)
        assert "does nothing here" in str(warning.message)


def test_the_usual_parts_of_an_engine_are_passed_over_in_silence() -> None:
    ocr, preprocessor = type("TesseractOCR", (), {})(), type("ImagePreprocessor", (), {})()
    given = SimpleNamespace(analyzer_engine=ASKABLE, ocr=ocr, image_preprocessor=preprocessor)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        made(engine=given)


def test_an_object_without_an_image_is_refused_as_presidio_does_it(engine: DicomImageRedactorEngine) -> None:
    with pytest.raises(AttributeError) as caught:
        engine.redact(Dataset())
    assert isinstance(caught.value, LacksPixels)
    assert (caught.value.code, caught.value.remedy) == (NoPixels.code, NoPixels.remedy)


@pytest.mark.parametrize("image", [None, "scan.dcm", b"", np.zeros((2, 2))])
def test_what_is_no_dataset_is_refused(engine: DicomImageRedactorEngine, image: Any) -> None:
    with pytest.raises(TypeError, match="loaded DICOM dataset"):
        engine.redact(image)


def test_another_refusal_has_its_code_and_no_word_of_the_image(engine: DicomImageRedactorEngine) -> None:
    image = chart().dataset
    image.PixelData = image.PixelData[:100]
    with pytest.raises(RedactionError) as caught:
        engine.redact(image)
    assert caught.value.code == "damaged"
    assert SURNAME not in str(caught.value)


def test_threads_share_an_engine_and_nothing_of_their_calls(engine: DicomImageRedactorEngine) -> None:
    words = ("CHEST", "LATERAL", "CHEST", "LATERAL")
    hidden: dict[int, set[str]] = {}

    def run(number: int) -> None:
        given = [PatternRecognizer("WORD", deny_list=[words[number]])]
        hidden[number] = gone(engine, chart(), ad_hoc_recognizers=given) & set(CLINICAL)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(words))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert hidden == {number: {word} for number, word in enumerate(words)}
