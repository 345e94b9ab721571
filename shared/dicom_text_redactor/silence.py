"""Saying nothing of a file: what libraries log and warn inside a call of ours goes nowhere, and all else goes its way.

pydicom warns of header values and repeats them, and Presidio logs what it read. Their words must reach no log and no
screen. But the process belongs to somebody else, who may use the same libraries in other threads at the same moment.

`warnings.catch_warnings` is no way to do it. It exchanges a list that all threads share: of two threads that are inside
one at a time, the one that leaves last puts back the list that the other one had changed. So our filters could stay for
good, and a host that leaves a block of its own takes them away in the middle of our work. A logger that is switched
off, or a setting of pydicom's, is there for all threads as well. So the question is asked where a message is about to
be sent: is this thread inside a call of ours? A context variable knows.

* `logging.Logger.handle`, through which every record of every logger goes, drops those of such a library if they come
  from a thread inside a call. A filter on each logger would miss the ones that are made in the middle of a call, by a
  module that is imported only then.
* pydicom sends every warning by one function, which looks `warn` up in its module's `warnings`. What it finds there
  does nothing for a thread inside a call, and is the function of `warnings` itself for any other. Warning filters stay
  as they are, and even a host that makes errors of warnings gets none of ours.

Both are there for as long as some thread is inside a call. Then the process is as it was before.
"""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import ModuleType
from typing import Any

from dicom_text_redactor.machine import after_fork

LIBRARIES = ("pydicom", "PIL", "presidio-analyzer", "decision_process", "spacy")
"""The first parts of the names of loggers whose messages may hold what a file says."""

_WARNER = "pydicom.misc"

_inside: ContextVar[bool] = ContextVar("inside", default=False)
_lock = threading.Lock()
_calls = 0
"""How many threads are inside a call."""


@contextmanager
def quietly() -> Iterator[None]:
    """Let no library speak of what happens inside, in this thread and in those that work for it (see `workers`)."""
    if _inside.get():
        yield
        return
    _enter()
    token = _inside.set(True)
    try:
        yield
    finally:
        _inside.reset(token)
        _leave()


class _Warnings:
    """The module `warnings`, for a module that asks it for `warn` anew for each warning."""

    def __init__(self, real: Any) -> None:
        self.real = real

    def __getattr__(self, name: str) -> Any:
        # The real function, with nothing around it, finds the line that is to blame in the caller's caller.
        return _say_nothing if name == "warn" and _inside.get() else getattr(self.real, name)


def _say_nothing(*_: object, **__: object) -> None:
    """Take a warning, and keep it to oneself."""


class _Handling:
    """A method that does with a record what the `real` one does, but for what may not be said."""

    def __init__(self, real: Callable[[logging.Logger, logging.LogRecord], None]) -> None:
        self.real = real

        def handle(logger: logging.Logger, record: logging.LogRecord) -> None:
            if not (_inside.get() and record.name.partition(".")[0] in LIBRARIES):
                real(logger, record)

        self.handle = handle


_handling: _Handling | None = None
"""What loggers have now, unless somebody else has put a method of their own in its place meanwhile."""


def _enter() -> None:
    global _calls, _handling
    with _lock:
        _calls += 1
        if _handling is None:
            _handling = _Handling(logging.Logger.handle)
            setattr(logging.Logger, "handle", _handling.handle)  # noqa: B010 (no type checker takes an assignment)
        warner = sys.modules.get(_WARNER)
        if warner is not None and not isinstance(seen := _seen_by(warner), _Warnings):
            vars(warner)["warnings"] = _Warnings(seen)


def _leave() -> None:
    global _calls
    with _lock:
        _calls -= 1
        if not _calls:
            _clear()


def _clear() -> None:
    global _handling
    if _handling is not None and logging.Logger.handle is _handling.handle:
        setattr(logging.Logger, "handle", _handling.real)  # noqa: B010
    _handling = None
    warner = sys.modules.get(_WARNER)
    if warner is not None and isinstance(seen := _seen_by(warner), _Warnings):
        vars(warner)["warnings"] = seen.real


def _seen_by(warner: ModuleType) -> Any:
    return getattr(warner, "warnings", warnings)


@after_fork
def _begin_anew() -> None:
    """In a forked process only the thread that forked goes on, and nobody is left to open a lock that was shut."""
    global _lock, _calls
    _lock = threading.Lock()
    _calls = int(_inside.get())
    if not _calls:
        _clear()
