"""Where each block lies in entropy-coded data (ITU-T T.81 F.2.2), and what its DC difference is.

A block cannot be found without going through all those before it. This is done on tables that hold, for
every single bit of the data, how far the code that would begin there goes; numpy makes them, piece by piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dicom_text_redactor.dicom.codecs.jpeg.huffman import BLOCK_ENDS, END_OF_BLOCK, NO_CODE, Table
from dicom_text_redactor.errors import Damaged

Positions = npt.NDArray[np.int64]
"""Bits, counted from the beginning of the data."""

_PIECE = 1 << 16  # bits looked at together, a multiple of 8
_LONGEST_BLOCK = NO_CODE + 63 * 31  # bits, a multiple of 8; a code with its value has up to 31


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """The blocks of one component in one restart interval, in the order of the data; arrays of shape (blocks,).

    Attributes
    ----------
    starts, ends
        Where each block lies.
    dc_ends
        Where the DC difference of each block ends.
    differences
        The DC differences.
    plain
        Whether the block has no AC coefficients.
    """

    starts: Positions
    ends: Positions
    dc_ends: Positions
    differences: Positions
    plain: npt.NDArray[np.bool_]


def find_blocks(data: bytes, tables: Sequence[tuple[Table, Table]], units: int) -> Positions:
    """Where the blocks of the first `units` MCUs begin, and where the last of them ends.

    Parameters
    ----------
    data
        The bytes of one restart interval, without the zeros stuffed behind FF.
    tables
        The DC and the AC table of each block of one MCU.

    Returns
    -------
    Positions
        Shape (units * len(tables) + 1,).

    Raises
    ------
    Damaged
        The data ends earlier, or has bits that are no code.
    """
    bits = 8 * len(data)
    margin = len(tables) * _LONGEST_BLOCK
    padded = np.frombuffer(data + b"\xff" * (margin // 8 + 3), np.uint8)
    starts: list[int] = []
    base = position = 0
    limit = -1
    steps: list[tuple[bytes, bytes, bytes]] = []
    for _ in range(units):
        if position > limit:
            base, position = base + position // 8 * 8, position % 8
            if base + position > bits:
                break
            limit = min(_PIECE, bits - base)
            steps = _steps(padded[base // 8 : (base + limit + margin) // 8 + 3], tables)
        for dc_advance, ac_run, ac_advance in steps:
            starts.append(base + position)
            position += dc_advance[position]
            done = 1
            while done < 64:
                done += ac_run[position]
                position += ac_advance[position]
            if done != 64 and not BLOCK_ENDS < done < NO_CODE:
                raise Damaged("A compressed frame has bits that are no code.")
    starts.append(base + position)
    if starts[-1] > bits or len(starts) != units * len(tables) + 1:
        raise Damaged("A compressed frame is cut off.")
    return np.array(starts, np.int64)


def read_blocks(data: bytes, starts: Positions, ends: Positions, tables: tuple[Table, Table]) -> Blocks:
    """Read the DC differences of one component's blocks, which `find_blocks` found.

    Raises
    ------
    Damaged
        A difference is larger than 8-bit samples can have.
    """
    dc, ac = tables
    window = _windows(data, starts, 32)
    lengths = dc.length[window >> 16].astype(np.int64)
    categories = dc.symbol[window >> 16].astype(np.int64)
    if (dc.dc_advance[window >> 16] == NO_CODE).any():
        raise Damaged("A compressed frame has bits that are no code.")
    values = window >> (32 - lengths - categories) & ((1 << categories) - 1)
    negative = values < (1 << categories) >> 1
    dc_ends = starts + lengths + categories
    first = _windows(data, dc_ends, 16)
    plain = (ac.symbol[first] == END_OF_BLOCK) & (ends == dc_ends + ac.length[first])
    return Blocks(starts, ends, dc_ends, np.where(negative, values - (1 << categories) + 1, values), plain)


def _steps(data: npt.NDArray[np.uint8], tables: Sequence[tuple[Table, Table]]) -> list[tuple[bytes, bytes, bytes]]:
    """For each block of an MCU and each bit of `data`: how far codes go that begin there, as `Table` has it."""
    wide = data.astype(np.uint32)
    three = wide[:-2] << 16 | wide[1:-1] << 8 | wide[2:]
    window = (three[:, None] >> np.arange(8, 0, -1, dtype=np.uint32)).astype(np.uint16).reshape(-1)
    made = {
        (dc, ac): (dc.dc_advance[window].tobytes(), ac.ac_run[window].tobytes(), ac.ac_advance[window].tobytes())
        for dc, ac in set(tables)
    }
    return [made[pair] for pair in tables]


def _windows(data: bytes, positions: Positions, width: int) -> Positions:
    """The `width` bits (up to 32) at each position; behind the end of the data there are ones."""
    padded = np.frombuffer(data + b"\xff" * 8, np.uint8).astype(np.int64)
    first = positions >> 3
    five: Positions = np.zeros_like(first)
    for byte in range(5):
        five = five << 8 | padded[first + byte]
    return five >> (40 - width - (positions & 7)) & ((1 << width) - 1)
