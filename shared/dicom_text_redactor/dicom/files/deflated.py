"""Deflated data sets (PS3.5 A.5): unfolded and folded piece by piece, so that nobody holds all of one."""

from __future__ import annotations

import zlib
from typing import IO, BinaryIO, cast

from dicom_text_redactor.dicom.files.long_values import Spool
from dicom_text_redactor.errors import Damaged, TooLarge
from dicom_text_redactor.files import Onward

_PIECE = 1 << 20


def unfolded(file: BinaryIO, most: int) -> BinaryIO:
    """What the deflated data set from the file's position on unfolds to, in a temporary file of its own.

    A small stream can unfold to a thousand times its size; it is left as soon as there are more than `most` bytes.

    Raises
    ------
    TooLarge
        There are.
    Damaged
        It ends too early, or is no such stream.
    """
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    content = Spool()
    length = 0
    while not inflater.eof:
        folded = inflater.unconsumed_tail or file.read(_PIECE)
        if not folded:
            raise Damaged("The deflated data set is cut off.")
        try:
            piece = inflater.decompress(folded, _PIECE)
        except zlib.error:
            raise Damaged("The deflated data set cannot be unfolded.") from None
        length += len(piece)
        if length > most:
            raise TooLarge("The deflated data set is larger than REDACT_MAX_BYTES allows.")
        content.append(piece)
    content.seek(0)
    return cast(BinaryIO, content)


class Folding(Onward):
    """A file that deflates what is written to it; `finish` has to come last. It tells the length before that.

    Parameters
    ----------
    file
        Where the deflated bytes go, padded to an even length (PS3.5 A.5).
    """

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file)
        self._deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        self._folded = 0

    def finish(self) -> None:
        """Write what is left, and the padding."""
        self._put(self._deflater.flush())
        self._put(bytes(self._folded % 2))

    def _pass_on(self, data: bytes) -> None:
        self._put(self._deflater.compress(data))

    def _put(self, folded: bytes) -> None:
        self._file.write(folded)
        self._folded += len(folded)
