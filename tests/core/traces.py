"""Where in this process a text stands: every container that Python's garbage collector can reach, and what it holds.

Texts are given backwards, so that the search does not find what it was asked for. Arrays of numbers are left out.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import Any


def traces_of(backwards: Sequence[str]) -> list[str]:
    """What refers to a text that holds one of these in any case: the types of the containers, one a text."""
    gc.collect()
    found = []
    seen: set[int] = {id(backwards)}
    waiting: list[Any] = gc.get_objects()
    seen.add(id(waiting))
    while waiting:
        container = waiting.pop()
        for each in gc.get_referents(container):
            if id(each) in seen:
                continue
            seen.add(id(each))
            text = _text(each)
            if text is None:
                waiting.append(each)
            elif any(secret in text[::-1] for secret in backwards):
                found.append(f"{type(container).__module__}.{type(container).__qualname__}")
    return found


def _text(each: object) -> str | None:
    if isinstance(each, str):
        return each.casefold()
    return bytes(each).decode("latin-1").casefold() if isinstance(each, bytes | bytearray) else None
