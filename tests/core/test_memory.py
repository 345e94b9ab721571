"""What is remembered of a file goes with it: no cache of this process has a word of a patient afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dicom_text_redactor.memory import Memory, remembered_for_one_file
from dicom_text_redactor.workers import Workers
from tests.phantoms import NUMBER, SURNAME, chart

ROOT = Path(__file__).resolve().parents[2]
# The given name stands in the judge's list of names, whatever was read.
SECRETS = [text.casefold()[::-1] for text in (SURNAME, NUMBER.replace("-", ""), NUMBER[3:])]


def counted() -> tuple[list[str], object]:
    """A function that is remembered, and what it was called with."""
    calls: list[str] = []

    @remembered_for_one_file
    def shout(word: str) -> str:
        calls.append(word)
        return word.upper()

    return calls, shout


def test_a_result_is_worked_out_once_for_a_file_and_anew_for_the_next() -> None:
    calls, shout = counted()
    assert callable(shout)
    first, second = Memory(), Memory()
    for memory in (first, second):
        with memory.used():
            assert [shout("doe"), shout("doe")] == ["DOE", "DOE"]
    with first.used():
        shout("doe")
    assert calls == ["doe", "doe"]


def test_without_a_file_nothing_is_remembered() -> None:
    calls, shout = counted()
    assert callable(shout)
    assert [shout("doe"), shout("doe")] == ["DOE", "DOE"]
    assert calls == ["doe", "doe"]


def test_none_is_a_result_too_and_two_functions_keep_theirs_apart() -> None:
    calls = []

    @remembered_for_one_file
    def nothing(word: str) -> None:
        calls.append(word)

    _, shout = counted()
    assert callable(shout)
    with Memory().used():
        assert shout("a") == "A"
        assert [nothing("a"), nothing("a")] == [None, None]
    assert calls == ["a"]


def test_a_file_with_more_words_than_any_real_one_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dicom_text_redactor.memory._MOST", 10)
    _, shout = counted()
    assert callable(shout)
    memory = Memory()
    with memory.used():
        assert [shout(str(n)) for n in range(35)] == [str(n) for n in range(35)]
        assert len(memory._results) <= 10


def test_threads_that_work_for_a_file_remember_with_it() -> None:
    calls, shout = counted()
    assert callable(shout)
    with Workers(2) as workers, Memory().used():
        shout("doe")
        assert list(workers.map(shout, ["doe", "doe"])) == ["DOE", "DOE"]
    assert calls == ["doe"]


SEARCH = """
import functools, gc, io, json, sys
from pathlib import Path
from pydicom import dcmread
from dicom_text_redactor import Redactor
from tests.core.traces import traces_of

path, secrets = sys.argv[1], sys.argv[2:]
redactor = Redactor()
said = {"before": traces_of(secrets)}
result = redactor.redact(dcmread(path))
said["hidden"] = len(result.report.hidden)
said["with the result"] = traces_of(secrets)
del result
said["after"] = traces_of(secrets)
redactor.redact_stream(io.BytesIO(Path(path).read_bytes()), io.BytesIO(), name="a")
said["after a file"] = traces_of(secrets)
words = list(redactor._judge.analyzer.each[0]._engine.nlp_engine.nlp["en"].vocab.strings)
said["in spaCy"] = [len(word) for word in words if any(secret in word.casefold()[::-1] for secret in secrets)]
said["words of spaCy"] = len(words)

@functools.lru_cache
def fold(text):
    return text.casefold()
fold(str(dcmread(path).PatientName))
said["in a cache"] = traces_of(secrets)
print(json.dumps(said))
"""


def test_no_word_of_the_last_file_is_left_in_the_process(tmp_path: Path) -> None:
    """In a process of its own: that of the tests has the words in many places, and on purpose."""
    path = chart().saved(tmp_path / "scan.dcm")
    command = [sys.executable, "-c", SEARCH, str(path), *SECRETS]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout)
    assert said["before"] == []
    assert said["hidden"] >= 2
    assert said["with the result"] != []  # the dataset is still there: the search finds what there is
    assert said["after"] == []
    assert said["after a file"] == []
    assert said["words of spaCy"] > 10_000
    assert said["in spaCy"] == []
    assert said["in a cache"] != []
