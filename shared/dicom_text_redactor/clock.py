"""The time of one file: how long each stage took, and when it has to stop."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from dicom_text_redactor import interruption
from dicom_text_redactor.errors import TimedOut

STAGES = ("decode", "find", "read", "judge", "write")


class Clock:
    """Starts when it is made; `limit_s` is the time that the file may take, in seconds."""

    def __init__(self, limit_s: float) -> None:
        self._start = time.perf_counter()
        self._limit = limit_s
        self._spent = dict.fromkeys(STAGES, 0.0)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time inside towards a stage; stages do not nest.

        Raises
        ------
        TimedOut
            At the beginning, when the file's time is over.
        """
        self.left()
        start = time.perf_counter()
        try:
            yield
        finally:
            self._spent[name] += time.perf_counter() - start

    def left(self) -> float:
        """Seconds that are left for the file.

        Raises
        ------
        TimedOut
            None are.
        KeyboardInterrupt
            The command was told to stop.
        """
        interruption.check()
        left = self._limit - (time.perf_counter() - self._start)
        if left <= 0:
            raise TimedOut(f"The file took longer than {self._limit:g} seconds.")
        return left

    def seconds(self) -> dict[str, float]:
        """Seconds in total and by stage."""
        return {"total": time.perf_counter() - self._start, **self._spent}
