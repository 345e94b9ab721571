"""Whether a file that ran out of time was worked on, or kept waiting."""

from __future__ import annotations

import time

from dicom_text_redactor.machine import processor_seconds


class Effort:
    """Starts when it is made, and compares processor time with the time that passed.

    A file that had a processor for half of its time and more won't get faster by being tried again. One
    that waited (for a processor that others had, for a reader that hung) may.
    """

    def __init__(self) -> None:
        self._begin = time.monotonic(), processor_seconds()

    def was_mostly_work(self) -> bool:
        """Whether this process and its children had a processor for at least half of the time so far."""
        then, used = self._begin
        return processor_seconds() - used >= (time.monotonic() - then) / 2
