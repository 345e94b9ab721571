"""Bits put in the place of others, and bytes around them: entropy-coded data with some blocks changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from dicom_text_redactor.dicom.codecs.jpeg.huffman import END_OF_BLOCK, LARGEST_DC, Table
from dicom_text_redactor.errors import Damaged


class Edit(NamedTuple):
    """A DC difference that takes the place of bits `start` to `end`; with `ac`, a flat block does.

    The tables are the ones of the source.
    """

    start: int
    end: int
    difference: int
    dc: Table
    ac: Table | None

    @property
    def category(self) -> int:
        """How many bits tell the difference (T.81 table F.1).

        Raises
        ------
        Damaged
            More than 8-bit samples can need: what the source holds is out of their range.
        """
        category = abs(self.difference).bit_length()
        if category > LARGEST_DC:
            raise Damaged("A compressed frame holds values that are out of range.")
        return category

    def written(self, longer: Mapping[Table, Table]) -> str:
        """The new bits in zeros and ones; `longer` has the tables that had to be extended."""
        category = self.category
        code = longer.get(self.dc, self.dc).codes[category]
        if category:
            value = self.difference if self.difference > 0 else self.difference + (1 << category) - 1
            code += format(value, f"0{category}b")
        return code + longer.get(self.ac, self.ac).codes[END_OF_BLOCK] if self.ac else code


def missing_symbols(edits: Sequence[Edit]) -> dict[Table, set[int]]:
    """By table, the symbols that it needs and does not have."""
    needed = {(edit.dc, edit.category) for edit in edits}
    needed |= {(edit.ac, END_OF_BLOCK) for edit in edits if edit.ac}
    found: dict[Table, set[int]] = {}
    for table, symbol in needed:
        if symbol not in table.codes:
            found.setdefault(table, set()).add(symbol)
    return found


def spliced(data: bytes, edits: Sequence[Edit], longer: Mapping[Table, Table], end: Callable[[], int]) -> bytes:
    """Entropy-coded data of one interval, stuffed, with `edits` done and filled up with ones to whole bytes.

    Parameters
    ----------
    data
        The bytes before, without the zeros stuffed behind FF.
    edits
        At least one; they do not overlap.
    longer
        Tables that had to be extended.
    end
        Finds the bit at which the last block ends. It is asked only if the ones at the end could
        add up to a byte, which no encoder writes.
    """
    some = sorted(edits)
    first, last = some[0].start, some[-1].end
    number, bits = int.from_bytes(data), 8 * len(data)
    old = format(number >> bits - last & (1 << last - first) - 1, f"0{last - first}b")
    pieces: list[str] = []
    position = 0
    for edit in some:
        pieces += [old[position : edit.start - first], edit.written(longer)]
        position = edit.end - first
    new = "".join(pieces)
    if _ones_at_end(number) + -(first + len(new) + bits - last) % 8 > 7:
        surplus = bits - end()
        number, bits = number >> surplus, bits - surplus
    tail = bits - last
    number = (number >> bits - first << len(new) | int(new, 2)) << tail | number & (1 << tail) - 1
    bits = first + len(new) + tail
    filling = -bits % 8
    number = number << filling | (1 << filling) - 1
    return number.to_bytes((bits + filling) // 8).replace(b"\xff", b"\xff\x00")


def _ones_at_end(number: int) -> int:
    last = number & 0x7F
    return next(count for count in range(8) if not last >> count & 1)
