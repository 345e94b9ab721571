"""Searching the header in what was read: in the characters of a row, not in its words.

Readers split words, glue them and misread letters, so a header's name is looked for in the row's letters and digits,
the spaces left out, by an alignment in which letters of like shape cost little (Sellers, J. Algorithms 1, 1980). Every
word that the found stretch reaches into shows a part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import inf

from dicom_text_redactor.phi import dates
from dicom_text_redactor.phi.identity import Identity
from dicom_text_redactor.phi.matching import ALIKE, cost_of, tolerance
from dicom_text_redactor.phi.spelling import as_digits, skeleton, squeeze

_WINDOW = 6
"""Words, at the most, over which a date is written."""
_SHORT = 4
"""Letters up to which a name has to be whole words of the row: ``Ana`` stands in many others."""
_HALF = 0.5
"""The share of a word from which a misread stretch is a part of it."""
_LEAST_ID = 4
_LEAST_DATE = 5
"""Letters and digits of the shortest id and date that are searched for."""
_LEAST_MISREAD_ID = 6
"""Letters and digits from which an id may be misread and still be itself."""
_DAY_ALONE = 0.5
"""How surely a day and a month without their year are the header's."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What one word shows of the header.

    Attributes
    ----------
    likeness
        1: letter for letter; less in proportion to what was misread.
    share
        The share of the word's letters that belong to it.
    """

    likeness: float
    share: float

    @property
    def worth(self) -> float:
        """How surely the word shows something of the header."""
        return self.likeness * self.share


class Hits:
    """What the words of a row show of the header: the best hit of each entity for each word."""

    def __init__(self, words: int) -> None:
        self.of_word: list[dict[str, Hit]] = [{} for _ in range(words)]

    def add(self, at: int, entity: str, hit: Hit) -> None:
        """Take note of a hit, if it is better than what is known."""
        known = self.of_word[at].get(entity)
        if known is None or hit.worth > known.worth:
            self.of_word[at][entity] = hit

    def add_all(self, other: Hits) -> None:
        """Take note of all hits of the same words as another reader read them."""
        for at, hits in enumerate(other.of_word):
            for entity, hit in hits.items():
                self.add(at, entity, hit)

    def best(self, at: int, *entities: str) -> float:
        """How surely a word shows something of these entities, 0 to 1."""
        return max((hit.worth for entity, hit in self.of_word[at].items() if entity in entities), default=0.0)


class Header:
    """What one file's header says, made ready to be searched for."""

    def __init__(self, identity: Identity, technique: frozenset[str] = frozenset()) -> None:
        self.identity = identity
        self.technique = technique
        self.in_another_script = identity.in_another_script
        self.in_unread_script = identity.in_unread_script
        self._sought = [
            *(_Sought(text, "PERSON") for text in sorted(identity.words)),
            *(_Sought(text, "PERSON", 0.0) for text in sorted(identity.joined)),  # misread, its words are found
            *(_Sought(text, "ID") for text in sorted(identity.ids) if len(text) >= _LEAST_ID),
        ]
        self._places = [[_Sought(word, "ORGANIZATION") for word in place] for place in identity.places]

    def search(self, texts: Sequence[str]) -> Hits:
        """What each word of a row shows of the header."""
        line = _Line(texts)
        if line.text:
            for sought in self._sought:
                line.note(sought, sought.found_in(line))
            for place in self._places:
                self._place(place, line)
            self._dates(texts, line.hits)
        return line.hits

    def _place(self, place: Sequence[_Sought], line: _Line) -> None:
        """Note the words of an institution or an address, each for as much as the share of its words that is there."""
        found = [(word, word.found_in(line)) for word in place]
        there = sum(len(word.text) for word, stretches in found if stretches) / sum(len(word.text) for word in place)
        for word, stretches in found:
            line.note(word, stretches, there)

    def _dates(self, texts: Sequence[str], hits: Hits) -> None:
        for at, text in enumerate(texts):
            if dates.day_in_figures(text) in self.identity.days:
                hits.add(at, "DATE_TIME", Hit(1.0, 1.0))
        ready = [squeeze(as_digits(text)) for text in texts]
        for first in range(len(texts)):
            for last in range(first, min(len(texts), first + _WINDOW)):
                joined = "".join(ready[first : last + 1])
                known = 1.0 if joined in self.identity.dates else _DAY_ALONE if joined in self.identity.days else 0.0
                if known and ready[last] and len(joined) >= _LEAST_DATE:
                    for at in range(first, last + 1):
                        hits.add(at, "DATE_TIME", Hit(known, 1.0))


class _Line:
    """The letters and digits of a row in one piece, and what its words show of the header."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.cores = [squeeze(text) for text in texts]
        self.text = "".join(self.cores)
        self.ends = [0, *accumulate(map(len, self.cores))]
        self.pairs = _pairs(self.text)
        self.hits = Hits(len(texts))

    def note(self, sought: _Sought, stretches: Sequence[_Stretch], worth: float = 1.0) -> None:
        """Note found stretches for the words that they reach into; short names have to be whole words."""
        for start, end, cost in stretches:
            words = enumerate(pairwise(self.ends))
            shares = {i: (min(end, b) - max(start, a)) / (b - a) for i, (a, b) in words if a < b > start and a < end}
            if cost:
                # Letters that the stretch takes from another word's end are none of its own: ``mass with`` is no Smith.
                cost += sum(round(share * len(self.cores[i])) for i, share in shares.items() if share < _HALF)
                shares = {i: share for i, share in shares.items() if share >= _HALF}
                if cost > sought.allowed or not shares:
                    continue
            if len(sought.text) <= _SHORT and min(shares.values()) < 1.0:
                continue
            likeness = worth * (1.0 - 0.5 * cost / (sought.allowed + 1))
            for i, share in shares.items():
                self.hits.add(i, sought.entity, Hit(likeness, share))


_Stretch = tuple[int, int, float]
"""Where something stands in the characters of a row, start and end, and what its misread letters cost."""


class _Sought:
    """One string of the header that is searched for; `allowed` is what misread letters may cost, if not as usual."""

    def __init__(self, text: str, entity: str, allowed: float | None = None) -> None:
        self.text = text
        self.entity = entity
        if allowed is None:
            allowed = 0.0 if entity == "ID" and len(text) < _LEAST_MISREAD_ID else tolerance(len(text))
        self.allowed = allowed
        # Each letter that is misread spoils two pairs of neighbours at the most (Ukkonen, TCS 92, 1992).
        self._pairs = _pairs(text)
        self._least = len(self._pairs) - 2 * int(self.allowed + 0.999)
        # What it costs that a letter was not read. Readers that tell letters by columns read a double one as one.
        self._dropped = [ALIKE if letter == before else 1.0 for before, letter in zip(" " + text, text, strict=False)]

    def found_in(self, line: _Line) -> list[_Stretch]:
        """Where it stands in a row: every place letter for letter, or else the best one with misread letters."""
        if self._least > 0 and len(self._pairs & line.pairs) < self._least:
            return []
        found = []
        at = line.text.find(self.text)
        while at >= 0:
            found.append((at, at + len(self.text), 0.0))
            at = line.text.find(self.text, at + 1)
        return found or (self._aligned(line.text) if self.allowed else [])

    def _aligned(self, line: str) -> list[_Stretch]:
        size, allowed = len(self.text), self.allowed
        costs = [float(i) if i <= allowed else inf for i in range(size + 1)]
        starts, last = [0] * (size + 1), int(allowed)
        best: list[_Stretch] = []
        for end, read in enumerate(line, 1):
            above, above_start, starts[0] = 0.0, starts[0], end
            last = min(size, last + 1)
            for i in range(1, last + 1):
                swapped = above + cost_of(read, self.text[i - 1])
                left, up = costs[i - 1] + self._dropped[i - 1], costs[i] + 1
                choice = min(swapped, left, up)
                start = above_start if choice == swapped else starts[i - 1] if choice == left else starts[i]
                above, above_start = costs[i], starts[i]
                costs[i], starts[i] = choice, start
            while last < size and costs[last] + self._dropped[last] <= allowed:
                costs[last + 1], starts[last + 1], last = costs[last] + self._dropped[last], starts[last], last + 1
            while costs[last] > allowed:  # leads to nothing (Ukkonen, J. Algorithms 6, 1985)
                costs[last], last = inf, last - 1
            if last == size and (not best or costs[size] < best[0][2]):
                best = [(starts[size], end, costs[size])]
        return best


def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbours in the shape of a text."""
    shape = skeleton(text)
    return frozenset(a + b for a, b in pairwise(shape))
