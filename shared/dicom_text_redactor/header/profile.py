"""PS3.15 Table E.1-1: what is done to which attribute."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

TABLE = Path(__file__).with_name("profile.tsv")
"""A row a line: tag (xx: any), basic action, actions of options, name. `training.header_profile` makes it."""

Action = Literal["X", "Z", "D", "U", "K", "C"]
"""Remove, empty, replace with a dummy, replace the UID, keep (and clean the items), clean."""

_ORDER = ("shift-dates", "clean-graphics", "clean-structured-content", "clean-descriptors")
_PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table.

    Attributes
    ----------
    basic
        The action, or the actions with slashes between them of which the attribute's type in the object decides.
    options
        The action under an option, by the option's name.
    """

    basic: str
    options: dict[str, str] = field(hash=False)
    name: str

    def under(self, options: Collection[str]) -> tuple[str, str]:
        """The action under some options, and the name of the option that gives it; ``basic`` for none.

        What changes a value goes before what keeps it.
        """
        own = sorted(self.options.keys() & set(options), key=lambda name: (name not in _ORDER, name))
        return (self.options[own[0]], own[0]) if own else (self.basic, "basic")


@cache
def rows() -> dict[str, Row]:
    """The rows by tag, eight hexadecimal digits; those of private attributes under ``private``."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line[:1] != "#":
            tag, basic, options, name = line.split("\t")
            found[tag] = Row(basic, dict(pair.split("=") for pair in options.split()), name)
    return found


def row_of(tag: int) -> Row | None:
    """The row of a public attribute; None for one that the table does not have."""
    key = f"{tag:08x}"
    table = rows()
    group = key[:2]
    if group not in ("50", "60"):
        return table.get(key)
    return table.get(key) or table.get(f"{group}xx{key[4:]}") or table.get(f"{group}xxxxxx")


def private_row() -> Row:
    """The row of private attributes."""
    return rows()[_PRIVATE]


def by_type(basic: str, rank: int | None) -> str:
    """The action of a row that leaves a choice.

    rank: the attribute's type in the object, 1 to 3, conditions taken as met; None: nobody knows it, and the object
    is to stay valid whatever it is.
    """
    choices = basic.replace("*", "").split("/")
    wanted = {None: "UDZX", 1: "UDZX", 2: "ZDUX", 3: "XZDU"}[rank]
    return next(action for action in wanted if action in choices)
