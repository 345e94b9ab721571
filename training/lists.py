"""Make the list of names that the judge knows, from the names that Faker (MIT) makes up: python -m training.lists"""

from __future__ import annotations

import gzip
import importlib
import re
from collections.abc import Iterator
from typing import Any

from faker.config import AVAILABLE_LOCALES

from dicom_text_redactor.phi.spelling import fold
from dicom_text_redactor.phi.wordlists import NAMES

_HEADING = (
    "# Given (g) and family (f) names, towns and countries (p). "
    "Source: the word lists of Faker (MIT), Latin letters only.\n"
)
_GIVEN = ("first_names", "first_names_male", "first_names_female", "first_names_nonbinary")
_FAMILY = ("last_names", "last_names_male", "last_names_female", "last_names_nonbinary", "family_names")
_PLACES = ("cities", "city_names", "countries", "towns", "states")
_LAST_LATIN = 0x250


def main() -> None:
    """Write the list."""
    kinds: dict[str, set[str]] = {}
    for kind, room, attributes in (("g", "person", _GIVEN), ("f", "person", _FAMILY), ("p", "address", _PLACES)):
        for word in _words(room, attributes):
            kinds.setdefault(word, set()).add(kind)
    lines = (f"{word} {''.join(sorted(some))}\n" for word, some in sorted(kinds.items()))
    NAMES.write_bytes(gzip.compress((_HEADING + "".join(lines)).encode("utf-8"), 9, mtime=0))


def _words(room: str, attributes: tuple[str, ...]) -> Iterator[str]:
    for locale in AVAILABLE_LOCALES:
        try:
            provider = importlib.import_module(f"faker.providers.{room}.{locale}").Provider
        except ImportError:
            continue
        for attribute in attributes:
            for name in _some(getattr(provider, attribute, ())):
                if all(ord(c) < _LAST_LATIN for c in name):
                    yield from (fold(word) for word in re.split(r"[\s\-'’,()]+", name) if len(word) > 1)


def _some(value: Any) -> list[str]:
    try:
        return [item if isinstance(item, str) else str(item[0]) for item in value]
    except TypeError:  # a property of the class rather than a list
        return []


if __name__ == "__main__":
    main()
