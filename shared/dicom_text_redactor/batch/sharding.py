"""Sharing a batch between machines that know nothing of each other: each takes the files whose path falls to it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Shard:
    """Share `index` of `count`, counted from 1: 1/4, 2/4, 3/4 and 4/4 together are all files, each once."""

    index: int = 1
    count: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.index <= self.count:
            raise ValueError("A shard is I/N, with I from 1 to N.")

    @classmethod
    def parse(cls, text: str) -> Shard:
        """The shard that ``I/N`` names.

        Raises
        ------
        ValueError
            It names none.
        """
        found = re.fullmatch(r"([0-9]{1,9})/([0-9]{1,9})", text)
        if not found:
            raise ValueError("A shard is I/N, with I from 1 to N.")
        return cls(int(found[1]), int(found[2]))

    def holds(self, path: Path) -> bool:
        """Whether a file is one of this share, told by its path relative to the target: the same on every machine."""
        # Systems spell an accented letter in one or in two code points; the file is the same.
        name = unicodedata.normalize("NFC", path.as_posix()).encode("utf-8", "surrogateescape")
        return int.from_bytes(hashlib.sha256(name).digest()[:8]) % self.count == self.index - 1
