"""The markers of a JPEG 2000 codestream (ITU-T T.800 annex A) as far as they say what decoding it will cost.

A decoder makes a structure for each tile and each precinct, and steps over each packet: layer, component, resolution
and precinct. A stream of a hundred bytes can claim billions of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from struct import unpack_from

from dicom_text_redactor.errors import Damaged, TooLarge

_CODESTREAM = b"\xff\x4f\xff\x51"
_JP2 = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
_START_OF_TILE, _START_OF_DATA, _CODING_STYLE, _COMPONENT_STYLE = 0x90, 0x93, 0x52, 0x53
_OWN_PRECINCTS = 1
_LARGEST_PRECINCT = 15  # exponent of 2, where no precincts are given
_MOST_BOXES = 64
_MOST_TILES = 16_384  # 256 x 256 pixels each in an image of 32,768 x 32,768
_MOST_PACKETS = 8_000_000


@dataclass(frozen=True, slots=True)
class Size:
    """The SIZ segment: the image and its tiles, pixels; precision of the first component, bits."""

    rows: int
    columns: int
    samples: int
    precision: int
    tile_rows: int
    tile_columns: int

    @property
    def tiles(self) -> int:
        """How many tiles there can be."""
        return -(-self.rows // self.tile_rows) * -(-self.columns // self.tile_columns) if self.tile_rows else 0


def begin_of(data: bytes) -> int:
    """Where the codestream begins that a decoder takes: at once, or in the first such box of a JP2 file (annex I).

    Raises
    ------
    Damaged
        There is none.
    """
    if data.startswith(_CODESTREAM):
        return 0
    if not data.startswith(_JP2):
        raise Damaged("A compressed frame is no JPEG 2000 codestream.")
    place = 0
    for _ in range(_MOST_BOXES):
        length, kind = unpack_from(">L4s", data, place)
        head = 8
        if length == 1:
            (length,) = unpack_from(">Q", data, place + 8)
            head = 16
        if kind == b"jp2c":
            if data[place + head : place + head + 4] != _CODESTREAM:
                break
            return place + head
        if length < head:
            break
        place += length
    raise Damaged("A compressed frame is no JPEG 2000 codestream.")


def size_of(data: bytes, begin: int) -> Size:
    """The SIZ segment of the codestream at `begin`."""
    right, bottom, left, top, across, down = unpack_from(">6L", data, begin + 8)
    samples, depth = unpack_from(">HB", data, begin + 40)
    return Size(bottom - top, right - left, samples, (depth & 0x7F) + 1, down, across)


def coding_styles(data: bytes, begin: int) -> Iterator[int]:
    """Where the segments of the main header begin that say how everything, or one component, is coded; by position."""
    yield from _styles(data, begin + 2, _START_OF_TILE)


def check_cost(data: bytes) -> None:
    """Refuse a codestream that has more tiles or packets than any real image of its size.

    Raises
    ------
    TooLarge
        It has.
    Damaged
        It is no codestream.
    """
    begin = begin_of(data)
    size = size_of(data, begin)
    if size.tile_rows == 0 or size.tile_columns == 0:
        raise Damaged("A compressed frame has tiles without a size.")
    if size.tiles > _MOST_TILES:
        raise TooLarge("A compressed frame is in more tiles than any real image.")
    places = [*coding_styles(data, begin), *_styles_of_tiles(data, begin)]
    layers = max(
        (unpack_from(">H", data, place + 6)[0] for place in places if data[place + 1] == _CODING_STYLE), default=1
    )
    precincts = max((_precincts(data, place, size) for place in places), default=0)
    if layers * size.samples * precincts > _MOST_PACKETS:
        raise TooLarge("A compressed frame is in more packets than any real image.")


def _styles(data: bytes, place: int, end: int) -> Iterator[int]:
    """Where COD and COC segments begin, from `place` up to a marker that ends the header."""
    while data[place + 1] != end:
        if data[place] != 0xFF:
            raise Damaged("A compressed frame's markers do not follow each other.")
        if data[place + 1] in (_CODING_STYLE, _COMPONENT_STYLE):
            yield place
        place += 2 + unpack_from(">H", data, place + 2)[0]


def _styles_of_tiles(data: bytes, begin: int) -> Iterator[int]:
    """The same in the headers of all tile-parts, as far as their lengths lead to each other."""
    place = begin + 2
    while data[place : place + 2] != bytes([0xFF, _START_OF_TILE]):
        place += 2 + unpack_from(">H", data, place + 2)[0]
    while data[place : place + 2] == bytes([0xFF, _START_OF_TILE]):
        if len(data) < place + 12:
            return
        (length,) = unpack_from(">L", data, place + 6)
        yield from _styles(data, place, _START_OF_DATA)
        if length < 14:
            return  # 0 stands for: up to the end
        place += length


def _precincts(data: bytes, place: int, size: Size) -> int:
    """Precincts of one component over all tiles and resolutions, at most, as the segment at `place` has them."""
    if data[place + 1] == _CODING_STYLE:
        own, levels_at = data[place + 4] & _OWN_PRECINCTS, place + 9
    else:
        wide = 1 if size.samples < 257 else 2
        own, levels_at = data[place + 4 + wide] & _OWN_PRECINCTS, place + 5 + wide
    levels = min(data[levels_at], 32)
    total = 0
    for resolution in range(levels + 1):
        exponents = data[levels_at + 5 + resolution] if own else _LARGEST_PRECINCT * 17
        reduction = levels - resolution
        rows = max(1, min(size.tile_rows, size.rows) >> reduction)
        columns = max(1, min(size.tile_columns, size.columns) >> reduction)
        total += -(-rows // (1 << (exponents >> 4))) * -(-columns // (1 << (exponents & 15)))
    return total * size.tiles
