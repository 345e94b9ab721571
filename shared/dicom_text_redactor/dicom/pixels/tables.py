"""The palette's look-up tables as they stand in a file (PS3.3 C.7.6.3.1.5, C.7.6.3.1.6 and C.7.9.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pydicom import Dataset
from pydicom.uid import ExplicitVRBigEndian

from dicom_text_redactor.dicom.codecs.syntaxes import syntax_of
from dicom_text_redactor.dicom.files.copies import apart
from dicom_text_redactor.dicom.quiet import refusing
from dicom_text_redactor.errors import Damaged

_COLOURS = ("Red", "Green", "Blue")
_MOST_ENTRIES = 2**16
_DISCRETE, _LINEAR, _INDIRECT = 0, 1, 2

Words = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Colours for the stored values from `first` on, shape (entries, 3), each 0 to 1; alpha does not count."""

    first: int
    colours: npt.NDArray[np.float64]


def tables_of(dataset: Dataset) -> Tables:
    """Read the three tables of a dataset, whichever way they are stored.

    Entries of 8 bits may lie in bytes or, as some writers do it, in words. Words that never
    exceed 255 are taken for 8 bits whatever the descriptor says: a table of nothing but black
    helps nobody.

    Raises
    ------
    Damaged
        A table is missing, shorter than its descriptor says, or does not fit the other two.
    """
    with refusing("The palette cannot be read."):
        names = [f"{prefix}{colour}PaletteColorLookupTableData" for colour in _COLOURS for prefix in ("", "Segmented")]
        descriptors = [f"{colour}PaletteColorLookupTableDescriptor" for colour in _COLOURS]
        palette = apart(dataset, "PixelRepresentation", *descriptors, *names)
        little = syntax_of(dataset) != ExplicitVRBigEndian
        first, entries, _ = described = _descriptor(palette, "Red")
        if any(_descriptor(palette, colour)[:2] != described[:2] for colour in _COLOURS[1:]):
            raise Damaged("The palette's three tables do not have the same size.")
        return Tables(first, np.stack([_table(palette, colour, entries, little) for colour in _COLOURS], axis=1))


def _descriptor(palette: Dataset, colour: str) -> tuple[int, int, int]:
    """First value mapped, number of entries, and bits of an entry."""
    name = f"{colour}PaletteColorLookupTableDescriptor"
    numbers = [int(number) for number in palette[name].value or ()] if name in palette else []
    if len(numbers) != 3:
        raise Damaged("The image uses a palette that the file does not describe.")
    entries, first, bits = numbers
    if not -(2**15) <= entries < 2**16 or not 8 <= bits <= 16:
        raise Damaged("The palette's description makes no sense.")
    if int(palette.get("PixelRepresentation") or 0) == 1 and first >= 2**15:
        first -= 2**16
    # Where pixels are signed, the whole descriptor may have been read as signed; 0 stands for 65536.
    return first, entries % _MOST_ENTRIES or _MOST_ENTRIES, bits


def _table(palette: Dataset, colour: str, entries: int, little: bool) -> npt.NDArray[np.float64]:
    bits = _descriptor(palette, colour)[2]
    plain, segmented = (f"{prefix}{colour}PaletteColorLookupTableData" for prefix in ("", "Segmented"))
    if plain in palette and palette[plain].value:
        value = palette[plain].value
        in_words = not isinstance(value, bytes) or len(value) >= 2 * entries
        table = _words(palette, plain, 2 if in_words else 1, little)[:entries]
    elif segmented in palette and palette[segmented].value:
        in_words = bits > 8
        table = _expanded(_words(palette, segmented, 2 if in_words else 1, little), entries, 2 if in_words else 1)
    else:
        raise Damaged("One of the palette's tables is missing.")
    if len(table) < entries:
        raise Damaged("One of the palette's tables is shorter than its description says.")
    eight = not in_words or int(table.max()) <= 0xFF
    return np.minimum(table / (0xFF if eight else 2.0**bits - 1), 1.0)


def _words(palette: Dataset, name: str, size: int, little: bool) -> Words:
    """The numbers of a table, `size` bytes each."""
    value: Any = palette[name].value
    if not isinstance(value, bytes):
        return np.atleast_1d(np.asarray(value, dtype=np.int64))
    if size == 2:
        return np.frombuffer(value[: len(value) // 2 * 2], "<u2" if little else ">u2")
    if not little and palette[name].VR == "OW":
        return np.frombuffer(value[: len(value) // 2 * 2], "<u2").byteswap().view("u1")
    return np.frombuffer(value, "u1")


def _expanded(words: Words, entries: int, size: int) -> Words:
    """A segmented table (C.7.9.2) written out, up to `entries` numbers.

    Each segment yields at least one number and an indirect one leads to others only once, so
    that the work is bounded by the entries, however the segments refer to each other.
    """
    table: list[int] = []
    place = 0
    while len(table) < entries and place + 1 < len(words):
        if words[place] != _INDIRECT:
            place = _follow(words, place, table)
            continue
        inner = _offset(words[place + 2 : place + 2 + 4 // size], size)
        for _ in range(int(words[place + 1])):
            if len(table) >= entries:
                break
            inner = _follow(words, inner, table)
        place += 2 + 4 // size
    return np.asarray(table[:entries], dtype=np.int64)


def _follow(words: Words, place: int, table: list[int]) -> int:
    """Append the discrete or linear segment at `place`; where the next one begins."""
    opcode, length = (int(word) for word in words[place : place + 2])
    if length and opcode == _DISCRETE:
        found = words[place + 2 : place + 2 + length].tolist()
        if len(found) == length:
            table += found
            return place + 2 + length
    elif length and opcode == _LINEAR and table:
        table += np.rint(np.linspace(table[-1], int(words[place + 2]), length + 1)[1:]).astype(int).tolist()
        return place + 3
    raise Damaged("The palette's segments make no sense.")


def _offset(parts: Words, size: int) -> int:
    """Which number an indirect segment leads to: its offset counts bytes, and lies in two words, the low one first."""
    low_first = [int(part) for part in parts]
    return sum(part << 8 * size * place for place, part in enumerate(low_first)) // size
