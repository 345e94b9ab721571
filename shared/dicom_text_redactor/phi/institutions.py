"""Institutions: the words that name one, and those that their names often have."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from dicom_text_redactor.phi.spelling import fold, parts

INSTITUTIONS = Path(__file__).with_name("institutions.txt")
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


def worth(text: str) -> float:
    """How much a word speaks for an institution.

    1: it names one by itself: ``INFIRMARY``, ``Kreiskrankenhaus``; 0.5: names of them often have it; 0: neither.
    """
    found = parts(text)
    if any(part in _words()["naming"] or part.endswith(_endings()) for part in found):
        return 1.0
    return 0.0 if _words()["common"].isdisjoint(found) else 0.5
