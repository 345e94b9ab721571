"""Why an area was hidden or kept: the sources of the box report, each with its rank, its colour and its words."""

from __future__ import annotations

from enum import StrEnum


class Source(StrEnum):
    """A source of the box report. The order is the rank: of several reasons the first one is told."""

    DENY_LIST = "deny-list"
    METADATA = "metadata"
    LABEL = "label"
    PATTERN = "pattern"
    NER = "ner"
    UNKNOWN_WORD = "unknown-word"
    UNREADABLE = "unreadable"
    POLICY = "policy"
    REVIEW = "review"

    @property
    def rank(self) -> int:
        """0 for the strongest."""
        return list(Source).index(self)

    @property
    def is_positive(self) -> bool:
        """Whether something was found that identifies somebody, rather than nothing that is known to be clinical."""
        return self in (Source.DENY_LIST, Source.METADATA, Source.LABEL, Source.PATTERN, Source.NER)
