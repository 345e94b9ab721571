"""Where the elements of a file lie, found by a reader that is as simple as can be and knows no limits."""

from __future__ import annotations

from dataclasses import dataclass
from struct import pack, pack_into, unpack_from

_LONG = frozenset((b"OB", b"OD", b"OF", b"OL", b"OV", b"OW", b"SQ", b"SV", b"UC", b"UN", b"UR", b"UT", b"UV"))
_UNDEFINED_LENGTH = 0xFFFFFFFF
_MOST = 400


@dataclass(frozen=True, slots=True)
class Span:
    """One element: its tag, how it is written, and its places in the file, bytes."""

    group: int
    number: int
    vr: bytes
    order: str
    start: int
    length_at: int
    length_size: int
    length: int
    value: int
    end: int

    def with_length(self, data: bytes, length: int) -> bytes:
        """The file with another stated length; the value stays as it is."""
        changed = bytearray(data)
        size = "H" if self.length_size == 2 else "L"
        pack_into(
            self.order + size, changed, self.length_at, length & (0xFFFF if self.length_size == 2 else 0xFFFFFFFF)
        )
        return bytes(changed)

    def with_vr(self, data: bytes, vr: bytes) -> bytes:
        """The file with another value representation; nothing else moves."""
        return data[: self.start + 4] + vr + data[self.start + 6 :]

    def with_value(self, data: bytes, value: bytes) -> bytes:
        """The file with another value of this element, and the length that goes with it."""
        value += b" " * (len(value) % 2)
        return self.with_length(data, len(value))[: self.value] + value + data[self.end :]


def elements(data: bytes) -> list[Span]:
    """The elements of the top level, up to the first that makes no sense; of deflated files those of the header."""
    start = 132 if data[128:132] == b"DICM" else 0
    found: list[Span] = []
    syntax = b""
    order, explicit = "<", True
    while start + 8 <= len(data) and len(found) < _MOST:
        if found and found[-1].group == 2 and unpack_from("<H", data, start)[0] != 2:
            order, explicit = (">" if syntax.endswith(b".1.2.2") else "<"), syntax != b"1.2.840.10008.1.2"
            if syntax.endswith(b".99"):
                break
        span = _element(data, start, order, explicit)
        if span is None:
            break
        found.append(span)
        if (span.group, span.number) == (2, 0x10):
            syntax = data[span.value : span.end].strip(b"\x00 ")
        start = span.end
    return found


def join_element(
    order: str, explicit: bool, group: int, number: int, vr: bytes, value: bytes, length: int | None = None
) -> bytes:
    """The bytes of an element; `length` is stated instead of the true one."""
    stated = len(value) if length is None else length
    head = pack(order + "HH", group, number)
    if not explicit:
        return head + pack(order + "L", stated) + value
    if vr in _LONG:
        return head + vr + b"\x00\x00" + pack(order + "L", stated) + value
    return head + vr + pack(order + "H", stated & 0xFFFF) + value


def _element(data: bytes, start: int, order: str, explicit: bool) -> Span | None:
    group, number = unpack_from(order + "HH", data, start)
    vr = data[start + 4 : start + 6] if explicit and group != 0xFFFE else b""
    if vr and not vr.isalpha():
        return None
    at, size = (start + 8, 4) if vr in _LONG else (start + 6, 2) if vr else (start + 4, 4)
    if at + size > len(data):
        return None
    (length,) = unpack_from(order + ("L" if size == 4 else "H"), data, at)
    value = at + size
    end = value + length
    if length == _UNDEFINED_LENGTH:
        delimiter = data.find(pack(order + "HHL", 0xFFFE, 0xE0DD, 0), value)
        end = len(data) if delimiter < 0 else delimiter + 8
    return Span(group, number, vr, order, start, at, size, length, value, min(end, len(data)))
