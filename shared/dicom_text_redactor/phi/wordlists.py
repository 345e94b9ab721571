"""All lists of words, loaded once for the process: the clinical vocabulary, names of people, and names of places."""

from __future__ import annotations

import gzip
from functools import cached_property
from pathlib import Path

from dicom_text_redactor.phi.vocabulary import Vocabulary

NAMES = Path(__file__).with_name("names.txt.gz")
"""A word a line, folded, behind it the letters of the lists that have it: given, family, place."""


class Lists(Vocabulary):
    """The vocabulary, with the names of people and places; holds nothing of any file."""

    placeholders = frozenset(
        "anonymous anonymized anonymised anon anonym anonymisiert anonyme anonimo test testpatient demo phantom "
        "patient noname unknown john johndoe doe deidentified removed redacted research volunteer subject".split()
    )
    """What stands in place of a name."""

    @cached_property
    def given(self) -> frozenset[str]:
        """Given names of people."""
        return self._names_of("g")

    @cached_property
    def family(self) -> frozenset[str]:
        """Family names of people."""
        return self._names_of("f")

    @cached_property
    def places(self) -> frozenset[str]:
        """Towns and countries."""
        return self._names_of("p")

    def _names_of(self, kind: str) -> frozenset[str]:
        lines = gzip.decompress(NAMES.read_bytes()).decode("utf-8").splitlines()
        split = (line.rpartition(" ") for line in lines if line[:1] != "#")
        return frozenset(word for word, _, kinds in split if kind in kinds)


LISTS = Lists()
