"""A page: the words of one picture as they were read, in their rows, and what is known of each from its text alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from dicom_text_redactor.model import Box, Word
from dicom_text_redactor.phi import dates, lines, patterns
from dicom_text_redactor.phi.header import Header, Hits
from dicom_text_redactor.phi.labels import Label, find
from dicom_text_redactor.phi.spelling import fold, squeeze
from dicom_text_redactor.phi.vocabulary import Standing
from dicom_text_redactor.phi.wordlists import LISTS

_NEAR = 2.6
"""Two rows are neighbours when they are at most this many letter heights apart."""

WIDE = 1.3
"""Words that stand farther apart than this, in letter heights, belong to different columns of a screen."""


@dataclass(eq=False)
class Token:
    """One word of a page, and its place in its row (`at`, 0-based, of `row.tokens`)."""

    word: Word
    index: int
    row: PageRow
    at: int

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What each reader read, the most trusted first, without spaces; empty where nobody could read."""
        return tuple(text for r in self.word.readings if (text := "".join(r.text.split())))

    @cached_property
    def text(self) -> str:
        """The most trusted reading."""
        return self.texts[0] if self.texts else ""

    @cached_property
    def bare(self) -> str:
        """The text folded, without signs at its ends."""
        return fold(self.text).strip(" .,;:!?()[]{}<>\"'*_~^|=#`´‘’“”«»")

    @cached_property
    def core(self) -> str:
        """The folded letters and digits of the text."""
        return squeeze(self.text)

    @cached_property
    def letters(self) -> str:
        """The folded letters of the text."""
        return "".join(c for c in self.core if c.isalpha())

    @cached_property
    def digits(self) -> int:
        """How many digits the text holds."""
        return sum(map(str.isdigit, self.text))

    @cached_property
    def box(self) -> Box:
        """The word's box as if its row ran to the right."""
        return self.word.upright

    @cached_property
    def standing(self) -> Standing:
        """What the clinical lists say of the word."""
        return LISTS.standing(self.text)

    @property
    def page(self) -> Page:
        """The page that the word stands on."""
        return self.row.page

    @cached_property
    def before(self) -> Token | None:
        """The word to the left in the row; signs that stand alone are passed over."""
        return next((token for token in reversed(self.row.tokens[: self.at]) if token.core), None)

    @cached_property
    def after(self) -> Token | None:
        """The word to the right in the row; signs that stand alone are passed over."""
        return next((token for token in self.row.tokens[self.at + 1 :] if token.core), None)

    @cached_property
    def beside(self) -> tuple[Token, ...]:
        """The words to the left and right."""
        return tuple(token for token in (self.before, self.after) if token is not None)

    @cached_property
    def fellows(self) -> tuple[Token, ...]:
        """The other words of the row that no wide gap parts from this one."""
        tokens, first, last = self.row.tokens, self.at, self.at
        while first and gap(tokens[first - 1], tokens[first]) <= WIDE:
            first -= 1
        while last + 1 < len(tokens) and gap(tokens[last], tokens[last + 1]) <= WIDE:
            last += 1
        return tuple(token for token in tokens[first : last + 1] if token is not self)

    @cached_property
    def others(self) -> tuple[Token, ...]:
        """All other words of the row."""
        return tuple(token for token in self.row.tokens if token is not self)


def gap(one: Token, other: Token) -> float:
    """How far two words of a row stand apart, in letter heights."""
    return (other.box.left - one.box.right) / max(1, min(one.box.height, other.box.height))


@dataclass(eq=False)
class PageRow:
    """The words that stand on one line, from left to right."""

    page: Page
    line: lines.Row
    tokens: list[Token] = field(default_factory=list)

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins in `text`."""
        starts, at = [], 0
        for token in self.tokens:
            starts.append(at)
            at += len(token.text) + 1
        return starts

    @cached_property
    def text(self) -> str:
        """The texts of the row with single spaces between them."""
        return " ".join(token.text for token in self.tokens)

    def covered(self, token: Token, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Those of the stretches of `text` that reach into a word."""
        start = self.starts[token.at]
        return [span for span in spans if span[0] < start + len(token.text) and span[1] > start]

    @cached_property
    def dates(self) -> list[tuple[int, int]]:
        """The stretches of `text` that read like a date; behind a label for one a day and a month are enough."""
        return [*dates.spans(dates.readable(self.text)), *self._days_behind_labels()]

    def _days_behind_labels(self) -> Iterator[tuple[int, int]]:
        for label in self.labels:
            behind = label.last + 1
            if label.kind == "date" and behind < len(self.tokens) and dates.day_in_figures(self.tokens[behind].text):
                yield self.starts[behind], self.starts[behind] + len(self.tokens[behind].text)

    @cached_property
    def patterns(self) -> list[patterns.Find]:
        """What identifies by its form alone."""
        return patterns.in_line(self.text)

    @cached_property
    def hits(self) -> Hits:
        """What the row shows of the header, whichever reader saw it."""
        first, *others = dict.fromkeys(self._as_read(reader) for reader in range(self._readers))
        hits = self.page.header.search(first)
        for texts in others:
            hits.add_all(self.page.header.search(texts))
        return hits

    @property
    def _readers(self) -> int:
        return max(1, *(len(token.texts) for token in self.tokens))

    def _as_read(self, reader: int) -> tuple[str, ...]:
        """The texts of one reader, the most trusted being 0; of the most trusted one where that reader has none."""
        return tuple(token.texts[reader] if reader < len(token.texts) else token.text for token in self.tokens)

    @cached_property
    def labels(self) -> list[Label]:
        """The labels in the row, from left to right."""
        return find([token.text for token in self.tokens])

    @cached_property
    def height(self) -> int:
        """The height of the row, pixels."""
        return max(1, self.line.box.height)

    @cached_property
    def above(self) -> PageRow | None:
        """The nearest row above that this one stands under."""
        return self._nearest(-1)

    @cached_property
    def below(self) -> PageRow | None:
        """The nearest row beneath."""
        return self._nearest(1)

    def _nearest(self, side: int) -> PageRow | None:
        best, least = None, _NEAR * self.height
        for other in self.page.rows:
            if other is self or (other.line.frame, other.line.angle) != (self.line.frame, self.line.angle):
                continue
            apart = side * (other.line.box.top - self.line.box.top)
            across = min(other.line.box.right, self.line.box.right) - max(other.line.box.left, self.line.box.left)
            if 0.5 * self.height < apart < least and across > 0:
                best, least = other, apart
        return best


class Page:
    """The words of one surface and the rows that they stand in.

    Parameters
    ----------
    words
        In any order; words of one region in reading order.
    header
        What the file's header says.
    size
        Columns and rows of the picture, pixels.
    """

    def __init__(self, words: Sequence[Word], header: Header, size: tuple[int, int]) -> None:
        self.header = header
        self.tokens: list[Token] = [None] * len(words)  # type: ignore[list-item]  # filled row by row
        self.rows: list[PageRow] = []
        for line in lines.rows(words):
            row = PageRow(self, line)
            for at, index in enumerate(line.words):
                token = Token(words[index], index, row, at)
                row.tokens.append(token)
                self.tokens[index] = token
            self.rows.append(row)
        boxes = [token.word.box for token in self.tokens]
        self.columns = max([size[0], *(box.right for box in boxes)])
        self.lines = max([size[1], *(box.bottom for box in boxes)])
        self.entities: dict[int, list[patterns.Find]] = {}

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each text stands on the page."""
        return Counter(token.bare for token in self.tokens)

    @cached_property
    def letter_height(self) -> float:
        """The median height of the words, pixels."""
        heights = sorted(token.box.height for token in self.tokens)
        return float(max(1, heights[len(heights) // 2])) if heights else 1.0
