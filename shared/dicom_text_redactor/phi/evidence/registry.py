"""The register of evidence: each piece is one function of a word, with a sentence, an example and a counter-example.

A piece says how much of something there is about a word, mostly 0 or 1; what that is worth is learned, not written.
To add one, write a function of a `Token` in the module of its group under ``@piece(…)``, then ``make train-judge``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from dicom_text_redactor.phi.page import Token
from dicom_text_redactor.sources import Source


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence.

    Attributes
    ----------
    name
        The function's name; the weights are kept under it.
    group
        The module's name; ablation leaves out a group at a time.
    says
        A sentence for people: what is the case when the value is high.
    example, counter
        A page as text (``docs/evidence.md`` says how it is written): the piece is higher for the word of the first.
    value
        The function.
    entity, source
        What the report says of a word that is hidden mainly for this piece.
    """

    name: str
    group: str
    says: str
    example: str
    counter: str
    value: Callable[[Token], float]
    entity: str
    source: Source


_PIECES: dict[str, Piece] = {}


def piece(
    says: str, *, example: str, counter: str, entity: str = "UNKNOWN", source: Source = Source.UNKNOWN_WORD
) -> Callable[[Callable[[Token], float]], Callable[[Token], float]]:
    """Register a function as a piece of evidence."""

    def register(function: Callable[[Token], float]) -> Callable[[Token], float]:
        name, group = function.__name__, function.__module__.rsplit(".", 1)[-1]
        if name in _PIECES:
            raise ValueError(f"There are two pieces of evidence named {name}.")
        _PIECES[name] = Piece(name, group, says, example, counter, function, entity, source)
        return function

    return register


def pieces() -> Mapping[str, Piece]:
    """All pieces by name, in the order of their registration."""
    return _PIECES


def groups() -> Iterator[str]:
    """The groups, in order."""
    yield from dict.fromkeys(one.group for one in _PIECES.values())
