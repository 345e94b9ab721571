"""The table of old and new values, for those who have to find the patient again."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path

from dicom_text_redactor.errors import SettingError

COLUMNS = ("kind", "old", "new")


class Pairs:
    """Gathers rows, each once, and writes them into a file that only its owner can read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows: dict[tuple[str, str], str] = {}

    def add(self, given: dict[tuple[str, str], str]) -> None:
        """Take pseudonyms by kind and old value."""
        self._rows |= given

    def add_path(self, old: str, new: str) -> None:
        """Take a file's path, if it has changed."""
        if old != new:
            self._rows["path", old] = new

    def write(self) -> None:
        """Write the table.

        Raises
        ------
        OSError
            It cannot be written.
        """
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.chmod(self._path, 0o600)  # noqa: PTH101  # it may have been there, for all to read
        with open(descriptor, "w", encoding="utf-8", newline="", errors="surrogateescape") as file:  # noqa: PTH123
            table = csv.writer(file)
            table.writerow(COLUMNS)
            table.writerows((kind, _plain(old), _plain(new)) for (kind, old), new in sorted(self._rows.items()))


def ensure_apart(path: Path, outputs: Iterable[Path]) -> None:
    """See that a table lies in none of the folders that are shared.

    Raises
    ------
    SettingError
        It would.
    """
    place = path.resolve()
    for output in outputs:
        if place.is_relative_to(output.resolve()):
            raise SettingError("--mapping must not lie inside the output: whoever gets the files would get it too.")


def _plain(value: str) -> str:
    """A value that no spreadsheet takes for a formula."""
    return f"'{value}" if value[:1] in ("=", "+", "@", "\t", "\r") else value
