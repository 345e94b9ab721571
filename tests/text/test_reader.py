"""Reading the regions of a picture: every word, with its own ink and nobody else's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from dicom_text_redactor import slants
from dicom_text_redactor.covering import covers
from dicom_text_redactor.model import Box, Picture, Region, Verdict, View, Word
from dicom_text_redactor.sources import Source
from dicom_text_redactor.text import reader as reading
from dicom_text_redactor.text.contracts import Reader
from dicom_text_redactor.text.engines import Engines
from dicom_text_redactor.text.finder import find_text
from dicom_text_redactor.text.recognizer import Glyph
from tests.phantoms import Line, Written, anatomy, noise, write

ENGINES = Engines.of()
SHAPE = (256, 512)


def read(views: Sequence[View], regions: Sequence[Region], reader: Reader = ENGINES.reader) -> list[Word]:
    return reading.read(views, regions, reader, ENGINES.second_reader, timeout_s=60)


def words_of(page: Written) -> list[Word]:
    view = page.view()
    return read([view], find_text([view], ENGINES.detector))


TWO_LINES = (Line("QUILLFEATHER ORSOLYA", top=40), Line("CHEST 22.07.1943 LEFT", top=100, size=24))
PAGES = {
    "plain": write(TWO_LINES, SHAPE),
    "dark on light": write([Line(line.text, line.left, line.top, line.size, (10, 10, 10)) for line in TWO_LINES],
                           SHAPE, paper=235),
    "over anatomy": write(TWO_LINES, SHAPE, paper=anatomy(SHAPE)),
    "lines close together": write([TWO_LINES[0], Line("CHEST LEFT", top=70)], SHAPE),
    "upwards": write([Line("ORSOLYA CHEST", left=60, top=30, size=24, angle=90)], SHAPE),
    "downwards": write([Line("ORSOLYA CHEST", left=60, top=30, size=24, angle=270)], SHAPE),
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_word_is_read_and_its_box_holds_its_ink_and_not_its_neighbours(page: Written) -> None:
    found = {word.text: word.box for word in words_of(page)}
    assert set(found) == set(page.ink)
    for text, box in found.items():
        for other, ink in page.ink.items():
            share = ink[box.slices].sum() / ink.sum()
            assert share >= 0.97 if other == text else share <= 0.03, (text, other)


@pytest.mark.parametrize(("page", "angle"), [("plain", 0), ("upwards", 90), ("downwards", 270)])
def test_a_word_knows_at_which_angle_it_was_read(page: str, angle: int) -> None:
    assert {word.region.angle for word in words_of(PAGES[page])} == {angle}


@pytest.mark.parametrize("page", ["plain", "upwards", "downwards"])
def test_words_of_a_line_come_in_reading_order(page: str) -> None:
    lines: dict[Region, list[str]] = {}
    for word in words_of(PAGES[page]):
        lines.setdefault(word.region, []).append(word.text)
    written = " ".join(PAGES[page].ink)
    assert all(" ".join(texts) in written for texts in lines.values())


def test_a_word_that_one_reader_is_sure_of_is_read_once() -> None:
    for word in words_of(PAGES["plain"]):
        assert [(reading.reader, reading.text) for reading in word.readings] == [("ppocr", word.text)]
        assert 0.9 < word.confidence <= 1


def test_two_readers_look_at_what_one_is_unsure_of() -> None:
    page = write([Line("QUILLFEATHER ORSOLYA", top=40, size=9)], SHAPE, noise(SHAPE, spread=30))
    words = [word for word in words_of(page) if word.dismissed is None]
    assert words
    for word in words:
        assert {reading.reader for reading in word.readings} == {"ppocr", "tesseract"}
        assert all(0 <= reading.confidence <= 1 for reading in word.readings)


def test_a_region_over_two_lines_is_read_as_two() -> None:
    page = write([TWO_LINES[0], Line("CHEST LEFT", top=76)], SHAPE)
    whole = Region(0, page.box(*page.ink).grown(4), 0, 0.9, "full")
    assert {word.text for word in read([page.view()], [whole])} == set(page.ink)


def test_what_was_surely_found_and_cannot_be_read_is_one_word_that_nobody_vouches_for() -> None:
    page, place = write([], (600, 600)), Box(40, 40, 120, 30)
    (word,) = read([page.view()], [Region(0, place, 0, 0.95, "full")])
    assert [reading for reading in word.readings if reading.confidence > 0.6] == []
    assert word.box.overlap(place) > 0.5 * place.area


def test_a_region_at_the_edge_gives_boxes_within_the_picture() -> None:
    page = write([Line("ORSOLYA", left=0, top=0)], (40, 140))
    (word,) = read([page.view()], [Region(0, Box(0, 0, 140, 30), 0, 0.95, "full")])
    assert word.text == "ORSOLYA"
    assert word.box == word.box.within(40, 140)


def test_a_region_is_read_in_the_view_in_which_it_was_seen() -> None:
    empty, page = write([], SHAPE), write([Line("ORSOLYA", top=40)], SHAPE)
    region = Region(0, page.region("ORSOLYA").box, 0, 0.95, "colour")
    some = read([empty.view("full"), page.view("colour")], [region])
    assert [word.text for word in some] == ["ORSOLYA"]


@pytest.mark.parametrize("better", ["full", "middle", "window", "colour"])
def test_a_region_that_leaves_a_doubt_is_read_in_each_other_view_as_well(better: str) -> None:
    empty, page = write([], SHAPE), write([Line("ORSOLYA", top=40)], SHAPE)
    seen = Region(0, page.region("ORSOLYA").box, 0, 0.95, "seen")
    views = [page.view(name) if name == better else empty.view(name) for name in ("seen", better, "last")]
    assert [word.text for word in read(views, [seen])] == ["ORSOLYA"]


@pytest.mark.parametrize("air", [2, 10])
def test_a_box_that_is_too_high_for_its_line_does_not_spoil_the_reading(air: int) -> None:
    page = write([Line("DYN R 65", left=60, top=60, size=11)], SHAPE)
    box = page.box(*page.ink)
    region = Region(0, box.grown(4, air // 2), 0, 0.95, "full")
    assert [word.text for word in read([page.view()], [region])] == ["DYN", "R", "65"]


def test_a_short_word_that_runs_upwards_is_read_as_one_though_its_letters_stand_apart() -> None:
    page = write([Line("B u i", left=60, top=30, size=28, angle=90)], SHAPE)
    region = Region(0, page.box("B", "u", "i").grown(4), 90, 0.9, "full")
    words = read([page.view()], [region])
    assert "".join(word.text for word in words) == "Bui"
    assert {word.region.angle for word in words} == {90}


def test_lines_that_were_found_as_one_are_read_one_by_one() -> None:
    page = write([Line("LTL", left=60, top=30, size=22), Line("LT", left=60, top=58, size=22)], SHAPE)
    region = Region(0, page.box("LTL", "LT").grown(4), 0, 0.9, "full")
    assert [word.text for word in read([page.view()], [region])] == ["LTL", "LT"]


@pytest.mark.parametrize("angle", [0, 3, 37, 90, 122, 200, 270, 341])
def test_a_line_is_read_whichever_way_it_runs_and_its_words_lie_where_their_ink_is(angle: float) -> None:
    page = tilted("QUILLFEATHER ORSOLYA", angle)
    words = read([page.view], [page.region])
    assert [word.text for word in words] == ["QUILLFEATHER", "ORSOLYA"]
    for word, ink in zip(words, page.ink, strict=True):
        area = covered(word, page.view.picture.shape)
        assert area[ink].mean() >= 0.97
        assert area.mean() < 6 * ink.mean()


@dataclass(frozen=True, slots=True)
class Tilted:
    view: View
    region: Region
    ink: list[npt.NDArray[np.bool_]]


def tilted(text: str, angle: float) -> Tilted:
    """A line turned counter-clockwise by some degrees, as it would be found, and the ink of its words."""
    page = write([Line(text, left=90, top=230, size=26)], (480, 480))
    turn = cv2.getRotationMatrix2D((239.5, 239.5), angle, 1.0)
    picture = np.asarray(cv2.warpAffine(page.grey, turn, (480, 480), flags=cv2.INTER_LINEAR, borderValue=20), np.uint8)
    ink = [cv2.warpAffine(page.ink[word].astype(np.float32), turn, (480, 480)) > 0.5 for word in text.split()]
    rows, columns = np.nonzero(np.any(ink, axis=0))
    level = slants.level_box(np.column_stack([columns + 0.5, rows + 0.5]), angle).grown(5)
    quarter = angle % 90 == 0
    box = slants.in_picture(level, angle)
    region = Region(0, box, angle, 0.95, "full", None if quarter else level)
    return Tilted(View(0, "full", picture), region, ink)


def covered(word: Word, shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """The pixels that hiding a word paints over."""
    area = np.zeros(shape, bool)
    for cover in covers([Verdict(word, True, "PERSON", Source.METADATA, 1.0)]):
        for box in cover.painted:
            area[box.within(*shape).slices] = True
    return area


def test_no_region_gives_no_word() -> None:
    assert read([write([], SHAPE).view()], []) == []


class Counting:
    """The usual reader, and each time that it is asked: whether for a quick reading, and of how many lines."""

    name = "counting"

    def __init__(self) -> None:
        self.calls: list[tuple[bool, int]] = []

    def read(self, lines: Iterable[Picture], *, quick: bool) -> Sequence[Sequence[Glyph]]:
        found = ENGINES.reader.read(lines, quick=quick)
        if found:
            self.calls.append((quick, len(found)))
        return found


def asked(page: Written) -> list[tuple[bool, int]]:
    """How a reader is asked about the lines of a page."""
    reader, view = Counting(), page.view()
    read([view], find_text([view], ENGINES.detector), reader)
    return reader.calls


def test_lines_that_are_plain_to_read_are_read_once_and_by_the_quick_recognizer() -> None:
    assert asked(PAGES["plain"]) == [(True, 2)]


def test_a_line_in_which_a_character_is_unsure_is_read_by_the_other_recognizer_as_well() -> None:
    page = write([Line("QUILLFEATHER ORSOLYA", top=40, size=12)], SHAPE, noise(SHAPE))
    assert (False, 1) in asked(page)


def test_a_space_that_the_quick_recognizer_passes_over_is_seen_at_the_ink() -> None:
    page = write([Line("W 400 L 40", left=60, top=60, size=16)], SHAPE)
    assert [word.text for word in words_of(page)] == ["W", "400", "L", "40"]
