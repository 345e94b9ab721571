"""Whole pictures and documents inside a value of bytes, known by the first bytes of their formats."""

from __future__ import annotations

import re
from struct import unpack_from

_STARTS = (
    b"\xff\xd8\xff",  # JPEG and JPEG-LS
    b"\xff\x4f\xff\x51",  # a JPEG 2000 codestream
    b"\x00\x00\x00\x0cjP  \r\n\x87\n",  # JP2
    b"\x89PNG\r\n\x1a\n",
    b"GIF87a",
    b"GIF89a",
    b"%PDF-",
)
_ITEM = b"\xfe\xff\x00\xe0"
_BITMAP_HEADERS = frozenset({12, 40, 52, 56, 64, 108, 124})
_ANYWHERE = re.compile(b"|".join(re.escape(start) for start in (*_STARTS, b"BM", b"II*\x00", b"MM\x00*", b"DICM")))


def is_picture(value: bytes) -> bool:
    """Whether `value` is a whole file of a picture or document, or fragments (PS3.5 A.4) of compressed ones.

    JPEG, JPEG-LS, JPEG 2000, PNG, GIF, BMP, TIFF, PDF and DICOM are known. What two letters begin
    has to make sense behind them too, so that ordinary values are not taken for pictures.
    """
    return (
        value.startswith(_STARTS)
        or value[128:132] == b"DICM"
        or _is_bitmap(value)
        or _is_tiff(value)
        or (value.startswith(_ITEM) and _first_fragment(value).startswith(_STARTS))
    )


def may_hold_a_picture(value: bytes) -> bool:
    """Whether first bytes of a picture stand anywhere in `value`: quick, and more often yes than there are pictures."""
    return _ANYWHERE.search(value) is not None


def _is_bitmap(value: bytes) -> bool:
    if not value.startswith(b"BM") or len(value) < 26:
        return False
    size, reserved, pixels, header = unpack_from("<LLLL", value, 2)
    fits = 14 + header <= pixels < len(value) and size <= len(value)
    return bool(header in _BITMAP_HEADERS and reserved == 0 and fits)


def _is_tiff(value: bytes) -> bool:
    if not value.startswith((b"II*\x00", b"MM\x00*")) or len(value) < 16:
        return False
    (directory,) = unpack_from("<L" if value.startswith(b"II") else ">L", value, 4)
    return bool(8 <= directory < len(value))


def _first_fragment(value: bytes) -> bytes:
    """The first item behind the offset table, or an empty value."""
    start = 0
    for _ in range(2):
        if value[start : start + 4] != _ITEM or start + 8 > len(value):
            return b""
        body = start + 8
        start = body + unpack_from("<L", value, start + 4)[0]
    return value[body:start]
