"""The lists in ``lists/``: what screens say, by theme and language.

``[section]`` begins a section; a line ``de = …`` begins its German part; items are separated by ``|`` or by the ends of
lines, or, where a list is of single words, by spaces; ``3* item`` is as good as three of it; ``#`` begins a remark.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("lists")
_SECTION = re.compile(r"\[([a-z :-]+)\]")
_OFTEN = re.compile(r"(\d+)\* (.+)")
_LANGUAGE = re.compile(r"([a-z]{2}) = (.*)")


@cache
def _sections(name: str) -> dict[str, str]:
    sections: dict[str, list[str]] = {}
    section = key = ""
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if not text or line.startswith("#"):
            continue
        if heading := _SECTION.fullmatch(line):
            section = key = heading[1]
            continue
        if part := _LANGUAGE.fullmatch(line):
            key, text = f"{section}.{part[1]}", part[2]
        sections.setdefault(key, []).append(text)
    return {key: "\n".join(lines) for key, lines in sections.items()}


@cache
def items(name: str, section: str, language: str = "") -> tuple[str, ...]:
    """The items of a section of a list, in a language if it has languages; nothing if there is no such part."""
    text = _sections(name).get(f"{section}.{language}" if language else section, "")
    found: list[str] = []
    for item in re.split(r"[|\n]", text):
        often = _OFTEN.fullmatch(item.strip())
        found += [often[2]] * int(often[1]) if often else [item.strip()] if item.strip() else []
    return tuple(found)


@cache
def words(name: str, section: str, language: str = "") -> tuple[str, ...]:
    """The same for a section of single words."""
    return tuple(_sections(name).get(f"{section}.{language}" if language else section, "").split())


@cache
def languages(name: str, section: str) -> tuple[str, ...]:
    """The languages that a section has."""
    return tuple(key.partition(".")[2] for key in _sections(name) if key.startswith(f"{section}."))
