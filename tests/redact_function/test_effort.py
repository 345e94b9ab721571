from __future__ import annotations

import subprocess
import sys
import time

from redact_function.effort import Effort, _processor_seconds


def test_time_that_was_slept_away_is_no_work() -> None:
    effort = Effort()
    time.sleep(0.3)
    assert not effort.was_mostly_work()


def test_the_work_of_a_program_that_was_started_counts() -> None:
    before = _processor_seconds()
    subprocess.run([sys.executable, "-c", "sum(range(5_000_000))"], check=True)
    assert _processor_seconds() - before > 0.05
