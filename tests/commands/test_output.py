"""What is printed of a file and of all: for people, and for programs."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from dicom_text_redactor.batch import STATUSES, Result
from dicom_text_redactor.batch.results import Summary
from dicom_text_redactor.commands.output import JsonLines, Lines, counts, line, total
from dicom_text_redactor.errors import Internal
from dicom_text_redactor.report import BoxReport

PATH = Path("ward 7/IM0001")
INTERNAL = Result.refusal(PATH, Internal.unforeseen(KeyError("ORSOLYA")))


@pytest.mark.parametrize(
    ("result", "printed"),
    [
        (Result(PATH, "redacted", 3, 0.44), "redacted      ward 7/IM0001: 3 boxes; 0.4 s"),
        (Result(PATH, "redacted", 1, 12.3), "redacted      ward 7/IM0001: 1 box; 12.3 s"),
        (
            Result(PATH, "redacted", 0, 1, removed=("2 overlay planes", "icon image")),
            "redacted      ward 7/IM0001: removed 2 overlay planes, icon image; 1.0 s",
        ),
        (
            Result(PATH, "redacted", 2, 1, removed=("1 curve",), preview="failed"),
            "redacted      ward 7/IM0001: 2 boxes; removed 1 curve; its preview could not be made; 1.0 s",
        ),
        (Result(PATH, "clean", 0, 0.06), "clean         ward 7/IM0001: nothing to hide; 0.1 s"),
        (
            Result(PATH, "refused", code="damaged", message="It ends.", remedy="Fetch it."),
            "refused       ward 7/IM0001: damaged: It ends. Fetch it.",
        ),
        (Result(PATH, "skipped", message="no DICOM file"), "skipped       ward 7/IM0001: no DICOM file"),
        (Result(PATH, "already-done", 2), "already done  ward 7/IM0001: 2 boxes; 0.0 s"),
    ],
)
def test_a_line_says_what_became_of_a_file(result: Result, printed: str) -> None:
    assert line(result) == printed


def test_a_name_stays_in_its_line_and_the_terminal_obeys_none() -> None:
    name = "a\nb\x1b[2Jc\u202ed ä"
    assert line(Result(Path(name), "skipped", message="no")) == "skipped       a\\nb\\x1b[2Jc\\u202ed ä: no"


def test_a_redacted_file_without_a_box_says_what_was_removed() -> None:
    report = BoxReport("redacted", "cautious", "contrast", other_places={"overlays": 1, "high_bits": "cleared"})
    assert "removed 1 overlay plane, unused high bits" in line(Result.of(PATH, report))


def test_the_sum_counts_every_file_and_names_rare_ends_where_there_are_any() -> None:
    assert total([]) == "0 redacted, 0 clean, 0 refused"
    some = [Result(PATH, status) for status in STATUSES] + [Result(PATH, "redacted", preview="failed")]
    assert total(some) == (
        "2 redacted, 1 clean, 1 refused, 1 skipped, 1 already done, 1 without the preview that was asked for"
    )
    assert counts(some) == Summary(tuple(some)).by_status


def test_the_trace_of_an_internal_error_is_printed_for_who_asks_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    for debug in (False, True):
        Lines(print, each=True, debug=debug).file(INTERNAL)
        printed = capsys.readouterr().out
        assert "refused       ward 7/IM0001: internal: An unforeseen KeyError ended the redaction." in printed
        assert ("\n              KeyError at " in printed) is debug
        assert "ORSOLYA" not in printed


def test_a_quiet_run_prints_the_sum_alone(capsys: pytest.CaptureFixture[str]) -> None:
    for output in (Lines(print, each=False, debug=True), JsonLines(print, each=False)):
        output.file(INTERNAL)
        assert capsys.readouterr().out == ""
        output.summary([INTERNAL], 0, False)
        assert len(capsys.readouterr().out.splitlines()) == 1


def test_what_stopping_has_left_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    Lines(print, each=True, debug=False).summary([INTERNAL], 41, True)
    assert capsys.readouterr().out.splitlines() == [
        "0 redacted, 0 clean, 1 refused",
        "Stopped: 41 files were not done. --resume goes on from here.",
    ]


def test_json_is_an_object_a_line_and_one_for_the_sum(capsys: pytest.CaptureFixture[str]) -> None:
    output = JsonLines(print, each=True)
    name = os.fsdecode(b"caf\xe9 \xc3\xa4\n.dcm")
    results = [
        Result(Path(name), "redacted", 2, 0.1234, source_sha256="ab", output_sha256="cd", removed=("1 curve",)),
        INTERNAL,
    ]
    for result in results:
        output.file(result)
    output.summary(results, 3, True)
    first, second, last = (json.loads(each) for each in capsys.readouterr().out.splitlines())
    assert first == {
        "path": name,
        "status": "redacted",
        "reason": None,
        "boxes": 2,
        "removed": ["1 curve"],
        "seconds": 0.123,
        "sha256": {"source": "ab", "output": "cd"},
    }
    assert second["reason"]["code"] == "internal"
    assert re.fullmatch("KeyError", second["reason"]["trace"][0]["exception"])
    assert second["sha256"] == {"source": None, "output": None}
    assert last == {"summary": {**counts(results), "left": 3}, "stopped": True}
