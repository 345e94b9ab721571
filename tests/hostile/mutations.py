"""Ways to damage a file: blindly, bit by bit, and knowingly, element by element and marker by marker.

Everything is drawn from the generator that is handed in, so a mutant is its seed.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Sequence
from struct import pack, unpack_from

from tests.hostile.elements import Span, elements, join_element

Mutation = Callable[[bytes, random.Random, Sequence[bytes]], bytes]

_NUMBERS = (
    0,
    1,
    2,
    3,
    7,
    8,
    12,
    15,
    16,
    17,
    31,
    32,
    33,
    64,
    127,
    128,
    255,
    256,
    257,
    1000,
    4096,
    32767,
    32768,
    65534,
    65535,
)
_LENGTHS = (0, 1, 2, 7, 8, 0x7F, 0xFF, 0x100, 0xFFFE, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
_VRS = (
    b"AE", b"AS", b"AT", b"CS", b"DA", b"DS", b"DT", b"FD", b"FL", b"IS", b"LO", b"LT", b"OB", b"OD", b"OF", b"OL",
    b"OV", b"OW", b"PN", b"SH", b"SL", b"SQ", b"SS", b"ST", b"SV", b"TM", b"UC", b"UI", b"UL", b"UN", b"UR", b"US",
    b"UT", b"UV", b"ZZ", b"\x00\x00",
)  # fmt: skip
_SYNTAXES = (
    b"1.2.840.10008.1.2", b"1.2.840.10008.1.2.1", b"1.2.840.10008.1.2.1.99", b"1.2.840.10008.1.2.2",
    b"1.2.840.10008.1.2.1.98", b"1.2.840.10008.1.2.5", b"1.2.840.10008.1.2.4.50", b"1.2.840.10008.1.2.4.51",
    b"1.2.840.10008.1.2.4.57", b"1.2.840.10008.1.2.4.70", b"1.2.840.10008.1.2.4.80", b"1.2.840.10008.1.2.4.81",
    b"1.2.840.10008.1.2.4.90", b"1.2.840.10008.1.2.4.91", b"1.2.840.10008.1.2.4.201", b"1.2.840.10008.1.2.4.202",
    b"1.2.840.10008.1.2.4.203", b"1.2.840.10008.1.2.4.100", b"1.2.3", b"",
)  # fmt: skip
_PHOTOMETRIC = (
    b"MONOCHROME1", b"MONOCHROME2", b"PALETTE COLOR", b"RGB", b"YBR_FULL", b"YBR_FULL_422", b"YBR_PARTIAL_422",
    b"YBR_ICT", b"YBR_RCT", b"ARGB", b"CMYK", b"",
)  # fmt: skip
_CHARACTER_SETS = (
    b"ISO_IR 192",
    b"ISO 2022 IR 87",
    b"\\ISO 2022 IR 149",
    b"GB18030",
    b"ISO_IR 999",
    b"\\\\\\",
    b"utf8",
)
_TEXTS = (
    b"",
    b"\x00",
    b"-1",
    b"1e400",
    b"NaN",
    b"9" * 70,
    b"1\\2\\3",
    b"\xff\xfe",
    b"\x1b$B",
    b"2^3=4=5=6",
    b"99999999",
)
_PIXEL_ELEMENT = (0x7FE0, 0x0010)
_SYNTAX = (0x0002, 0x0010)


# --- blindly ------------------------------------------------------------------------------------------------------


def flip_bits(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """A few bits, anywhere."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4, 16, 64))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def change_header_bytes(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """A few bytes behind the preamble."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 5, 20))):
        changed[chance.randrange(min(128, len(changed) - 1), min(1600, len(changed)))] = chance.choice(
            (0, 0xFF, 0x7F, 0x80, chance.randrange(256))
        )
    return bytes(changed)


def cut(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """The end away."""
    return data[: chance.randrange(len(data))]


def take_out(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """A stretch out of the middle."""
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.choice((1, 2, 3, 8, 100)) :]


def repeat(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """A stretch once more, or many times."""
    start = chance.randrange(len(data))
    piece = data[start : start + chance.choice((1, 2, 8, 12, 100))]
    return data[:start] + piece * chance.choice((2, 3, 50)) + data[start:]


def splice(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """The beginning of one file and the end of another."""
    other = chance.choice(others)
    return data[: chance.randrange(132, len(data))] + other[chance.randrange(132, len(other)) :]


# --- by elements --------------------------------------------------------------------------------------------------


def change_length(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """The length that an element states, near to the true one or far from it."""
    span = _any(data, chance)
    if span is None:
        return cut(data, chance, ())
    near = max(0, span.length + chance.choice((-8, -2, -1, 1, 2, 8)))
    return span.with_length(data, chance.choice((near, chance.choice(_LENGTHS))))


def change_vr(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """The value representation that an element states."""
    span = _any(data, chance)
    return flip_bits(data, chance, ()) if span is None or not span.vr else span.with_vr(data, chance.choice(_VRS))


def change_tag(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """Another tag, often one that says much: pixels, overlays, delimiters, groups 0 and 2."""
    span = _any(data, chance)
    if span is None:
        return flip_bits(data, chance, ())
    group = chance.choice((0x0000, 0x0002, 0x0008, 0x0028, 0x5000, 0x6000, 0x7FE0, 0xFFFE, chance.randrange(0x10000)))
    number = chance.choice((0x0000, 0x0005, 0x0008, 0x0009, 0x0010, 0x0100, 0x3000, 0xE000, 0xE00D, 0xE0DD))
    return data[: span.start] + pack(span.order + "HH", group, number) + data[span.start + 4 :]


def change_value(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """The whole value of a short element."""
    span = _any(data, chance, most=200)
    if span is None:
        return flip_bits(data, chance, ())
    return span.with_value(
        data, chance.choice((*_TEXTS, *_CHARACTER_SETS, chance.randbytes(chance.choice((1, 2, 4, 40)))))
    )


def remove_elements(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """One element gone, or several."""
    for _ in range(chance.choice((1, 1, 3))):
        span = _any(data, chance)
        if span is not None:
            data = data[: span.start] + data[span.end :]
    return data


def double_element(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """One element a second time, elsewhere: its copy stands out of order."""
    span, place = _any(data, chance, most=4000), _any(data, chance)
    if span is None or place is None:
        return repeat(data, chance, ())
    return data[: place.start] + data[span.start : span.end] + data[place.start :]


def borrow_element(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """An element of another file, in place of the own one or beside it."""
    other = chance.choice(others)
    span, place = _any(other, chance, most=8000), _any(data, chance)
    if span is None or place is None:
        return splice(data, chance, others)
    return data[: place.start] + other[span.start : span.end] + data[chance.choice((place.start, place.end)) :]


def change_pixel_description(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """The numbers and the words that say how the pixels lie."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        own = [span for span in elements(data) if span.group == 0x0028 and span.length <= 200]
        if not own:
            return change_header_bytes(data, chance, ())
        span = chance.choice(own)
        if span.number == 0x0004:
            value = chance.choice(_PHOTOMETRIC)
        elif span.number == 0x0008:
            value = chance.choice((b"0", b"2", b"3", b"101", b"10000", b"2000000000", b"-1", b"1\\2", b"x", b""))
        elif span.length == 2:
            value = pack(span.order + "H", chance.choice((*_NUMBERS, chance.randrange(0x10000))))
        else:
            value = chance.choice(_TEXTS)
        data = span.with_value(data, value)
    return data


def change_syntax(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """Another transfer syntax than that of the bytes."""
    named = [span for span in elements(data) if (span.group, span.number) == _SYNTAX]
    return named[0].with_value(data, chance.choice(_SYNTAXES)) if named else change_header_bytes(data, chance, ())


def add_sequences(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """Sequences in sequences, or many items, or items without an end."""
    place = _any(data, chance)
    if place is None:
        return repeat(data, chance, ())
    order, explicit = place.order, bool(place.vr)
    item = pack(order + "HHL", 0xFFFE, 0xE000, 0)
    body = item * chance.choice((0, 1, 5, 300))
    undefined = chance.random() < 0.5
    for _ in range(chance.choice((1, 2, 20, 40, 400, 2000))):
        if undefined:
            ends = pack(order + "HHLHHL", 0xFFFE, 0xE00D, 0, 0xFFFE, 0xE0DD, 0)
            inner = pack(order + "HHL", 0xFFFE, 0xE000, 0xFFFFFFFF) + body
            body = join_element(order, explicit, 0x0008, 0x1140, b"SQ", inner + ends, 0xFFFFFFFF)
        else:
            body = join_element(
                order, explicit, 0x0008, 0x1140, b"SQ", pack(order + "HHL", 0xFFFE, 0xE000, len(body)) + body
            )
    if chance.random() < 0.3:
        body = body[: -chance.choice((1, 8, 16))]
    return data[: place.start] + body + data[place.start :]


def add_elements(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """Hundreds of private or odd elements."""
    place = _any(data, chance)
    if place is None:
        return repeat(data, chance, ())
    group = chance.choice((0x0009, 0x0011, 0x0028, 0x5000, 0x6000, 0x6002, 0x7F00, 0x7FE1))
    added = b"".join(
        join_element(
            place.order, bool(place.vr), group, chance.randrange(0x10000), chance.choice(_VRS[:-2]),
            chance.choice((*_TEXTS, chance.randbytes(8))),
        )
        for _ in range(chance.choice((1, 10, 500)))
    )  # fmt: skip
    return data[: place.start] + added + data[place.start :]


def damage_deflated(data: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    """What is inside a deflated data set, or the stream itself."""
    (length,) = unpack_from("<L", data, 140) if len(data) > 144 else (0,)
    start = 144 + length
    try:
        inside = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data[start:], 1 << 20)
    except zlib.error:
        inside = b""
    if len(inside) < 200:
        return damage_codestream(data, chance, others)
    inside = chance.choice((flip_bits, change_header_bytes, cut, take_out, repeat))(inside, chance, others)
    deflater = zlib.compressobj(chance.choice((1, 9)), wbits=-zlib.MAX_WBITS)
    return data[:start] + deflater.compress(inside) + deflater.flush() + chance.choice((b"", b"\x00", b"rest"))


# --- inside the pixels --------------------------------------------------------------------------------------------


def damage_codestream(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """Bytes of the pixel data, more of them at the heads of codestreams."""
    span = _pixels(data)
    if span is None:
        return flip_bits(data, chance, ())
    changed = bytearray(data)
    near = [place for start in (b"\xff\xd8", b"\xff\x4f", b"\xfe\xff\x00\xe0") for place in _places(data, start, span)]
    for _ in range(chance.choice((1, 1, 2, 5, 30))):
        if near and chance.random() < 0.6:
            place = chance.choice(near) + chance.randrange(120)
        else:
            place = chance.randrange(span.value, max(span.value + 1, span.end))
        if place < len(changed):
            changed[place] = chance.choice(
                (0, 0xFF, 1, 0x7F, 0x80, changed[place] ^ 1 << chance.randrange(8), chance.randrange(256))
            )
    return bytes(changed)


def change_marker(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """A marker or a number of a marker segment: sizes, precisions, components, tables."""
    span = _pixels(data)
    found = (
        []
        if span is None
        else [
            place
            for place in range(span.value, min(span.end, span.value + 4000) - 12)
            if data[place] == 0xFF and data[place + 1] not in (0, 0xFF)
        ]
    )
    if not found:
        return damage_codestream(data, chance, ())
    place = chance.choice(found)
    changed = bytearray(data)
    if chance.random() < 0.2:
        changed[place + 1] = chance.choice(
            (0xC0, 0xC2, 0xC3, 0xC4, 0xD8, 0xD9, 0xDA, 0xDB, 0xDD, 0xF7, 0xF8, 0x4F, 0x51, 0x52, 0x5C, 0x90, 0x93)
        )
    elif chance.random() < 0.5:
        changed[place + 2 : place + 4] = pack(">H", chance.choice((*_NUMBERS, chance.randrange(0x10000))))
    else:
        offset = place + 4 + chance.randrange(40)
        size = chance.choice((1, 2, 4))
        if offset + size <= len(changed):
            changed[offset : offset + size] = chance.choice((*_LENGTHS, chance.getrandbits(32))).to_bytes(4, "big")[
                -size:
            ]
    return bytes(changed)


def move_in_codestream(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """A stretch of the pixel data taken out, put in twice, or replaced by noise; lengths stay as they were."""
    span = _pixels(data)
    if span is None or span.end - span.value < 32:
        return take_out(data, chance, ())
    start = chance.randrange(span.value, span.end)
    size = chance.choice((1, 2, 16, 200))
    piece = chance.choice((b"", data[start : start + size] * 2, chance.randbytes(size), b"\xff" * size, bytes(size)))
    changed = data[:start] + piece + data[start + size :]
    return changed[: len(data)] + bytes(max(0, len(data) - len(changed))) if chance.random() < 0.5 else changed


def change_items(data: bytes, chance: random.Random, _others: Sequence[bytes]) -> bytes:
    """The offset table, the lengths of the items, and their order."""
    span = _pixels(data)
    items = [] if span is None else _places(data, b"\xfe\xff\x00\xe0", span)
    if not items:
        return change_length(data, chance, ())
    changed = bytearray(data)
    place = chance.choice(items)
    kind = chance.randrange(4)
    if kind == 0:
        (length,) = unpack_from("<L", data, place + 4) if place + 8 <= len(data) else (0,)
        near = max(0, length + chance.choice((-2, -1, 1, 2, 8)))
        changed[place + 4 : place + 8] = pack("<L", chance.choice((near, chance.choice(_LENGTHS))))
    elif kind == 1:
        changed[items[0] + 8 : items[0] + 12] = pack("<L", chance.choice((*_LENGTHS, chance.randrange(2000))))
    elif kind == 2:
        return data[:place] + pack("<HHL", 0xFFFE, 0xE000, 0) * chance.choice((1, 2, 1000)) + data[place:]
    else:
        return data[:place] + data[place : place + chance.choice((8, 40))] + data[place:]
    return bytes(changed)


BLIND: tuple[Mutation, ...] = (flip_bits, change_header_bytes, cut, take_out, repeat, splice)
STRUCTURED: tuple[Mutation, ...] = (
    change_length, change_vr, change_vr, change_tag, change_value, change_value, remove_elements, double_element,
    borrow_element, borrow_element, change_pixel_description, change_pixel_description, change_pixel_description,
    change_syntax, add_sequences, add_elements, damage_deflated, damage_codestream, damage_codestream,
    damage_codestream, damage_codestream, change_marker, change_marker, change_marker, move_in_codestream, change_items,
)  # fmt: skip


def mutant(bases: Sequence[bytes], seed: int, number: int) -> tuple[int, str, bytes]:
    """Mutant `number` of a seed: which base it was made from, what was done to it, and its bytes."""
    chance = random.Random(f"{seed}/{number}")
    which = chance.randrange(len(bases))
    data = bases[which]
    done = []
    for _ in range(chance.choice((1, 1, 1, 1, 2, 2, 3))):
        mutation = chance.choice(BLIND if chance.random() < 0.2 else STRUCTURED)
        if len(data) > 200:
            data = mutation(data, chance, bases)
            done.append(mutation.__name__)
    return which, "+".join(done), data


def _any(data: bytes, chance: random.Random, most: int | None = None) -> Span | None:
    found = [span for span in elements(data) if most is None or span.end - span.start <= most]
    return chance.choice(found) if found else None


def _pixels(data: bytes) -> Span | None:
    found = [span for span in elements(data) if (span.group, span.number) == _PIXEL_ELEMENT]
    return found[0] if found else None


def _places(data: bytes, what: bytes, span: Span) -> list[int]:
    found: list[int] = []
    place = data.find(what, span.value, span.end)
    while place >= 0 and len(found) < 50:
        found.append(place)
        place = data.find(what, place + 1, span.end)
    return found
