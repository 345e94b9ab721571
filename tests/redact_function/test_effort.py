from __future__ import annotations

import subprocess
import sys
import time

from dicom_text_redactor.machine import processor_seconds
from redact_function.effort import Effort


def test_time_that_was_slept_away_is_no_work() -> None:
    effort = Effort()
    time.sleep(0.3)
    assert not effort.was_mostly_work()


def test_the_work_of_a_program_that_was_started_counts() -> None:
    before = processor_seconds()
    subprocess.run([sys.executable, "-c", "sum(range(5_000_000))"], check=True)
    assert processor_seconds() - before > 0.05
