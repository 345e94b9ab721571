"""Boxes painted into a JPEG Baseline codestream: the blocks under them become flat, all others stay as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dicom_text_redactor.dicom.codecs.jpeg.grid import Grid, grids_of
from dicom_text_redactor.dicom.codecs.jpeg.huffman import Table
from dicom_text_redactor.dicom.codecs.jpeg.plane import Plane, quantised
from dicom_text_redactor.dicom.codecs.jpeg.scan import Positions, find_blocks, read_blocks
from dicom_text_redactor.dicom.codecs.jpeg.segments import Codestream, Range, Scan, parse
from dicom_text_redactor.dicom.codecs.jpeg.splicing import Edit, missing_symbols, spliced
from dicom_text_redactor.dicom.painting.fill import Value
from dicom_text_redactor.errors import Damaged
from dicom_text_redactor.model import Box

_LEAST_BITS = 2  # of a block: a DC and an AC code
_ROUNDS = 4  # a box that takes whole blocks of colour may touch further ones


@dataclass(frozen=True, slots=True)
class Repainted:
    """A codestream with boxes painted into it.

    Attributes
    ----------
    data
        The codestream.
    boxes
        For each fill, the box that was painted: its own, and the whole of blocks whose colour had to go.
    reach
        For each fill, the area in pixels whose decoded values may have changed: the box, and the
        blocks under it that became others, as far as decoders let them bleed.
    levels
        For each fill, what its blocks of the first component decode to, before it is rounded.
    """

    data: bytes
    boxes: tuple[Box, ...]
    reach: tuple[Box, ...]
    levels: tuple[float, ...]


def repaint(codestream: bytes, fills: Sequence[tuple[Box, Value]]) -> Repainted:
    """Make every block flat that a box touches, in each component; where boxes share a block the later one has it.

    Where the colour of a subsampled block has to go, the box takes the whole block: pixels that lost
    their colour and kept their brightness would lie around it.

    All other coefficients stay, and so do the segments, but for two things: a Huffman table that
    lacks a symbol which a flat block needs gets a code for it, and what could show a second,
    unpainted picture (thumbnails, bytes behind the End of Image marker) is left out.

    Parameters
    ----------
    codestream
        A frame: sequential, Huffman-coded, 8 bits.
    fills
        Boxes within the image, in pixels, with the value of each: a scalar or an array of shape
        (components,), as the components are stored.

    Raises
    ------
    Unsupported
        The frame is coded in another way, or a Huffman table cannot be extended.
    Damaged
        The frame contradicts itself or ends too early.
    """
    found = parse(codestream)
    grids = grids_of(found)
    _check_length(found, grids)
    values = [np.broadcast_to(value, len(grids)).tolist() for _, value in fills]
    boxes = [box for box, _ in fills]
    for _ in range(_ROUNDS):
        planes = [
            Plane(grid, found.steps[index], [(box, some[index]) for box, some in zip(boxes, values, strict=True)])
            for index, grid in enumerate(grids)
        ]
        changes = [change for scan in found.scans for change in _changes(codestream, scan, planes)]
        painted, boxes = boxes, [_with_colour(box, planes).within(found.rows, found.columns) for box in boxes]
        if boxes == painted:
            break
    missing = missing_symbols([edit for change in changes for edit in change.edits])
    longer = {table: table.extended(symbols) for table, symbols in missing.items()}
    pieces = dict.fromkeys(found.pictures, b"") | _definitions(codestream, found, longer)
    pieces |= {change.place: change.written(longer) for change in changes}
    reach = [Box.around(plane.reach(box) for plane in planes) for box in painted]
    step = found.steps[0]
    return Repainted(
        _replaced(codestream[: found.end], pieces),
        tuple(painted),
        tuple(box.within(found.rows, found.columns) for box in reach),
        tuple(128 + quantised(first, step) * step / 8 for first, *_ in values),
    )


def first_step(codestream: bytes) -> int:
    """The quantiser step of a flat block of the first component.

    Raises
    ------
    Unsupported, Damaged
        As `repaint`.
    """
    return parse(codestream).steps[0]


def levels_near(step: int, value: int, count: int = 8) -> list[float]:
    """Values around `value`, the nearest first, that flat blocks with that quantiser step can have exactly.

    count: how many are given on either side, as far as they can be shown.
    """
    nearest = quantised(value, step)
    levels = (128 + (nearest + offset) * step / 8 for offset in sorted(range(-count, count + 1), key=abs))
    return [level for level in levels if 0 <= level <= 255]


@dataclass(frozen=True, slots=True, eq=False)
class _Change:
    """The edits of one restart interval: `tables` are those of each block of an MCU, `units` are its MCUs."""

    place: Range
    data: bytes
    edits: list[Edit]
    tables: list[tuple[Table, Table]]
    units: int

    def written(self, longer: Mapping[Table, Table]) -> bytes:
        """The interval's bytes, changed."""
        return spliced(self.data, self.edits, longer, lambda: int(find_blocks(self.data, self.tables, self.units)[-1]))


def _with_colour(box: Box, planes: Sequence[Plane]) -> Box:
    """The box with the whole of those subsampled blocks under it that changed."""
    return Box.around([box, *(plane.reach(box, bleeding=False) for plane in planes if plane.grid.subsampled)])


def _check_length(found: Codestream, grids: Sequence[Grid]) -> None:
    """Refuse a frame that claims more blocks than its bytes can hold, before anything is made for each block."""
    for scan in found.scans:
        blocks = sum(grids[index].rows * grids[index].columns for index in scan.components)
        if blocks * _LEAST_BITS > 8 * sum(end - start for start, end in scan.intervals):
            raise Damaged("A compressed frame is cut off.")


def _changes(codestream: bytes, scan: Scan, planes: Sequence[Plane]) -> Iterator[_Change]:
    """What changes in one scan, one restart interval after the other; those without boxes are not even read."""
    own = [planes[index] for index in scan.components]
    orders = [plane.grid.in_order(len(own) > 1) for plane in own]
    units = len(orders[0])
    per_interval = scan.restart or units
    if len(scan.intervals) != -(-units // per_interval):
        raise Damaged("The restart markers of a compressed frame do not fit its size.")
    touched = np.logical_or.reduce([plane.touched(order) for plane, order in zip(own, orders, strict=True)])
    for number in np.unique(np.flatnonzero(touched) // per_interval).tolist():
        first, behind = number * per_interval, min((number + 1) * per_interval, units)
        start, end = scan.intervals[number]
        data = codestream[start:end].replace(b"\xff\x00", b"\xff")
        # The DC difference of the block behind a changed one changes too; it lies in the next MCU at the latest.
        read = min(int(np.flatnonzero(touched[first:behind])[-1]) + 2, behind - first)
        tables = [pair for pair, order in zip(scan.tables, orders, strict=True) for _ in range(order.shape[1])]
        edits = _edits(data, own, scan.tables, [order[first : first + read] for order in orders], tables)
        if edits:
            yield _Change((start, end), data, edits, tables, behind - first)


def _edits(
    data: bytes,
    planes: Sequence[Plane],
    tables: Sequence[tuple[Table, Table]],
    orders: Sequence[Positions],
    of_blocks: Sequence[tuple[Table, Table]],
) -> list[Edit]:
    bounds = find_blocks(data, of_blocks, len(orders[0]))
    starts, ends = (some.reshape(-1, len(of_blocks)) for some in (bounds[:-1], bounds[1:]))
    edits: list[Edit] = []
    column = 0
    for plane, pair, order in zip(planes, tables, orders, strict=True):
        own = slice(column, column + order.shape[1])
        column = own.stop
        blocks = read_blocks(data, starts[:, own].reshape(-1), ends[:, own].reshape(-1), pair)
        edits += plane.edits(order.reshape(-1), blocks, pair)
    return edits


def _definitions(codestream: bytes, found: Codestream, longer: Mapping[Table, Table]) -> dict[Range, bytes]:
    """The Huffman tables that had to be extended, and the lengths of the segments that they stand in."""
    pieces: dict[Range, bytes] = {}
    lengths: dict[int, int] = {}
    for definition in found.definitions:
        table = longer.get(definition.table)
        if table is not None:
            at = definition.length_at
            pieces[definition.place] = table.to_bytes()
            before = lengths.get(at, int.from_bytes(codestream[at : at + 2]))
            lengths[at] = before + len(table.symbols) - len(definition.table.symbols)
    return pieces | {(at, at + 2): length.to_bytes(2) for at, length in lengths.items()}


def _replaced(data: bytes, pieces: Mapping[Range, bytes]) -> bytes:
    parts: list[bytes] = []
    position = 0
    for (start, end), piece in sorted(pieces.items()):
        parts += [data[position:start], piece]
        position = end
    return b"".join([*parts, data[position:]])
