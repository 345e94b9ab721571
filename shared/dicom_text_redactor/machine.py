"""What differs between Linux, macOS and Windows: each call that not all of them know, with its alternative.

No other module asks on which system it runs, or imports a module that only some systems have.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

_Function = TypeVar("_Function", bound=Callable[[], object])


def _if_there(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        return None


_fcntl = _if_there("fcntl")  # not on Windows
_msvcrt = _if_there("msvcrt")  # only there
_PROCESSES = Path("/proc")  # only on Linux
_LOCK = ".lock"


def processors() -> int:
    """How many processors this process may use; where the system does not say, all that there are."""
    if hasattr(os, "sched_getaffinity"):  # Linux
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def processor_seconds() -> float:
    """The processor time of this process and of the programs that it started and that ended; on Windows without these.

    `os.times` has it on all systems, where the module `resource` is on some only.
    """
    children = os.times()
    return time.process_time() + children.children_user + children.children_system


def after_fork(function: _Function) -> _Function:
    """Call a function in each process that is forked from this one; Windows has no forks."""
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=function)
    return function


@contextmanager
def interrupts_held_back() -> Iterator[None]:
    """Let Ctrl-C wait for this thread, and for processes that it starts inside; Windows has no masks of signals."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    masks: Any = signal  # for the type checker, which knows that Windows has none of this
    before = masks.pthread_sigmask(masks.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        masks.pthread_sigmask(masks.SIG_SETMASK, before)


def lock(folder: Path) -> int | None:
    """Lock a folder for this process, or None if another process has locked it.

    The lock is held until `os.close` of what is returned, or until the process ends, however it ends. On Windows, which
    can lock no folder, it is on a file in it.

    Raises
    ------
    OSError
        There is no such folder, or it cannot be opened.
    """
    file = os.open(folder, os.O_RDONLY) if _fcntl is not None else os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT)
    try:
        if _fcntl is not None:
            _fcntl.flock(file, _fcntl.LOCK_EX | _fcntl.LOCK_NB)
        else:
            _msvcrt.locking(file, _msvcrt.LK_NBLCK, 1)  # the first byte, which need not be there
    except OSError:
        os.close(file)
        return None
    return file


def end_programs(words: str) -> None:
    """Kill the other processes whose command lines hold `words`; none where the system does not show them as files."""
    for process in _PROCESSES.glob("[0-9]*"):
        with suppress(OSError):  # it has ended, or is another user's
            if os.fsencode(words) in (process / "cmdline").read_bytes() and int(process.name) != os.getpid():
                os.kill(int(process.name), getattr(signal, "SIGKILL", signal.SIGTERM))
