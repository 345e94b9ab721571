"""The marker segments of a JPEG codestream (ITU-T T.81 annex B) as far as painting needs them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from struct import error as struct_error
from struct import unpack_from

from dicom_text_redactor.dicom.codecs.jpeg.huffman import Table
from dicom_text_redactor.errors import Damaged, Unsupported

_SEQUENTIAL = (0xC0, 0xC1)
_TABLES, _END, _SCAN, _QUANTISERS, _RESTART, _COMMENT = 0xC4, 0xD9, 0xDA, 0xDB, 0xDD, 0xFE
_APPLICATION = range(0xE0, 0xF0)
_RESTARTS = range(0xD0, 0xD8)
_MARKER = re.compile(rb"\xff+[^\x00\xff]")
_FILL_BEFORE_DATA = re.compile(rb"\xff\xff+\x00")
_MOST_BLOCKS = 10  # of one MCU, T.81 B.2.3
_SMALL = 64  # bytes in which no picture can be told

Range = tuple[int, int]
"""Where bytes lie in the codestream: the first one, and the first one behind them."""


@dataclass(frozen=True, slots=True)
class Component:
    """One component of the frame: its sampling factors and the number of its quantisation table."""

    identifier: int
    across: int
    down: int
    quantiser: int


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """Where a Huffman table stands: its own bytes, and where the length of its segment is written."""

    table: Table
    place: Range
    length_at: int


@dataclass(frozen=True, slots=True, eq=False)
class Scan:
    """One scan.

    Attributes
    ----------
    components
        Index of each of its components in the frame.
    tables
        The DC and the AC table of each of them.
    restart
        MCUs of one restart interval, or 0 where there is but one interval.
    intervals
        Where the entropy-coded bytes of each restart interval lie.
    """

    components: tuple[int, ...]
    tables: tuple[tuple[Table, Table], ...]
    restart: int
    intervals: tuple[Range, ...]


@dataclass(slots=True)
class Codestream:
    """What the segments of one codestream say.

    Attributes
    ----------
    rows, columns, components
        Size of the image in pixels, and its components in the order of the frame header.
    steps
        Quantisation step of the DC coefficient, by component.
    scans, definitions
        The scans and all Huffman tables, in their order.
    pictures
        Application segments that can hold a picture of their own, such as a thumbnail.
    end
        The first byte behind the End of Image marker.
    """

    rows: int = 0
    columns: int = 0
    components: tuple[Component, ...] = ()
    steps: dict[int, int] = field(default_factory=dict)
    scans: list[Scan] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    pictures: list[Range] = field(default_factory=list)
    end: int = 0


def parse(data: bytes) -> Codestream:
    """Read the segments of a sequential 8-bit Huffman codestream.

    Raises
    ------
    Unsupported
        It is coded in another process of T.81, or says something that no usual encoder says.
    Damaged
        The segments contradict themselves or end too early.
    """
    try:
        return _Parser(data).parse()
    except (IndexError, ValueError, KeyError, struct_error):
        raise Damaged("The segments of a compressed frame contradict each other.") from None


class _Parser:
    """Goes through the segments once; holds the tables that are in force."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._found = Codestream()
        self._quantisers: dict[int, int] = {}
        self._tables: dict[int, Table] = {}
        self._restart = 0

    def parse(self) -> Codestream:
        if self._data[:2] != b"\xff\xd8":
            raise Damaged("A compressed frame is no JPEG codestream.")
        position = 2
        while True:
            marker = _MARKER.match(self._data, position)
            if marker is None:
                raise Damaged("A compressed frame's markers do not follow each other.")
            kind, start = self._data[marker.end() - 1], marker.end()
            if kind == _END:
                return self._ended(start)
            (length,) = unpack_from(">H", self._data, start)
            body = self._data[start + 2 : start + length]
            if length < 2 or len(body) != length - 2:
                raise Damaged("A compressed frame is cut off.")
            self._segment(kind, body, start)
            if kind in _APPLICATION and not _pictureless(kind, body):
                self._found.pictures.append((position, start + length))
            position = self._scan(body, start + length) if kind == _SCAN else start + length

    def _segment(self, kind: int, body: bytes, start: int) -> None:
        if kind in _SEQUENTIAL:
            self._frame(body)
        elif kind == _TABLES:
            self._define_tables(body, start)
        elif kind == _QUANTISERS:
            self._define_quantisers(body)
        elif kind == _RESTART:
            (self._restart,) = unpack_from(">H", body)
        elif kind not in (_SCAN, _COMMENT) and kind not in _APPLICATION:
            raise Unsupported("A compressed frame is no sequential Huffman JPEG.")

    def _frame(self, body: bytes) -> None:
        precision, rows, columns, count = unpack_from(">BHHB", body)
        if self._found.components:
            raise Damaged("A compressed frame has two headers.")
        if precision != 8 or not rows or not columns or not 1 <= count <= 4:
            raise Unsupported("A compressed frame has a size, a depth or a number of components that is not handled.")
        for identifier, factors, quantiser in (body[6 + 3 * i : 9 + 3 * i] for i in range(count)):
            component = Component(identifier, factors >> 4, factors & 15, quantiser)
            if component.across not in range(1, 5) or component.down not in range(1, 5):
                raise Damaged("A compressed frame has wrong sampling factors.")
            self._found.components += (component,)
        self._found.rows, self._found.columns = rows, columns
        if len({component.identifier for component in self._found.components}) != count:
            raise Damaged("Two components of a compressed frame have the same name.")

    def _define_tables(self, body: bytes, start: int) -> None:
        position = 0
        while position < len(body):
            counts = body[position + 1 : position + 17]
            end = position + 17 + sum(counts)
            if len(counts) != 16 or end > len(body) or sum(counts) > 256:
                raise Damaged("A Huffman table of a compressed frame is cut off.")
            table = Table(counts, body[position + 17 : end])
            self._tables[body[position]] = table
            place = start + 2 + position + 1, start + 2 + end
            self._found.definitions.append(Definition(table, place, start))
            position = end

    def _define_quantisers(self, body: bytes) -> None:
        position = 0
        while position < len(body):
            precision, number = body[position] >> 4, body[position] & 15
            self._quantisers[number] = unpack_from(">H" if precision else ">B", body, position + 1)[0]
            position += 129 if precision else 65

    def _scan(self, body: bytes, start: int) -> int:
        """Note a scan whose entropy-coded data begins at `start`; the position of the marker behind it."""
        count = body[0]
        if len(body) != 4 + 2 * count or not 1 <= count <= 4 or body[-3:] != b"\x00\x3f\x00":
            raise Unsupported("A scan of a compressed frame is not sequential.")
        numbers = {component.identifier: index for index, component in enumerate(self._found.components)}
        indices = tuple(numbers[body[1 + 2 * i]] for i in range(count))
        if len({*indices}) != count or any(index in self._found.steps for index in indices):
            raise Damaged("A component of a compressed frame comes twice.")
        parts = [self._found.components[index] for index in indices]
        if count > 1 and sum(part.across * part.down for part in parts) > _MOST_BLOCKS:
            raise Unsupported("A compressed frame has more blocks in a unit than T.81 allows.")
        for index, part in zip(indices, parts, strict=True):
            self._found.steps[index] = self._quantisers[part.quantiser]
        used = [body[2 + 2 * i] for i in range(count)]
        tables = tuple((self._tables[number >> 4], self._tables[0x10 | number & 15]) for number in used)
        intervals, end = self._intervals(start)
        self._found.scans.append(Scan(indices, tables, self._restart, intervals))
        return end

    def _intervals(self, start: int) -> tuple[tuple[Range, ...], int]:
        """The restart intervals of the scan that begins at `start`, and the position of the marker behind it."""
        intervals: list[Range] = []
        for marker in _MARKER.finditer(self._data, start):
            if _FILL_BEFORE_DATA.search(self._data, start, marker.start()):
                raise Unsupported("A compressed frame has fill bytes among its data.")
            intervals.append((start, marker.start()))
            start = marker.end()
            kind = self._data[start - 1]
            if kind not in _RESTARTS:
                return tuple(intervals), marker.start()
            if kind != _RESTARTS[(len(intervals) - 1) % 8]:
                raise Damaged("The restart markers of a compressed frame are out of order.")
        raise Damaged("A compressed frame is cut off.")

    def _ended(self, end: int) -> Codestream:
        if not self._found.components or len(self._found.steps) != len(self._found.components):
            raise Damaged("A compressed frame ends before all of its components.")
        if not all(self._found.steps.values()):
            raise Damaged("A compressed frame is quantised by zero.")
        self._found.end = end
        return self._found


def _pictureless(kind: int, body: bytes) -> bool:
    """Whether an application segment is known to hold no thumbnail or other second picture."""
    if kind == _APPLICATION[0] and body[:5] == b"JFIF\x00":
        return len(body) < _SMALL and not any(body[12:14])
    return len(body) < _SMALL or body[:12] == b"ICC_PROFILE\x00"
