"""Labels: the words on a screen that say what follows them, in many languages, and how far their word reaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from dicom_text_redactor.memory import remembered_for_one_file
from dicom_text_redactor.phi.matching import distance
from dicom_text_redactor.phi.spelling import parts, skeleton

LABELS = Path(__file__).with_name("labels.txt")

ENTITIES = {"person": "PERSON", "id": "ID", "date": "DATE_TIME", "phone": "PHONE_NUMBER", "place": "ORGANIZATION"}
"""Kinds of label whose value identifies, and the entity of the value; any other kind only ends a value."""

_LONGEST = 4
_LONG = 6
"""Letters from which a label with its colon is known although a letter of it was misread or lost."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label found in a line: its words are `first` to `last`, inclusive.

    `kind` is a key of `ENTITIES`, or ``plain``. `firm` labels cannot be anything else (they end in a
    colon, or are phrases of their own), so that whatever follows is their value. `value` is the text
    glued to the last word, as in ``DOB:12/03/1961``. `spelled` says whether it is written as labels are; otherwise its
    letters have their shapes only, as if misread, and ``Sean`` may be ``Scan``.
    """

    first: int
    last: int
    kind: str
    firm: bool
    value: str = field(default="", repr=False)
    spelled: bool = True


@lru_cache(maxsize=1)
def phrases() -> dict[tuple[str, ...], str]:
    """Every label as a tuple of word skeletons, and its kind."""
    return {tuple(map(skeleton, words)): kind for words, kind in _read().items()}


@lru_cache(maxsize=1)
def _read() -> dict[tuple[str, ...], str]:
    """Every label as a tuple of words, and its kind; from ``labels.txt``."""
    known: dict[tuple[str, ...], str] = {}
    kind = "plain"
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        text = line.split("#", 1)[0].strip()
        if text.startswith("[") and text.endswith("]"):
            kind = text[1:-1]
            continue
        for phrase in filter(None, (phrase.strip() for phrase in text.split(","))):
            known[tuple(parts(phrase))] = kind
    return known


def find(texts: Sequence[str]) -> list[Label]:
    """The labels in a line of words, from left to right, the longest phrase first."""
    found: list[Label] = []
    at = 0
    while at < len(texts):
        label = _at(texts, at)
        if label is None:
            at += 1
        else:
            found.append(label)
            at = label.last + 1
    return found


def _at(texts: Sequence[str], first: int) -> Label | None:
    shapes: list[str] = []
    words: list[str] = []
    best: Label | None = None
    for last in range(first, min(len(texts), first + _LONGEST)):
        head, colon, value = _split(texts[last])
        own = parts(head)
        words += own
        shapes += map(skeleton, own)
        kind = phrases().get(tuple(shapes))
        if kind is None and colon and last == first and len(shapes) == 1:
            kind = _nearest(shapes[0])
        if kind is not None:
            best = Label(first, last, kind, colon not in ("", "."), value, tuple(words) in _read())
        if colon or texts[last].endswith(","):
            break
    return best


@remembered_for_one_file
def _nearest(shape: str) -> str | None:
    """The kind of the single-word label that a longer word with a colon can be, misread: ``Geburtdatum:``."""
    limit = 0.0 if len(shape) < _LONG else 1.0 if len(shape) < 2 * _LONG else 2.0
    near = [(distance(shape, known, limit), kind) for known, kind in _long_labels() if limit]
    cost, kind = min(near, default=(float("inf"), ""))
    return kind if cost <= limit else None


@lru_cache(maxsize=1)
def _long_labels() -> tuple[tuple[str, str], ...]:
    return tuple((words[0], kind) for words, kind in phrases().items() if len(words) == 1 and len(words[0]) >= _LONG)


def _split(text: str) -> tuple[str, str, str]:
    """The head of a word, its colon (or the like), and what is glued behind it."""
    for sign in ":=#;":
        head, colon, value = text.partition(sign)
        if colon and any(c.isalpha() for c in head):
            return head, colon, value.strip(".:#= ")
    if "." in text[1:-1]:  # Dr.Smith, but not 1.5T
        head, dot, value = text.partition(".")
        if head.isalpha() and value[:1].isalpha() and (skeleton(head),) in phrases():
            return head, dot, value
    return text, "", ""
