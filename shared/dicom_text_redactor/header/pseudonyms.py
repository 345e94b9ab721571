"""Pseudonyms without a database: whoever has the key gives the same ones, and nobody else can compute them.

Each is the HMAC-SHA-256 (RFC 2104) of the old value under the key, so that workers and runs that never met agree.
"""

from __future__ import annotations

import base64
import hmac

_LEAST_DAYS, _MOST_DAYS = 365, 3650
"""Days that dates go back: at least a year, so that no date stays near the true one, and at most eleven."""


class Pseudonyms:
    """New values for old ones; `given` remembers them for a table that a person asks for.

    key: the secret; what its letters are does not matter.
    """

    def __init__(self, key: str) -> None:
        self._key = key.encode()
        self.given: dict[tuple[str, str], str] = {}

    def uid(self, old: str) -> str:
        """A UID of the root 2.25 (PS3.5 B.2)."""
        number = int.from_bytes(self._digest("uid", old)[:16], "big")
        return self._noted("uid", old, f"2.25.{number}")

    def patient(self, old: str) -> str:
        """An id for a patient, 17 letters and figures."""
        return self._noted("patient", old, "P" + self._letters("patient", old, 16))

    def accession(self, old: str) -> str:
        """An accession number of 16 letters and figures, which SH takes."""
        return self._noted("accession", old, "A" + self._letters("accession", old, 15))

    def days(self, patient: str) -> int:
        """By how many days the dates of a patient move; a negative number."""
        number = int.from_bytes(self._digest("days", patient)[:8], "big")
        days = -(_LEAST_DAYS + number % (_MOST_DAYS + 1))
        self._noted("days", patient, str(days))
        return days

    def name(self, old: str) -> str:
        """A name for a file or a folder, in the form of a UID."""
        number = int.from_bytes(self._digest("name", old)[:16], "big")
        return f"2.25.{number}"

    def check(self) -> str:
        """Some letters that tell this key from another one, and nothing about it."""
        return self._digest("key", "check").hex()[:16]

    def _digest(self, kind: str, old: str) -> bytes:
        return hmac.digest(self._key, f"{kind}:{old.strip()}".encode("utf-8", "surrogateescape"), "sha256")

    def _letters(self, kind: str, old: str, count: int) -> str:
        return base64.b32encode(self._digest(kind, old)).decode()[:count]

    def _noted(self, kind: str, old: str, new: str) -> str:
        self.given[kind, old.strip()] = new
        return new
