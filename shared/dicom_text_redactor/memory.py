"""What was worked out of the words of one file, remembered while that file is judged and no longer.

A cache of a function (`functools.lru_cache`) lives as long as the process does, and so do the words that it was asked
for. A `Memory` belongs to a file, and goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar, TypeVarTuple

_Arguments = TypeVarTuple("_Arguments")
_Result = TypeVar("_Result")

_MOST = 200_000
"""Results that are remembered; a file with more words than any real one begins anew."""

_current: ContextVar[dict[Hashable, Any] | None] = ContextVar("memory", default=None)
_NOTHING = object()


class Memory:
    """What is remembered of one file; whoever judges the file holds it."""

    def __init__(self) -> None:
        self._results: dict[Hashable, Any] = {}

    @contextmanager
    def used(self) -> Iterator[None]:
        """Let the functions that are called inside remember here."""
        token = _current.set(self._results)
        try:
            yield
        finally:
            _current.reset(token)


def remembered_for_one_file(
    function: Callable[[*_Arguments], _Result],
) -> Callable[[*_Arguments], _Result]:
    """A function of hashable arguments whose results are remembered in the `Memory` that is in use, if one is.

    It must give the same for the same arguments, and nothing that its caller changes.
    """

    @wraps(function)
    def remembered(*arguments: *_Arguments) -> _Result:
        results = _current.get()
        if results is None:
            return function(*arguments)
        key = (function, arguments)
        known = results.get(key, _NOTHING)
        if known is _NOTHING:
            if len(results) >= _MOST:
                results.clear()
            known = results[key] = function(*arguments)
        return known  # type: ignore[no-any-return]

    return remembered
