"""Which quick readings are believed: ink of blocks, and characters that were read there."""

from __future__ import annotations

import numpy as np
import pytest

from dicom_text_redactor.model import Box, Region
from dicom_text_redactor.text.bands import Band
from dicom_text_redactor.text.cut_line import CutLine
from dicom_text_redactor.text.recognizer import Glyph

ROWS, COLUMNS, LETTER = 20, 200, 10


def line(text: str, sure: float, *, pieces: int | None = None, gap: int = 2) -> CutLine:
    """A text of blocks 8 pixels wide with gaps between them, of which only `pieces` are apart: the first ones touch."""
    ink = np.zeros((ROWS, COLUMNS), bool)
    glyphs, letters = [], len(text.replace(" ", ""))
    touching = letters - (letters if pieces is None else pieces)
    left, drawn = 10, 0
    for character in text:
        if character == " ":
            left += 8
            glyphs.append(Glyph(" ", left / COLUMNS, 1.0))
            continue
        ink[5:15, left : left + 8] = True
        glyphs.append(Glyph(character, (left + 4) / COLUMNS, sure))
        drawn += 1
        left += 8 + (0 if drawn <= touching else gap)
    right = int(np.flatnonzero(ink.any(axis=0))[-1]) + 1
    picture = ink.astype(np.uint8) * 255
    box = Box(10, 3, right - 10, 14)
    return CutLine(Region(0, box), box, box, picture, picture, ink, Band(5, 15, 10, right, LETTER), tuple(glyphs))


def test_what_is_sure_and_has_as_many_pieces_of_ink_is_believed() -> None:
    assert line("CHEST", 0.85).plain
    assert not line("CHEST", 0.75).plain


@pytest.mark.parametrize(
    "shown",
    [{"text": "CHEST", "pieces": 2}, {"text": "R"}],
    ids=["letters touch", "few"],
)
def test_only_what_is_certain_is_believed_where_the_ink_cannot_confirm_it(shown: dict[str, str | int]) -> None:
    assert line(sure=0.99, **shown).plain  # type: ignore[arg-type]
    assert not line(sure=0.95, **shown).plain  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["CHST", "R"], ids=["a character was passed over", "another character stands beside it"]
)
def test_however_certain_a_reading_is_no_piece_of_ink_is_left_over(text: str) -> None:
    read = line(text, 0.99)
    ink = read.ink.copy()
    ink[5:15, read.band.right + 2 : read.band.right + 10] = True
    band = Band(5, 15, 10, read.band.right + 10, LETTER)
    assert not CutLine(read.region, read.outer, read.core, read.crop, read.strength, ink, band, read.glyphs).plain


def test_however_certain_a_reading_is_a_gap_as_wide_as_between_words_is_a_doubt() -> None:
    assert not line("CHEST", 0.99, gap=4).plain


def test_a_single_character_whose_ink_is_nowhere_is_a_doubt() -> None:
    read = line("R", 0.99)
    assert not CutLine(
        read.region, read.outer, read.core, read.crop, read.strength, np.zeros_like(read.ink), read.band, read.glyphs
    ).plain
