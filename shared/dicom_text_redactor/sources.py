"""Why an area was hidden or left: the words of the box report, each with its rank, its colour and its sentence.

To add one, add a member here, its word to ``box-report.schema.json`` and its row to the tables of the documentation;
tests hold all of them against this module. The review page and the previews take colours and sentences from here.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

KEPT: Colour = (255, 255, 255)
"""The colour of everything that was left, whatever the reason."""


class Why(StrEnum):
    """A reason to hide or to leave an area, of which the two classes below name all.

    Attributes
    ----------
    colour
        Of outlines, in previews and on the review page. No two look alike to colour-blind eyes, and all are bright:
        with the dark line that is drawn beside it each is seen on black, grey and white.
    says
        The reason in words for people, to stand behind "because".
    rank
        0 for the one that is told of several that are as sure: the order in which they are defined.
    """

    colour: Colour
    says: str
    rank: int

    def __new__(cls, word: str, colour: Colour, says: str) -> Self:
        """A member that equals its word in the report."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.colour, member.says, member.rank = colour, says, len(cls.__members__)
        return member


class Source(Why):
    """Why an area was hidden: the ``source`` of a box."""

    DENY_LIST = "deny-list", (127, 155, 255), "the word is in REDACT_DENY"
    METADATA = "metadata", (255, 176, 0), "the file's header contains the same name, number, date or place"
    LABEL = "label", (86, 196, 249), 'it follows a label such as "Name:" or "DOB"'
    PATTERN = "pattern", (22, 176, 121), "it has the form of a date, a telephone number, an ID …"
    CODE = "code", (135, 105, 255), "it is a bar code, or another code that a machine reads"
    NER = "ner", (245, 234, 85), "the language model recognizes the name of a person, a place or an organization"
    UNKNOWN_WORD = (
        "unknown-word",
        (209, 134, 186),
        "other evidence: it is on a list of names, nothing is known about it, or the words around it identify",
    )
    UNREADABLE = "unreadable", (255, 122, 51), "it is text, but no reader could read it (cautious only)"
    POLICY = "policy", (201, 206, 214), "all-text hides everything"
    REVIEW = "review", (180, 255, 150), "a person marked it as missed in an earlier result"
    REGION_RULE = (
        "region-rule",
        (225, 60, 195),
        "a rule of REDACT_REGIONS names it, or it is outside the ultrasound regions",
    )


class DismissedBecause(Why):
    """Why a place that was found is taken for no text: the ``because`` of the report's ``dismissed``."""

    UNLIKELY = "unlikely", KEPT, "it hardly looks like writing, and no reader could read it"
    SMALL = "small", KEPT, "it is lower than letters that can be read"
    CUT = "cut", KEPT, "it ends where the part of a cine's frame that was looked at ends"


class KeptBecause(Why):
    """Why an area with text was left: the ``because`` of the report's ``kept``."""

    CLINICAL = "clinical", KEPT, "it is clinical, and identifies nobody"
    ALLOW_LIST = "allow-list", KEPT, "the word is in REDACT_ALLOW, or the calling program keeps it"
    POLICY = "policy", KEPT, "no reader could read it, and phi hides only what was found to identify"
    REVIEW = "review", KEPT, "a person marked its box as not needed in an earlier result"
