"""How much one file may ask of its reader: no byte behind its end, and so many elements and items, not more.

An element of 8 bytes becomes an object of several hundred, and each is looked at several times. So a small file
of nothing but empty items would take gigabytes and hours; no real object has as many.
"""

from __future__ import annotations

import io
import os
from collections.abc import MutableSequence
from typing import BinaryIO, cast

from pydicom import Dataset
from pydicom.dataelem import RawDataElement
from pydicom.filereader import read_sequence

from dicom_text_redactor.errors import TooLarge

MOST_READS = 800_000
"""What all elements and items of a file may take to be read: two to four accesses each, so about 250,000 of them."""

_ITEM = {True: b"\xfe\xff\x00\xe0", False: b"\xff\xfe\xe0\x00"}


class Budget:
    """What is left of the accesses that the elements and items of one file may take."""

    def __init__(self) -> None:
        self._left = MOST_READS

    def spend(self) -> None:
        """Take one access away.

        Raises
        ------
        TooLarge
            None is left.
        """
        self._left -= 1
        if self._left < 0:
            raise TooLarge("The file has more elements and items than any real object.")


class BoundedFile(io.RawIOBase):
    """A file that never reads past its end, and takes every access from a budget, if it has one.

    Damaged files ask for gigabytes, and reading allocates first.

    Raises
    ------
    TooLarge
        From `read`: the budget is spent.
    """

    def __init__(self, file: BinaryIO, budget: Budget | None = None) -> None:
        self._file = file
        self._budget = budget
        here = file.tell()
        self._size = file.seek(0, os.SEEK_END)
        file.seek(here)

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def seekable(self) -> bool:
        """Whether its position can be changed: always."""
        return True

    def read(self, count: int | None = -1) -> bytes:
        """Up to `count` bytes, or all that are left."""
        if self._budget is not None:
            self._budget.spend()
        left = max(0, self._size - self._file.tell())
        return self._file.read(left if count is None or count < 0 else min(count, left))

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to another position."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """The position."""
        return self._file.tell()


def begins_with_item(element: RawDataElement) -> bool:
    """Whether the value of an element that nobody has parsed begins like that of a sequence."""
    return isinstance(element.value, bytes) and element.value[:4] in _ITEM.values()


def items_of(element: RawDataElement, charset: str | MutableSequence[str], budget: Budget) -> list[Dataset]:
    """The items of a sequence that nobody has parsed, the elements in them unparsed.

    Parameters
    ----------
    element
        The sequence; its items are in Implicit VR if it is.
    charset
        Specific Character Set of what is around it.
    budget
        What its items and their elements may take.

    Raises
    ------
    TooLarge
        The budget is spent.
    """
    value = element.value or b""
    file = cast(BinaryIO, BoundedFile(io.BytesIO(value), budget))
    implicit = element.is_implicit_VR
    return list(read_sequence(file, implicit, element.is_little_endian, len(value), charset))
