"""Private attributes that are known to hold nothing identifying (PS3.15 Table E.3.10-1)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydicom.tag import BaseTag

TABLE = Path(__file__).with_name("private.tsv")
"""Creator, group, element in the block, VR. `training.header_profile` makes it."""


@cache
def _safe() -> dict[tuple[str, int, int], str]:
    lines = (line for line in TABLE.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    split = (line.split("\t") for line in lines)
    return {(creator, int(group, 16), int(element, 16)): vr for creator, group, element, vr in split}


def safe_vr(tag: BaseTag, creators: dict[int, str]) -> str | None:
    """The VR of a private attribute that is known to be safe; None for every other one.

    creators: of the private blocks that stand beside it, by the tag of their creator.
    """
    block, element = tag.elem >> 8, tag.elem & 0xFF
    creator = creators.get((tag.group << 16) | block)
    return _safe().get((creator, tag.group, element)) if creator is not None and block >= 0x10 else None
