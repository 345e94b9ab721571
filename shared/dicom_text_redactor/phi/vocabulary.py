"""The clinical vocabulary: what a word may be without identifying anybody, from plain lists by theme.

Every ``vocabulary/*.txt`` is a theme: words separated by white space, ``#`` begins a remark. A few
files say more than "this is clinical":

* ``units.txt`` and ``parameters.txt``: what may be glued behind, or before, a number;
* ``everyday.txt`` and ``english_words.txt``: words of any sentence, which say nothing clinical by themselves;
* ``also_names.txt``: words that are somebody's name as well, or look like one when misread;
* ``rare_names.txt``: clinical words that are a rare name, and suspect beside an unknown word only;
* ``markers.txt``: of those, the ones that are so common on images that they may stand alone.
"""

from __future__ import annotations

import re
from enum import IntEnum
from pathlib import Path

from dicom_text_redactor.phi import measures
from dicom_text_redactor.phi.spelling import fold, skeleton

FOLDER = Path(__file__).with_name("vocabulary")
_COMMENT = re.compile(r"#.*")
_AROUND = " .,;:!?()[]{}<>\"'*_~^|\\`´‘’“”«»"
_LETTERS = re.compile(r"[^\W\d_]+")
_HUMPS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_MOST_FIGURES = 4
"""A word with more of them is no clinical one, whatever its letters are: ``US20817``."""
_LEAST_CERTAIN = 3
"""Letters from which a part makes a word clinical: ``TR0ST`` is none for its ``TR``."""
_LEAST_MISREAD = 5
"""Letters from which a word is known by its shape, although readers took some for others: names would pass."""


class Standing(IntEnum):
    """What a word is worth as clinical text, from nothing to certainty."""

    UNKNOWN = 0
    WEAK = 1
    """Kept only in the company of clinical words: an everyday word, or a name too."""
    MARKER = 2
    """Kept alone as well, but not beside an unknown word: it is a name too."""
    NUMBER = 3
    """A number or a measurement."""
    SOLID = 4
    """Clinical whatever stands around it."""


def read_words(path: Path) -> frozenset[str]:
    """The folded words of one list."""
    text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
    return frozenset(text.lower().split() if text.isascii() else map(fold, text.split()))


class Vocabulary:
    """All lists together, and the grammar of numbers; holds no state of any file."""

    def __init__(self, folder: Path = FOLDER) -> None:
        lists = {path.stem: read_words(path) for path in sorted(folder.glob("*.txt"))}
        self.units = lists.get("units", frozenset())
        self.parameters = lists.get("parameters", frozenset())
        self.foreign = lists.get("languages", frozenset())
        common, markers = lists.pop("also_names", frozenset()), lists.pop("markers", frozenset())
        self._names = common | markers | lists.pop("rare_names", frozenset())
        self.everyday = lists.pop("everyday", frozenset()) | lists.pop("english_words", frozenset())
        self.listed = frozenset().union(*lists.values())
        self._standing = dict.fromkeys(self.everyday, Standing.WEAK)
        self._standing |= dict.fromkeys(self.listed, Standing.SOLID)
        self._standing |= dict.fromkeys(common & (self.listed | self.everyday), Standing.WEAK)
        self._standing |= dict.fromkeys(markers, Standing.MARKER)
        solid = (word for word, standing in self._standing.items() if standing is Standing.SOLID)
        self.clinical = frozenset(word for word in solid if word.isalpha() and word not in self._names)
        self._shapes = frozenset(skeleton(word) for word in self.clinical if len(word) >= _LEAST_MISREAD)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and fold(word) in self._standing

    def standing(self, text: str) -> Standing:
        """What a word as it was read is worth, its punctuation left aside.

        A word in parts, which signs, capitals or figures part, is clinical if all of them are known and one is
        certainly clinical (``KneeTxRx``, ``t2_tse_tra``), and else worth what its worst part is.
        """
        bare = text.strip(_AROUND)
        whole = self._of_word(fold(bare))
        if whole is not Standing.UNKNOWN:
            return whole
        if measures.is_number(bare) or measures.is_measure(bare, self.units, self.parameters):
            return Standing.NUMBER
        runs = _LETTERS.findall(bare)
        if not runs:
            return Standing.NUMBER if len(text) <= 2 else Standing.UNKNOWN
        pieces = [fold(piece) for run in runs for piece in (_HUMPS.findall(run) if run.isascii() else (run,))]
        if pieces == [fold(bare)] or measures.digit_count(bare) > _MOST_FIGURES:
            return Standing.UNKNOWN
        worths = {piece: self._of_word(piece) for piece in pieces}
        certain = {piece for piece in pieces if len(piece) >= _LEAST_CERTAIN and worths[piece] is Standing.SOLID}
        named = any(piece in self._names and len(piece) > 2 for piece in pieces)
        worst = min(worths.values())
        return Standing.SOLID if certain and worst > Standing.UNKNOWN and not named else min(worst, Standing.MARKER)

    def _of_word(self, word: str) -> Standing:
        if len(word) <= 1:
            return Standing.MARKER if word.isalpha() else Standing.NUMBER
        known = self._standing.get(word)
        if known is not None or word in self._names or word[1:] in self._names:  # a name, or an initial and a name
            return known or Standing.UNKNOWN
        if len(word) < _LEAST_MISREAD:
            return Standing.UNKNOWN
        one = self._standing.get(word.removesuffix("s"))
        return one or (Standing.SOLID if skeleton(word) in self._shapes else Standing.UNKNOWN)
