"""Matching with the header: whether a word, or a few in a row, show something that the file's header knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dicom_text_redactor.phi.identity import Identity
from dicom_text_redactor.phi.matching import holds, likeness
from dicom_text_redactor.phi.spelling import as_digits, parts, skeleton, squeeze
from dicom_text_redactor.phi.vocabulary import Standing

_WINDOW = 6
_LONG = 7  # letters from which a name or an id is known again although it was cut into pieces and misread


@dataclass(frozen=True, slots=True)
class Match:
    """What of the header a word shows, and how surely, 0 to 1.

    `lost` counts the letters that the header's word has more, before and behind those that were read.
    """

    entity: str
    score: float
    lost: tuple[int, int] = (0, 0)


class Header:
    """Looks words up in one file's identity; remembers the answers for that file alone."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity
        self._shapes = {skeleton(name): name for name in identity.names if len(name) >= 3}
        self._shortest = {_with_bars_alike(name) for name in identity.names if len(name) == 2}
        self._fuzzy = [word for word in identity.words if len(word) >= 4]
        self._ids = {form for one in identity.ids for form in (one, one.lstrip("0"), skeleton(one)) if len(form) >= 3}
        self._known: dict[tuple[str, Standing], Match | None] = {}

    def word(self, text: str, standing: Standing) -> Match | None:
        """What one word shows of the header; words that are surely clinical must fit exactly, others may be misread."""
        key = (text, standing)
        if key not in self._known:
            self._known[key] = self._name(text, standing) or self._number(text, standing)
        return self._known[key]

    def windows(
        self, texts: Sequence[str], standings: Sequence[Standing], touching: Sequence[bool]
    ) -> dict[int, Match]:
        """What neighbouring words show together: a name read in two pieces, a date or an id in three.

        touching: whether each word touches the one before. A name in pieces that do may be misread, and a piece of it
        may be a clinical word (``BUST AMANTE``).
        """
        found: dict[int, Match] = {}
        for first in range(len(texts)):
            joined = ""
            for last in range(first, min(len(texts), first + _WINDOW)):
                joined += squeeze(as_digits(texts[last]))
                if last == first or not joined:
                    continue
                if all(touching[first + 1 : last + 1]) and (piece := self._in_pieces(joined)):
                    found |= dict.fromkeys(range(first, last + 1), piece)
                match = self._joined(joined)
                clinical = any(
                    standing is Standing.SOLID and len(squeeze(text)) >= 4
                    for text, standing in zip(texts[first : last + 1], standings[first : last + 1], strict=True)
                )
                if match and not (match.entity == "PERSON" and clinical):
                    found |= dict.fromkeys(range(first, last + 1), match)
        return found

    def places(self, texts: Sequence[str], standings: Sequence[Standing]) -> dict[int, Match]:
        """The words of a row that are part of a known institution or address, or two pieces of one.

        A word that any screen may show ("General", "Imaging") counts beside another word of the same place only.
        """
        found: dict[int, Match] = {}
        squeezed = [squeeze(text) for text in texts]
        for place in self.identity.places:
            hits: dict[int, float] = {}
            misread: dict[int, float] = {}
            for index, word in enumerate(squeezed):
                score = max((likeness(word, known) for known in place), default=0.0) if word else 0.0
                if score == 0.0 and len(word) >= 6 and any(holds(word, known) for known in place if len(known) >= 5):
                    score = 0.6
                if score and not (standings[index] is Standing.SOLID and score < 0.95):
                    hits[index] = score
                elif score:
                    misread[index] = score
            hits |= dict.fromkeys(_in_two_pieces(squeezed, place), 0.95)
            alone = len(place) == 1 and len(hits) == len([word for word in squeezed if word])
            beside = {index: score for index, score in misread.items() if {index - 1, index + 1} & hits.keys()}
            if len(hits) + len(beside) > 1 or alone:
                found |= {index: Match("ORGANIZATION", score) for index, score in (hits | beside).items()}
            else:
                found |= {index: Match("ORGANIZATION", score) for index, score in hits.items()
                          if standings[index] is Standing.UNKNOWN and len(squeezed[index]) >= 3}  # fmt: skip
        return found

    def _name(self, text: str, standing: Standing) -> Match | None:
        whole = squeeze(text)
        pieces = parts(text)
        for piece in dict.fromkeys((whole, *pieces)):
            if piece in self.identity.names and (piece == whole or len(piece) > 2 or "," in text or "^" in text):
                return Match("PERSON", 1.0)
        if len(whole) == 2 and whole == text.strip(",.;:").lower() and _with_bars_alike(whole) in self._shortest:
            return Match("PERSON", 0.9)
        if standing is Standing.SOLID or (standing is Standing.NUMBER and sum(map(str.isalpha, whole)) < 2):
            return None
        if len(whole) >= (4 if whole.isalpha() else 3) and skeleton(whole) in self._shapes:
            return Match("PERSON", 0.95)
        if standing is Standing.NUMBER:
            return None
        best: Match | None = None
        for piece in dict.fromkeys((whole, *pieces)):
            for known in self._fuzzy:
                score = likeness(piece, known)
                if score == 0.0 and standing is Standing.UNKNOWN and holds(piece, known):
                    score = 0.6
                if score > (best.score if best else 0.0):
                    best = Match("PERSON", score, _lost(piece, known))
        return best

    def _number(self, text: str, standing: Standing) -> Match | None:
        whole = squeeze(as_digits(text))
        if not any(c.isdigit() for c in whole):
            return None
        if len(whole) >= 6 and whole in self.identity.dates:
            return Match("DATE_TIME", 1.0)
        if whole in self._ids and (len(whole) >= 5 or standing is Standing.UNKNOWN):
            return Match("ID", 1.0)
        if standing is Standing.NUMBER or len(whole) < 5:
            return None
        best = 0.0
        for known in self._ids:
            score = likeness(skeleton(whole), skeleton(known))
            if score == 0.0 and len(known) >= 5 and holds(whole, known):
                score = 0.8
            best = max(best, score)
        return Match("ID", best) if best else None

    def _in_pieces(self, joined: str) -> Match | None:
        long = (known for known in self._fuzzy if len(known) >= _LONG)
        score = max((likeness(joined, known) for known in long), default=0.0)
        return Match("PERSON", score) if score else None

    def _joined(self, joined: str) -> Match | None:
        if len(joined) >= 6 and joined in self.identity.dates:
            return Match("DATE_TIME", 1.0)
        if len(joined) >= 5 and joined in self._ids:
            return Match("ID", 1.0)
        if len(joined) >= _LONG and any(map(str.isdigit, joined)):  # as long as the id, or a label would count as read
            alike = (likeness(skeleton(joined), skeleton(one)) for one in self._ids if len(one) == len(joined))
            if score := max(alike, default=0.0):
                return Match("ID", score)
        if len(joined) >= 5 and skeleton(joined) in self._shapes:
            return Match("PERSON", 0.95)
        return None


def _in_two_pieces(row: Sequence[str], place: Iterable[str]) -> Iterator[int]:
    """The words of a row that are pieces of one long word of a place, with letters misread but none lost."""
    for index, pieces in enumerate(pairwise(row)):
        joined = "".join(pieces)
        alike = any(len(joined) == len(known) and likeness(joined, known) for known in place)
        if alike and joined.isalpha() and len(joined) >= _LONG and all(pieces):
            yield from (index, index + 1)


def _lost(read: str, known: str) -> tuple[int, int]:
    """How many letters of `known` are missing before and behind those of `read`."""
    more = max(0, len(known) - len(read))
    if more == 0 or known.startswith(read):
        return 0, more
    return (more, 0) if known.endswith(read) else (more, more)


def _with_bars_alike(name: str) -> str:
    """A name of two letters with the letters that are a bare stroke made one: ``Li`` and ``II`` look alike."""
    return name.replace("l", "i").replace("1", "i")
