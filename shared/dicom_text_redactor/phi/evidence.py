"""What is known of each word while a page is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from dicom_text_redactor.model import Word
from dicom_text_redactor.phi import lines, measures, patterns
from dicom_text_redactor.phi.matching import distance
from dicom_text_redactor.phi.spelling import fold, squeeze
from dicom_text_redactor.phi.vocabulary import Standing, Vocabulary

_RANK = ("deny-list", "metadata", "label", "pattern", "ner", "unknown-word", "unreadable")
_SURE = 0.5
_UNSURE = 0.65
"""Under this confidence one reader alone is not believed when it reads a figure."""
_UNSURE_LONG = 0.8
"""The same of a figure with as many digits as a year has: it is as likely to be what was read of a date or an id."""
_LONG = 4
_SHORT = 3
_UNSURE_SHORT = 0.55
"""Under this confidence one reader alone is not believed when it reads a clinical word of so few letters."""
_MOST_PIECES = 4
_LEAST_WHOLE = 5
"""Letters of the shortest word that is known again from its pieces."""
_TOUCHING = 0.25
"""Letter heights between two words below which there is hardly a space: they may be two pieces of one."""
_WIDEST_FIGURE = 1.05
"""A figure is at most this many letter heights wide; ``07`` in wider ink may be all that was read of a date."""
_WIDEST = 1.7
"""A letter is at most this many letter heights wide; more means that most of the word was not read."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a word is to be hidden."""

    entity: str
    source: str
    score: float


@dataclass(slots=True)
class Token:
    """One word and what is known of it. `texts` are its readings, the most trusted first, each with its standing.

    `lost` counts letters before and behind the word that were not read and must be there; of a word that is `partial`
    most was not read.
    """

    word: Word
    texts: tuple[str, ...] = field(repr=False)
    standings: tuple[Standing, ...]
    text: str = field(repr=False)
    standing: Standing
    evidence: Evidence | None = None
    label: bool = False
    allowed: bool = False
    lost: tuple[int, int] = (0, 0)
    partial: bool = False

    def hide(self, entity: str, source: str, score: float) -> None:
        """Take note of a reason to hide; the strongest kind of reason stays."""
        now = self.evidence
        if now is None or (_RANK.index(source), -score) < (_RANK.index(now.source), -now.score):
            self.evidence = Evidence(entity, source, score)

    @property
    def is_name_like(self) -> bool:
        """Whether the word may be a name as far as its letters go: no clinical word, no number, no label."""
        return self.standing < Standing.MARKER and not self.label and len(squeeze(self.text)) > 1

    @property
    def may_be_name(self) -> bool:
        """Whether a hidden word has letters like a name, rather than the figures of a date or an id."""
        return self.evidence is not None and not self.label and sum(c.isalpha() for c in self.text) >= 2

    def for_model(self) -> str:
        """The word as a language model expects it: names begin with a capital, other words do not."""
        if self.standing >= Standing.NUMBER:
            return self.text.lower()
        return self.text.title() if self.text.isupper() else self.text


@dataclass(slots=True)
class Page:
    """The words of one frame and the rows that they stand in."""

    tokens: list[Token]
    rows: list[lines.Row] = field(default_factory=list)

    @classmethod
    def of(cls, words: Sequence[Word], vocabulary: Vocabulary) -> Page:
        """Weigh every word by itself, and find the rows."""
        page = cls([weigh(word, vocabulary) for word in words], lines.rows(words))
        for row in page.rows:
            tokens = page.of_row(row)
            for first, second in pairwise(tokens):
                _weigh_pair(first, second, vocabulary)
            _weigh_pieces(tokens, vocabulary)
        return page

    def of_row(self, row: lines.Row) -> list[Token]:
        """The tokens of a row, from left to right."""
        return [self.tokens[index] for index in row.words]

    def texts(self, row: lines.Row) -> list[str]:
        """The texts of a row, from left to right."""
        return [self.tokens[index].text for index in row.words]

    def standings(self, row: lines.Row) -> list[Standing]:
        """What the words of a row are worth, from left to right."""
        return [self.tokens[index].standing for index in row.words]

    def touching(self, row: lines.Row) -> list[bool]:
        """Whether each word of a row stands so near the one before it that they may be pieces of one."""
        tokens = self.of_row(row)
        return [False, *(_gap(one, other) <= _TOUCHING for one, other in pairwise(tokens))]


def weigh(word: Word, vocabulary: Vocabulary) -> Token:
    """What one word is worth by itself: the best reading counts, unless another one contradicts it."""
    readings = [reading for reading in word.readings if reading.text.strip()]
    texts = tuple(reading.text.strip().replace(" ", "") for reading in readings)
    standings = tuple(vocabulary.standing(text) for text in texts)
    if not texts:
        return Token(word, (), (), "", Standing.UNKNOWN)
    text, standing = texts[0], standings[0]
    first = readings[0]
    for other, shown, worth in zip(readings[1:], texts[1:], standings[1:], strict=True):
        if standing is Standing.UNKNOWN and worth >= Standing.NUMBER and other.confidence >= _SURE:
            if _same_ink(text, shown, worth):
                text, standing = shown, worth
        elif standing is not Standing.UNKNOWN and worth is Standing.UNKNOWN:
            long = standing is Standing.SOLID and len(squeeze(text)) >= 4
            surer = other.confidence > first.confidence + (0.2 if long else 0.0)
            identifies = patterns.in_word(shown) is not None and not point_lost(text, shown)
            if identifies or (surer and _far(text, shown, long)):
                text, standing = shown, Standing.UNKNOWN
    sure = _UNSURE_LONG if measures.digit_count(text) >= _LONG else _UNSURE
    alone = len(set(texts)) == len(texts)  # no two readers agree
    if standing is Standing.NUMBER and first.confidence < sure and alone:
        standing = Standing.UNKNOWN  # any date can be misread into a harmless figure, but not twice alike
    if standing is Standing.SOLID and first.confidence < _UNSURE_SHORT and alone and len(squeeze(text)) <= _SHORT:
        standing = Standing.UNKNOWN  # most short forms are clinical, so scraps of a name or a date may read like one
    partial = _too_short(word, text)
    return Token(word, texts, standings, text, Standing.UNKNOWN if partial else standing, partial=partial)


def _weigh_pair(first: Token, second: Token, vocabulary: Vocabulary) -> None:
    """What two neighbours are worth together: a phrase, or a number and its unit as readers confuse it."""
    if vocabulary.is_phrase(first.text, second.text):
        first.standing = second.standing = Standing.SOLID
    elif (first.standing is Standing.NUMBER and second.standing is Standing.UNKNOWN and second.texts
          and first.text[-1:].isdigit() and measures.is_unit(second.text, vocabulary.units)):  # fmt: skip
        second.standing = Standing.NUMBER


def _weigh_pieces(tokens: Sequence[Token], vocabulary: Vocabulary) -> None:
    """Know a clinical word again that was cut into pieces where its letters stand apart: ``per icardial``."""
    for start in range(len(tokens)):
        for count in range(2, _MOST_PIECES + 1):
            pieces = tokens[start : start + count]
            texts = [piece.text.strip(".,;:()") for piece in pieces]
            if len(pieces) < count or not all(text.isalpha() for text in texts) or _gap(*pieces[-2:]) > 1:
                break
            whole = "".join(texts)
            unknown = any(piece.standing is Standing.UNKNOWN for piece in pieces)
            if unknown and len(whole) >= _LEAST_WHOLE and vocabulary.standing(whole) is Standing.SOLID:
                for piece in pieces:
                    piece.text, piece.standing = whole, Standing.SOLID
                break


def _gap(first: Token, second: Token) -> float:
    """How far two words of a row stand apart, in heights of the lower one."""
    one, other = (lines.upright(token.word.box, token.word.region.angle) for token in (first, second))
    return (other.left - one.right) / max(1, min(one.height, other.height))


def point_lost(text: str, shown: str) -> bool:
    """Whether `shown` is the number `text` without its point: ``11250`` for ``-112.50``."""
    return shown.lstrip("+-").isdigit() and text != shown and squeeze(text) == squeeze(shown)


def _same_ink(read: str, other: str, worth: Standing) -> bool:
    """Whether two readings can be of the same letters, the second one a clinical word."""
    a, b = fold(read), fold(other)
    if worth is Standing.NUMBER:
        alike = distance(squeeze(a), squeeze(b), 0.5 * len(b)) <= 0.5 * len(b)
        return any(c.isdigit() for c in read) and len(a) <= 7 and abs(len(a) - len(b)) <= 1 and alike
    limit = 0.18 * len(b) if a.isalpha() else 0.34 * len(b)
    return len(b) >= 3 and distance(squeeze(a), squeeze(b), limit) <= limit


def _far(read: str, other: str, long: bool) -> bool:
    a, b = squeeze(read), squeeze(other)
    if not long and (len(b) < 3 or not b.isalpha()):
        return False
    return distance(a, b, max(1.0, 0.5 * len(b))) == float("inf") if long else a != b


def _too_short(word: Word, text: str) -> bool:
    box = lines.upright(word.box, word.region.angle)
    if text.isdigit():
        return box.height > 4 and box.width > _WIDEST_FIGURE * box.height * len(text) + 0.5 * box.height
    return box.height > 4 and box.width > _WIDEST * box.height * max(1, len(text)) + box.height
