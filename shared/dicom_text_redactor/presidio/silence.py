"""Presidio's logger, which repeats what it reads at some levels."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

_LOGGER = logging.getLogger("presidio-analyzer")
_lock = threading.Lock()
_silenced: Counter[int] = Counter()


@contextmanager
def silent() -> Iterator[None]:
    """Drop what Presidio logs in this thread: its lines hold the words it looks at. Other threads notice nothing."""
    thread = threading.get_ident()
    with _lock:
        if not _silenced:
            _LOGGER.filters = [*_LOGGER.filters, _passes]  # a new list: other threads may be going through the old one
        _silenced[thread] += 1
    try:
        yield
    finally:
        with _lock:
            _silenced[thread] -= 1
            if not _silenced[thread]:
                del _silenced[thread]
            if not _silenced:
                _LOGGER.filters = [each for each in _LOGGER.filters if each is not _passes]


def _passes(record: logging.LogRecord) -> bool:
    return record.thread not in _silenced
