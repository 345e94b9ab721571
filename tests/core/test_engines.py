"""Engines of a caller: a detector, readers and a finder of names go through the whole pipeline in place of ours."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import cv2
import jsonschema
import numpy as np
import pytest
from pydicom import Dataset

from dicom_text_redactor.errors import Internal, ReaderFailed, SettingError
from dicom_text_redactor.model import Box, Picture
from dicom_text_redactor.phi.patterns import Find
from dicom_text_redactor.phi.recognizers import Entities
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.report import SCHEMA_FILE
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.sources import Source
from dicom_text_redactor.text import detector, models, tesseract
from dicom_text_redactor.text.detector import OwnDetector
from dicom_text_redactor.text.engines import Engines
from dicom_text_redactor.text.found import Found
from dicom_text_redactor.text.network import Maps
from dicom_text_redactor.text.recognizer import Glyph
from dicom_text_redactor.text.tesseract import Token
from tests.phantoms import SURNAME, Line, anatomy, area_of, image_with

QUICK = RedactionSettings(ner_model="")
PLATE = Box(60, 40, 110, 24)
"""A place in which nothing is written; who does not know that it matters sees no text there."""


class Plates:
    """A detector that knows one thing: white plates, on which this maker's screens have the patient's number."""

    name = "plates 1.0"

    def detect(self, pictures: Sequence[Picture], *, spread: bool, overlaid: bool = False) -> list[Found]:
        grey = pictures[0] if pictures[0].ndim == 2 else pictures[0].max(axis=2)
        _, _, stats, _ = cv2.connectedComponentsWithStats((grey >= 250).astype(np.uint8))
        boxes = [(Box(*map(int, (left, top, width, height))), area) for left, top, width, height, area in stats[1:]]
        plates = [box for box, area in boxes if area > 0.95 * box.area and box.width > 2 * box.height > 20]
        return [Found(box.grown(box.height // 5).within(*grey.shape), 0.99) for box in plates]


class Saying:
    """A reader that reads the same in every line, in letters of one width."""

    name = "saying"

    def __init__(self, text: str, confidence: float = 1.0) -> None:
        self._glyphs = [Glyph(c, (i + 0.5) / len(text), confidence) for i, c in enumerate(text)]

    def read(self, lines: Iterable[Picture], *, quick: bool) -> list[list[Glyph]]:
        return [self._glyphs for _ in lines]


class Doubting:
    """A second reader that reads one word over the whole of every line."""

    name = "doubting"

    def __init__(self, text: str = "") -> None:
        self._text = text
        self.asked = 0

    def read(self, lines: Sequence[Picture], *, timeout_s: float) -> list[list[Token]]:
        self.asked += len(lines)
        assert timeout_s > 0
        return [[Token(self._text, 0.9, 0.02, 0.98)] if self._text else [] for _ in lines]


class Naming(Entities):
    """Knows one person; what takes long to load need not be prepared."""

    name = "naming 2"

    def __init__(self, person: str) -> None:
        self._person = person
        self.asked: list[str] = []

    def find(self, text: str) -> list[Find]:
        self.asked.append(text)
        start = text.upper().find(self._person.upper())
        return [Find(start, start + len(self._person), "PERSON", 1.0)] if start >= 0 else []


def with_a_plate(frames: int = 1, **header: Any) -> Dataset:
    papers = [anatomy(frame=number) for number in range(frames)]
    for paper in papers:
        paper[PLATE.slices] = 255
    dataset = image_with(frames=frames, **header).dataset
    stored = np.stack([np.rint(paper.astype(np.float32) * (4095 / 255)).astype("<u2") for paper in papers])
    dataset.PixelData = stored.tobytes()
    return dataset


@pytest.fixture
def nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """No model of this program can be loaded, and Tesseract cannot be asked."""

    def missing(*_: object, **__: object) -> None:
        raise AssertionError("an engine of this program was asked")

    monkeypatch.setattr(models, "_session", missing)
    monkeypatch.setattr(tesseract, "read_lines", missing)
    monkeypatch.setattr(tesseract, "version", missing)


def test_a_place_that_only_the_callers_detector_sees_is_hidden() -> None:
    dataset = with_a_plate()
    assert Redactor(QUICK).redact(dataset).report.status == "clean"
    report = Redactor(QUICK, detector=Plates()).redact(dataset).report
    area = area_of([mark.box for mark in report.hidden], (256, 512))
    assert area[PLATE.slices].all()
    area[PLATE.grown(26).slices] = False
    assert not area.any()


@pytest.mark.parametrize(("name", "status"), [("Paz^Ivo=خالد^فاطمة", "redacted"), ("Paz^Ivo", "clean")])
def test_what_is_half_seen_is_hidden_where_a_name_is_in_a_script_that_no_reader_knows(
    monkeypatch: pytest.MonkeyPatch, name: str, status: str
) -> None:
    def half_seen(picture: Picture, *, spread: bool) -> Maps:
        nothing = np.zeros((picture.shape[0] // 4, picture.shape[1] // 4), np.float32)
        writing = nothing.copy()
        writing[20:23, 20:40] = 0.35
        return Maps(writing, nothing, nothing, nothing, nothing)

    monkeypatch.setattr(detector, "look", half_seen)
    dataset = image_with(paper=30, SpecificCharacterSet="ISO_IR 192", PatientName=name).dataset
    report = Redactor(QUICK).redact(dataset).report
    assert report.status == status
    place = Box(80, 80, 80, 12)
    assert bool(area_of([mark.box for mark in report.hidden], (256, 512))[place.slices].all()) is (status == "redacted")


def test_a_callers_detector_stays_whatever_is_expected() -> None:
    own, mine = Engines.of(), Engines.of(detector=Plates())
    assert own.expecting(unread=True).detector == OwnDetector(eager=True)
    assert own.expecting(unread=False) == own
    assert mine.expecting(unread=True) is mine


def test_what_the_callers_reader_reads_is_judged() -> None:
    paper = np.full((200, 400), 30, np.uint8)  # on which nothing else looks like writing
    dataset = image_with(Line("CHEST LEFT", top=60), shape=paper.shape, paper=paper, PatientID="KX4471902").dataset
    (hidden,) = Redactor(QUICK, reader=Saying("KX4471902")).redact(dataset).report.hidden
    assert (hidden.source, hidden.entity) == (Source.METADATA, "ID")
    (line,) = Redactor(QUICK, reader=Saying("KX4471902")).examine(dataset)
    assert [[(r.reader, r.text) for r in v.word.readings] for v in line.verdicts] == [[("saying", "KX4471902")]]


def test_the_callers_second_reader_is_asked_where_the_first_one_is_unsure_and_counts_as_evidence() -> None:
    dataset = image_with(Line("CHEST", top=60), PatientName=SURNAME).dataset
    second = Doubting(SURNAME)
    sure = Redactor(QUICK, reader=Saying("LIVER"), second_reader=second).examine(dataset)
    assert second.asked == 0
    assert [[r.reader for r in v.word.readings] for line in sure for v in line.verdicts] == [["saying"]]
    unsure = Redactor(QUICK, reader=Saying("LIVER", 0.7), second_reader=second).examine(dataset)
    assert second.asked > 0
    (verdict,) = (verdict for line in unsure for verdict in line.verdicts)
    assert [(r.reader, r.text) for r in verdict.word.readings] == [("saying", "LIVER"), ("doubting", SURNAME)]


def test_what_the_callers_finder_of_names_finds_is_weighed() -> None:
    dataset, word = image_with(Line("GAMORRA", top=60)).dataset, "GAMORRA"
    odds = {}
    for entities in (Naming("nobody"), Naming(word)):
        ((_, (why,)),) = Redactor(QUICK, entities=entities).explain(dataset)
        assert [text.strip(" .\n").upper() for text in set(entities.asked)] == [word]
        odds[entities] = why.odds
        found = [reason for reason in why.reasons if reason.name == "person_found"]
        assert [reason.holds for reason in found] == [entities._person == word]
    nobody, somebody = odds.values()
    assert somebody > nobody


@pytest.mark.usefixtures("nothing_of_ours")
@pytest.mark.parametrize("frames", [1, 12])
def test_where_all_engines_are_the_callers_none_of_ours_is_asked(frames: int) -> None:
    dataset = with_a_plate(frames, PatientID="KX4471902", NumberOfFrames=frames)
    redactor = Redactor(
        detector=Plates(), reader=Saying("KX4471902"), second_reader=Doubting(), entities=Naming("nobody")
    )
    report = redactor.redact(dataset).report
    assert {mark.source for mark in report.hidden} == {Source.METADATA}
    assert {frame for mark in report.hidden for first, last in mark.frames for frame in range(first, last + 1)} == set(
        range(frames)
    )
    assert report.versions == {
        "app": report.versions["app"],
        "detector": "plates 1.0",
        "reader": "saying",
        "second_reader": "doubting",
        "entities": "naming 2",
    }


def test_a_report_names_ours_and_the_callers_engines() -> None:
    usual = Redactor(QUICK).redact(with_a_plate()).report
    own = Redactor(QUICK, detector=Plates()).redact(with_a_plate()).report
    assert own.versions == dict(usual.versions) | {"detector": "plates 1.0"}
    jsonschema.validate(own.to_dict(), json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


class Failing:
    name = "failing"

    def __init__(self, error: Exception) -> None:
        self._error = error

    def detect(self, pictures: Sequence[Picture], *, spread: bool, overlaid: bool = False) -> list[Found]:
        raise self._error

    def read(self, lines: Iterable[Picture], **_: Any) -> list[Any]:
        raise self._error


@pytest.mark.parametrize("engine", ["detector", "reader", "second_reader"])
def test_an_engine_that_fails_refuses_the_image_and_its_words_stay_unsaid(engine: str) -> None:
    dataset = image_with(Line(SURNAME, top=60)).dataset
    others: dict[str, Any] = {"reader": Saying("LIVER", 0.7)}
    with pytest.raises(Internal) as caught:
        Redactor(QUICK, **others | {engine: Failing(KeyError(SURNAME))}).redact(dataset)
    assert SURNAME not in str(caught.value)
    with pytest.raises(ReaderFailed, match="out of order"):
        Redactor(QUICK, **others | {engine: Failing(ReaderFailed("It is out of order."))}).redact(dataset)


ENGINES: dict[str, Any] = {
    "detector": Plates(),
    "reader": Saying("A"),
    "second_reader": Doubting(),
    "entities": Naming("A"),
}


@pytest.mark.parametrize("engine", ENGINES)
def test_other_processes_would_not_know_an_engine(engine: str, tmp_path: Path) -> None:
    redactor = Redactor(QUICK, **{engine: ENGINES[engine]})
    image_with().saved(tmp_path / "in" / "a.dcm")
    with pytest.raises(SettingError, match="engines of its own works in one process only"):
        redactor.redact_directory(tmp_path / "in", tmp_path / "out", workers=2)
    assert not (tmp_path / "out").exists()
    assert redactor.redact_directory(tmp_path / "in", tmp_path / "out").by_status == {"clean": 1}


def test_a_variant_keeps_the_callers_engines() -> None:
    redactor = Redactor(QUICK, **ENGINES)
    other = redactor.variant(RedactionSettings(policy="phi", languages=("de",)))
    assert other.redact(with_a_plate()).report.versions == redactor.redact(with_a_plate()).report.versions
