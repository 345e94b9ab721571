"""The types of attributes in the objects of PS3.3, of those for which the profile leaves a choice."""

from __future__ import annotations

from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("types.tsv")
"""Types by attribute, sequence and IOD, and the IOD of each SOP class. `training.header_profile` makes it."""

_Places = dict[tuple[str, str], dict[str, int]]


@cache
def _tables() -> tuple[_Places, dict[str, str]]:
    places: _Places = {}
    kinds: dict[str, str] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line[:1] == "#":
            continue
        first, *others = line.split("\t")
        if len(others) == 1:
            kinds[first] = others[0]
            continue
        around, rank, some = others
        found = places.setdefault((first, "" if around == "-" else around), {})
        found |= dict.fromkeys(some.split(), int(rank))
    return places, kinds


def type_of(keyword: str, around: str, sop_class: str) -> int | None:
    """The type of an attribute, 1 to 3, where it stands; conditions count as met.

    around: keyword of the sequence that it stands in; empty for the data set itself.

    Returns
    -------
    int or None
        None if the object or the place is not known.
    """
    places, kinds = _tables()
    kind = kinds.get(sop_class)
    found = places.get((keyword, around))
    if kind is None or found is None:
        return None
    return found.get(kind, found.get("*"))
