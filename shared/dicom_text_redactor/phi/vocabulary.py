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

from dicom_text_redactor.memory import remembered_for_one_file
from dicom_text_redactor.phi import measures
from dicom_text_redactor.phi.dates import MONTH_NAMES
from dicom_text_redactor.phi.spelling import fold, parts, skeleton

FOLDER = Path(__file__).with_name("vocabulary")
PHRASES = Path(__file__).with_name("phrases.txt")
_COMMENT = re.compile(r"#.*")
_AROUND = " .,;:!?()[]{}<>\"'*_~^|\\`´‘’“”«»"
_ALLOWANCE = 9  # letters from which a word may also lack, add or change any one letter


_ENDS = frozenset(("sag", "lat", "cor", "tra", "trv", "long", "trans", "view", "phase"))
"""Short words that readers glue to the clinical word before them."""


_SIDES = frozenset(("lt", "rt", "ap", "pa"))
_HUMPS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+(?:[.,]\d+)?%?")


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
    """All lists together, and the grammar of numbers and codes; holds no state of any file."""

    def __init__(self, folder: Path = FOLDER) -> None:
        lists = {path.stem: read_words(path) for path in sorted(folder.glob("*.txt"))}
        self.units = lists.get("units", frozenset())
        self.parameters = lists.get("parameters", frozenset())
        names, markers = lists.pop("also_names", frozenset()), lists.pop("markers", frozenset())
        rare = lists.pop("rare_names", frozenset())
        everyday = lists.pop("everyday", frozenset()) | lists.pop("english_words", frozenset())
        clinical = frozenset().union(*lists.values())
        self.everyday = everyday
        self.foreign = lists.get("languages", frozenset())
        self.listed = clinical
        self.themes = dict(lists)
        self._names = names | markers | rare
        self._common = names
        self._standing = dict.fromkeys(everyday, Standing.WEAK)
        self._standing |= dict.fromkeys(clinical, Standing.SOLID)
        self._standing |= dict.fromkeys(names & (clinical | everyday), Standing.WEAK)
        self._standing |= dict.fromkeys(markers, Standing.MARKER)
        solid = [word for word, standing in self._standing.items()
                 if standing is Standing.SOLID and word not in self._names]  # fmt: skip
        shapes = {word: skeleton(word) for word in [*markers, *solid] if len(word) >= 3}
        self._shapes = frozenset(shapes[word] for word in solid if len(word) >= 5)
        self._odd_shapes = {shape: self._standing[word] for word, shape in shapes.items()}
        self.clinical = frozenset(word for word in solid if word.isalpha())
        self._phrases = read_phrases(PHRASES)
        self._long = frozenset(form for word in solid if len(word) >= _ALLOWANCE for form in _without_one(word))

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and fold(word) in self._standing

    def is_phrase(self, first: str, second: str) -> bool:
        """Whether two neighbours are a clinical phrase of words that say little alone: ``Small Parts``."""
        return (fold(first.strip(_AROUND)), fold(second.strip(_AROUND))) in self._phrases

    def standing(self, text: str) -> Standing:
        """What a word as it was read is worth: the worst of its parts, its punctuation left aside."""
        bare = text.strip(_AROUND)
        if not bare:
            return Standing.NUMBER if len(text) <= 2 else Standing.UNKNOWN
        whole = self._of_word(fold(bare))
        if whole is not Standing.UNKNOWN:
            return whole
        if _mixed(bare):
            if fold(bare).replace("rn", "m") in self.units:
                return Standing.SOLID
            whole = self._odd_shapes.get(skeleton(bare), Standing.UNKNOWN)
            if whole is not Standing.UNKNOWN:
                return whole
        if measures.is_number(bare) or measures.is_measure(bare, self.units, self.parameters):
            return Standing.NUMBER
        if measures.is_code(bare) or measures.is_chain(bare, self.units, self.parameters, self.clinical):
            return Standing.NUMBER
        if self._is_run_together(bare):
            return Standing.SOLID
        pieces = parts(bare)
        if not pieces:
            return Standing.NUMBER if len(bare) <= 2 else Standing.UNKNOWN
        if len(pieces) > 1 and measures.digit_count(bare) <= 4:
            worths = [self._of_part(piece) for piece in pieces]
            return Standing.SOLID if "_" in bare and _is_series(worths) else min(worths)
        return self._of_part(pieces[0]) if len(pieces) == 1 else Standing.UNKNOWN

    def _is_run_together(self, text: str) -> bool:
        """Whether capitals and figures show the clinical words of which a word consists: ``KneeTxRx``, ``0.7SCOUT``.

        One of them must be certain by itself; the others may be short forms, sides or numbers.
        """
        pieces = _HUMPS.findall(text)
        if len(pieces) < 2 or "".join(pieces) != text or measures.digit_count(text) > 4:
            side, rest = text[:2].lower(), text[2:].lower()
            return text.isupper() and side in _SIDES and len(rest) >= 4 and rest in self.clinical
        worths = [self._of_word(piece.lower()) if piece.isalpha() else Standing.NUMBER for piece in pieces]
        named = any(piece.lower() in self._names and len(piece) > 2 for piece in pieces)
        certain = any(len(piece) >= 3 and worth is Standing.SOLID for piece, worth in zip(pieces, worths, strict=True))
        return certain and not named and min(worths) > Standing.UNKNOWN

    def _of_part(self, piece: str) -> Standing:
        if measures.is_number(piece) or measures.is_measure(piece, self.units, self.parameters):
            return Standing.NUMBER
        return self._of_word(piece)

    def _of_word(self, word: str) -> Standing:
        if len(word) == 1:
            return Standing.MARKER if word.isalpha() else Standing.NUMBER
        known = self._standing.get(word)
        if known is not None:
            return known
        if word in self._common or (len(word) > 4 and word[1:] in self._names):
            return Standing.UNKNOWN  # a name, or an initial and a name
        if len(word) >= 5 and word.endswith("s"):
            single = self._standing.get(word[:-1])
            if single is not None:
                return single
        if word in MONTH_NAMES:
            return Standing.UNKNOWN
        return self._misread(word)

    @remembered_for_one_file
    def _misread(self, word: str) -> Standing:
        """Long clinical words survive a misreading; short ones would let names pass."""
        if len(word) >= (6 if word.isalpha() else 5) and skeleton(word) in self._shapes:
            return Standing.SOLID
        if len(word) >= _ALLOWANCE - 1 and word.isalnum():
            reach = _without_one(word)
            if not self._long.isdisjoint(reach):
                return Standing.SOLID
        return Standing.SOLID if self._is_glued(word) else Standing.UNKNOWN

    def _is_glued(self, word: str) -> bool:
        """Whether a word is two clinical words without their space: ``venousphase``, ``portableap``."""
        if not word.isalpha() or word in self._names:
            return False
        for cut in range(4, len(word) - 1):
            first, second = word[:cut], word[cut:]
            ends = len(second) >= 5 or second in _ENDS if len(first) >= 5 else len(second) >= 6
            if ends and first in self.clinical and (second in self.clinical or second in _ENDS):
                return True
        return False


def _without_one(word: str) -> frozenset[str]:
    """The word, and the word without any one of its letters: two words that share a form differ by one letter."""
    return frozenset((word, *(word[:i] + word[i + 1 :] for i in range(len(word)))))


def _is_series(worths: list[Standing]) -> bool:
    """Whether the parts of a word with underscores make it a series' name: ``t2_tse_tra_384``."""
    return min(worths) > Standing.UNKNOWN and worths.count(Standing.SOLID) >= 2


def read_phrases(path: Path) -> frozenset[tuple[str, str]]:
    """The folded pairs of a list with one phrase per line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (fold(line.split("#", 1)[0]).split() for line in lines)
    return frozenset((pair[0], pair[1]) for pair in pairs if len(pair) == 2)


def _mixed(text: str) -> bool:
    """Whether a word mixes capitals, small letters and figures as nobody writes but readers do: ``HlP``, ``DuaI``."""
    if len(text) < 3 or sum(c.isdigit() for c in text) > 1:
        return False
    return not (text.isalpha() and (text.isupper() or text.islower() or text.istitle()))
