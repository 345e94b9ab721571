"""Files written byte by byte, with all that pydicom would not write."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from struct import pack

LITTLE, BIG, IMPLICIT = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2"
DEFLATED = "1.2.840.10008.1.2.1.99"
SYNTAXES = (LITTLE, IMPLICIT, BIG, DEFLATED)
UNDEFINED = 0xFFFFFFFF
_WIDE = frozenset(("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV"))


class Forge:
    """Encodes elements, items and files in one transfer syntax; nothing is checked, padded or put in order."""

    def __init__(self, syntax: str = LITTLE) -> None:
        self.syntax = syntax
        self.implicit = syntax == IMPLICIT
        self._order = ">" if syntax == BIG else "<"

    def element(self, tag: int, vr: str, value: bytes, *, undefined: bool = False) -> bytes:
        """One element; of undefined length its value is followed by a delimiter."""
        length = UNDEFINED if undefined else len(value)
        end = self.item_head(0xFFFEE0DD, 0) if undefined else b""
        head = pack(f"{self._order}HH", tag >> 16, tag & 0xFFFF)
        if self.implicit:
            return head + self.number(length, 4) + value + end
        if vr in _WIDE:
            return head + vr.encode() + bytes(2) + self.number(length, 4) + value + end
        return head + vr.encode() + self.number(length, 2) + value + end

    def item(self, *elements: bytes, undefined: bool = False) -> bytes:
        """An item of a sequence."""
        content = b"".join(elements)
        if undefined:
            return self.item_head(0xFFFEE000, UNDEFINED) + content + self.item_head(0xFFFEE00D, 0)
        return self.item_head(0xFFFEE000, len(content)) + content

    def item_head(self, tag: int, length: int) -> bytes:
        """The tag and length of an item or a delimiter."""
        return pack(f"{self._order}HHL", tag >> 16, tag & 0xFFFF, length)

    def number(self, value: int, size: int) -> bytes:
        """An unsigned number of 2 or 4 bytes."""
        return pack(f"{self._order}{'H' if size == 2 else 'L'}", value)

    def image(self, more: Mapping[int, bytes], *, headless: bool = False, behind: bytes = b"") -> bytes:
        """A small grey image with `more` elements (whole, by tag) among its own."""
        own = {
            0x00080008: ("CS", b"ORIGINAL\\PRIMARY"),
            0x00080016: ("UI", b"1.2.840.10008.5.1.4.1.1.7\0"),
            0x00080018: ("UI", b"1.2.826.0.1.3680043.8.498.77"),
            0x00280002: ("US", self.number(1, 2)),
            0x00280004: ("CS", b"MONOCHROME2 "),
            0x00280010: ("US", self.number(16, 2)),
            0x00280011: ("US", self.number(20, 2)),
            0x00280100: ("US", self.number(8, 2)),
            0x00280101: ("US", self.number(8, 2)),
            0x00280102: ("US", self.number(7, 2)),
            0x00280103: ("US", self.number(0, 2)),
            0x7FE00010: ("OB" if self.syntax != IMPLICIT else "OW", bytes(range(160)) * 2),
        }
        elements = {tag: self.element(tag, vr, value) for tag, (vr, value) in own.items()} | dict(more)
        return self.file([elements[tag] for tag in sorted(elements)], headless=headless, behind=behind)

    def file(self, elements: Sequence[bytes], *, headless: bool = False, behind: bytes = b"") -> bytes:
        """A file of whole elements in the order given."""
        content = b"".join(elements) + behind
        if self.syntax == DEFLATED:
            deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
            content = deflater.compress(content) + deflater.flush()
            content += bytes(len(content) % 2)
        if headless:
            return content
        meta = Forge(LITTLE)
        group = b"".join(
            (
                meta.element(0x00020001, "OB", b"\x00\x01"),
                meta.element(0x00020002, "UI", b"1.2.840.10008.5.1.4.1.1.7\0"),
                meta.element(0x00020003, "UI", b"1.2.826.0.1.3680043.8.498.77"),
                meta.element(0x00020010, "UI", self.syntax.encode() + bytes(len(self.syntax) % 2)),
                meta.element(0x00020012, "UI", b"1.2.3\0"),
            )
        )
        return bytes(128) + b"DICM" + meta.element(0x00020000, "UL", pack("<L", len(group))) + group + content
