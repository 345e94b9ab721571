"""The memory of a process and its children together, looked at again and again."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from types import TracebackType

from benchmarks.processes import families

_EVERY_S = 0.02
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
