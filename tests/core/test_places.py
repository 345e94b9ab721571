"""Where the scenes of a cine are looked at: all that changed, and no part of a line that is known."""

from __future__ import annotations

import numpy as np
import pytest

from dicom_text_redactor.cines.places import Places
from dicom_text_redactor.cines.scenes import Scene
from dicom_text_redactor.clock import Clock
from dicom_text_redactor.model import Box, Picture, Region, View, Word
from dicom_text_redactor.text import changes, tracks
from dicom_text_redactor.text.detector import OwnDetector
from tests.phantoms import Line, write

SHAPE = (300, 500)
CAPTION = Box(200, 140, 60, 20)


def scene(number: int, picture: Picture) -> Scene:
    return Scene([View(number, "full", picture)], changes.detail(picture), [number])


def page(text: str, known: Box) -> Picture:
    lines = [Line(text, left=CAPTION.left, top=CAPTION.top, size=18)] if text else []
    return write([*lines, Line("KIDNEY", left=known.left, top=known.top + 4, size=14)], SHAPE).grey


@pytest.mark.parametrize("scenes", [1, 4])
@pytest.mark.parametrize("seed", range(12))
def test_a_place_holds_what_changed_and_cuts_no_known_line_of_another_row(seed: int, scenes: int) -> None:
    random = np.random.default_rng(seed)
    above, below = int(random.integers(60, 116)), int(random.integers(164, 220))
    known = Box(int(random.integers(80, 300)), above if seed % 2 else below, 90, 20)
    first = scene(0, page("", known))
    region = Region(0, known, view="full")
    line = tracks.start(region, [Word(region, known)], first.views)
    later = [scene(n, page("SUPINE" if n == scenes else "", known)) for n in range(1, scenes + 1)]
    first.seen = [line]
    for each in later:
        each.seen = tracks.follow([line], each.views)
    cells = Places(Clock(60), OwnDetector(), first).of(later)
    assert any(cell.box.overlap(CAPTION) > 0.9 * CAPTION.area for cell in cells)
    assert {cell.box.overlap(known) for cell in cells} <= {0, known.area}
