"""Huffman tables: what a window of bits means, and codes for symbols that were missing."""

from __future__ import annotations

import pytest

from dicom_text_redactor.dicom.codecs.jpeg.huffman import BLOCK_ENDS, NO_CODE, Table
from dicom_text_redactor.errors import Damaged, Unsupported

LUMINANCE_DC = Table(bytes([0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]), bytes(range(12)))  # T.81 table K.3


def table(**codes_of_length: int) -> Table:
    """A table with so many codes of length one, two, …, its symbols counted from 1."""
    lengths = ("one", "two", "three", "four", "sixteen")
    counts = [0] * 16
    for name, count in codes_of_length.items():
        counts[15 if name == "sixteen" else lengths.index(name)] = count
    return Table(bytes(counts), bytes(range(1, sum(counts) + 1)))


def test_codes_are_those_of_the_standard() -> None:
    assert LUMINANCE_DC.codes == {
        0: "00",
        1: "010",
        2: "011",
        3: "100",
        4: "101",
        5: "110",
        6: "1110",
        7: "11110",
        8: "111110",
        9: "1111110",
        10: "11111110",
        11: "111111110",
    }


def test_every_window_that_begins_with_a_code_means_its_symbol() -> None:
    for symbol, code in LUMINANCE_DC.codes.items():
        for rest in ("0" * 16, "1" * 16):
            window = int((code + rest)[:16], 2)
            assert LUMINANCE_DC.symbol[window] == symbol
            assert LUMINANCE_DC.length[window] == len(code)
            assert LUMINANCE_DC.dc_advance[window] == len(code) + symbol
    assert LUMINANCE_DC.length[0xFFFF] == 0
    assert LUMINANCE_DC.dc_advance[0xFFFF] == NO_CODE


def test_ac_codes_account_for_their_zeros() -> None:
    codes = Table(bytes([0, 0, 5] + [0] * 13), bytes([0x00, 0xF0, 0x01, 0x35, 0x20]))
    runs = {symbol: codes.ac_run[int(code, 2) << 13] for symbol, code in codes.codes.items()}
    assert runs == {0x00: BLOCK_ENDS, 0xF0: 16, 0x01: 1, 0x35: 4, 0x20: BLOCK_ENDS}
    assert codes.ac_advance[int(codes.codes[0x35], 2) << 13] == 3 + 5
    assert codes.ac_run[0xFFFF] == NO_CODE


@pytest.mark.parametrize(
    ("before", "added", "codes"),
    [
        pytest.param(table(two=3), {9}, {9: "110"}, id="only the code of ones was free"),
        pytest.param(table(two=1), {9}, {9: "01"}, id="room among the longest"),
        pytest.param(table(two=2), {9, 8}, {8: "100", 9: "101"}, id="room for one among the longest"),
        pytest.param(table(one=1), {7, 8, 9}, {7: "100", 8: "101", 9: "110"}, id="two bits more"),
        pytest.param(Table(bytes(16), b""), {5}, {5: "0"}, id="empty"),
    ],
)
def test_missing_symbols_get_codes_behind_the_others(before: Table, added: set[int], codes: dict[int, str]) -> None:
    after = before.extended(added)
    assert after.codes == before.codes | codes
    assert after.to_bytes()[16:] == before.to_bytes()[16:] + bytes(sorted(added))


def test_a_table_that_has_all_symbols_stays() -> None:
    assert LUMINANCE_DC.extended({0, 11}) is LUMINANCE_DC


@pytest.mark.parametrize(
    "full",
    [
        pytest.param(Table(bytes([1] * 16), bytes(range(1, 17))), id="sixteen bits, only ones left"),
        pytest.param(table(one=2), id="ones are given away"),
    ],
)
def test_a_table_without_room_is_not_extended(full: Table) -> None:
    with pytest.raises(Unsupported):
        full.extended({99})


def test_more_codes_than_bits_can_tell_apart_are_damage() -> None:
    with pytest.raises(Damaged):
        table(one=2, two=1)
