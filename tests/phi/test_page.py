"""Pages: which words stand in one row, and what stands beside, above and beneath."""

from __future__ import annotations

import pytest

from dicom_text_redactor.model import Box, Reading, Region, Word
from dicom_text_redactor.model import turned as upright
from dicom_text_redactor.phi.header import Header
from dicom_text_redactor.phi.identity import Identity
from dicom_text_redactor.phi.page import Page
from tests.phi.pages import page_of, words_of


def rows(page: Page) -> list[str]:
    """The rows of a page as text."""
    return [row.text for row in page.rows]


def turned(text: str, angle: int) -> Page:
    """A page of one word, the region turned by an angle, and the same words above it."""
    box = Box(200, 200, 72, 20) if angle in (0, 180) else Box(200, 200, 20, 72)
    words = [Word(Region(0, box, angle), box, (Reading("first", text, 0.9),)), *words_of("CHEST PA")]
    return Page(words, Header(Identity()), (640, 480))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a b / c", ["a b", "c"]),
        ("a _ b", ["a b"]),
        ("a _____ b", ["a", "b"]),
        ("a _____ b / c", ["a", "b", "c"]),
        ("", []),
    ],
)
def test_words_of_one_line_are_a_row_unless_a_column_parts_them(text: str, found: list[str]) -> None:
    assert rows(page_of(text)) == found


def test_tokens_come_in_the_order_of_the_words_and_know_their_place() -> None:
    words = words_of("a b / c")
    page = Page(words[::-1], Header(Identity()), (0, 0))
    assert [token.word for token in page.tokens] == words[::-1]
    assert [token.index for token in page.tokens] == [0, 1, 2]
    assert all(token.row.tokens[token.at] is token for token in page.tokens)


def test_a_turned_region_is_a_row_of_its_own() -> None:
    for angle in (90, 180, 270):
        assert sorted(rows(turned("SIDE", angle))) == ["CHEST PA", "SIDE"]


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_row_runs_to_the_right_once_it_is_turned_upright(angle: int) -> None:
    box = Box(3, 5, 20, 7) if angle in (0, 180) else Box(3, 5, 7, 20)
    assert (upright(box, angle).width, upright(box, angle).height) == (20, 7)
    token = turned("SIDE", angle).tokens[0]
    assert (token.box.width, token.box.height) == (72, 20)


def test_signs_that_stand_alone_are_passed_over_between_neighbours() -> None:
    first, sign, last = page_of("Garrow & Pell").tokens
    assert (first.after, last.before) == (last, first)
    assert sign.beside == (first, last)


def test_fellows_are_the_words_that_no_wide_gap_parts() -> None:
    a, b, c, d = page_of("a b _ c d").tokens
    assert (a.fellows, b.fellows, c.fellows, d.fellows) == ((b,), (a,), (d,), (c,))
    assert a.others == (b, c, d)


def test_the_row_above_and_the_row_beneath_are_the_nearest_ones_that_share_a_column() -> None:
    page = page_of("aaaa _______ bbbb / cccc / / / / / dddd")
    a, b, c, d = page.rows
    assert (a.below, c.above) == (c, a)
    assert (b.below, a.above, c.below, d.above) == (None, None, None, None)


def test_readings_lose_their_spaces_and_empty_ones_are_none() -> None:
    region = Region(0, Box(0, 0, 90, 20))
    words = [Word(region, region.box, tuple(Reading("r", text, 0.9) for text in ("a b", " ", "c")))]
    (token,) = Page(words, Header(Identity()), (0, 0)).tokens
    assert token.texts == ("ab", "c")


@pytest.mark.parametrize(("text", "bare", "core"), [("(Müller),", "muller", "muller"), ("12.03.", "12.03", "1203")])
def test_a_word_is_known_folded_without_signs_at_its_ends_and_without_any(text: str, bare: str, core: str) -> None:
    (token,) = page_of(text).tokens
    assert (token.bare, token.core) == (bare, core)
