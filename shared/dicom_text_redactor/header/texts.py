"""Clean Descriptors (PS3.15 E.3.5): descriptions and comments, judged word by word like the rows of a screen."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydicom import DataElement, Dataset
from pydicom.tag import BaseTag

from dicom_text_redactor.errors import RedactionError
from dicom_text_redactor.header.known import Known
from dicom_text_redactor.header.words import hidden, is_plain
from dicom_text_redactor.model import Box, Reading, Region, Verdict, Word

JudgeWords = Callable[[Sequence[Word]], list[Verdict]]
"""One verdict for each of some words, as `dicom_text_redactor.phi.judge.FileJudge.judge` gives them."""

_TOKEN = re.compile(r"[^\s_^;,/|\\=]+")
_LINE = re.compile(r"[\r\n\f]+")
_LETTER, _HEIGHT, _APART = 10, 20, 60
_MOST_WORDS, _LONGEST_WORD = 4000, 64
_EDGES = " \t_^;,/|=-–:("


@dataclass(frozen=True, slots=True, repr=False)
class Text:
    """A text that is to be judged.

    Attributes
    ----------
    holder
        Where it stands, and where its new value goes.
    values
        Its values, decoded.
    stays, lost
        Called when words of it stay, and when none may.
    """

    holder: Dataset
    tag: BaseTag
    vr: str
    values: tuple[str, ...]
    stays: Callable[[], object]
    lost: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Count:
    """How many words were left, and how many were removed."""

    kept: int = 0
    removed: int = 0

    def and_of(self, gone: Sequence[bool]) -> Count:
        """The count with some more words, of which each went or not."""
        return Count(self.kept + len(gone) - sum(gone), self.removed + sum(gone))


class _Line:
    """A line of a text: its words, and what stands between them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [match.span() for match in _TOKEN.finditer(text)]

    def is_plain(self, known: Known) -> bool:
        """Whether all words are clinical, and none is one that the header identifies somebody by."""
        return known.cleaned(self.text) == self.text and is_plain(self.text, [self.text[a:b] for a, b in self.spans])

    def words(self, row: int) -> list[Word]:
        """The words as the row of a screen would show them."""
        top = row * _APART
        whole = Box(0, top, max(1, len(self.text)) * _LETTER, _HEIGHT)
        region = Region(0, whole)
        return [
            Word(
                region,
                Box(start * _LETTER, top, (end - start) * _LETTER, _HEIGHT),
                (Reading("header", self.text[start:end], 1.0),),
            )
            for start, end in self.spans
        ]

    def without(self, gone: Sequence[bool]) -> str:
        """The line without some words, and without what stood between two of them."""
        if not any(gone):
            return self.text.strip()
        left, at, gap = "", 0, False
        for (start, end), goes in zip(self.spans, gone, strict=True):
            if goes:
                gap = True
            else:
                between = " " if gap and left else self.text[at:start] if left or not gap else ""
                left += between + self.text[start:end]
                gap = False
            at = end
        return (left if gap else left + self.text[at:]).strip(_EDGES)


def clean(texts: Sequence[Text], judge: JudgeWords, known: Known) -> Count:
    """Put the texts without their identifying words in the places where they stand.

    Lines with nothing but clinical words are left as they are. If the others are too long to be judged, or the judge
    fails, all texts go whole.
    """
    lines = [[[_Line(line) for line in _LINE.split(value)] for value in text.values] for text in texts]
    flat = [line for of_text in lines for of_value in of_text for line in of_value]
    asked = [line for line in flat if not line.is_plain(known)]
    told = _told(asked, judge)
    if told is None:
        for text in texts:
            text.lost()
        return Count(0, sum(len(line.spans) for line in flat))
    gone = dict(zip(map(id, asked), told, strict=True))
    count = Count()
    for text, of_text in zip(texts, lines, strict=True):
        values = []
        for of_value in of_text:
            some = [gone.get(id(line), [False] * len(line.spans)) for line in of_value]
            count = count.and_of([hides for each in some for hides in each])
            left = [line.without(each) for line, each in zip(of_value, some, strict=True)]
            values.append("\r\n".join(each for each in left if each))
        if any(values):
            text.holder[text.tag] = DataElement(text.tag, text.vr, values if len(values) > 1 else values[0])
            text.stays()
        else:
            text.lost()
    return count


def _told(lines: Sequence[_Line], judge: JudgeWords) -> list[list[bool]] | None:
    """Which words of each line go; None if that cannot be told."""
    words = [word for row, line in enumerate(lines) for word in line.words(row)]
    if len(words) > _MOST_WORDS or any(len(word.text) > _LONGEST_WORD for word in words):
        return None
    try:
        verdicts = iter(judge(words) if words else [])
    except RedactionError:
        raise
    except Exception:
        return None
    return [hidden(line.text, line.spans, [next(verdicts) for _ in line.spans]) for line in lines]
