"""How conditions over a file's elements are put together. What they ask of a single element is a language's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from pydicom import Dataset

Joint = Literal["and", "or"]


class Condition(Protocol):
    """Something that is the case for a file with this header, or is not."""

    def holds(self, header: Dataset) -> bool:
        """Whether it is the case."""


@dataclass(frozen=True, slots=True)
class Constant:
    """What always is the case, or never."""

    value: bool

    def holds(self, header: Dataset) -> bool:  # noqa: ARG002 (a condition's)
        """Whether it is the case."""
        return self.value


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary of a condition."""

    inner: Condition

    def holds(self, header: Dataset) -> bool:
        """Whether it is the case."""
        return not self.inner.holds(header)


@dataclass(frozen=True, slots=True)
class All:
    """Several conditions, all of which have to hold."""

    parts: tuple[Condition, ...]

    def holds(self, header: Dataset) -> bool:
        """Whether it is the case."""
        return all(part.holds(header) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Several conditions, one of which has to hold."""

    parts: tuple[Condition, ...]

    def holds(self, header: Dataset) -> bool:
        """Whether it is the case."""
        return any(part.holds(header) for part in self.parts)


@dataclass(frozen=True, slots=True)
class InTurn:
    """Conditions that are joined one after the other, so that no joint binds more tightly than another."""

    first: Condition
    others: tuple[tuple[Joint, Condition], ...] = ()

    def holds(self, header: Dataset) -> bool:
        """Whether it is the case."""
        so_far = self.first.holds(header)
        for joint, part in self.others:
            so_far = so_far and part.holds(header) if joint == "and" else so_far or part.holds(header)
        return so_far
