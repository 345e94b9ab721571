"""Huffman tables of JPEG (ITU-T T.81 annex C and F.2.2.3): looked up by the next sixteen bits, and made longer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from dicom_text_redactor.errors import Damaged, Unsupported

Lookup = npt.NDArray[np.uint8]
"""One value for each window of sixteen bits, shape (65536,)."""

END_OF_BLOCK = 0
LARGEST_DC = 11
"""The largest category of a DC difference with 8-bit samples (T.81 table F.1)."""

BLOCK_ENDS, NO_CODE = 128, 255
"""What `Table.ac_run` holds for a code that ends the block, and for bits that are no code."""

_LONGEST, _WINDOWS = 16, 1 << 16


@dataclass(frozen=True, eq=False)
class Table:
    """One Huffman table as a DHT segment defines it.

    Codes are canonical, so that each one covers a run of neighbouring windows and the runs follow
    each other in the order of the symbols.

    Attributes
    ----------
    counts
        How many codes have 1, 2, … 16 bits.
    symbols
        The symbols, those with shorter codes first.

    Raises
    ------
    Damaged
        There are more codes than bits can tell apart.
    """

    counts: bytes
    symbols: bytes

    def __post_init__(self) -> None:
        if self._used > _WINDOWS:
            raise Damaged("A Huffman table of a compressed frame has too many codes.")

    @cached_property
    def codes(self) -> dict[int, str]:
        """The code of each symbol, written in zeros and ones."""
        starts = np.cumsum(self._widths) - self._widths
        places = zip(self.symbols, starts.tolist(), self._lengths.tolist(), strict=True)
        return {symbol: format(start >> _LONGEST - length, f"0{length}b") for symbol, start, length in places}

    @cached_property
    def length(self) -> Lookup:
        """Bits of the code that a window begins with; 0 where it begins with none."""
        return self._spread(self._lengths)

    @cached_property
    def symbol(self) -> Lookup:
        """The symbol of the code that a window begins with."""
        return self._spread(np.frombuffer(self.symbols, np.uint8))

    @cached_property
    def dc_advance(self) -> Lookup:
        """Bits of a DC difference with its code, or `NO_CODE`."""
        wrong = (self.length == 0) | (self.symbol > LARGEST_DC)
        return np.where(wrong, NO_CODE, self.length + self.symbol).astype(np.uint8)

    @cached_property
    def ac_advance(self) -> Lookup:
        """Bits of an AC coefficient with its code."""
        return self.length + (self.symbol & 15)

    @cached_property
    def ac_run(self) -> Lookup:
        """Coefficients that a code accounts for: the zeros and the one behind them, or `BLOCK_ENDS`, or `NO_CODE`."""
        ends = (self.symbol & 15 == 0) & (self.symbol != 0xF0)
        run = np.where(ends, BLOCK_ENDS, (self.symbol >> 4) + 1)
        return np.where(self.length == 0, NO_CODE, run).astype(np.uint8)

    def extended(self, symbols: Iterable[int]) -> Table:
        """This table with codes for more symbols; all the codes that it has stay what they are.

        The new codes are as long as the longest one or longer. The code of ones only stays free,
        as T.81 annex C asks.

        Raises
        ------
        Unsupported
            There is no room for them in sixteen bits.
        """
        added = sorted(set(symbols) - set(self.symbols))
        if not added:
            return self
        longest = int(self._lengths[-1]) if self.symbols else 1
        for length in range(longest, _LONGEST + 1):
            count = self.counts[length - 1] + len(added)
            if self._used + (len(added) << _LONGEST - length) < _WINDOWS and count < 256:
                counts = self.counts[: length - 1] + bytes([count]) + self.counts[length:]
                return Table(counts, self.symbols + bytes(added))
        raise Unsupported("A Huffman table of a compressed frame has no room for what a painted block needs.")

    def to_bytes(self) -> bytes:
        """The table as a DHT segment holds it, without its class and number."""
        return self.counts + self.symbols

    @cached_property
    def _lengths(self) -> Lookup:
        return np.repeat(np.arange(1, _LONGEST + 1, dtype=np.uint8), np.frombuffer(self.counts, np.uint8))

    @cached_property
    def _widths(self) -> npt.NDArray[np.int64]:
        return np.left_shift(1, _LONGEST - self._lengths.astype(np.int64))

    @property
    def _used(self) -> int:
        return int(self._widths.sum())

    def _spread(self, values: Lookup) -> Lookup:
        found = np.zeros(_WINDOWS, np.uint8)
        found[: self._used] = np.repeat(values, self._widths)
        return found
