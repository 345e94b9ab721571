"""Searching the header in what was read: in the characters of a row, not in its words.

Readers split words, glue them and misread letters, so a header's name is looked for in the row's letters and digits,
the spaces left out, by an alignment in which letters of like shape cost little (Sellers, J. Algorithms 1, 1980). Every
word that the found stretch reaches into shows a part of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dicom_text_redactor.phi.identity import Identity
from dicom_text_redactor.phi.matching import cost_of, tolerance
from dicom_text_redactor.phi.spelling import as_digits, skeleton, squeeze

_WINDOW = 6
"""Words, at the most, over which a date is written."""
_SHORT = 4
"""Letters up to which a name has to be whole words of the row: ``Ana`` stands in many others."""
_HALF = 0.5
_LEAST_ID = 4
_LEAST_DATE = 5
"""Letters and digits of the shortest id and date that are searched for."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What one word shows of the header.

    Attributes
    ----------
    entity
        The entity of what the header knows.
    likeness
        1: letter for letter; less in proportion to what was misread.
    share
        The share of the word's letters that belong to it.
    """

    entity: str
    likeness: float
    share: float


@dataclass(slots=True)
class Hits:
    """What the words of a row show of the header, the best hit of each entity for each word."""

    of_word: list[dict[str, Hit]] = field(default_factory=list)

    def add(self, at: int, hit: Hit) -> None:
        """Take note of a hit, if it is better than what is known."""
        known = self.of_word[at].get(hit.entity)
        if known is None or (hit.likeness * hit.share) > (known.likeness * known.share):
            self.of_word[at][hit.entity] = hit

    def best(self, at: int, *entities: str) -> float:
        """How surely a word shows something of these entities, 0 to 1."""
        return max((h.likeness * h.share for e, h in self.of_word[at].items() if e in entities), default=0.0)


class Header:
    """What one file's header says, made ready to be searched for."""

    def __init__(self, identity: Identity, technique: frozenset[str] = frozenset()) -> None:
        self.identity = identity
        self.technique = technique
        names = {name for name in identity.words if len(name) >= 2}
        ids = {one for one in identity.ids if len(one) >= _LEAST_ID}
        self._sought = [
            *(_Sought(text, "PERSON") for text in sorted(names)),
            *(_Sought(text, "ID") for text in sorted(ids)),
        ]
        self._places = [[_Sought(word, "ORGANIZATION") for word in place] for place in identity.places]

    def search(self, texts: Sequence[str]) -> Hits:
        """What each word of a row shows of the header."""
        cores = [squeeze(text) for text in texts]
        hits = Hits([{} for _ in texts])
        line = "".join(cores)
        if not line:
            return hits
        ends = [0]
        for core in cores:
            ends.append(ends[-1] + len(core))
        shapes = _bigrams(skeleton(line))
        for sought in self._sought:
            if sought.may_be_in(shapes):
                for start, end, cost in sought.found_in(line):
                    _note(hits, sought, start, end, cost, cores, ends)
        for place in self._places:
            self._place(place, line, shapes, hits, cores, ends)
        self._dates(texts, hits)
        return hits

    def _place(
        self,
        place: Sequence[_Sought],
        line: str,
        shapes: frozenset[str],
        hits: Hits,
        cores: Sequence[str],
        ends: Sequence[int],
    ) -> None:
        """Note the words of an institution or an address, each for as much as the share of its words that is there."""
        found = [(word, list(word.found_in(line))) for word in place if word.may_be_in(shapes)]
        there = sum(len(word.text) for word, stretches in found if stretches) / sum(len(word.text) for word in place)
        for word, stretches in found:
            for start, end, cost in stretches:
                _note(hits, word, start, end, cost, cores, ends, there)

    def _dates(self, texts: Sequence[str], hits: Hits) -> None:
        ready = [squeeze(as_digits(text)) for text in texts]
        for first in range(len(texts)):
            joined = ""
            for last in range(first, min(len(texts), first + _WINDOW)):
                joined += ready[last]
                if not ready[last] or len(joined) < _LEAST_DATE:
                    continue
                if joined in self.identity.dates:
                    for at in range(first, last + 1):
                        hits.add(at, Hit("DATE_TIME", 1.0, 1.0))
                elif joined in self.identity.days:
                    for at in range(first, last + 1):
                        hits.add(at, Hit("DATE_TIME", 0.5, 1.0))


class _Sought:
    """One string of the header that is searched for."""

    def __init__(self, text: str, entity: str) -> None:
        self.text = text
        self.entity = entity
        self.allowed = 0.0 if entity == "ID" and len(text) < 6 else tolerance(len(text))
        shape = skeleton(text)
        # Each letter that is misread spoils two pairs of neighbours at the most (Ukkonen, TCS 92, 1992).
        self._pairs = _bigrams(shape)
        self._least = len(self._pairs) - 2 * int(self.allowed + 0.999)

    def may_be_in(self, pairs: frozenset[str]) -> bool:
        """Whether the row has enough pairs of letters in common for a match."""
        return self._least <= 0 or len(self._pairs & pairs) >= self._least

    def found_in(self, line: str) -> Iterable[tuple[int, int, float]]:
        """Where it stands in the characters of a row: start, end and cost of each place, none overlapping another."""
        found = []
        at = line.find(self.text)
        while at >= 0:
            found.append((at, at + len(self.text), 0.0))
            at = line.find(self.text, at + 1)
        return found or (self._aligned(line) if self.allowed else ())

    def _aligned(self, line: str) -> list[tuple[int, int, float]]:
        """The best place in the row where it may stand misread."""
        size = len(self.text)
        costs, starts = [float(i) for i in range(size + 1)], [0] * (size + 1)
        best: list[tuple[int, int, float]] = []
        for end, read in enumerate(line, 1):
            above, above_start = costs[0], starts[0]
            costs[0], starts[0] = 0.0, end
            for i in range(1, size + 1):
                swapped = above + cost_of(read, self.text[i - 1])
                left, up = costs[i - 1] + 1, costs[i] + 1
                choice = min(swapped, left, up)
                start = above_start if choice == swapped else starts[i - 1] if choice == left else starts[i]
                above, above_start = costs[i], starts[i]
                costs[i], starts[i] = choice, start
            if costs[size] <= self.allowed and (not best or costs[size] < best[0][2]):
                best = [(starts[size], end, costs[size])]
        return best


def _note(
    hits: Hits,
    sought: _Sought,
    start: int,
    end: int,
    cost: float,
    cores: Sequence[str],
    ends: Sequence[int],
    worth: float = 1.0,
) -> None:
    """Note a found stretch for the words that it reaches into; short names have to be whole words."""
    touched = [i for i, (a, b) in enumerate(pairwise(ends)) if cores[i] and a < end and b > start]
    if not touched:
        return
    shares = {i: (min(end, ends[i + 1]) - max(start, ends[i])) / len(cores[i]) for i in touched}
    if cost:
        # Letters that the stretch takes from the end of another word are none of its own: ``mass with`` is no Smith.
        cost += sum(round(share * len(cores[i])) for i, share in shares.items() if share < _HALF)
        shares = {i: share for i, share in shares.items() if share >= _HALF}
        if cost > sought.allowed or not shares:
            return
    if len(sought.text) <= _SHORT and min(shares.values()) < 1.0:
        return
    likeness = worth * (1.0 - 0.5 * cost / (sought.allowed + 1))
    for i, share in shares.items():
        hits.add(i, Hit(sought.entity, likeness, share))


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(a + b for a, b in pairwise(text))
