"""Being told to stop, by Ctrl-C or SIGTERM: the work is given up at the next place where nothing is half done.

An exception that a signal raises can hit any line: in a destructor it is printed and lost, and in the middle of a
library's import it turns into another one. So a signal only leaves a note here, and whoever works asks for it between
two stages. A second signal does not wait.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from dicom_text_redactor.machine import interrupts_held_back

_received: int | None = None  # inside of `by_signals` only: a library that is called later is not asked to stop
_last: int | None = None

_STOPPING = b"\ndicom-redact: stopping after the step at hand; press Ctrl-C again to stop at once.\n"


@contextmanager
def by_signals() -> Iterator[None]:
    """Take note of Ctrl-C and SIGTERM inside, instead of what they do otherwise.

    Signals belong to the main thread: in any other one this does nothing.

    Raises
    ------
    KeyboardInterrupt
        At the end, when one was received and nothing else ended the work.
    """
    global _received, _last
    _received = _last = None
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, _note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        _received = None
    if _last is not None:
        raise KeyboardInterrupt


def asked() -> bool:
    """Whether somebody asked for the end of the work."""
    return _received is not None


def check() -> None:
    """Give the work up if somebody asked for that.

    Raises
    ------
    KeyboardInterrupt
        Somebody did.
    """
    if asked():
        raise KeyboardInterrupt


def status() -> int:
    """The exit status of a program that a signal stopped: 130 for Ctrl-C, 143 for SIGTERM."""
    return 128 + (_last or signal.SIGINT)


@contextmanager
def kept_from_children() -> Iterator[None]:
    """Let Ctrl-C, which the terminal sends to all processes, not reach a process that is started inside.

    It inherits the mask, and would be interrupted in the middle of its imports otherwise. Systems without masks of
    signals start it as they do.
    """
    with interrupts_held_back():
        yield


def _note(number: int, _: FrameType | None) -> None:
    global _received, _last
    if asked():
        raise KeyboardInterrupt
    _received = _last = number
    with suppress(OSError):  # written past Python's buffers, which somebody may be filling at this moment
        os.write(2, _STOPPING)
