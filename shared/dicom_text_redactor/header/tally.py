"""Counting what became of attributes: by action and reason, with tags, never with values."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any, Literal

from pydicom.tag import BaseTag

Done = Literal["removed", "emptied", "replaced", "cleaned", "kept"]
Reason = str
"""``basic`` or the name of an option: the table says so. Beside that:

``private``, ``unknown`` (no attribute of the standard that this program knows), ``unreadable``, ``file-meta``, and of
attributes that the table does not have ``identity`` (it held what the header identifies somebody by), ``misfit`` (its
value is not what its representation allows), ``uid`` and ``unlisted`` (a name or a date).
"""

_ORDER = ("removed", "emptied", "replaced", "cleaned", "kept")


class Tally:
    """What became of the attributes of one file."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[Done, Reason]] = Counter()
        self._tags: dict[tuple[Done, Reason], set[str]] = defaultdict(set)

    def add(self, done: Done, reason: Reason, tag: BaseTag) -> None:
        """Count one attribute, wherever it stands."""
        self._counts[done, reason] += 1
        self._tags[done, reason].add(f"({tag.group:04X},{tag.elem:04X})")

    def told(self) -> list[dict[str, Any]]:
        """What a report says."""
        return [
            {"action": done, "reason": reason, "count": count, "tags": sorted(self._tags[done, reason])}
            for (done, reason), count in sorted(
                self._counts.items(), key=lambda item: (_ORDER.index(item[0][0]), item[0][1])
            )
        ]
