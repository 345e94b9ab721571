"""Recognizers that a caller brings along: what they find is hidden, weighed like a finding of our own, or left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from dicom_text_redactor.phi.evidence import Page, Token
from dicom_text_redactor.phi.lines import Row
from dicom_text_redactor.phi.patterns import Find

Role = Literal["hide", "suggest", "keep"]


class Finder(Protocol):
    """Finds stretches in the text of a page. Lines end with a line break; nothing else is known of their places."""

    def find(self, text: str) -> Sequence[Find]:
        """The stretches of `text`, in no special order; they may overlap."""
        ...


class Recognizer(Finder, Protocol):
    """A finder whose findings have a say.

    Attributes
    ----------
    role
        ``hide``: each word that a finding touches is hidden, even a clinical one. ``suggest``: it is hidden unless it
        is a clinical word, as what the language model finds. ``keep``: each word that lies wholly within a finding
        stays, whatever else is known of it, but for the words of the deny list.
    """

    @property
    def role(self) -> Role:
        """What becomes of the words in its findings."""
        ...


@dataclass(frozen=True, slots=True)
class Touch:
    """A word that a finding touches: which one of which row, and whether all of it lies within the finding."""

    row: Row
    at: int
    find: Find
    whole: bool


def consult(page: Page, recognizers: Sequence[Recognizer]) -> None:
    """Hide and allow what the recognizers find that hide and keep.

    What hides is asked about every reading of a word; what keeps, about the most trusted one.
    """
    for recognizer in recognizers:
        if recognizer.role == "keep":
            for touch in touches(page, recognizer, _reading(0)):
                token = page.of_row(touch.row)[touch.at]
                token.allowed = token.allowed or touch.whole
        elif recognizer.role == "hide":
            for shown in _readings(page):
                for touch in touches(page, recognizer, shown):
                    find = touch.find
                    page.of_row(touch.row)[touch.at].hide(entity_of(find.entity), "pattern", _score_of(find))


def touches(page: Page, finder: Finder, shown: Callable[[Token], str], end: str = "\n") -> Iterator[Touch]:
    """What a finder finds in a page, word by word; it is asked once, about all rows.

    shown: the text of a word; empty: nobody could read it.
    end: what ends a row.
    """
    rows = [[shown(token) for token in page.of_row(row)] for row in page.rows]
    text = "".join(" ".join(words) + end for words in rows)
    found = finder.find(text) if text.strip() else ()
    start = 0
    for row, words in zip(page.rows, rows, strict=True):
        for at, word in enumerate(words):
            stop = start + len(word)
            for find in found:
                if find.start < stop and find.end > start:
                    yield Touch(row, at, find, find.start <= start and stop <= find.end)
            start = stop + 1
        start += len(end) - (1 if words else 0)


def entity_of(name: str) -> str:
    """An entity's name as reports spell it: capitals and underscores."""
    return re.sub(r"[^A-Z]+", "_", name.upper()) or "UNKNOWN"


def _score_of(find: Find) -> float:
    return min(1.0, max(0.0, float(find.score)))


def _reading(number: int) -> Callable[[Token], str]:
    return lambda token: token.texts[min(number, len(token.texts) - 1)] if token.texts else ""


def _readings(page: Page) -> list[Callable[[Token], str]]:
    """All readings of a page: the first ones of its words, the second ones where there are any, and so on."""
    most = max((len(token.texts) for token in page.tokens), default=0)
    return [_reading(number) for number in range(most)]
