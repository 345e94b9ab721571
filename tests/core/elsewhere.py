"""A process as it would be on Windows, as far as that can be played on Linux.

What Windows has not is taken away from this project's modules: functions, constants and modules that only POSIX systems
have. Libraries keep them, since they go by the name of the system. What Windows does otherwise is done so: a file that
this process has open can be neither removed nor replaced. Locks are those of `msvcrt`, which are played with the
system's own, since it gives them up with the process too.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import signal
import subprocess  # noqa: F401 (it goes by `msvcrt`, and has to be there before)
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

OURS = ("dicom_text_redactor", "redact_function")
MISSING = {
    "os": (
        *("fork", "forkpty", "getuid", "geteuid", "getgid", "killpg", "mkfifo", "nice", "register_at_fork", "setsid"),
        *("sched_getaffinity", "sched_setaffinity", "statvfs", "sysconf", "uname"),
        *("O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK"),
    ),
    "signal": (
        *("SIGALRM", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGUSR1", "SIGUSR2", "SIG_BLOCK", "SIG_SETMASK"),
        *("alarm", "pthread_sigmask", "setitimer"),
    ),
}
MODULES = ("fcntl", "grp", "pwd", "resource", "syslog", "termios")


def be_windows() -> None:
    """Take away what Windows has not, for the rest of this process; nothing of ours may be imported yet."""
    assert not any(name.startswith(OURS) for name in sys.modules)
    for module in (os, signal):
        _take_away(module, MISSING[module.__name__])
    sys.modules["msvcrt"] = _msvcrt(fcntl.flock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    for name in MODULES:
        sys.modules[name] = None  # type: ignore[assignment]  # an import of it fails
    for name in ("unlink", "remove", "replace", "rename"):
        setattr(os, name, _unless_open(getattr(os, name)))
    shutil._use_fd_functions = False  # type: ignore[attr-defined]  # it would remove files by another way


def _take_away(module: ModuleType, names: tuple[str, ...]) -> None:
    real = {name: vars(module).pop(name) for name in names}

    def get(name: str) -> Any:
        asks = str(sys._getframe(1).f_globals.get("__name__"))
        if name not in real or asks.startswith(OURS):
            raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")
        return real[name]

    vars(module)["__getattr__"] = get


def _msvcrt(flock: Callable[[int, int], None], operation: int) -> ModuleType:
    module = ModuleType("msvcrt")

    def locking(file: int, mode: int, _: int) -> None:
        assert mode == 2
        try:
            flock(file, operation)
        except BlockingIOError:
            raise PermissionError(errno.EACCES, "Permission denied") from None

    vars(module).update(locking=locking, LK_NBLCK=2)
    return module


def _unless_open(real: Callable[..., Any]) -> Callable[..., Any]:
    def careful(*paths: Any, **options: Any) -> Any:
        wanted = {Path(os.fsdecode(path)).absolute() for path in paths}
        for descriptor in Path("/proc/self/fd").iterdir():
            try:
                open_one = descriptor.readlink()
            except OSError:
                continue
            if open_one in wanted:
                raise PermissionError(errno.EACCES, "The process cannot access the file")
        return real(*paths, **options)

    return careful
