"""Recognizers that a caller brings along: what they find is hidden, weighed like a finding of our own, or left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from dicom_text_redactor.phi.page import Page, Token
from dicom_text_redactor.phi.patterns import Find
from dicom_text_redactor.phi.vocabulary import Standing

Role = Literal["hide", "suggest", "keep"]


class Finder(Protocol):
    """Finds stretches in the text of a page. Lines end with a line break; nothing else is known of their places."""

    def find(self, text: str) -> Sequence[Find]:
        """The stretches of `text`, in no special order; they may overlap."""
        ...


class Entities(Finder, Protocol):
    """Knows names of persons, places and organizations, and whatever no list can hold. Presidio is the usual one.

    What it finds is weighed with all other evidence, by the name of its entity: ``PERSON``, ``LOCATION`` and
    ``ORGANIZATION`` as such, any other one as a number that identifies. It is asked once about each surface; words
    that are likely to be clinical are written small, names with a capital. It has to be safe to share between threads.
    """

    @property
    def name(self) -> str:
        """What box reports call it, with its version."""
        ...

    def prepare(self) -> None:
        """Begin to load what takes long, and return: meanwhile text is found and read. Here it is nothing."""
        return


class Recognizer(Finder, Protocol):
    """A finder whose findings have a say.

    Attributes
    ----------
    role
        ``hide``: each word that a finding touches is hidden, even a clinical one. ``suggest``: it is hidden if no
        clinical list has it and the finding is as sure as the policy asks, and weighed if not. ``keep``: each word
        that lies wholly within a finding stays, whatever else is known of it, but for the words of the deny list.
    """

    @property
    def role(self) -> Role:
        """What becomes of the words in its findings."""
        ...


@dataclass(frozen=True, slots=True)
class Touch:
    """A word that a finding touches, and whether all of it lies within the finding."""

    token: Token
    find: Find
    whole: bool


@dataclass(slots=True)
class Said:
    """What recognizers said of a page, by the index of the word: what to hide and why, what to leave, what to weigh."""

    hide: dict[int, Find] = field(default_factory=dict)
    suggest: dict[int, Find] = field(default_factory=dict)
    keep: set[int] = field(default_factory=set)
    weigh: dict[int, list[Find]] = field(default_factory=dict)


def consult(page: Page, finder: Finder, recognizers: Sequence[Recognizer]) -> Said:
    """Ask the finder of named entities and the recognizers about a page.

    What hides is asked about every reading of a word; what keeps, about the most trusted one.
    """
    said = Said()
    suggesting = [each for each in recognizers if each.role == "suggest"]
    for each in (finder, *suggesting):
        for touch in touches(page, each, for_model, end=".\n"):
            said.weigh.setdefault(touch.token.index, []).append(touch.find)
            if each is not finder and touch.token.standing < Standing.NUMBER:
                known = said.suggest.setdefault(touch.token.index, touch.find)
                said.suggest[touch.token.index] = max(known, touch.find, key=score_of)
    for recognizer in recognizers:
        if recognizer.role == "keep":
            said.keep |= {touch.token.index for touch in touches(page, recognizer, _reading(0)) if touch.whole}
        elif recognizer.role == "hide":
            for shown in _readings(page):
                for touch in touches(page, recognizer, shown):
                    said.hide.setdefault(touch.token.index, touch.find)
    return said


def touches(page: Page, finder: Finder, shown: Callable[[Token], str], end: str = "\n") -> Iterator[Touch]:
    """What a finder finds in a page, word by word; it is asked once, about all rows.

    shown: the text of a word; empty: nobody could read it.
    end: what ends a row.
    """
    rows = [[(token, shown(token)) for token in row.tokens] for row in page.rows]
    text = "".join(" ".join(word for _, word in words) + end for words in rows)
    found = finder.find(text) if text.strip() else ()
    start = 0
    for words in rows:
        for token, word in words:
            stop = start + len(word)
            for find in found:
                if find.start < stop and find.end > start:
                    yield Touch(token, find, find.start <= start and stop <= find.end)
            start = stop + 1
        start += len(end) - (1 if words else 0)


def for_model(token: Token) -> str:
    """The word as a language model expects it: names begin with a capital, other words do not."""
    if token.standing >= Standing.NUMBER:
        return token.text.lower()
    return token.text.title() if token.text.isupper() else token.text


def entity_of(name: str) -> str:
    """An entity's name as reports spell it: capitals and underscores."""
    return re.sub(r"[^A-Z]+", "_", name.upper()) or "UNKNOWN"


def score_of(find: Find) -> float:
    """How sure a finding is, 0 to 1, whatever its recognizer made of that."""
    return min(1.0, max(0.0, float(find.score)))


def _reading(number: int) -> Callable[[Token], str]:
    return lambda token: token.texts[min(number, len(token.texts) - 1)] if token.texts else ""


def _readings(page: Page) -> list[Callable[[Token], str]]:
    """All readings of a page: the first ones of its words, the second ones where there are any, and so on."""
    most = max((len(token.texts) for token in page.tokens), default=0)
    return [_reading(number) for number in range(most)]
