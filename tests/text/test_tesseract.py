"""Tesseract as a library in this process, and which of its two forms reads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from dicom_text_redactor.errors import TimedOut
from dicom_text_redactor.model import Picture
from dicom_text_redactor.text import tesseract, tesseract_library, tesseract_program
from dicom_text_redactor.text.tesseract_page import Token, token_of
from tests.phantoms import Line, write

LINES = ["QUILLFEATHER ORSOLYA", "CHEST PA", "22.07.1943"]


def line(text: str) -> Picture:
    """A line of dark letters on white."""
    page = write([Line(text, left=8, top=8, colour=(0, 0, 0))], (44, 16 + 30 * len(text)), paper=255)
    return page.grey[:, : page.box(*page.ink).right + 8]


def texts(tokens: list[Token]) -> str:
    return " ".join(token.text for token in tokens)


def test_the_library_is_installed_and_finds_its_data() -> None:
    assert tesseract_library.is_usable()
    assert int(tesseract_library.version().split(".")[0]) >= 5


def test_the_library_reads_every_line_on_its_own() -> None:
    assert [texts(some) for some in tesseract_library.read_lines([line(t) for t in LINES], timeout_s=60)] == LINES


def test_both_forms_place_a_word_alike() -> None:
    pictures = [line(text) for text in LINES]
    for some, others in zip(
        tesseract_library.read_lines(pictures, timeout_s=60),
        tesseract_program.read_lines(pictures, timeout_s=60),
        strict=True,
    ):
        assert [token.start for token in some] == pytest.approx([token.start for token in others], abs=0.02)
        assert [token.end for token in some] == pytest.approx([token.end for token in others], abs=0.02)


def test_a_line_without_text_reads_as_nothing_sure() -> None:
    (tokens,) = tesseract_library.read_lines([np.full((40, 120), 255, np.uint8)], timeout_s=60)
    assert [token for token in tokens if token.confidence > 0.5] == []


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (200, 2)])
def test_a_line_of_any_shape_is_taken(shape: tuple[int, int]) -> None:
    assert len(tesseract_library.read_lines([np.full(shape, 255, np.uint8)], timeout_s=60)) == 1


def test_reading_that_takes_too_long_ends_and_the_next_line_is_read() -> None:
    with pytest.raises(TimedOut):
        tesseract_library.read_lines([line(LINES[0])] * 50, timeout_s=0.01)
    assert texts(tesseract_library.read_lines([line("CHEST PA")], timeout_s=60)[0]) == "CHEST PA"


def test_threads_read_side_by_side_without_mixing_their_lines() -> None:
    found: dict[int, list[str]] = {}

    def read(number: int) -> None:
        some = tesseract_library.read_lines([line(LINES[number])] * 5, timeout_s=60)
        found[number] = [texts(tokens) for tokens in some]

    threads = [threading.Thread(target=read, args=(number,)) for number in range(len(LINES))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: [text] * 5 for number, text in enumerate(LINES)}


def test_the_program_reads_where_it_is_asked_for_or_the_library_is_of_no_use(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def stand_in(name: str) -> Callable[..., list[list[Token]]]:
        def read_lines(pictures: Sequence[Picture], *, timeout_s: float, data: str) -> list[list[Token]]:
            asked.append(name)
            return []

        return read_lines

    monkeypatch.setattr(tesseract_library, "read_lines", stand_in("library"))
    monkeypatch.setattr(tesseract_program, "read_lines", stand_in("program"))
    tesseract.read_lines([], timeout_s=1)
    monkeypatch.setenv(tesseract.ENGINE, "program")
    tesseract.read_lines([], timeout_s=1)
    monkeypatch.delenv(tesseract.ENGINE)
    monkeypatch.setattr(tesseract_library, "is_usable", lambda _: False)
    tesseract.read_lines([], timeout_s=1)
    assert asked == ["library", "program", "program"]


def test_letters_read_into_empty_paper_are_no_word() -> None:
    assert token_of("a", 0.0, 10, 20, 120) is None
    assert token_of(" ", 90.0, 10, 20, 120) is None
    assert token_of("a", 90.0, 10, 60, 120) == Token("a", 0.9, 0.0, 0.5)
