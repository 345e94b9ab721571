"""Values that are too long for memory: they are asked for part by part, wherever they come from."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from dicom_text_redactor.errors import Damaged

_PIECE = 1 << 20
_SPOOLED = 8 << 20


class LongValue(ABC):
    """The value of an element, of which slices can be had as of `bytes`; nobody ever holds all of it."""

    @abstractmethod
    def __len__(self) -> int:
        """Bytes of the whole value."""

    @abstractmethod
    def _part(self, start: int, stop: int) -> bytes:
        """The bytes from `start` up to `stop`, both within the value."""

    def __getitem__(self, part: slice) -> bytes:
        start, stop, step = part.indices(len(self))
        if step != 1:
            raise ValueError("Only bytes that follow each other can be had.")
        return self._part(start, max(start, stop))

    def pieces(self) -> Iterator[bytes]:
        """The value from its begin to its end, in pieces of moderate size."""
        return (self[start : start + _PIECE] for start in range(0, len(self), _PIECE))


class ValueInFile(LongValue):
    """A value that stays in its file, which has to stay open and as it is.

    Parameters
    ----------
    file
        The file; its position moves with every access.
    offset, length
        Where the value lies in it, bytes.

    Raises
    ------
    Damaged
        From any access: the file cannot be read any more, or has become shorter.
    """

    def __init__(self, file: BinaryIO, offset: int, length: int) -> None:
        self._file = file
        self._offset = offset
        self._length = length

    def __len__(self) -> int:
        return self._length

    def _part(self, start: int, stop: int) -> bytes:
        try:
            self._file.seek(self._offset + start)
            data = self._file.read(stop - start)
            while len(data) < stop - start and (more := self._file.read(stop - start - len(data))):
                data += more
        except OSError:
            raise Damaged("The file could not be read to its end.") from None
        if len(data) != stop - start:
            raise Damaged("The file became shorter while it was read.")
        return data


class Part(LongValue):
    """The bytes of another value from `start` on."""

    def __init__(self, value: LongValue, start: int, length: int) -> None:
        self._value = value
        self._start = start
        self._length = length

    def __len__(self) -> int:
        return self._length

    def _part(self, start: int, stop: int) -> bytes:
        return self._value[self._start + start : self._start + stop]


class Chain(LongValue):
    """Several values as one."""

    def __init__(self, links: Sequence[bytes | memoryview | LongValue]) -> None:
        self._links = [link for link in links if len(link)]
        self._starts = [0, *accumulate(map(len, self._links))]

    def __len__(self) -> int:
        return self._starts[-1]

    def pieces(self) -> Iterator[bytes]:
        """The pieces of each value, as they come easiest to it, one value after the other."""
        for link in self._links:
            yield from link.pieces() if isinstance(link, LongValue) else (bytes(link),)

    def _part(self, start: int, stop: int) -> bytes:
        return b"".join(self._parts(start, stop))

    def _parts(self, start: int, stop: int) -> Iterator[bytes | memoryview]:
        number = bisect_right(self._starts, start) - 1
        while start < stop:
            begin, end = self._starts[number], min(stop, self._starts[number + 1])
            yield self._links[number][start - begin : end - begin]
            start, number = end, number + 1


class Spool:
    """A temporary file for values that are made one after the other; it is gone when the last of them is."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_SPOOLED)  # noqa: SIM115 (it lives as long as the spool)

    def __del__(self) -> None:
        self._file.close()

    def append(self, data: bytes) -> int:
        """Put `data` behind everything else; where it begins, bytes from the begin."""
        offset = self._file.seek(0, os.SEEK_END)
        self._file.write(data)
        return offset

    def add(self, data: bytes) -> LongValue:
        """Put `data` behind everything else; the value can be had from where it lies now."""
        offset = self.append(data)
        return ValueInFile(cast(BinaryIO, self), offset, len(data))

    def whole(self) -> LongValue:
        """All that was added so far."""
        return ValueInFile(cast(BinaryIO, self), 0, self._file.seek(0, os.SEEK_END))

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place, bytes from the begin, or from `whence`; which it is, bytes from the begin."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """The place, bytes from the begin."""
        return self._file.tell()

    def read(self, count: int) -> bytes:
        """The next bytes, `count` of them or what is left."""
        return self._file.read(count)
