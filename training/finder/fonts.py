"""The fonts of Debian's packages, by the script that they are drawn for."""

from __future__ import annotations

import gzip
import io
import os
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from PIL import ImageFont

FOLDER = Path(os.environ.get("FONTS", "/usr/share/fonts"))
"""Where the system keeps its fonts."""

_LATIN = (
    "DejaVu*.ttf", "Free*.ttf", "Liberation*.ttf", "Lato-*.ttf", "OpenSans-*.ttf", "Inconsolata*.[ot]tf", "Hack-*.ttf",
    "NotoSans-*.ttf", "NotoSerif-*.ttf", "NotoSansMono-*.ttf", "NotoSansDisplay-*.ttf",
)  # fmt: skip
_NO_TEXT = ("Math", "Symbol", "Emoji", "Black", "Hairline", "Thin", "Decorative")
_BITMAP = (
    "5x7", "5x8", "6x9", "6x10", "6x12", "6x13", "6x13B", "7x13", "7x13B", "7x14", "7x14B", "8x13", "8x13B", "9x15",
    "9x15B", "9x18", "9x18B", "10x20",
)  # fmt: skip
_ASIAN = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc", "NotoSerifCJK-Regular.ttc")


_NO_LETTER = chr(0xFFFFF)  # no font has it: fonts draw the same box for it and for every letter that they lack


@dataclass(frozen=True, slots=True)
class Script:
    """A script: its letters by their numbers, and the fonts that have them.

    Attributes
    ----------
    marks
        By their numbers, those that may follow a letter.
    marked
        Of the words, that have marks at all.
    usual
        Letters that stand in every other place.
    zero
        The number of its own figure 0; none if it is 0.
    weight
        How often it is drawn beside others.
    """

    name: str
    letters: tuple[tuple[int, int], ...]
    files: tuple[str, ...]
    marks: tuple[tuple[int, int], ...] = ()
    longest: int = 8
    marked: float = 1.0
    usual: str = ""
    zero: int = 0
    weight: float = 1.0


SCRIPTS = (
    Script(
        "arabic", ((0x627, 0x63A), (0x641, 0x64A)),
        ("Noto*Arabic-*.ttf", "DejaVuSans*.ttf", "Kacst*.ttf", "Amiri-*.ttf", "Scheherazade-*.ttf", "FreeS*.ttf"),
        ((0x64B, 0x650),), marked=0.2, usual="\u0627\u0644\u064a\u0645\u0646\u0631\u0628\u062f\u062d\u0633\u0639\u0629",
        zero=0x660, weight=6,
    ),
    Script(
        "hebrew", ((0x5D0, 0x5EA),), ("Noto*Hebrew-*.ttf", "FreeS*.ttf", "DejaVuSans.ttf", "*CLM-*.[ot]tf"), weight=2
    ),
    Script("devanagari", ((0x904, 0x939),), ("NotoS*Devanagari-*.ttf", "FreeS*.ttf"), ((0x93E, 0x94D),), zero=0x966),
    Script("bengali", ((0x995, 0x9A8), (0x9AA, 0x9B0)), ("NotoS*Bengali-*.ttf",), ((0x9BE, 0x9C4),), zero=0x9E6),
    Script("tamil", ((0xB85, 0xB8A), (0xB95, 0xB95), (0xBAE, 0xBB5)), ("NotoS*Tamil-*.ttf",), ((0xBBE, 0xBC2),)),
    Script("telugu", ((0xC15, 0xC28), (0xC2A, 0xC33)), ("NotoS*Telugu-*.ttf",), ((0xC3E, 0xC44),)),
    Script(
        "thai", ((0xE01, 0xE2E), (0xE40, 0xE44)),
        ("Noto*Thai-*.ttf", "FreeS*.ttf", "Garuda*.ttf", "Kinnari*.ttf", "Loma*.ttf", "Norasi*.ttf", "Sawasdee*.ttf",
         "Tlwg*.ttf", "Umpush*.ttf", "Waree*.ttf", "Laksaman*.ttf"),
        ((0xE30, 0xE39), (0xE47, 0xE4C)), 12, marked=0.7, zero=0xE50, weight=3,
    ),
    Script("khmer", ((0x1780, 0x17A2),), ("NotoS*Khmer-*.ttf",), ((0x17B6, 0x17C5),)),
    Script("georgian", ((0x10D0, 0x10F0),), ("NotoS*Georgian-*.ttf",)),
    Script("armenian", ((0x531, 0x556), (0x561, 0x586)), ("NotoS*Armenian-*.ttf",)),
    Script("amharic", ((0x1200, 0x1246), (0x1260, 0x1286)), ("NotoS*Ethiopic-*.ttf",), longest=6),
    Script("cyrillic", ((0x410, 0x44F),), ("DejaVu*.ttf", "Free*.ttf", "Liberation*.ttf", "NotoS*-Regular.ttf")),
    Script("greek", ((0x391, 0x3A1), (0x3A3, 0x3A9), (0x3B1, 0x3C9)), ("DejaVu*.ttf", "Free*.ttf", "Liberation*.ttf")),
    Script("chinese", ((0x4E00, 0x8FFF),), _ASIAN, longest=5),
    Script("japanese", ((0x3041, 0x3093), (0x30A1, 0x30F3), (0x4E00, 0x6FFF)), _ASIAN, longest=6),
    Script("korean", ((0xAC00, 0xD7A3),), _ASIAN, longest=5),
)  # fmt: skip
"""Scripts other than Latin that lines are drawn in. Arabic is drawn most: its words are thin, and like curves."""


@cache
def latin() -> tuple[Path, ...]:
    """Outline fonts for Latin letters.

    Raises
    ------
    SystemExit
        There are none: Debian's font packages are not installed.
    """
    found = [path for pattern in _LATIN for path in _found(pattern) if not any(part in path.name for part in _NO_TEXT)]
    if not found:
        raise SystemExit(f"There are no fonts in {FOLDER}: see make train-finder.")
    return tuple(found)


@cache
def bitmaps() -> tuple[Path, ...]:
    """Fonts of consoles and terminals, made of whole pixels."""
    return tuple(path for name in _BITMAP for path in _found(f"{name}-ISO8859-1.pcf.gz"))


@cache
def of_script(script: Script) -> tuple[Path, ...]:
    """The fonts of a script, without the thinnest and the fattest, and without those that lack its letters."""
    found = dict.fromkeys(path for pattern in script.files for path in _found(pattern))
    return tuple(
        path for path in found if not any(part in path.name for part in _NO_TEXT) and _has_letters(path, script)
    )


@cache
def scripts() -> tuple[Script, ...]:
    """The scripts for which there are fonts."""
    return tuple(script for script in SCRIPTS if of_script(script))


@lru_cache(3000)
def face(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """A font, loaded once for each size; fonts of pixels have only one size."""
    if path.suffix == ".gz":
        return ImageFont.truetype(
            io.BytesIO(gzip.decompress(path.read_bytes())), int(path.name.split("x")[1][:2].rstrip("-B"))
        )
    return ImageFont.truetype(str(path), size)


@cache
def _found(pattern: str) -> tuple[Path, ...]:
    return tuple(sorted(FOLDER.rglob(pattern)))


def sayable(path: Path, text: str) -> str:
    """The text without what a font has no letters for."""
    return "".join(letter for letter in text if letter.isspace() or _has(path, letter))


def _has_letters(path: Path, script: Script) -> bool:
    """Whether a font has the letters of a script: the first and last of each range, and one in the middle."""
    asked = {number for first, last in script.letters for number in (first, (first + last) // 2, last)}
    return all(_has(path, chr(number)) for number in asked)


@cache
def _has(path: Path, letter: str) -> bool:
    return _shape(path, letter) != _shape(path, _NO_LETTER)


@lru_cache(3000)
def _shape(path: Path, letter: str) -> tuple[tuple[int, int], bytes]:
    face = ImageFont.truetype(str(path), 20, layout_engine=ImageFont.Layout.BASIC)
    mask = face.getmask(letter)
    return mask.size, np.asarray(mask, np.uint8).tobytes()
