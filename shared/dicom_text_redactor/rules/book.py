"""What one file of rules says, in whichever language it was written."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass

from pydicom import Dataset

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.model import RuleName
from dicom_text_redactor.rules.conditions import Condition
from dicom_text_redactor.rules.coordinates import Coordinates

_LONGEST_LABEL = 80  # characters


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition over a file's elements, and what of its image is painted if it holds."""

    name: RuleName
    condition: Condition
    coordinates: tuple[Coordinates, ...]


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules of one file.

    Attributes
    ----------
    rules
        In the order in which they are tried.
    first_only
        Whether the first rule that holds is the only one that counts, as in CTP; in deid all count.
    digest
        Tells these rules from others: 16 digits of the SHA-256 of their text.
    doubts
        What a person should look at, with its line: it is no error in that language, and may not do what it seems to.
    """

    rules: tuple[Rule, ...]
    first_only: bool
    digest: str = ""
    doubts: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """How many rules there are, as settings are shown."""
        return f"<{len(self.rules)} rules>"

    def holding(self, header: Dataset) -> Iterable[Rule]:
        """The rules that count for a file with this header."""
        for rule in self.rules:
            if rule.condition.holds(header):
                yield rule
                if self.first_only:
                    return


def label_of(text: str) -> str:
    """The label of a rule from what stands in its file, as reports tell it."""
    return text[:_LONGEST_LABEL]


def is_expression(text: str) -> bool:
    """Whether a text is a regular expression."""
    try:
        re.compile(text)
    except (re.error, RecursionError, OverflowError):
        return False
    return True


def wrong(line: int, message: str) -> SettingError:
    """The error of a wrong line of a file of rules, which is named by whoever asked for the file."""
    return SettingError(f"line {line}: {message}")


class Lines:
    """Where the lines of a text begin.

    Parameters
    ----------
    text
        The whole text of a file.
    """

    def __init__(self, text: str) -> None:
        self._ends = [position for position, character in enumerate(text) if character == "\n"]

    def number(self, position: int) -> int:
        """The number of the line, from 1, in which a character stands."""
        return bisect(self._ends, position - 1) + 1
