"""A blob that is stored gzip-packed, as its Content-Encoding says, is unpacked before it is read."""

from __future__ import annotations

import gzip
import zlib
from typing import IO

from dicom_text_redactor.errors import Damaged, TooLarge

_MAGIC = b"\x1f\x8b"
_PIECE = 1024 * 1024


def unpack(source: IO[bytes], target: IO[bytes], *, max_bytes: int) -> bool:
    """Unpack `source` into `target`, and go back to its start; False, with nothing written, where it is not packed.

    A client can set Content-Encoding to whatever it likes, so the first bytes decide.

    Raises
    ------
    TooLarge
        Unpacked it has more than `max_bytes`.
    Damaged
        It ends too early, or its check sum is wrong.
    """
    packed = source.read(len(_MAGIC)) == _MAGIC
    source.seek(0)
    if not packed:
        return False
    size = 0
    try:
        with gzip.GzipFile(fileobj=source, mode="rb") as unpacked:
            while piece := unpacked.read(_PIECE):
                size += len(piece)
                if size > max_bytes:
                    raise TooLarge(f"Unpacked, the file has more bytes than the limit of {max_bytes}.")
                target.write(piece)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise Damaged("The file is stored gzip-packed, and cannot be unpacked.") from None
    target.seek(0)
    return True
