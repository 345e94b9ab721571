"""The time that one file may take, and what it took."""

from __future__ import annotations

import time

import pytest

from dicom_text_redactor.clock import STAGES, Clock
from dicom_text_redactor.errors import TimedOut


def test_time_is_counted_towards_its_stage_and_no_other() -> None:
    clock = Clock(60)
    for _ in range(2):
        with clock.stage("read"):
            time.sleep(0.02)
    seconds = clock.seconds()
    assert seconds["read"] >= 0.04
    assert {seconds[stage] for stage in STAGES if stage != "read"} == {0.0}


def test_the_total_holds_all_stages() -> None:
    clock = Clock(60)
    with clock.stage("find"):
        time.sleep(0.01)
    seconds = clock.seconds()
    assert set(seconds) == {"total", *STAGES}
    assert seconds["total"] >= sum(seconds[stage] for stage in STAGES)


def test_time_left_grows_less() -> None:
    clock = Clock(60)
    before = clock.left()
    time.sleep(0.01)
    assert 0 < clock.left() < before <= 60


def test_no_stage_begins_when_the_time_is_over() -> None:
    clock = Clock(0.01)
    time.sleep(0.02)
    begun = False
    with pytest.raises(TimedOut), clock.stage("find"):
        begun = True
    assert not begun


def test_a_stage_that_fails_is_counted_as_well() -> None:
    clock = Clock(60)

    def fail() -> None:
        with clock.stage("judge"):
            time.sleep(0.02)
            raise ValueError("inside")

    with pytest.raises(ValueError, match="inside"):
        fail()
    assert clock.seconds()["judge"] >= 0.02
