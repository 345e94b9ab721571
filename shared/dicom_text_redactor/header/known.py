"""What a file's own header identifies somebody by, looked for in values that the profile leaves alone."""

from __future__ import annotations

import re

from dicom_text_redactor.phi.identity import Identity
from dicom_text_redactor.phi.spelling import squeeze
from dicom_text_redactor.phi.wordlists import LISTS

_TOKEN = re.compile(r"[^\s\\^=;,/|_]+")
_SHORT = 4
"""Letters from which a name is itself wherever it stands."""
_PART = 5
"""Letters and figures from which a name or a number is itself in the middle of others."""
_DATE = 6
_CODE = re.compile(r"[A-Z0-9_ ]{0,16}")


class Known:
    """The names, ids, dates and places of one header."""

    def __init__(self, identity: Identity) -> None:
        self._words = identity.words
        self._ids = identity.ids
        self._dates = identity.dates
        self._places = {word for place in identity.places if len(place) == 1 for word in place if len(word) >= _PART}
        self._parts = [text for text in {*identity.words, *identity.ids} if len(text) >= _PART]
        self._bytes = [text.encode() for text in self._parts]

    def cleaned(self, text: str, *, code: bool = False, names_only: bool = False) -> str:
        """`text` without the words that the header identifies somebody by.

        Parameters
        ----------
        code
            It is a defined term; one of the vocabulary stays, though a phantom may be called by it.
        names_only
            Numbers, dates and places may stay: an option keeps the attribute.
        """
        found = [match for match in _TOKEN.finditer(text) if self._is_known(match[0], code, names_only)]
        for match in reversed(found):
            text = text[: match.start()] + text[match.end() :]
        return " ".join(text.split()) if found else text

    def is_in(self, value: bytes) -> bool:
        """Whether bytes hold a name or a number of the header, as text of one or two bytes a letter."""
        lower = value.lower()
        packed = lower.replace(b"\0", b"")
        return any(text in lower or text in packed for text in self._bytes)

    def is_in_name(self, text: str) -> bool:
        """Whether the name of a file or folder holds a name or an id of the header."""
        core = squeeze(text)
        runs = {squeeze(part) for part in re.split(r"[\W_]+", text)}
        short = {word for word in self._words | self._ids if len(word) >= 3}
        return bool(runs & short) or any(part in core for part in self._parts)

    def _is_known(self, token: str, code: bool, names_only: bool) -> bool:
        core = squeeze(token)
        if len(core) < 2:
            return False
        if core in self._words and (len(core) >= _SHORT or core not in LISTS):
            return not (code and core in LISTS and _CODE.fullmatch(token))
        if names_only:
            return False
        if core in self._ids or core in self._places or (len(core) >= _DATE and core in self._dates):
            return True
        return len(core) > _PART and any(part in core for part in self._parts)
