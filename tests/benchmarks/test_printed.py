from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread

from benchmarks.phantoms import printed
from benchmarks.truths import read_file
from training.screens import Screen

_SEED = 3


@pytest.fixture(scope="module")
def screens() -> list[Screen]:
    return printed.crowded(6, _SEED)


@pytest.fixture(scope="module")
def written(screens: list[Screen], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("printed")
    return [printed.write(screen, f"{number}", folder) for number, screen in enumerate(screens)]


def test_the_screens_have_many_words(screens: list[Screen]) -> None:
    assert all(printed.FEWEST <= len(screen.words) <= printed.MOST for screen in screens)
    assert len({screen.kind for screen in screens}) > 2


def test_a_seed_makes_the_same_file_again_and_another_seed_other_screens(
    screens: list[Screen], written: list[Path], tmp_path: Path
) -> None:
    again = printed.write(printed.crowded(1, _SEED)[0], "again", tmp_path)
    assert again.read_bytes() == written[0].read_bytes()
    assert printed.crowded(1, _SEED + 1)[0].words != screens[0].words


def test_a_file_is_as_large_as_its_screen_and_has_its_header(screens: list[Screen], written: list[Path]) -> None:
    for screen, path in zip(screens, written, strict=True):
        dataset = dcmread(path)
        assert dataset.pixel_array.shape[:2] == (screen.rows, screen.columns)
        assert dataset.get("PatientName") == screen.header.get("PatientName")


def test_nearly_all_words_of_a_screen_are_in_its_truth_where_they_are_printed(
    screens: list[Screen], written: list[Path]
) -> None:
    for screen, path in zip(screens, written, strict=True):
        truth = read_file(path)
        for role, of_truth in (("identifying", "phi"), ("clinical", "keep")):
            there = [word for word in truth.words if word.role == of_truth]
            asked = [word for word in screen.words if word.role == role]
            assert 0.95 * len(asked) <= len(there) <= len(asked)
            corners = {(box.left, box.top) for box in (word.box for word in asked)}
            for word in there:
                high = 2 * word.mask.shape[0] + 8  # a dash or a dot stands lower than its row begins
                assert any(0 <= word.left - left <= 12 and 0 <= word.top - top <= high for left, top in corners)


def test_letters_stand_off_from_what_is_behind_them(written: list[Path]) -> None:
    for path in written:
        picture = dcmread(path).pixel_array.astype(float)
        picture = picture.mean(axis=2) if picture.ndim == 3 else picture
        apart = []
        for word in read_file(path).words:
            rows, columns = word.mask.shape
            part = picture[word.top : word.top + rows, word.left : word.left + columns]
            if word.mask.any() and not word.mask.all():
                apart.append(abs(part[word.mask].mean() - part[~word.mask].mean()))
        assert np.median(apart) > 40
