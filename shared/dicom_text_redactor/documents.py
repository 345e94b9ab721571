"""JSON documents that people write or correct by hand: whatever is wrong with one is said with its place."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.model import Box

Ranges = tuple[tuple[int, int], ...]
"""Inclusive ranges of 0-based frame numbers."""

_GREATEST = 2**32 - 1  # the largest number of rows, columns or frames that DICOM can say
_PLAIN = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class Part:
    """A value of a document, and where it stands in it: ``files["a.dcm"].missed[0].left``."""

    value: Any = field(repr=False)
    place: str = ""

    def wrong(self, what: str) -> SettingError:
        """The error that says what is wrong with this part; `what` never repeats a value."""
        return SettingError(f"{self.place or 'The document'} {what}.")

    def member(self, name: str) -> Part:
        """The member of that name, which must be there."""
        if name not in self._object():
            raise self.wrong(f"has no {name}")
        return self._named(name)

    def optional(self, name: str) -> Part | None:
        """The member of that name, or None where it is missing or null."""
        return self._named(name) if self._object().get(name) is not None else None

    def only(self, names: Collection[str]) -> None:
        """Refuse members with other names: somebody misspelt one, and means something by it."""
        if not set(self._object()) <= set(names):
            raise self.wrong(f"may hold nothing but {', '.join(names)}")

    def members(self) -> Iterable[tuple[str, Part]]:
        """All members by name."""
        return [(name, self._named(name)) for name in self._object()]

    def items(self) -> list[Part]:
        """The items of a list."""
        if not isinstance(self.value, list):
            raise self.wrong("must be a list")
        return [Part(value, f"{self.place}[{number}]") for number, value in enumerate(self.value)]

    def whole(self, least: int = 0) -> int:
        """A whole number of at least `least`."""
        if type(self.value) is not int or not least <= self.value <= _GREATEST:
            raise self.wrong(f"must be a whole number from {least} to {_GREATEST}")
        return self.value

    def text(self) -> str:
        """A string."""
        if not isinstance(self.value, str):
            raise self.wrong("must be a text")
        return self.value

    def one_of(self, choices: Collection[str]) -> str:
        """One of some words."""
        if not isinstance(self.value, str) or self.value not in choices:
            raise self.wrong(f"must be {' or '.join(choices)}")
        return self.value

    def box(self) -> Box:
        """The box of an object with Presidio's keys: left, top, width and height, pixels."""
        left, top = (self.member(name).whole() for name in ("left", "top"))
        width, height = (self.member(name).whole(1) for name in ("width", "height"))
        return Box(left, top, width, height)

    def ranges(self) -> Ranges:
        """One or more inclusive ranges of frames, ``[[0, 29]]``, in their order and without overlap."""
        found: list[tuple[int, int]] = []
        for item in self.items():
            pair = [end.whole() for end in item.items()]
            if len(pair) != 2 or pair[0] > pair[1]:
                raise item.wrong("must be the first and the last frame")
            found.append((pair[0], pair[1]))
        if not found:
            raise self.wrong("must name at least one range of frames")
        return _apart(found)

    def _object(self) -> dict[str, Any]:
        if not isinstance(self.value, dict):
            raise self.wrong("must be an object")
        return self.value

    def _named(self, name: str) -> Part:
        step = f".{name}" if _PLAIN.fullmatch(name) else f"[{json.dumps(name, ensure_ascii=False)}]"
        return Part(self.value[name], f"{self.place}{step}".removeprefix("."))


def _apart(ranges: Iterable[tuple[int, int]]) -> Ranges:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return tuple(merged)


def load(path: Path, what: str) -> Part:
    """The whole document in a file; `what` it is called in messages.

    Raises
    ------
    SettingError
        The file cannot be read, or is no JSON.
    """
    try:
        return Part(json.loads(path.read_text(encoding="utf-8-sig"), object_pairs_hook=_without_twins))
    except OSError as error:
        raise SettingError(f"The {what} cannot be read ({type(error).__name__}): {path}.") from None
    except json.JSONDecodeError as error:
        raise SettingError(f"The {what} are no JSON: line {error.lineno}, column {error.colno}.") from None
    except _Twins:
        raise SettingError(f"The {what} hold an object with two members of one name.") from None
    except (ValueError, RecursionError):
        raise SettingError(f"The {what} are no JSON text in UTF-8.") from None


class _Twins(Exception):
    """Two members of one object have the same name; JSON would keep the last and lose the other."""


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twins
    return found
