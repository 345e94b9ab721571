"""Encapsulated pixel data (PS3.5 A.4): which fragments make which frame, and back again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from struct import pack, unpack

from pydicom import Dataset

from dicom_text_redactor.dicom.files.long_values import Chain, LongValue, Part
from dicom_text_redactor.errors import Damaged, TooLarge

_ITEM = b"\xfe\xff\x00\xe0"
_SEQUENCE_END = b"\xfe\xff\xdd\xe0"
_CODESTREAM_STARTS = (b"\xff\xd8\xff", b"\xff\x4f\xff\x51", b"\x00\x00\x00\x0cjP")
_LARGEST_OFFSET = 2**32 - 1

MOST_ITEMS = 500_000
"""Items of compressed pixel data that are looked at; a cine of 10,000 frames in fragments of a page each has fewer."""

TOO_MANY_ITEMS = "The compressed pixel data is in more pieces than any real object has."

Fragment = memoryview | LongValue
"""The bytes of one item, which nobody has copied so far."""


@dataclass(frozen=True, slots=True, eq=False)
class EncodedFrame:
    """One frame as it is stored: its fragments in order."""

    fragments: tuple[Fragment, ...]

    @property
    def data(self) -> bytes:
        """The frame's codestream."""
        return b"".join(fragment[:] for fragment in self.fragments)


@dataclass(frozen=True, slots=True)
class OffsetTables:
    """Where frames begin, as the Extended Offset Table says: bytes from the first fragment's item."""

    offsets: tuple[int, ...]


def offset_tables(dataset: Dataset) -> OffsetTables | None:
    """The Extended Offset Table (PS3.3 C.7.6.3.1.8) of a dataset, or None.

    Raises
    ------
    Damaged
        Its length is no multiple of 8.
    """
    if "ExtendedOffsetTable" not in dataset:
        return None
    table = bytes(dataset["ExtendedOffsetTable"].value or b"")
    if len(table) % 8:
        raise Damaged("The Extended Offset Table is cut off.")
    return OffsetTables(unpack(f"<{len(table) // 8}Q", table)) if table else None


def split(value: bytes | LongValue, frames: int, extended: OffsetTables | None = None) -> list[EncodedFrame]:
    """Group the fragments of encapsulated pixel data into frames.

    The offset tables are believed when they fit the fragments; otherwise a fragment for each
    frame, or the codestreams' own first bytes, decide.

    Raises
    ------
    Damaged
        Items do not follow each other, or they cannot be shared out to exactly `frames` frames.
    TooLarge
        There are more than `MOST_ITEMS` of them.
    """
    basic, fragments, positions = _items(value)
    if len(fragments) < frames:
        raise Damaged("There are fewer compressed frames than Number of Frames says.")
    begins = [bytes(fragment[:6]).startswith(_CODESTREAM_STARTS) for fragment in fragments]
    starts = _starts(extended.offsets if extended else basic, positions, frames, begins)
    first = set(starts)
    if any(begin for number, begin in enumerate(begins) if number not in first):
        raise Damaged("There are more compressed frames than Number of Frames says.")
    ends = [*starts[1:], len(fragments)]
    return [EncodedFrame(tuple(fragments[start:end])) for start, end in zip(starts, ends, strict=True)]


def join(frames: Sequence[EncodedFrame | bytes]) -> tuple[bytes, tuple[bytes, bytes] | None]:
    """Encapsulate frames as `chain` does, in memory."""
    value, extended = chain(frames)
    return value[:], extended


def chain(frames: Sequence[EncodedFrame | bytes | LongValue]) -> tuple[LongValue, tuple[bytes, bytes] | None]:
    """Encapsulate frames: the value of Pixel Data, and an Extended Offset Table with its lengths if needed.

    A frame given as bytes becomes one fragment; an `EncodedFrame` keeps its fragments. The Basic
    Offset Table is filled in as long as its 32 bits can hold the offsets; beyond that it stays
    empty and the extended table takes over, as PS3.5 A.4 asks. Nothing is copied.
    """
    body: list[bytes | Fragment] = []
    offsets: list[int] = []
    lengths: list[int] = []
    position = 0
    for frame in frames:
        offsets.append(position)
        lengths.append(0)
        for fragment in frame.fragments if isinstance(frame, EncodedFrame) else (frame,):
            padding = b"\x00" * (len(fragment) % 2)
            size = len(fragment) + len(padding)
            body += [_ITEM + pack("<L", size), fragment, padding]
            position += 8 + size
            lengths[-1] += size
    extended = None
    if offsets[-1] > _LARGEST_OFFSET:
        table = b""
        extended = pack(f"<{len(offsets)}Q", *offsets), pack(f"<{len(lengths)}Q", *lengths)
    else:
        table = pack(f"<{len(offsets)}L", *offsets)
    return Chain([_ITEM + pack("<L", len(table)), table, *body]), extended


def _items(value: bytes | LongValue) -> tuple[tuple[int, ...], list[Fragment], list[int]]:
    """The Basic Offset Table, the fragments, and where their items begin behind the table."""
    items: list[Fragment] = []
    starts: list[int] = []
    position = 0
    while position + 8 <= len(value):
        tag, length = unpack("<4sL", value[position : position + 8])
        if tag == _SEQUENCE_END:
            break
        if tag != _ITEM or position + 8 + length > len(value):
            raise Damaged("The items of the compressed pixel data do not follow each other.")
        if len(items) > MOST_ITEMS:
            raise TooLarge(TOO_MANY_ITEMS)
        items.append(_part(value, position + 8, length))
        starts.append(position)
        position += 8 + length
    if not items or len(items[0]) % 4:
        raise Damaged("The compressed pixel data does not begin with an offset table.")
    table, first = items[0], 8 + len(items[0])
    kept = [(item, start - first) for item, start in zip(items[1:], starts[1:], strict=True) if len(item)]
    return unpack(f"<{len(table) // 4}L", table[:]), [item for item, _ in kept], [start for _, start in kept]


def _part(value: bytes | LongValue, start: int, length: int) -> Fragment:
    return Part(value, start, length) if isinstance(value, LongValue) else memoryview(value)[start : start + length]


def _starts(offsets: Sequence[int], positions: list[int], frames: int, begins: list[bool]) -> list[int]:
    """Index of each frame's first fragment."""
    index = {position: number for number, position in enumerate(positions)}
    if len(offsets) == frames and offsets[0] == 0 and all(offset in index for offset in offsets):
        starts = [index[offset] for offset in offsets]
        if all(a < b for a, b in pairwise(starts)):
            return starts
    if frames == 1:
        return [0]
    if len(positions) == frames:
        return list(range(frames))
    starts = [number for number, begin in enumerate(begins) if begin]
    if len(starts) != frames or starts[0] != 0:
        raise Damaged("The compressed fragments cannot be shared out to the frames.")
    return starts
