"""A DICOM file as its bytes say, read without pydicom: elements as they are stored, nothing interpreted."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import Struct

DEFLATED = "1.2.840.10008.1.2.1.99"
IMPLICIT, BIG_ENDIAN = "1.2.840.10008.1.2", "1.2.840.10008.1.2.2"
UNDEFINED = 0xFFFFFFFF
ITEM, ITEM_END, SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_WIDE = frozenset(("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"))


class Unreadable(ValueError):
    """The bytes do not follow the rules of PS3.5 chapter 7."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element.

    Attributes
    ----------
    tag
        Group and element number as one number.
    vr
        Value representation as stored; None in Implicit VR.
    undefined
        Whether its length is undefined; then `value` ends before the last delimiter.
    value
        The bytes of the value.
    """

    tag: int
    vr: str | None
    undefined: bool
    value: bytes

    @property
    def name(self) -> str:
        """The tag as everybody writes it."""
        return f"({self.tag >> 16:04X},{self.tag & 0xFFFF:04X})"


@dataclass(frozen=True)
class RawFile:
    """A file: file meta information and the top level of its data set, in the file's order.

    `left` counts bytes behind the last element that are no element.
    """

    preamble: bytes | None
    meta: dict[int, Element]
    implicit: bool
    little: bool
    elements: tuple[Element, ...]
    left: int = 0
    by_tag: dict[int, Element] = field(default_factory=dict)

    @property
    def syntax(self) -> str:
        """Transfer Syntax UID, or an empty string where the file names none."""
        named = self.meta.get(0x00020010)
        return named.value.rstrip(b"\x00 ").decode("latin-1") if named else ""


def read(data: bytes) -> RawFile:
    """Take a file apart.

    Raises
    ------
    Unreadable
        An element cannot be told from the next.
    """
    preamble = data[:128] if data[128:132] == b"DICM" else None
    position = 132 if preamble is not None else 0
    meta: dict[int, Element] = {}
    for element, end in _elements(data, position, implicit=_is_implicit(data, position, "<"), order="<"):
        if element.tag >> 16 != 2:
            break
        meta[element.tag], position = element, end
    syntax = RawFile(preamble, meta, False, True, ()).syntax
    if syntax == DEFLATED:
        data, position = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data[position:]), 0
    first = int.from_bytes(data[position : position + 2], "little")
    little = syntax != BIG_ENDIAN if syntax else first < 0x0100
    order = "<" if little else ">"
    implicit = _is_implicit(data, position, order)
    elements: list[Element] = []
    for element, end in _elements(data, position, implicit=implicit, order=order):
        elements.append(element)
        position = end
    left = len(data) - position
    return RawFile(preamble, meta, implicit, little, tuple(elements), left, {each.tag: each for each in elements})


def items(element: Element, *, implicit: bool, little: bool) -> list[list[Element]] | None:
    """The items of a sequence, each as its elements; None if the value is none of a sequence."""
    order = "<" if little else ">"
    try:
        return list(_items(element.value, implicit or element.vr == "UN", order))
    except Unreadable:
        return None


def _items(value: bytes, implicit: bool, order: str) -> Iterator[list[Element]]:
    position = 0
    while position < len(value):
        tag, length = _head(value, position, order)
        if tag != ITEM:
            raise Unreadable
        position += 8
        end = position + length if length != UNDEFINED else _item_end(value, position, implicit, order) - 8
        if end > len(value):
            raise Unreadable
        inner = implicit or _is_implicit(value, position, order)
        found = list(_elements(value[position:end], 0, implicit=inner, order=order))
        if (found[-1][1] if found else 0) != end - position:
            raise Unreadable
        yield [element for element, _ in found]
        position = end + (8 if length == UNDEFINED else 0)


def _elements(data: bytes, position: int, *, implicit: bool, order: str) -> Iterator[tuple[Element, int]]:
    """Elements and where each ends; it stops before what is no whole element."""
    while position + 8 <= len(data):
        try:
            element, position = _element(data, position, implicit, order)
        except Unreadable:
            return
        yield element, position


def _element(data: bytes, position: int, implicit: bool, order: str) -> tuple[Element, int]:
    tag, vr, length, start = _header(data, position, implicit, order)
    if length != UNDEFINED:
        if start + length > len(data):
            raise Unreadable
        return Element(tag, vr, False, data[start : start + length]), start + length
    end = _sequence_end(data, start, implicit or vr in (None, "UN"), order)
    return Element(tag, vr, True, data[start : end - 8]), end


def _header(data: bytes, position: int, implicit: bool, order: str) -> tuple[int, str | None, int, int]:
    """Tag, VR, length and where the value begins."""
    tag, length = _head(data, position, order)
    vr = data[position + 4 : position + 6]
    if implicit or tag >> 16 == 0xFFFE or not (vr.isalpha() and vr.isupper()):
        return tag, None, length, position + 8
    name = vr.decode("ascii")
    if name in _WIDE:
        return tag, name, _number(data, position + 8, order, 4), position + 12
    return tag, name, _number(data, position + 6, order, 2), position + 8


def _sequence_end(data: bytes, position: int, implicit: bool, order: str) -> int:
    """Where the delimiter of a sequence of undefined length ends."""
    while True:
        tag, length = _head(data, position, order)
        position += 8
        if tag == SEQUENCE_END:
            return position
        if tag != ITEM:
            raise Unreadable
        position = position + length if length != UNDEFINED else _item_end(data, position, implicit, order)


def _item_end(data: bytes, position: int, implicit: bool, order: str) -> int:
    """Where the delimiter of an item of undefined length ends."""
    inner = _is_implicit(data, position, order)
    while True:
        tag, _ = _head(data, position, order)
        if tag == ITEM_END:
            return position + 8
        _, position = _element(data, position, inner, order)


def _is_implicit(data: bytes, position: int, order: str) -> bool:
    vr = data[position + 4 : position + 6]
    return not (vr.isalpha() and vr.isupper())


def _head(data: bytes, position: int, order: str) -> tuple[int, int]:
    if position + 8 > len(data):
        raise Unreadable
    group, element, length = Struct(f"{order}HHL").unpack_from(data, position)
    return group << 16 | element, length


def _number(data: bytes, position: int, order: str, size: int) -> int:
    if position + size > len(data):
        raise Unreadable
    return int(Struct(f"{order}{'H' if size == 2 else 'L'}").unpack_from(data, position)[0])
