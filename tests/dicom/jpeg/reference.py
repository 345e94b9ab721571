"""A slow JPEG coder after ITU-T T.81, bit by bit, that shares nothing with the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from struct import pack

import numpy as np
import numpy.typing as npt

Coefficients = npt.NDArray[np.int32]
"""Quantised, shape (block rows, block columns, 64), in zigzag order; with the blocks that fill up the last MCUs."""

DC_SYMBOLS = tuple(range(12))
AC_SYMBOLS = (0x00, 0xF0, *(run << 4 | size for run in range(16) for size in range(1, 11)))


@dataclass(frozen=True)
class Shape:
    """Size of an image, and the sampling factors (across, down) of its components."""

    rows: int
    columns: int
    factors: tuple[tuple[int, int], ...] = ((1, 1),)

    @property
    def most(self) -> tuple[int, int]:
        return max(across for across, _ in self.factors), max(down for _, down in self.factors)

    @property
    def units(self) -> tuple[int, int]:
        """MCUs across and down where components are interleaved."""
        return -(-self.columns // (8 * self.most[0])), -(-self.rows // (8 * self.most[1]))

    def grid(self, component: int) -> tuple[int, int]:
        """Rows and columns of blocks, with those that fill up the last MCUs."""
        across, down = self.factors[component]
        return self.units[1] * down, self.units[0] * across

    def order(self, scan: Sequence[int]) -> list[list[tuple[int, int, int]]]:
        """For each MCU of a scan its blocks: component, row, column."""
        if len(scan) == 1:
            (only,) = scan
            across, down = self.factors[only]
            rows = ceil(ceil(self.rows * down / self.most[1]) / 8)
            columns = ceil(ceil(self.columns * across / self.most[0]) / 8)
            return [[(only, row, column)] for row in range(rows) for column in range(columns)]
        return [
            [
                (part, y * self.factors[part][1] + row, x * self.factors[part][0] + column)
                for part in scan
                for row in range(self.factors[part][1])
                for column in range(self.factors[part][0])
            ]
            for y in range(self.units[1])
            for x in range(self.units[0])
        ]


@dataclass
class Decoded:
    """What a codestream holds: for each component the coefficients, which blocks there are, and the DC's step."""

    shape: Shape
    coefficients: list[Coefficients] = field(default_factory=list)
    held: list[npt.NDArray[np.bool_]] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)


def drawn(shape: Shape, seed: int = 1, most: int = 200) -> list[Coefficients]:
    """Coefficients of a picture with a few frequencies in each block, and none in some."""
    random = np.random.default_rng(seed)
    planes: list[Coefficients] = []
    for component in range(len(shape.factors)):
        rows, columns = shape.grid(component)
        plane = np.zeros((rows, columns, 64), np.int32)
        plane[..., 0] = random.integers(-most // 4, most // 4, (rows, columns))
        for position in (1, 2, 5, 30, 63):
            plane[..., position] = random.integers(-9, 10, (rows, columns)) * (random.random((rows, columns)) < 0.3)
        planes.append(plane)
    return planes


def encode(
    shape: Shape,
    planes: Sequence[Coefficients],
    scans: Sequence[Sequence[int]] = (),
    restart: int = 0,
    dc: Sequence[int] = DC_SYMBOLS,
    ac: Sequence[int] = AC_SYMBOLS,
    step: int = 2,
    before_scan: bytes = b"",
) -> bytes:
    """A codestream whose codes are all of one length, made of one scan or of several."""
    parts = range(len(planes))
    dc_table, ac_table = _one_length(dc), _one_length(ac)
    header = [
        b"\xff\xd8",
        _segment(0xDB, bytes([0]) + bytes([step]) * 64),
        _segment(
            0xC0,
            pack(">BHHB", 8, shape.rows, shape.columns, len(planes))
            + b"".join(bytes([i + 1, shape.factors[i][0] << 4 | shape.factors[i][1], 0]) for i in parts),
        ),
        _segment(0xC4, b"\x00" + dc_table + b"\x10" + ac_table),
    ]
    if restart:
        header.append(_segment(0xDD, pack(">H", restart)))
    body: list[bytes] = []
    for scan in scans or [list(parts)]:
        body.append(before_scan)
        body.append(
            _segment(0xDA, bytes([len(scan)]) + b"".join(bytes([part + 1, 0]) for part in scan) + b"\x00\x3f\x00")
        )
        units = shape.order(scan)
        size = restart or len(units)
        for number, start in enumerate(range(0, len(units), size)):
            if number:
                body.append(bytes([0xFF, 0xD0 + (number - 1) % 8]))
            body.append(_coded(units[start : start + size], planes, _codes(dc_table), _codes(ac_table)))
    return b"".join([*header, *body, b"\xff\xd9"])


def decode(data: bytes) -> Decoded:
    """All coefficients of a sequential codestream."""
    position = 2
    tables: dict[int, dict[str, int]] = {}
    steps: dict[int, int] = {}
    parts: list[tuple[int, int]] = []  # name and quantiser
    found: Decoded | None = None
    restart = 0
    while True:
        while data[position + 1] == 0xFF:
            position += 1
        marker = data[position + 1]
        if marker == 0xD9:
            assert found is not None
            found.steps = [steps[quantiser] for _, quantiser in parts]
            return found
        length = int.from_bytes(data[position + 2 : position + 4])
        body = data[position + 4 : position + 2 + length]
        position += 2 + length
        if marker == 0xDB:
            while body:
                size = 2 if body[0] >> 4 else 1
                steps[body[0] & 15] = int.from_bytes(body[1 : 1 + size])
                body = body[1 + 64 * size :]
        elif marker == 0xC4:
            while body:
                end = 17 + sum(body[1:17])
                tables[body[0]] = {code: symbol for symbol, code in _codes(body[1:end]).items()}
                body = body[end:]
        elif marker == 0xDD:
            restart = int.from_bytes(body)
        elif marker in (0xC0, 0xC1):
            rows, columns = int.from_bytes(body[1:3]), int.from_bytes(body[3:5])
            triples = [body[6 + 3 * i : 9 + 3 * i] for i in range(body[5])]
            parts = [(name, quantiser) for name, _, quantiser in triples]
            found = Decoded(Shape(rows, columns, tuple((factors >> 4, factors & 15) for _, factors, _ in triples)))
            found.held = [np.zeros(found.shape.grid(i), bool) for i in range(len(parts))]
            found.coefficients = [np.zeros((*found.shape.grid(i), 64), np.int32) for i in range(len(parts))]
        elif marker == 0xDA:
            assert found is not None
            names = [name for name, _ in parts]
            scan = [names.index(body[1 + 2 * i]) for i in range(body[0])]
            used = {part: body[2 + 2 * i] for i, part in enumerate(scan)}
            pairs = {part: (tables[number >> 4], tables[0x10 | number & 15]) for part, number in used.items()}
            units = found.shape.order(scan)
            for part, row, column in (block for unit in units for block in unit):
                found.held[part][row, column] = True
            size = restart or len(units)
            for start in range(0, len(units), size):
                bits, position = _bits(data, position)
                _read(bits, units[start : start + size], pairs, found.coefficients)
                if start + size < len(units):
                    assert data[position + 1] == 0xD0 + start // size % 8
                    position += 2


def _segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + pack(">H", len(body) + 2) + body


def _one_length(symbols: Sequence[int]) -> bytes:
    length = len(symbols).bit_length()  # leaves the code of ones free
    return bytes(len(symbols) if bits == length else 0 for bits in range(1, 17)) + bytes(symbols)


def _codes(table: bytes) -> dict[int, str]:
    """The code of each symbol, T.81 figure C.2."""
    codes: dict[int, str] = {}
    code, position = 0, 16
    for length in range(1, 17):
        for _ in range(table[length - 1]):
            codes[table[position]] = format(code, f"0{length}b")
            code += 1
            position += 1
        code *= 2
    return codes


def _coded(
    units: Sequence[Sequence[tuple[int, int, int]]],
    planes: Sequence[Coefficients],
    dc: dict[int, str],
    ac: dict[int, str],
) -> bytes:
    text = ""
    before = [0] * len(planes)
    for part, row, column in (block for unit in units for block in unit):
        block = planes[part][row, column].tolist()
        text += _value(block[0] - before[part], dc, 0)
        before[part] = block[0]
        run = 0
        for coefficient in block[1:]:
            if not coefficient:
                run += 1
                continue
            text += (ac[0xF0] * (run // 16) if run > 15 else "") + _value(coefficient, ac, run % 16)
            run = 0
        text += ac[0x00] if run else ""
    text += "1" * (-len(text) % 8)
    return int(text, 2).to_bytes(len(text) // 8).replace(b"\xff", b"\xff\x00")


def _value(value: int, codes: dict[int, str], run: int) -> str:
    size = len(format(abs(value), "b")) if value else 0
    bits = format(value if value > 0 else value + 2**size - 1, f"0{size}b") if size else ""
    return codes[run << 4 | size] + bits


def _bits(data: bytes, position: int) -> tuple[str, int]:
    found = bytearray()
    while data[position] != 0xFF or data[position + 1] == 0:
        found.append(data[position])
        position += 2 if data[position] == 0xFF else 1
    while data[position + 1] == 0xFF:
        position += 1
    return "".join(format(byte, "08b") for byte in found), position


def _read(
    bits: str,
    units: Sequence[Sequence[tuple[int, int, int]]],
    tables: dict[int, tuple[dict[str, int], dict[str, int]]],
    planes: Sequence[Coefficients],
) -> None:
    position = 0

    def symbol(codes: dict[str, int]) -> int:
        nonlocal position
        for length in range(1, 17):
            if (code := bits[position : position + length]) in codes and len(code) == length:
                position += length
                return codes[code]
        raise ValueError("These bits are no code.")

    def value(size: int) -> int:
        nonlocal position
        text = bits[position : position + size]
        position += size
        assert len(text) == size
        if not size:
            return 0
        return int(text, 2) if text[0] == "1" else int(text, 2) - 2**size + 1

    before = [0] * len(planes)
    for part, row, column in (block for unit in units for block in unit):
        dc, ac = tables[part]
        before[part] += value(symbol(dc))
        planes[part][row, column, 0] = before[part]
        index = 1
        while index < 64:
            run = symbol(ac)
            if run == 0:
                break
            index += run >> 4
            planes[part][row, column, index] = value(run & 15)
            index += 1
    assert len(bits) - position < 8, "There is more behind the last block than what fills its byte."
    assert set(bits[position:]) <= {"1"}
