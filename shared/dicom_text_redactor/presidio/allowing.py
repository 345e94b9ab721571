"""An allow list: words and phrases that stay, whatever else is known of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dicom_text_redactor.phi.patterns import Find
from dicom_text_redactor.phi.recognizers import Role

DEFAULT_FLAGS = re.DOTALL | re.MULTILINE | re.IGNORECASE
"""Those of Presidio for lists of regular expressions."""

_AROUND = r"[^\w\s]*"  # punctuation at the ends of a word, which readers see where there is none


class AllowList:
    """Words and phrases that stay: exactly as written, or the words in which a regular expression finds something.

    A phrase stays where its words follow one another in a line. Only whole words stay, so that an entry cannot uncover
    a part of another word; and an expression sees one word at a time, so that it cannot run on to the next ones.

    Raises
    ------
    ValueError
        `match` is neither ``exact`` nor ``regex``, or an entry is no regular expression.
    """

    role: Role = "keep"

    def __init__(self, entries: Sequence[str], match: str = "exact", flags: int = DEFAULT_FLAGS) -> None:
        if match not in ("exact", "regex"):
            raise ValueError("allow_list_match must be 'exact' or 'regex'.")
        wanted = [entry for entry in entries if entry.strip()]
        self._phrases = [_exactly(entry) for entry in wanted if match == "exact"]
        try:
            self._expressions = [re.compile(entry, flags) for entry in wanted if match == "regex"]
        except re.error:
            raise ValueError("An entry of allow_list is no regular expression.") from None

    def find(self, text: str) -> list[Find]:
        """Where `text` holds an entry."""
        return [Find(found.start(), found.end(), "ALLOWED", 1.0) for found in self._found(text)]

    def _found(self, text: str) -> Iterator[re.Match[str]]:
        for phrase in self._phrases:
            yield from phrase.finditer(text)
        if self._expressions:
            yield from (word for word in re.finditer(r"\S+", text) if self._finds_something_in(word[0]))

    def _finds_something_in(self, word: str) -> bool:
        return any(found[0] for expression in self._expressions for found in expression.finditer(word))


def _exactly(entry: str) -> re.Pattern[str]:
    words = r"[ ]+".join(map(re.escape, entry.split()))
    return re.compile(rf"(?<!\S){_AROUND}{words}{_AROUND}(?!\S)")
