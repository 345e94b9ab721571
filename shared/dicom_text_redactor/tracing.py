"""Where an unforeseen error came from: modules, lines and kinds of exceptions, and never a message or a value.

The words of an exception, its arguments and the variables around it can hold anything of a file. Names of modules,
line numbers and names of exception classes are written by programmers, so a report may hold them. Paths of modules
stay out: they can hold the name of a user.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import TracebackType
from typing import Any

Trace = tuple[dict[str, Any], ...]
"""An exception after the other, each caused by the one behind it: ``exception``, its class, and ``at``, the places as
``module:line`` from the outermost call to where it was raised."""

_MOST_EXCEPTIONS = 5
_OUTER, _INNER = 10, 20
"""How many places of one exception are told, from both ends: endless recursion has thousands."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,119}")


def trace_of(error: BaseException) -> Trace:
    """The trace of an exception that was caught."""
    return tuple(
        {"exception": _kind(each), "at": _shortened(list(_places(each.__traceback__)))} for each in _chain(error)
    )


def lines_of(trace: Trace) -> list[str]:
    """The trace for people, an exception a line."""
    return [f"{each['exception']} at {' > '.join(each['at'])}" for each in trace]


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and what it came from, also where a `from None` hides that: only its words had to be hidden."""
    seen: list[BaseException] = []
    current: BaseException | None = error
    while current is not None and len(seen) < _MOST_EXCEPTIONS and all(current is not each for each in seen):
        yield current
        seen.append(current)
        current = current.__cause__ or current.__context__


def _places(traceback: TracebackType | None) -> Iterator[str]:
    while traceback is not None:
        yield f"{_named(traceback.tb_frame.f_globals.get('__name__'))}:{traceback.tb_lineno}"
        traceback = traceback.tb_next


def _shortened(places: list[str]) -> list[str]:
    if len(places) <= _OUTER + _INNER:
        return places
    return [*places[:_OUTER], f"{len(places) - _OUTER - _INNER} more", *places[-_INNER:]]


def _kind(error: BaseException) -> str:
    kind = type(error)
    return _named(kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}")


def _named(name: object) -> str:
    """A name as programmers write them; whatever is none is not repeated."""
    return name if isinstance(name, str) and _NAME.fullmatch(name) else "unknown"
