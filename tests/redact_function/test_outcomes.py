from __future__ import annotations

import logging

import pytest

from dicom_text_redactor.clock import Clock
from dicom_text_redactor.report import BoxReport
from redact_function.outcomes import STAGES, Outcome

SECONDS = {"total": 2.0, "decode": 0.004, "find": 0.5, "read": 0.25, "judge": 1.0, "write": 0.01}


def test_the_line_of_a_file_tells_frames_bytes_and_the_seconds_of_each_stage(caplog: pytest.LogCaptureFixture) -> None:
    report = BoxReport(
        "clean",
        "cautious",
        "contrast",
        source={"name": "DOE^JANE.dcm", "bytes": 1000},
        output={"name": "DOE^JANE.dcm", "bytes": 1200},
        image={"rows": 9, "frames": 30},
        seconds=SECONDS,
    )
    with caplog.at_level(logging.INFO, "redact_function"):
        Outcome.of(report).log("DOE^JANE.dcm", 2.5)
    assert caplog.messages[-1].partition(" status=")[2] == (
        "clean reason=- boxes=0 seconds=2.50 frames=30 bytes_in=1000 bytes_out=1200"
        " decode=0.00 find=0.50 read=0.25 judge=1.00 write=0.01"
    )
    assert "DOE" not in caplog.text


def test_what_a_report_does_not_know_is_left_out_of_the_line(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "redact_function"):
        Outcome.of(BoxReport("refused", "cautious", "contrast", source={"name": "a"})).log("a", 0.0)
    assert caplog.messages[-1].endswith("status=refused reason=- boxes=0 seconds=0.00")


def test_only_names_of_stages_and_numbers_get_into_the_line() -> None:
    report = BoxReport("clean", "cautious", "contrast", source={"bytes": "DOE"}, seconds={**SECONDS, "JANE": 1.0})
    assert dict(Outcome.of(report).measures).keys() == set(STAGES)


def test_the_stages_of_the_line_are_all_that_a_clock_of_the_program_tells() -> None:
    clock = Clock(10.0)
    for stage in STAGES:
        with clock.stage(stage):
            pass
    assert set(clock.seconds()) == {"total", *STAGES}
