"""Presidio: what it adds, and that it keeps to itself."""

from __future__ import annotations

import logging
import socket
import threading

import pytest

from dicom_text_redactor.phi import analyzer as module
from dicom_text_redactor.phi.analyzer import Analyzer
from dicom_text_redactor.phi.judge import Judge
from dicom_text_redactor.settings import DEFAULT_NER_MODEL, RedactionSettings
from tests.phi.pages import header, words_of


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer(DEFAULT_NER_MODEL)


def test_the_model_finds_a_person(analyzer: Analyzer) -> None:
    text = "The study was shown to Margaret Thompson yesterday."
    assert any(text[f.start : f.end] == "Margaret Thompson" and f.entity == "PERSON" for f in analyzer.find(text))


def test_without_a_model_nothing_is_found() -> None:
    assert Analyzer("").find("Margaret Thompson") == []


def test_nothing_goes_to_the_network_or_to_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the analyzer wants the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    with caplog.at_level(logging.DEBUG):
        Analyzer(DEFAULT_NER_MODEL).find(
            "Call Margaret Thompson, 555-867-5309, m.thompson@clinic.example, SSN 512-33-9021."
        )
    for told in ("Thompson", "5309", "9021", "clinic.example"):
        assert told not in caplog.text


def test_a_person_whom_no_header_knows_is_hidden_under_phi() -> None:
    judge = Judge(RedactionSettings(policy="phi")).for_file(header(PatientID="7730912"))
    verdicts = judge.judge(words_of("shown to Margaret Thompson"))
    assert {v.word.text: v.entity for v in verdicts if v.hide} == {"Margaret": "PERSON", "Thompson": "PERSON"}


def test_clinical_words_are_nobodys_name_to_the_model() -> None:
    judge = Judge(RedactionSettings(policy="phi")).for_file(header(PatientID="7730912"))
    assert not any(v.hide for v in judge.judge(words_of("LIVER SAG / PORTAL VEIN / GB TRANS / LV EDV 98 ml / MI 0.9")))


def test_one_judge_serves_several_threads() -> None:
    judge = Judge(RedactionSettings(policy="phi"))
    names = ["Farrugia", "Oyelaran", "Vrabec", "Quispe"]
    found: dict[str, list[str]] = {}

    def run(name: str) -> None:
        file = judge.for_file(header(PatientName=name))
        found[name] = [v.word.text for v in file.judge(words_of(" / ".join(names))) if v.source == "metadata"]

    threads = [threading.Thread(target=run, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {name: [name] for name in names}


def test_a_pipeline_that_is_prepared_is_loaded_once_and_beside_other_work(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    original = module._engine

    def counted(model: str) -> object:
        loaded.append(threading.current_thread().name)
        return original(model)

    monkeypatch.setattr(module, "_engine", counted)
    analyzer = Analyzer(DEFAULT_NER_MODEL)
    for _ in range(3):
        analyzer.prepare()
    for thread in threading.enumerate():
        if thread.name == "load-ner":
            thread.join()
    assert analyzer.find("The study was shown to Margaret Thompson yesterday.")
    assert loaded == ["load-ner"]


def test_without_a_model_nothing_is_prepared() -> None:
    before = threading.active_count()
    Analyzer("").prepare()
    assert threading.active_count() == before


def test_a_pipeline_that_cannot_be_loaded_is_told_where_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: str) -> object:
        raise MemoryError

    monkeypatch.setattr(module, "_engine", fails)
    analyzer = Analyzer(DEFAULT_NER_MODEL)
    analyzer.prepare()
    with pytest.raises(MemoryError):
        analyzer.find("Margaret Thompson")
