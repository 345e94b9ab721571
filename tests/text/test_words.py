"""Where a line is cut into words: at the ink, not where a reader guesses."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from dicom_text_redactor.model import Box
from dicom_text_redactor.text.bands import Band, band_of
from dicom_text_redactor.text.recognizer import Glyph
from dicom_text_redactor.text.words import Piece, gaps_read, pieces_of, split

HEIGHT, LETTER, WIDE = 30, 16, 10


def typed(text: str, gap: int = 2, space: int = 10, start: int = 20, columns: int = 300) -> npt.NDArray[np.bool_]:
    """Each letter as a block of ink; a space, or a `|` that no reader sees, leaves a gap of `space` columns."""
    ink = np.zeros((HEIGHT, columns), bool)
    at = start
    for letter in text:
        if letter in " |":
            at += space - gap
            continue
        ink[7 : 7 + LETTER, at : at + WIDE] = True
        at += WIDE + gap
    return ink


def read(text: str, ink: npt.NDArray[np.bool_], gap: int = 2, space: int = 10, start: int = 20) -> list[Glyph]:
    """The glyphs of a text typed that way, a `|` left out; `_` is a space that was read where none is."""
    glyphs = []
    at = start
    for letter in text:
        if letter == "_":
            glyphs.append(Glyph(" ", (at - gap / 2) / ink.shape[1], 0.5))
        elif letter in " |":
            if letter == " ":
                glyphs.append(Glyph(" ", (at + (space - gap) / 2) / ink.shape[1], 0.9))
            at += space - gap
        else:
            glyphs.append(Glyph(letter, (at + WIDE / 2) / ink.shape[1], 0.9))
            at += WIDE + gap
    return glyphs


def core(ink: npt.NDArray[np.bool_]) -> Box:
    """The box in which a detector would find the line: a little more than its ink."""
    columns = np.flatnonzero(ink.any(axis=0))
    return Box.between(int(columns[0]) - 4, 4, int(columns[-1]) + 5, 26)


def pieces(text: str, gap: int = 2, space: int = 10) -> list[Piece]:
    ink = typed(text.replace("_", ""), gap, space)
    return split(read(text, ink, gap, space), ink, band_of(ink, core(ink)))


def texts(text: str, gap: int = 2, space: int = 10) -> list[str]:
    return [piece.text for piece in pieces(text, gap, space)]


def test_words_are_cut_at_the_ink() -> None:
    first, second = pieces("ABC DE")
    assert (first.box.left, first.box.right) == (20, 20 + 3 * WIDE + 2 * 2)
    assert (second.box.left, second.box.right) == (64, 64 + 2 * WIDE + 2)


def test_a_reader_who_places_its_letters_badly_costs_no_word_its_ink_and_gives_it_none_of_its_neighbour() -> None:
    ink = typed("ABC DE")
    glyphs = [Glyph(g.text, g.place + 4 / ink.shape[1], g.confidence) for g in read("ABC DE", ink)]
    for moved, true in zip(split(glyphs, ink, band_of(ink, core(ink))), pieces("ABC DE"), strict=True):
        assert moved.text == true.text
        assert moved.box.overlap(true.box) == true.box.area
        assert ink[moved.box.slices].sum() == ink[true.box.slices].sum()


def test_words_have_the_rows_of_the_ink() -> None:
    assert {(piece.box.top, piece.box.bottom) for piece in pieces("ABC DE")} == {(7, 7 + LETTER)}


def test_a_space_that_was_read_in_a_narrow_gap_counts_where_that_is_wider_than_usual() -> None:
    assert texts("AB CD", gap=0, space=1) == ["AB", "CD"]


def test_a_space_that_was_read_where_the_ink_shows_no_gap_is_ignored() -> None:
    assert texts("AB_CD", gap=1) == ["ABCD"]


def test_a_wide_gap_parts_two_words_although_no_space_was_read() -> None:
    assert texts("AB|CD", space=14) == ["AB", "CD"]


def test_a_narrow_gap_parts_nothing() -> None:
    assert texts("AB|CD", space=4) == ["ABCD"]


def test_a_colon_parts_a_label_from_its_value_at_a_gap_too_narrow_for_words() -> None:
    assert texts("AB:|CD", space=6) == ["AB:", "CD"]
    assert texts("ABX|CD", space=6) == ["ABXCD"]


def test_a_date_is_not_parted_at_its_dots() -> None:
    assert texts("22.|07.|43", space=10) == ["22.07.43"]


def test_words_that_touch_are_parted_where_the_ink_is_thinnest() -> None:
    ink = typed("ABCD", gap=0)
    ink[7 : 6 + LETTER, 38:42] = False
    some = split(read("AB_CD", ink, gap=0), ink, band_of(ink, core(ink)))
    assert [piece.text for piece in some] == ["AB", "CD"]
    assert all(37 <= edge <= 42 for edge in (some[0].box.right, some[1].box.left))


def test_a_word_is_as_sure_as_its_letters_on_average() -> None:
    ink = typed("AB")
    sure, unsure = (Glyph(g.text, g.place, c) for g, c in zip(read("AB", ink), (1.0, 0.5), strict=True))
    assert [piece.confidence for piece in split([sure, unsure], ink, band_of(ink, core(ink)))] == [pytest.approx(0.75)]


@pytest.mark.parametrize("glyphs", [[], [Glyph(" ", 0.5, 0.9)]], ids=["nothing", "a space"])
def test_nothing_read_is_no_word(glyphs: list[Glyph]) -> None:
    ink = typed("AB")
    assert split(glyphs, ink, band_of(ink, core(ink))) == []


def test_letters_that_were_read_where_there_is_no_ink_at_all_still_make_a_word() -> None:
    ink = np.zeros((HEIGHT, 300), bool)
    some = split([Glyph("A", 0.2, 0.9), Glyph("B", 0.9, 0.9)], ink, Band(4, 26, 10, 290, 16))
    assert "".join(piece.text for piece in some) == "AB"
    assert Box.around(piece.box for piece in some) == Box.between(10, 4, 290, 26)


def test_a_letter_that_was_read_beyond_the_ink_is_covered_whole() -> None:
    ink = typed("ABC")
    glyphs = read("ABC", ink)
    ink[:, 20 + 2 * (WIDE + 2) :] = False  # white on white
    middle = glyphs[-1].place * ink.shape[1]
    assert split(glyphs, ink, band_of(ink, core(ink)))[-1].box.right >= middle + LETTER / 4


def test_a_line_is_followed_past_the_box_in_which_it_was_found() -> None:
    ink = typed("ABCDEFGH")
    band = band_of(ink, Box(40, 4, 40, 22))
    assert (band.left, band.right) == (20, 20 + 8 * WIDE + 7 * 2)


def test_a_line_is_not_followed_over_a_wide_gap() -> None:
    ink = typed("AB|CD", space=40)
    assert band_of(ink, Box(18, 4, 26, 22)).right == 42


def test_the_lines_above_and_below_stay_out() -> None:
    ink = typed("ABC")
    ink[0:3, 20:80] = True
    ink[28:30, 20:80] = True
    band = band_of(ink, core(ink))
    assert (band.top, band.bottom) == (7, 7 + LETTER)


def test_a_word_is_apart_if_a_space_was_read_or_a_label_ends_before_it_and_not_if_only_the_ink_parts_it() -> None:
    assert [piece.apart for piece in pieces("ABC DE")] == [True, True]
    assert [piece.apart for piece in pieces("AB|CD", space=14)] == [True, False]
    assert [(piece.text, piece.apart) for piece in pieces("AB:|CD EF", space=10)] == [
        ("AB:", True),
        ("CD", True),
        ("EF", True),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("AB:CDE", ["AB:", "CDE"]),
        ("ABC#17", ["ABC#", "17"]),
        ("A:CDE", ["A:CDE"]),
        ("12:34", ["12:34"]),
        ("AB::", ["AB::"]),
    ],
)
def test_a_label_ends_at_its_sign_although_no_gap_follows(text: str, words: list[str]) -> None:
    for gap in (0, 1, 2):
        some = pieces(text, gap=gap)
        assert [piece.text for piece in some] == words
        first = 20 + len(words[0]) * (WIDE + gap)
        assert abs(some[0].box.right - first) <= 5
        assert all(abs(piece.box.left - first) <= 5 for piece in some[1:])


@pytest.mark.parametrize(("text", "words"), [("ABC|12", 2), ("AB|12", 1), ("ABC|DE", 1), ("12|ABC", 1)])
def test_figures_behind_a_label_need_a_smaller_gap_than_letters(text: str, words: int) -> None:
    assert len(texts(text, space=8)) == words


def test_ink_that_is_too_sparse_for_letters_leaves_the_line_the_rows_of_its_box() -> None:
    ink = np.zeros((HEIGHT, 300), bool)
    ink[13:17, 20:200:6] = True
    found = Box(16, 4, 190, 22)
    band = band_of(ink, found)
    assert (band.top, band.bottom) == (found.top, found.bottom)
    ink[9:21, 20:200:6] = True
    band = band_of(ink, found)
    assert (band.top, band.bottom) == (9, 21)


def test_letters_that_stand_apart_are_as_many_pieces_of_ink() -> None:
    ink = typed("ABC DE")
    assert pieces_of(ink, band_of(ink, core(ink))) == 5


def test_letters_that_touch_are_one_piece_of_ink() -> None:
    ink = typed("ABC DE", gap=0)
    assert pieces_of(ink, band_of(ink, core(ink))) == 2


@pytest.mark.parametrize(
    ("text", "inner", "spaces"),
    [
        ("ABC", [2, 2], []),
        ("AB C", [2], [10]),
        ("AB|C", [2, 10], []),
        ("A_BC D", [2], [2, 10]),
        ("A", [], []),
        ("", [], []),
    ],
)
def test_gaps_are_told_apart_by_whether_a_space_was_read_there(text: str, inner: list[int], spaces: list[int]) -> None:
    ink = typed(text.replace("_", "") or "A")
    band = band_of(ink, core(ink))
    for found, gaps in zip(gaps_read(read(text, ink), ink, band), (inner, spaces), strict=True):
        assert found == pytest.approx([gap / band.letter for gap in gaps], abs=0.13)


def test_a_gap_beside_a_narrow_character_counts_as_less_of_a_gap() -> None:
    ink = typed("11AB")
    inner, _ = gaps_read(read("11AB", ink), ink, band_of(ink, core(ink)))
    assert inner[0] == pytest.approx(inner[2] - 0.11)
