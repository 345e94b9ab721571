"""What readers make of made screens: true where they are to be faultless, and as wrong as readers are elsewhere."""

from __future__ import annotations

import itertools
from collections import Counter
from statistics import median

import pytest

from training.screens import make, make_many
from training.screens.chance import Chance
from training.screens.confusions import misread
from training.screens.reading import READERS, Read, as_read

COUNT = 150


@pytest.fixture(scope="module")
def read() -> list[list[Read]]:
    return [as_read(screen, 1) for screen in make_many(COUNT, 2)]


def test_a_faultless_reader_reads_every_word_as_it_is_printed() -> None:
    for screen in make_many(30, 4):
        reads = as_read(screen, 1, faultless=True)
        assert [(each.word.text, each.word.box, each.role, each.kind) for each in reads] == [
            (word.text, word.box, word.role, word.kind) for word in screen.words
        ]
        assert {each.word.confidence for each in reads} == {0.99}
        assert {len(each.word.readings) for each in reads} == {1}


def test_reading_is_the_same_for_a_seed_and_differs_between_seeds() -> None:
    screen = make(12)
    assert as_read(screen, 5) == as_read(screen, 5)
    assert any(as_read(screen, 5) != as_read(screen, seed) for seed in range(6, 12))


def test_regions_hold_their_words_and_lie_in_the_picture(read: list[list[Read]]) -> None:
    for screen, reads in zip(make_many(COUNT, 2), read, strict=True):
        for each in reads:
            region = each.word.region.box
            assert region.within(screen.rows, screen.columns) == region
            assert region.overlap(each.word.box) >= 0.5 * each.word.box.area


def test_words_of_one_region_come_together(read: list[list[Read]]) -> None:
    for reads in read:
        regions = [each.word.region for each in reads]
        runs = 1 + sum(one != other for one, other in itertools.pairwise(regions)) if regions else 0
        assert runs == len(set(regions))


def test_readings_name_their_readers_in_the_order_of_trust(read: list[list[Read]]) -> None:
    for reads in read:
        for each in reads:
            names = [reading.reader for reading in each.word.readings]
            assert names == sorted(set(names), key=READERS.index)
            assert all(0 <= reading.confidence <= 1 and reading.text.strip() for reading in each.word.readings)


def test_most_screens_are_read_nearly_without_a_fault_and_some_badly(read: list[list[Read]]) -> None:
    shares = []
    for screen, reads in zip(make_many(COUNT, 2), read, strict=True):
        printed = Counter(word.text for word in screen.words)
        missed = printed - Counter(each.word.text for each in reads)
        shares.append(missed.total() / printed.total())
    assert median(shares) < 0.12
    assert sum(share > 0.3 for share in shares) / COUNT > 0.05


def test_confidence_falls_with_errors_and_overlaps(read: list[list[Read]]) -> None:
    right: list[float] = []
    wrong: list[float] = []
    for screen, reads in zip(make_many(COUNT, 2), read, strict=True):
        texts = {word.text for word in screen.words}
        for each in reads:
            if each.word.readings and each.word.readings[0].reader == READERS[0]:
                (right if each.word.text in texts else wrong).append(each.word.confidence)
    assert median(right) > 0.99
    assert 0.8 < median(wrong) < 0.97
    assert min(right) < median(wrong)
    assert max(wrong) > median(right)


def test_some_words_are_unread_and_some_have_two_or_three_readings_that_need_not_agree(read: list[list[Read]]) -> None:
    words = [each.word for reads in read for each in reads]
    counts = Counter(len(word.readings) for word in words)
    assert set(counts) == {0, 1, 2, 3}
    assert 0.002 < counts[0] / len(words) < 0.05
    assert 0.1 < (counts[2] + counts[3]) / len(words) < 0.3
    pairs = Counter(word.readings[0].text == word.readings[1].text for word in words if len(word.readings) > 1)
    assert min(pairs[True], pairs[False]) > 0.2 * pairs.total()


def test_a_glued_word_identifies_if_one_of_its_parts_does(read: list[list[Read]]) -> None:
    for screen, reads in zip(make_many(COUNT, 2), read, strict=True):
        hidden = [word for word in screen.words if word.role == "identifying" and len(word.text) > 3]
        for each in reads:
            if any(
                each.word.box.overlap(word.box) >= 0.9 * word.box.area and word.text in each.word.text
                for word in hidden
            ):
                assert each.role == "identifying"


def test_strokes_of_the_picture_are_read_as_a_sign_or_three_and_hide_nothing(read: list[list[Read]]) -> None:
    scraps = [each for reads in read for each in reads if each.kind == "scrap"]
    assert len(scraps) > COUNT
    assert all(each.role == "clinical" and 1 <= len(each.word.text) <= 3 for each in scraps)


def test_some_places_are_found_twice_and_some_together_with_the_row_above_or_below(read: list[list[Read]]) -> None:
    heights: Counter[bool] = Counter()
    for screen, reads in zip(make_many(COUNT, 2), read, strict=True):
        printed = {word.text: word.box.height for word in screen.words}
        heights.update(
            each.word.box.height > 1.3 * printed[each.word.text] for each in reads if each.word.text in printed
        )
    assert 0.01 < heights[True] / heights.total() < 0.15


def test_a_share_of_characters_is_misread() -> None:
    r = Chance("share")
    text = "Anteroposterior12345"
    wrong = [misread(r, text, 0.1)[1] for _ in range(400)]
    assert sum(wrong) / (400 * len(text)) == pytest.approx(0.1, abs=0.02)
    assert misread(r, text, 0.0) == (text, 0)


def test_characters_are_taken_for_those_that_look_like_them() -> None:
    r = Chance("alike")
    seen = {misread(r, "0", 1.0)[0] for _ in range(200)}
    assert {"O", "D", "o"} <= seen
    assert {misread(r, "rn", 1.0)[0] for _ in range(200)} >= {"m"}
