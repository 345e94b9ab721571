"""What the reader learns from: lines that are the same for a seed, cut out as the program cuts them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from training.finder import fonts
from training.reader import drawing, measure, wording
from training.reader.network import CHARACTERS, UNKNOWN

ROOT = Path(__file__).resolve().parents[2]
CACHES = (fonts.latin, fonts.bitmaps, fonts.of_script, fonts.scripts, fonts.face, fonts._found)


@pytest.fixture(autouse=True, scope="module")
def fonts_of_a_package() -> Iterator[None]:
    """Matplotlib's fonts, which are the same on every machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "FOLDER", Path(matplotlib.get_data_path()) / "fonts" / "ttf")
        for cached in CACHES:
            cached.cache_clear()
        yield
    for cached in CACHES:
        cached.cache_clear()


def test_a_number_is_the_same_line_each_time() -> None:
    for number in range(drawing.EASY, drawing.EASY + 8):
        first, second = drawing.draw(7, number), drawing.draw(7, number)
        assert (first is None) == (second is None)
        if first is not None and second is not None:
            assert np.array_equal(first.picture, second.picture)
            assert first.text == second.text


def test_lines_say_only_what_the_reader_has_classes_for() -> None:
    drawn = [drawing.draw(7, number) for number in range(drawing.EASY, drawing.EASY + 60)]
    texts = [line.text for line in drawn if line is not None]
    assert len(texts) > 30
    assert set("".join(texts)) <= {*CHARACTERS, UNKNOWN}


def test_letters_of_another_script_are_unknown_and_figures_are_not() -> None:
    cyrillic, arabic = (next(each for each in fonts.SCRIPTS if each.name == name) for name in ("cyrillic", "arabic"))
    assert wording.foreign(cyrillic, "Жда 1943") == f"{UNKNOWN * 3} 1943"
    assert wording.foreign(arabic, "\u0628\u064e\u062a\u0645\u0646") == UNKNOWN * 2


def test_characters_that_are_wrong_are_counted() -> None:
    assert measure.distance("QF-4471", "QF-4471") == 0
    assert measure.distance("OF-471", "QF-4471") == 2


def test_what_draws_and_measures_needs_no_pytorch() -> None:
    code = "import sys; sys.modules['torch'] = None; import training.reader.drawing, training.reader.measure"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
