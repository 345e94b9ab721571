"""Institutions: the words that name one, and the stretch of a line that such a word makes its name."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from dicom_text_redactor.phi.evidence import Token
from dicom_text_redactor.phi.spelling import fold, parts, squeeze
from dicom_text_redactor.phi.vocabulary import Standing

INSTITUTIONS = Path(__file__).with_name("institutions.txt")
_LONGEST = 12  # words; a longer stretch is a sentence
_COMPOUND = 6  # letters from which a word that names an institution ends compounds, as in ``Kreiskrankenhaus``


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    """The folded words of each section of ``institutions.txt``."""
    found: dict[str, set[str]] = {}
    section = ""
    for line in INSTITUTIONS.read_text(encoding="utf-8").splitlines():
        text = line.split("#", 1)[0].strip()
        if text.startswith("["):
            section = text.strip("[]")
        else:
            found.setdefault(section, set()).update(map(fold, text.split()))
    return {name: frozenset(words) for name, words in found.items()}


@lru_cache(maxsize=1)
def _endings() -> tuple[str, ...]:
    return tuple(word for word in _words()["naming"] if len(word) >= _COMPOUND)


def names_one(text: str) -> bool:
    """Whether a word names an institution, or a kind of it, by itself: ``INFIRMARY``, ``Kreiskrankenhaus``."""
    return any(part in _words()["naming"] or part.endswith(_endings()) for part in parts(text))


def belongs_to_one(text: str) -> bool:
    """Whether a word makes its line the name of an institution if something unknown stands beside it."""
    return names_one(text) or not _words()["common"].isdisjoint(parts(text))


def hide_in(tokens: list[Token]) -> None:
    """Hide every stretch of a line that names an institution, from its first word to its last.

    Clinical words at the ends of the stretch stay; numbers and labels bound it.
    """
    for stretch in _stretches(tokens):
        if len(stretch) > _LONGEST or not _is_named(stretch):
            continue
        theirs = [at for at, token in enumerate(stretch) if _is_part(token)]
        for token in stretch[theirs[0] : theirs[-1] + 1]:
            token.hide("ORGANIZATION", "unknown-word", 0.5)


def _is_named(stretch: list[Token]) -> bool:
    if any(names_one(token.text) for token in stretch):
        return True
    return any(belongs_to_one(token.text) for token in stretch) and any(token.may_be_name for token in stretch)


def _is_part(token: Token) -> bool:
    return belongs_to_one(token.text) or (token.standing < Standing.NUMBER and len(squeeze(token.text)) > 1)


def _stretches(tokens: list[Token]) -> list[list[Token]]:
    """The runs of words without figures and labels between them."""
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token.label or any(c.isdigit() for c in token.text):
            found.append([])
        else:
            found[-1].append(token)
    return [stretch for stretch in found if stretch]
