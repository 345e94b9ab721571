"""Where a sequence of undefined length ends (PS3.5 7.5), found without understanding what is in it."""

from __future__ import annotations

from struct import unpack
from typing import BinaryIO

from pydicom.valuerep import EXPLICIT_VR_LENGTH_16, EXPLICIT_VR_LENGTH_32

_UNDEFINED_LENGTH = 0xFFFFFFFF
_ITEM, _ITEM_END, _SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
_SHORT = frozenset(vr.encode() for vr in EXPLICIT_VR_LENGTH_16)
_LONG = frozenset(vr.encode() for vr in EXPLICIT_VR_LENGTH_32)
_DEEPEST = 64


def end_of_items(file: BinaryIO, begin: int, *, little: bool) -> int | None:
    """Position of the delimiter of a sequence whose first item, or delimiter, stands at `begin`.

    None if the items do not follow each other as they should.
    """
    file.seek(begin)
    walk = _Walk(file, "<" if little else ">")
    return file.tell() - 8 if walk.items(0) else None


class _Walk:
    """Steps over elements; every method leaves the file behind what it stepped over, or says False."""

    def __init__(self, file: BinaryIO, order: str) -> None:
        self._file = file
        self._order = order

    def items(self, depth: int) -> bool:
        """Items up to and with the sequence's delimiter."""
        while (head := self._head()) is not None:
            tag, length = head
            if tag == _SEQUENCE_END:
                return True
            if tag != _ITEM or depth > _DEEPEST:
                return False
            if length != _UNDEFINED_LENGTH:
                self._file.seek(length, 1)
            elif not self._elements(depth):
                return False
        return False

    def _elements(self, depth: int) -> bool:
        """The elements of an item of undefined length, up to and with its delimiter."""
        while True:
            place = self._file.tell()
            head = self._head()
            if head is None:
                return False
            tag, length = head
            if tag == _ITEM_END:
                return True
            self._file.seek(place + 4)
            vr = self._file.read(2)
            if vr in _LONG:
                self._file.seek(2, 1)
                length = self._number(4)
            elif vr in _SHORT:
                length = self._number(2)
            else:
                self._file.seek(place + 8)
            if length != _UNDEFINED_LENGTH:
                self._file.seek(length, 1)
            elif not self.items(depth + 1):
                return False

    def _head(self) -> tuple[int, int] | None:
        data = self._file.read(8)
        if len(data) < 8:
            return None
        group, element, length = unpack(f"{self._order}HHL", data)
        return group << 16 | element, length

    def _number(self, size: int) -> int:
        data = self._file.read(size)
        return int(unpack(f"{self._order}{'H' if size == 2 else 'L'}", data)[0]) if len(data) == size else 0
