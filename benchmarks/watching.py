"""What goes on in the machine meanwhile: the memory of a process and its children, and the work of all others."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from types import TracebackType

from benchmarks.processes import families
from benchmarks.serving import processor_s

_EVERY_S = 0.02
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Watch:
    """While it is entered, notes the most memory, in 10^6 bytes, that a process had resident with all its children.

    A child that runs its parent's program is about to become another one: its memory is still its parent's.
    """

    def __init__(self, pid: int) -> None:
        self.peak_mb = 0.0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_EVERY_S):
            _, *children = families(self._pid)
            own = _program(self._pid)
            others = [child for child in children if _program(child) not in (own, "")]
            self.peak_mb = max(self.peak_mb, sum(map(_resident, [self._pid, *others])) / 1e6)


class Others:
    """While it is entered, counts what processors do for programs that this process did not start."""

    def __init__(self) -> None:
        self.share = 0.0
        """Of all that the processors could have done, 0 to 1."""

    def __enter__(self) -> Others:
        self._began = time.perf_counter(), _busy_s(), processor_s()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        began, busy, own = self._began
        passed = (time.perf_counter() - began) * (os.cpu_count() or 1)
        self.share = max(0.0, (_busy_s() - busy - (processor_s() - own)) / passed)


def _busy_s() -> float:
    """Seconds that all processors together have worked since the machine was started (proc(5))."""
    user, nice, system, _, _, *interrupts = Path("/proc/stat").read_text(encoding="ascii").split()[1:9]
    return sum(map(int, (user, nice, system, *interrupts))) / _TICKS


def _program(pid: int) -> str:
    try:
        return str(Path(f"/proc/{pid}/exe").readlink())
    except OSError:  # it has ended meanwhile
        return ""


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, IndexError):  # it has ended meanwhile
        return 0
