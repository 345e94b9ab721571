"""The promises: what identifies is hidden, everything else stays as it was, and nothing leaks through the report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from copy import deepcopy
from functools import cache
from io import BytesIO

import numpy as np
import pytest
from jsonschema import Draft202012Validator
from pydicom import Dataset, dcmread

from dicom_text_redactor import hiding as pipeline
from dicom_text_redactor.dicom.pixels.describing import describe
from dicom_text_redactor.dicom.pixels.frames import FrameSource
from dicom_text_redactor.errors import StillShowingText, TimedOut
from dicom_text_redactor.model import Box, Mark, Pixels, Reading, Region, Word
from dicom_text_redactor.redactor import Redaction, Redactor
from dicom_text_redactor.report import SCHEMA_FILE, BoxReport
from dicom_text_redactor.settings import Fill, RedactionSettings
from dicom_text_redactor.text.tracks import Track
from tests.dicom.images import MANY_PIXELS, wheel_file
from tests.phantoms import (
    BORN,
    CLINICAL,
    GIVEN,
    IDENTIFYING,
    NUMBER,
    SURNAME,
    Line,
    Mask,
    Phantom,
    area_of,
    chart,
    image_with,
)

FORMS = ("MONOCHROME2", "MONOCHROME1", "RGB", "PALETTE COLOR", "YBR_FULL")
VALIDATOR = Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def pixels(dataset: Dataset, frame: int = 0) -> Pixels:
    return FrameSource(dataset, describe(dataset, max_pixels=MANY_PIXELS))[frame].pixels


def stands_in(mark: Mark, frame: int) -> bool:
    return any(first <= frame <= last for first, last in mark.frames)


def painted(report: BoxReport, shape: tuple[int, ...], frame: int = 0) -> Mask:
    boxes = [mark.box for mark in report.hidden if stands_in(mark, frame)]
    return area_of(boxes, (shape[0], shape[1]))


def share_hidden(redaction: Redaction, ink: Mask, frame: int = 0) -> float:
    """The share of a word's ink that lies in the report's boxes of that frame."""
    return float(painted(redaction.report, ink.shape, frame)[ink].mean())


@cache
def result(redactor: Redactor, photometric: str) -> tuple[Phantom, Redaction]:
    phantom = chart(photometric)
    return phantom, redactor.redact(phantom.dataset)


@pytest.mark.parametrize("photometric", FORMS)
def test_all_ink_of_what_identifies_is_painted(redactor: Redactor, photometric: str) -> None:
    phantom, redaction = result(redactor, photometric)
    after = pixels(redaction.dataset)
    for word in IDENTIFYING:
        assert share_hidden(redaction, phantom.ink[word]) == 1.0, word
    for mark in redaction.report.hidden:
        inside = after[mark.box.slices]
        assert (inside == inside[0, 0]).all()


@pytest.mark.parametrize("photometric", FORMS)
def test_clinical_words_keep_every_value(redactor: Redactor, photometric: str) -> None:
    phantom, redaction = result(redactor, photometric)
    before, after = pixels(phantom.dataset), pixels(redaction.dataset)
    for word in CLINICAL:
        np.testing.assert_array_equal(after[phantom.ink[word]], before[phantom.ink[word]])


@pytest.mark.parametrize("photometric", FORMS)
def test_every_stored_value_outside_the_boxes_stays_and_so_does_its_form(redactor: Redactor, photometric: str) -> None:
    phantom, redaction = result(redactor, photometric)
    before, after = pixels(phantom.dataset), pixels(redaction.dataset)
    outside = ~painted(redaction.report, before.shape)
    np.testing.assert_array_equal(after[outside], before[outside])
    for keyword in ("PhotometricInterpretation", "BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation"):
        assert redaction.dataset[keyword].value == phantom.dataset[keyword].value


@pytest.mark.parametrize("photometric", FORMS)
def test_the_report_says_what_was_done_and_fits_its_schema(redactor: Redactor, photometric: str) -> None:
    _, redaction = result(redactor, photometric)
    report = json.loads(redaction.report.to_json())
    VALIDATOR.validate(report)
    assert report["status"] == "redacted"
    assert report["image"]["photometric"] == photometric
    assert {box["source"] for box in report["boxes"]} == {"metadata"}
    assert [area["because"] for area in report["kept"]] == ["clinical", "clinical"]
    assert report["check"]["residual"] == 0


@pytest.mark.parametrize("photometric", FORMS)
def test_neither_a_read_text_nor_a_header_value_stands_in_the_report(redactor: Redactor, photometric: str) -> None:
    _, redaction = result(redactor, photometric)
    text = redaction.report.to_json().casefold()
    for word in (*IDENTIFYING, "quillfeather^orsolya", "19430722", "4471902", "chest"):
        assert word.casefold() not in text


def test_the_caller_s_dataset_stays_untouched(redactor: Redactor) -> None:
    phantom = chart()
    before = deepcopy(phantom.dataset)
    redaction = redactor.redact(phantom.dataset)
    assert phantom.dataset == before
    assert phantom.dataset.file_meta == before.file_meta
    assert redaction.dataset is not phantom.dataset


def test_the_redacted_dataset_tells_that_it_was_redacted(redactor: Redactor) -> None:
    _, redaction = result(redactor, "MONOCHROME2")
    assert redaction.dataset.BurnedInAnnotation == "NO"
    assert redaction.dataset.ImageType[0] == "DERIVED"
    assert redaction.dataset.PatientID == NUMBER


def test_the_redacted_dataset_can_be_saved_and_read_back(redactor: Redactor) -> None:
    _, redaction = result(redactor, "PALETTE COLOR")
    file = BytesIO()
    redaction.dataset.save_as(file, enforce_file_format=True)
    file.seek(0)
    np.testing.assert_array_equal(pixels(dcmread(file)), pixels(redaction.dataset))


def test_the_result_of_a_redaction_has_nothing_more_to_hide(redactor: Redactor) -> None:
    _, redaction = result(redactor, "MONOCHROME2")
    assert redactor.redact(redaction.dataset).report.hidden == ()


def test_the_name_of_one_patient_does_not_reach_the_next_file(redactor: Redactor) -> None:
    # LUNG is clinical unless a patient is called so.
    first = image_with(Line("LUNG WINDOW"), PatientName="LUNG^WINDOW")
    second = image_with(Line("LUNG WINDOW"))
    assert share_hidden(redactor.redact(first.dataset), first.ink["LUNG"]) == 1.0
    after = redactor.redact(second.dataset)
    assert after.report.hidden == ()
    assert after.report.status == "clean"


def test_a_clean_image_keeps_its_pixel_data_to_the_byte(redactor: Redactor) -> None:
    phantom = image_with(Line("CHEST LATERAL"))
    redaction = redactor.redact(phantom.dataset)
    assert redaction.report.status == "clean"
    assert redaction.dataset.PixelData == phantom.dataset.PixelData


def test_an_even_image_without_any_text_is_clean(redactor: Redactor) -> None:
    assert redactor.redact(image_with(paper=0, shape=(64, 64)).dataset).report.status == "clean"


@pytest.mark.parametrize("angle", [90, 270])
def test_a_name_that_runs_up_or_down_is_hidden(redactor: Redactor, angle: int) -> None:
    phantom = image_with(Line(SURNAME, left=40, top=10, size=24, angle=angle), PatientName=f"{SURNAME}^{GIVEN}")
    assert share_hidden(redactor.redact(phantom.dataset), phantom.ink[SURNAME]) == 1.0


def test_coloured_letters_on_bright_grey_are_hidden(redactor: Redactor) -> None:
    name = Line(f"{SURNAME} {GIVEN}", colour=(200, 190, 40))
    phantom = image_with(name, photometric="RGB", paper=170, PatientName=f"{SURNAME}^{GIVEN}")
    redaction = redactor.redact(phantom.dataset)
    assert {word: share_hidden(redaction, ink) for word, ink in phantom.ink.items()} == {SURNAME: 1.0, GIVEN: 1.0}


def test_a_name_that_no_header_knows_is_hidden_as_well(redactor: Redactor) -> None:
    phantom = image_with(Line(f"NAME: {SURNAME}", top=40), Line(BORN, top=100))
    redaction = redactor.redact(phantom.dataset)
    assert share_hidden(redaction, phantom.ink[SURNAME]) == 1.0
    assert share_hidden(redaction, phantom.ink[BORN]) == 1.0


@cache
def cine(redactor: Redactor) -> tuple[Phantom, Redaction]:
    """Three frames; the name stands in all, the number in the second, the side in all."""
    phantom = image_with(
        Line(SURNAME, top=20),
        Line(NUMBER, top=90, frames=frozenset([1])),
        Line("LEFT", top=160),
        frames=3,
        PatientName=SURNAME,
        PatientID=NUMBER,
    )
    return phantom, redactor.redact(phantom.dataset)


def test_a_name_is_hidden_in_all_frames_of_a_cine(redactor: Redactor) -> None:
    phantom, redaction = cine(redactor)
    for number, frame in enumerate(phantom.frames):
        assert share_hidden(redaction, frame.ink[SURNAME], number) == 1.0


def test_a_word_in_a_single_frame_is_hidden_in_that_frame_and_its_place_stays_in_the_others(
    redactor: Redactor,
) -> None:
    phantom, redaction = cine(redactor)
    ink = phantom.frames[1].ink[NUMBER]
    assert share_hidden(redaction, ink, 1) == 1.0
    for number in (0, 2):
        assert share_hidden(redaction, ink, number) == 0.0


def test_examining_a_cine_tells_in_which_frames_each_line_stands(redactor: Redactor) -> None:
    phantom, _ = cine(redactor)
    found = {line.verdicts[0].word.text: line.frames for line in redactor.examine(phantom.dataset)}
    assert found == {SURNAME: {0, 1, 2}, NUMBER: {1}, "LEFT": {0, 1, 2}}


def test_outside_each_frame_s_boxes_a_cine_keeps_every_value(redactor: Redactor) -> None:
    phantom, redaction = cine(redactor)
    VALIDATOR.validate(json.loads(redaction.report.to_json()))
    for number in range(3):
        before, after = pixels(phantom.dataset, number), pixels(redaction.dataset, number)
        outside = ~painted(redaction.report, before.shape, number)
        np.testing.assert_array_equal(after[outside], before[outside])


@pytest.mark.parametrize(
    ("fill", "expected"), [("black", 4095), ("background", 2409)], ids=["the blackest value", "the paper's value"]
)
def test_the_fill_is_what_the_setting_says(fill: Fill, expected: int) -> None:
    phantom = image_with(Line(SURNAME), photometric="MONOCHROME1", paper=105, PatientName=SURNAME)
    redaction = Redactor(RedactionSettings(fill=fill, ner_model="")).redact(phantom.dataset)
    assert redaction.report.fill == fill
    assert set(np.unique(pixels(redaction.dataset)[phantom.ink[SURNAME]])) == {expected}


def test_contrast_is_a_fill_that_is_neither_paper_nor_ink(redactor: Redactor) -> None:
    phantom = image_with(Line(SURNAME), paper=105, PatientName=SURNAME)
    redaction = redactor.redact(phantom.dataset)
    (value,) = np.unique(pixels(redaction.dataset)[phantom.ink[SURNAME]])
    before = pixels(phantom.dataset)
    assert abs(int(value) - int(before[0, 0])) > 400
    assert abs(int(value) - int(before.max())) > 400


def test_a_file_of_the_wild_is_redacted_without_a_change_outside_its_boxes(redactor: Redactor) -> None:
    before = dcmread(wheel_file("examples_rgb_color.dcm"))
    redaction = redactor.redact(before)
    VALIDATOR.validate(json.loads(redaction.report.to_json()))
    outside = ~painted(redaction.report, (before.Rows, before.Columns))
    np.testing.assert_array_equal(pixels(redaction.dataset)[outside], pixels(before)[outside])


def test_a_file_that_takes_too_long_is_out_of_time() -> None:
    with pytest.raises(TimedOut):
        Redactor(RedactionSettings(timeout_s=1e-6, ner_model="")).redact(chart().dataset)


def kept_words(redactor: Redactor, phantom: Phantom) -> Sequence[str]:
    """The words that `examine` would keep; it says the same as `redact` does."""
    lines = redactor.examine(phantom.dataset)
    return [verdict.word.text for line in lines for verdict in line.verdicts if not verdict.hide]


def test_examining_tells_word_by_word_what_would_be_hidden(redactor: Redactor) -> None:
    phantom, redaction = result(redactor, "MONOCHROME2")
    assert kept_words(redactor, phantom) == list(CLINICAL)
    boxes = [
        verdict.word.box for line in redactor.examine(phantom.dataset) for verdict in line.verdicts if verdict.hide
    ]
    everything = Box.around(mark.box for mark in redaction.report.hidden)
    assert len(boxes) == len(IDENTIFYING)
    assert all(box.overlap(everything) == box.area for box in boxes)


def second_looks(monkeypatch: pytest.MonkeyPatch, *words: Word) -> None:
    """Let each second look at a painted picture find one of these words, as if paint had left it, and then nothing."""
    left = list(words)

    def look_again(*_: object, **__: object) -> list[Track]:
        if not left:
            return []
        word = left.pop(0)
        return [Track(word.region, (word,), np.zeros((1, 1), np.float32))]

    monkeypatch.setattr(pipeline, "look_again", look_again)


def piece(left: int, top: int) -> Word:
    """A small piece of a name, in a line that is twice as long."""
    region = Region(0, Box(10, top, 200, 20))
    return Word(region, Box(left, top + 2, 90, 16), (Reading("first", SURNAME, 0.9),))


def image_with_a_name() -> Dataset:
    """Only what is painted is looked at again, so something has to be."""
    return image_with(Line(SURNAME, top=132, size=16), paper=0, shape=(160, 256), PatientName=SURNAME).dataset


def test_what_is_found_again_once_is_painted_narrowly_and_found_again_later_with_its_whole_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = piece(40, 20), piece(40, 80)
    second_looks(monkeypatch, first, second)
    report = Redactor(RedactionSettings(ner_model="")).redact(image_with_a_name()).report
    narrow, wide, _ = sorted((mark.box for mark in report.hidden), key=lambda box: box.top)
    assert report.check == {"passes": 3, "residual": 0}
    assert narrow.overlap(first.box) == first.box.area
    assert narrow.width < 0.7 * first.region.box.width
    assert wide.overlap(second.region.box) == second.region.box.area


def test_an_image_in_which_every_look_finds_something_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    second_looks(monkeypatch, *(piece(40, top) for top in range(2, 160, 26)))
    with pytest.raises(StillShowingText):
        Redactor(RedactionSettings(ner_model="")).redact(image_with_a_name())
