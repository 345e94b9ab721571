"""Marks of a reviewer, from the file to the stored values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator
from pydicom import Dataset

from dicom_text_redactor.__main__ import main
from dicom_text_redactor.corrections.marks import Area, FileMarks
from dicom_text_redactor.errors import MarksMismatch
from dicom_text_redactor.model import Box
from dicom_text_redactor.redactor import Redaction, Redactor
from dicom_text_redactor.report import REPORT_SUFFIX, SCHEMA_FILE
from dicom_text_redactor.settings import RedactionSettings
from tests.dicom.images import JPEG, Made, made
from tests.phantoms import SURNAME, Line, Phantom, image_with, write

VALIDATOR = Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
FRAMES = 3


@pytest.fixture(scope="module")
def quick() -> Redactor:
    return Redactor(RedactionSettings(ner_model=""))


@pytest.fixture
def cine() -> Phantom:
    """A name that the header knows, and a clinical word, in all of three frames."""
    lines = (Line(SURNAME, left=20, top=20, size=24), Line("CHEST", left=20, top=90, size=24))
    return image_with(*lines, shape=(130, 260), frames=FRAMES, paper=30, PatientName=SURNAME)


def stored(dataset: Dataset) -> Any:
    return dataset.pixel_array


def boxes(redaction: Redaction, source: str) -> list[Box]:
    VALIDATOR.validate(json.loads(redaction.report.to_json()))
    return [mark.box for mark in redaction.report.hidden if mark.source == source]


def test_a_missed_area_is_painted_exactly_in_its_frames_and_reported(quick: Redactor, cine: Phantom) -> None:
    area = cine.frames[0].box("CHEST").grown(2)
    plain = quick.redact(cine.dataset)
    marked = quick.redact(cine.dataset, marks=FileMarks((Area(area, ((1, 2),)),)))
    (mark,) = (mark for mark in marked.report.hidden if mark.source == "review")
    assert (mark.box, mark.frames, mark.entity, mark.score) == (area, ((1, 2),), "MARKED", 1.0)
    before, after = stored(plain.dataset), stored(marked.dataset)
    differs = before != after
    assert not differs[0].any()
    for frame in (1, 2):
        inside = np.zeros(differs.shape[1:], bool)
        inside[area.slices] = True
        assert not differs[frame][~inside].any()
        assert np.unique(after[frame][area.slices]).size == 1
    # The word is said to be kept only where it still can be read.
    (kept,) = marked.report.kept
    assert kept.frames == ((0, 0),)


def test_a_needless_box_leaves_the_original_values_and_nothing_else_changes(quick: Redactor, cine: Phantom) -> None:
    plain = quick.redact(cine.dataset)
    (box,) = boxes(plain, "metadata")
    marked = quick.redact(cine.dataset, marks=FileMarks((), (Area(box, ((0, FRAMES - 1),)),)))
    assert marked.report.hidden == ()
    assert {mark.source for mark in marked.report.kept} == {"clinical", "review"}
    assert (stored(marked.dataset) == stored(cine.dataset)).all()
    assert marked.report.status == "clean"


def test_what_is_needless_in_one_frame_stays_hidden_in_the_others(quick: Redactor, cine: Phantom) -> None:
    (box,) = boxes(quick.redact(cine.dataset), "metadata")
    marked = quick.redact(cine.dataset, marks=FileMarks((), (Area(box, ((1, 1),)),)))
    (mark,) = marked.report.hidden
    assert mark.frames == ((0, 0), (2, 2))
    changed = [bool((stored(marked.dataset)[n] != stored(cine.dataset)[n]).any()) for n in range(FRAMES)]
    assert changed == [True, False, True]


def test_a_needless_area_never_wins_over_a_word_that_is_always_hidden(cine: Phantom) -> None:
    strict = Redactor(RedactionSettings(ner_model="", deny=frozenset([SURNAME.casefold()])))
    everywhere = Area(Box(0, 0, 260, 130), ((0, FRAMES - 1),))
    marked = strict.redact(cine.dataset, marks=FileMarks((), (everywhere,)))
    assert [mark.source for mark in marked.report.hidden] == ["deny-list"]


def test_a_missed_area_wins_over_a_needless_one(quick: Redactor, cine: Phantom) -> None:
    area = Area(cine.frames[0].box(SURNAME).grown(3), ((0, FRAMES - 1),))
    marked = quick.redact(cine.dataset, marks=FileMarks((area,), (area,)))
    assert area.box in boxes(marked, "review")
    assert np.unique(stored(marked.dataset)[0][area.box.slices]).size == 1


def test_the_look_after_painting_does_not_paint_a_needless_area_again(quick: Redactor) -> None:
    # Two names in a row: one stays hidden, so that the look goes there, and the other is marked as needless.
    lines = (Line(f"{SURNAME} CHEST", left=20, top=20, size=24), Line("ORSOLYA", left=20, top=60, size=24))
    phantom = image_with(*lines, shape=(110, 320), paper=30, PatientName=f"{SURNAME}^ORSOLYA")
    plain = quick.redact(phantom.dataset)
    below = max(boxes(plain, "metadata"), key=lambda box: box.top)
    marked = quick.redact(phantom.dataset, marks=FileMarks((), (Area(below, ((0, 0),)),)))
    assert len(marked.report.hidden) == 1
    ink = phantom.ink["ORSOLYA"]
    assert (stored(marked.dataset)[ink] == stored(phantom.dataset)[ink]).all()
    hidden = phantom.ink[SURNAME]
    assert np.unique(stored(marked.dataset)[hidden]).size == 1


def test_in_jpeg_baseline_whole_blocks_are_painted_and_a_needless_box_of_them_keeps_every_byte(quick: Redactor) -> None:
    lines = (Line(SURNAME, left=20, top=20, size=24), Line("CHEST", left=20, top=90, size=24))
    written = write(lines, (128, 256), 30)
    dataset = made(Made("jpeg", JPEG, "YBR_FULL_422", 128, 256, 1, 8, 8), written.colours[np.newaxis])
    dataset.PatientName = SURNAME
    (box,) = boxes(quick.redact(dataset), "metadata")
    assert (box.left % 8, box.top % 8) == (0, 0)
    spared = quick.redact(dataset, marks=FileMarks((), (Area(box, ((0, 0),)),)))
    assert spared.report.status == "clean"
    assert spared.dataset.PixelData == dataset.PixelData
    area = written.box("CHEST")
    (marked,) = boxes(quick.redact(dataset, marks=FileMarks((Area(area, ((0, 0),)),))), "review")
    assert marked.overlap(area) == area.area < marked.area
    assert (marked.left % 8, marked.top % 8) == (0, 0)


def with_overlay(phantom: Phantom) -> Dataset:
    """The image under a plane that shows the name's letters once more, further down."""
    dataset = phantom.dataset
    rows, columns = dataset.Rows, dataset.Columns
    bits = np.roll(phantom.ink[SURNAME], 60, axis=0)
    for element, vr, value in (
        (0x0010, "US", rows), (0x0011, "US", columns), (0x0040, "CS", "G"), (0x0050, "SS", [1, 1]),
        (0x0100, "US", 1), (0x0102, "US", 0), (0x3000, "OW", np.packbits(bits, bitorder="little").tobytes()),
    ):  # fmt: skip
        dataset.add_new((0x6000, element), vr, value)
    return dataset


def test_needless_areas_are_about_the_pixels_and_missed_ones_about_overlays_too() -> None:
    judging = Redactor(RedactionSettings(ner_model="", overlays="judge"))
    phantom = image_with(Line(SURNAME, left=20, top=20, size=24), shape=(128, 260), paper=30, PatientName=SURNAME)
    dataset, everywhere = with_overlay(phantom), Area(Box(0, 0, 260, 128), ((0, 0),))
    spared = judging.redact(dataset, marks=FileMarks((), (everywhere,)))
    assert {(mark.source, mark.place) for mark in spared.report.hidden} == {("metadata", "overlay")}
    assert not np.any(spared.dataset.overlay_array(0x6000)[phantom_rows(phantom)])
    missed = judging.redact(dataset, marks=FileMarks((everywhere,)))
    assert {("review", "pixels"), ("review", "overlay")} <= {(m.source, m.place) for m in missed.report.hidden}
    assert not np.any(missed.dataset.overlay_array(0x6000))


def phantom_rows(phantom: Phantom) -> slice:
    """The rows of the plane in which the name stands."""
    box = phantom.frames[0].box(SURNAME)
    return slice(box.top + 60, box.bottom + 60)


def test_marks_of_another_image_refuse_the_file_and_write_no_image(
    quick: Redactor, cine: Phantom, tmp_path: Path
) -> None:
    source, target = cine.saved(tmp_path / "a.dcm"), tmp_path / "out.dcm"
    with pytest.raises(MarksMismatch):
        quick.redact_file(source, target, marks=FileMarks((Area(Box(500, 500, 5, 5), ((0, 0),)),)))
    assert not target.exists()
    report = json.loads(target.with_name(target.name + REPORT_SUFFIX).read_text(encoding="utf-8"))
    assert report["reason"]["code"] == "marks-mismatch"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REDACT_NER_MODEL", "")
    image = image_with(Line("CHEST", left=20, top=20, size=24), shape=(70, 160), paper=30)
    image.saved(tmp_path / "in" / "ward 7" / "a.dcm")
    image.saved(tmp_path / "in" / "b.dcm")
    return tmp_path / "in"


def marks_file(folder: Path, name: str) -> Path:
    area = {"frames": [[0, 0]], "left": 18, "top": 18, "width": 100, "height": 30}
    wrong = {"state": "wrong", "note": f"{SURNAME} is still there", "missed": [area], "needless": []}
    path = folder.parent / "marks.json"
    path.write_text(json.dumps({"schema": "review-marks/1", "files": {name: wrong}}), encoding="utf-8")
    return path


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_folder_is_redacted_with_the_marks_of_its_files(
    folder: Path, capsys: pytest.CaptureFixture[str], workers: str
) -> None:
    out = folder.parent / "out"
    marks = marks_file(folder, "ward 7/a.dcm")
    assert main(["redact", str(folder), str(out), "--marks", str(marks), "--workers", workers]) == 0
    assert "1 redacted, 1 clean, 0 refused" in capsys.readouterr().out
    text = (out / "ward 7" / f"a.dcm{REPORT_SUFFIX}").read_text(encoding="utf-8")
    assert [box["source"] for box in json.loads(text)["boxes"]] == ["review"]
    assert SURNAME not in text


def test_a_single_file_is_redacted_with_its_marks(folder: Path) -> None:
    out, marks = folder.parent / "out.dcm", marks_file(folder, "ward 7/a.dcm")
    assert main(["redact", str(folder / "ward 7" / "a.dcm"), str(out), "--marks", str(marks)]) == 0
    assert json.loads(out.with_name(out.name + REPORT_SUFFIX).read_text(encoding="utf-8"))["status"] == "redacted"


def test_marks_of_a_file_that_is_not_there_are_wrong_usage_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, marks = folder.parent / "out", marks_file(folder, "ward 8/a.dcm")
    assert main(["redact", str(folder), str(out), "--marks", str(marks)]) == 2
    assert main(["redact", str(folder / "b.dcm"), str(out), "--marks", str(marks)]) == 2
    assert 'files["ward 8/a.dcm"]' in capsys.readouterr().err
    assert not out.exists()


def test_wrong_marks_are_wrong_usage_that_names_the_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    marks = folder.parent / "marks.json"
    marks.write_text('{"schema": "review-marks/1", "files": {"b.dcm": {"missed": [{"left": 0}]}}}', encoding="utf-8")
    assert main(["redact", str(folder), str(folder.parent / "out"), "--marks", str(marks)]) == 2
    assert capsys.readouterr().err == 'dicom-redact: files["b.dcm"].missed[0] has no top.\n'
