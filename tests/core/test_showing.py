"""Whether words that were read in one frame of a cine show in another one."""

from __future__ import annotations

import numpy as np
import pytest

from dicom_text_redactor.cines.showing import Shown
from dicom_text_redactor.model import Picture, Word
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.text import tracks
from tests.core.test_multiframe import SHAPE, cine, painted
from tests.phantoms import GIVEN, SURNAME, WHITE, Colour, Line, Written, write

SEEDS = range(40, 46)


def tissue(seed: int, brightest: int = 200) -> Picture:
    """Grain as of ultrasound, another one for each seed."""
    random = np.random.default_rng(seed)
    grain = random.rayleigh(1, (SHAPE[0] + 1, SHAPE[1] + 1))
    soft = (grain[:-1, :-1] + grain[1:, :-1] + grain[:-1, 1:] + grain[1:, 1:]) / 4
    picture: Picture = np.clip(brightest / 2 * soft, 0, 255).astype(np.uint8)
    return picture


def page(text: str, seed: int, colour: Colour = WHITE, angle: int = 0, brightest: int = 200) -> Written:
    place = (20, 40) if angle == 0 else (40, 4)
    line = Line(text, left=place[0], top=place[1], size=20 if angle == 0 else 14, colour=colour, angle=angle)
    return write([line] if text else [], SHAPE, tissue(seed, brightest))


def read(written: Written, *words: str, angle: int = 0) -> Shown:
    """Some words of a line that was read in a picture."""
    region = written.region(*written.ink, angle=angle, air=3)
    some = [Word(region, written.box(word)) for word in words or written.ink]
    return Shown(tracks.start(region, some, [written.view()]), some)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("angle", "text"), [(0, SURNAME), (0, GIVEN), (90, SURNAME)])
def test_a_word_shows_over_other_tissue_however_faintly(seed: int, angle: int, text: str) -> None:
    first = read(page(text, seed, angle=angle, brightest=90), angle=angle)
    for grey in (255, 190, 150):
        assert first.shows_in([page(text, seed + 100, (grey,) * 3, angle, brightest=150).view()])


def test_a_word_shows_where_it_is_darker_than_what_is_behind_it() -> None:
    light = write([Line(SURNAME, top=40, size=20, colour=(150,) * 3)], SHAPE, 220)
    assert read(page(SURNAME, 1)).shows_in([light.view()])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("text", ["", "SUPINE", "LEFT LATERAL", "CHRYSANTHEMUM", "KIDNEY LONGITUDINAL"])
def test_neither_tissue_nor_other_words_at_its_place_are_a_word(seed: int, text: str) -> None:
    for name in (SURNAME, GIVEN):
        assert not read(page(name, seed, brightest=90)).shows_in([page(text, seed + 100).view()])


def test_even_ground_shows_nothing() -> None:
    assert not read(page(SURNAME, 1)).shows_in([write([], SHAPE).view()])


def test_a_word_whose_ink_cannot_be_told_shows_nowhere() -> None:
    blank = write([], SHAPE)
    region = page(SURNAME, 1).region(SURNAME)
    word = Word(region, region.box)
    assert not Shown(tracks.start(region, [word], [blank.view()]), [word]).shows_in([page(SURNAME, 1).view()])


def test_only_the_words_that_are_asked_for_count() -> None:
    both = page(f"{SURNAME} LIVER", 3, brightest=90)
    other = write([Line("LIVER", left=both.box("LIVER").left - 3, top=40, size=20)], SHAPE, tissue(8, 90))
    assert read(both, "LIVER").shows_in([other.view()])
    assert not read(both, SURNAME).shows_in([other.view()])


@pytest.mark.parametrize("seed", SEEDS)
def test_a_name_that_is_read_in_two_frames_is_hidden_in_all_that_show_it(redactor: Redactor, seed: int) -> None:
    """In the others the finder takes it for tissue."""
    written = [page(SURNAME, 10 * seed + n, brightest=70) for n in range(2)]
    written += [page(SURNAME, 10 * seed + n, (200,) * 3, brightest=240) for n in range(2, 10)]
    area = painted(redactor.redact(cine(written)))
    assert all(area[n][written[n].ink[SURNAME]].all() for n in range(10))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_name_that_stands_in_two_frames_is_hidden_in_these_only(redactor: Redactor, seed: int) -> None:
    written = [page(SURNAME if n in (2, 3) else "", 10 * seed + n, brightest=110) for n in range(10)]
    area = painted(redactor.redact(cine(written)))
    assert all(area[n][written[n].ink[SURNAME]].all() for n in (2, 3))
    assert not np.delete(area, (2, 3), axis=0).any()
