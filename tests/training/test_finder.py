"""What the finder learns from: crops that are the same for a seed, and a truth that fits what is drawn."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import cv2
import matplotlib
import numpy as np
import pytest

from dicom_text_redactor.text.network import Maps
from training.finder import (
    canvas,
    codes,
    crops,
    fonts,
    ink,
    lines,
    marks,
    measure,
    styles,
    textures,
    thresholds,
    truth_maps,
    wording,
)
from training.screens.chance import Chance

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


def blank(level: float = 0.0, side: int = 128) -> canvas.Canvas:
    return canvas.Canvas(np.full((side, side, 3), level, np.float32))


def line(text: str = "Oyelaran 4471", size: int = 16) -> ink.Line:
    made = ink.measured(ink.write(text, ink.Pen(fonts.latin()[0], size)))
    assert made is not None
    return made


def put(on: canvas.Canvas, what: ink.Line, x: float, y: float, angle: float = 0.0) -> canvas.Placed:
    placed = on.place(what, x, y, angle)
    assert placed is not None
    on.ink(placed, np.ones(3, np.float32))
    on.tell(placed, what, x, y, angle)
    return placed


def test_a_number_is_the_same_crop_each_time() -> None:
    for number in range(6):
        first, second = crops.draw(7, number, 128), crops.draw(7, number, 128)
        assert np.array_equal(first.picture, second.picture)
        assert np.array_equal(first.truth, second.truth)
    assert not np.array_equal(crops.draw(7, 1, 128).picture, crops.draw(8, 1, 128).picture)


def test_crops_have_their_size_and_hold_all_kinds_of_truth() -> None:
    truths = []
    for number in range(40):
        crop = crops.draw(3, number, 192)
        assert crop.picture.shape == (192, 192, 3)
        assert crop.truth.shape == (9, 48, 48)
        truths.append(crop.truth)
    together = np.stack(truths)
    for plane in (0, 1, 2, 3, 6, 8):
        assert (together[:, plane] > 127).any()
    assert 0.01 < (together[:, 0] > 127).mean() < 0.3


def test_the_core_lies_in_the_middle_of_the_letters() -> None:
    on, what = blank(), line("HAMBURG")
    put(on, what, 64, 64)
    rows = np.flatnonzero(on.core.any(axis=1))
    inked = np.flatnonzero((on.picture[..., 0] > 0.4).any(axis=1))
    assert inked[0] < rows[0] <= rows[-1] < inked[-1]
    assert len(rows) == pytest.approx(0.6 * len(inked), abs=1.5)


def test_gaps_of_words_close_and_gaps_of_columns_stay() -> None:
    assert len(line("ANNA MARIA").runs) == 1
    cover = ink.write("ANNA", ink.Pen(fonts.latin()[0], 16))
    table = ink.line_of([(0, cover), (cover.shape[1] + 60, cover)])
    assert table is not None
    assert len(table.runs) == 2


def test_tails_and_accents_do_not_count_as_letters() -> None:
    plain, tailed = line("annnnnnna"), line("Ánnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnngnnnnnnnnnnnnnnnnnnnnnnnnn")
    assert tailed.bottom - tailed.top <= plain.bottom - plain.top + 3
    assert tailed.cover.shape[0] > plain.cover.shape[0] + 3


@pytest.mark.parametrize("angle", [0, 30, 90, 135, -20])
def test_the_truth_tells_the_angle(angle: int) -> None:
    on = blank()
    put(on, line(size=12), 64, 64, angle)
    truth = canvas.targets(on)
    core = truth[0] > 200
    told = [(np.median(truth[plane][core]) - 128) / 127 for plane in (4, 5)]
    assert told == pytest.approx([np.cos(np.deg2rad(2 * angle)), np.sin(np.deg2rad(2 * angle))], abs=0.02)


def test_rows_beside_one_another_have_a_border_and_a_row_alone_has_none() -> None:
    on, what = blank(), line("HAMBURG")
    put(on, what, 64, 40)
    assert not (canvas.targets(on)[1] > 0).any()
    put(on, what, 64, 40 + what.cover.shape[0] + 2)
    border = canvas.targets(on)[1] > 60
    between = (40 + what.cover.shape[0] / 2 + 1) / 4
    assert abs(np.nonzero(border)[0].mean() + 0.5 - between) < 1
    assert len(set(np.unique(on.rows))) == 3


def test_no_line_covers_another() -> None:
    on, what = blank(), line()
    put(on, what, 64, 64)
    assert on.place(what, 66, 66, 0) is None
    assert on.place(what, 64, 64, 45) is None
    assert on.place(what, 500, 64, 0) is None


def test_ink_that_nobody_sees_is_not_learned() -> None:
    on = blank()
    placed = put(on, line(), 64, 30)
    put(on, line(), 64, 90)
    on.picture[placed.rows, placed.columns] = 0.5
    on.forget_unseen()
    unsure = canvas.targets(on)[7] > 127
    assert unsure[30 // 4].any()
    assert not unsure[90 // 4].any()


def test_letters_of_every_style_differ_from_their_ground() -> None:
    for seed in range(60):
        r = Chance(f"style {seed}")
        on, what = blank(r.random()), line()
        before = on.picture.copy()
        placed = on.place(what, 64, 64, 0)
        assert placed is not None
        if styles.draw(r, on, placed, styles.style(r)):
            assert np.abs(on.picture - before).max() > 0.01


def test_grey_crops_have_no_colour() -> None:
    for number in range(30):
        r = Chance(f"grey {number}")
        on = canvas.Canvas(np.full((128, 128, 3), 0.4, np.float32), grey=True)
        marks.draw_some(r, on)
        lines.draw_block(r, on)
        assert np.allclose(on.picture[..., 0], on.picture[..., 1], atol=1e-5)


def test_codes_are_told_apart_from_their_quiet_zone() -> None:
    for number in range(20):
        on = blank(0.3, 256)
        codes.draw(Chance(f"code {number}"), on)
        if on.code.any():
            assert on.taken[on.code > 0].all()
            assert on.code.sum() < on.taken.sum()


@pytest.mark.parametrize("kind", sorted(textures.KINDS))
def test_textures_are_finite_and_hold_something(kind: str) -> None:
    texture = textures.texture(kind, 0)
    assert texture.shape[:2] == (textures.SIDE, textures.SIDE)
    assert texture.std() > 0.5
    assert np.isfinite(textures.KINDS[kind](np.random.default_rng(1))).all()


def test_loose_lines_say_something() -> None:
    r = Chance("wording")
    assert all(wording.text(r).strip() for _ in range(300))
    assert all(wording.made_up(r, wording.foreign(r)).strip() for _ in range(60))


def test_a_font_draws_only_scripts_whose_letters_it_has() -> None:
    arabic, cyrillic = (next(each for each in fonts.SCRIPTS if each.name == name) for name in ("arabic", "cyrillic"))
    names = {path.name for path in fonts.of_script(arabic)}
    assert "DejaVuSans.ttf" in names
    assert not any("Oblique" in name for name in names)
    assert "DejaVuSans-Oblique.ttf" in {path.name for path in fonts.of_script(cyrillic)}


def test_what_a_font_has_no_letters_for_is_left_out() -> None:
    plain = next(path for path in fonts.latin() if path.name == "DejaVuSans.ttf")
    assert fonts.sayable(plain, "A \u0628\U000ffff0 7") == "A \u0628 7"


def test_most_arabic_words_have_no_marks_and_some_numbers_have_their_own_figures() -> None:
    r = Chance("arabic")
    arabic = next(each for each in fonts.SCRIPTS if each.name == "arabic")
    said = [wording.made_up(r, arabic) for _ in range(400)]
    marked = [any(0x64B <= ord(letter) <= 0x650 for letter in line) for line in said]
    assert 0.1 < np.mean(marked) < 0.4
    assert any("\u0660" <= letter <= "\u0669" for line in said for letter in line)
    assert any(letter in "0123456789" for line in said for letter in line)


def test_arabic_is_drawn_more_than_other_scripts() -> None:
    r = Chance("scripts")
    drawn = Counter(wording.foreign(r).name for _ in range(2000))
    assert drawn.most_common(1)[0][0] == "arabic"


def test_blocks_are_drawn_in_other_scripts_as_often_as_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> str:
        raise AssertionError

    for share, other in ((0.0, "made_up"), (1.0, "text")):
        with monkeypatch.context() as patch:
            patch.setattr(lines, other, fails)
            for number in range(20):
                lines.draw_block(Chance(f"share {number}"), blank(0.4), share)
    monkeypatch.setattr(lines, "made_up", fails)
    with pytest.raises(AssertionError):
        lines.draw_block(Chance("share"), blank(0.4), 1.0)


def test_a_font_is_missed_with_a_word(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fonts.latin.cache_clear()
    fonts._found.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(fonts, "FOLDER", tmp_path)
        with pytest.raises(SystemExit, match="make train-finder"):
            fonts.latin()
    fonts.latin.cache_clear()
    fonts._found.cache_clear()


def maps_of(crop: crops.Crop) -> Maps:
    """Maps that are right."""
    writing = (crop.rows > 0).astype(np.float32)
    others = np.zeros_like(writing)
    return Maps(writing, crop.truth[1] / np.float32(255), others, others, others)


def test_right_maps_find_every_row_and_nothing_beside() -> None:
    looked = [thresholds.Looked(crop, maps_of(crop)) for crop in (crops.draw(5, n, 192) for n in range(12))]
    rows, beside, _ = thresholds.writing(looked, 0.5)
    assert rows == 1
    assert beside < 0.001


def test_the_measure_counts_words_found_and_rows_glued() -> None:
    def word(top: int, row: int) -> truth_maps.Word:
        y, x = np.nonzero(np.ones((10, 40), bool))
        return truth_maps.Word("NAME", "name", True, (y + top, x + 20), (y[80:320] + top, x[80:320] + 20), row)

    beside = np.ones((100, 100), bool)
    beside[10:60, 10:70] = False
    truth = truth_maps.Truth("made", {"full": np.zeros((100, 100), np.uint8)}, (word(20, 0), word(40, 1)), beside)

    def finds(*parts: tuple[int, int]) -> measure.Figures:
        mask = np.zeros((100, 100), bool)
        for first, last in parts:
            mask[first:last, 20:60] = True
        return measure.measure([truth], lambda _: (mask, mask, np.zeros_like(mask)))

    apart, glued, half, wrong = finds((20, 30), (40, 50)), finds((20, 50)), finds((20, 30)), finds((70, 80))
    assert (apart.cores, apart.inks, apart.glued, apart.components, apart.areas) == (2, 2, 0, 2, [0.0])
    assert (glued.cores, glued.glued, glued.components) == (2, 1, 1)
    assert (half.cores, half.inks) == (1, 1)
    assert wrong.cores == 0
    assert wrong.areas == [4.0]


def test_words_of_a_slanted_row_are_one_row() -> None:
    flat = np.zeros((300, 300), np.uint8)
    for left, top, value in ((20, 140, 1), (120, 140, 2), (220, 140, 3), (20, 165, 4), (120, 165, 5)):
        flat[top : top + 14, left : left + 70] = value
    turned = cv2.warpAffine(flat, cv2.getRotationMatrix2D((150, 150), 25, 1), (300, 300), flags=cv2.INTER_NEAREST)
    found = [np.nonzero(turned == value) for value in range(1, 6)]
    rows = truth_maps._rows([(y, x) for y, x in found])
    assert rows[0] == rows[1] == rows[2] != rows[3] == rows[4]


def test_what_draws_and_measures_needs_no_pytorch() -> None:
    code = "import sys; sys.modules['torch'] = None; import training.finder.crops, training.finder.thresholds"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_requirements_of_the_training_have_one_exact_version_each() -> None:
    text = (ROOT / "training" / "requirements.txt").read_text(encoding="utf-8")
    asked = [each for each in text.splitlines() if each and not each.startswith("#")]
    assert [each for each in asked if not re.fullmatch(r"[a-z0-9-]+==[\w.]+( *# .*)?", each)] == []


def test_what_draws_has_the_same_versions_in_training_as_in_development() -> None:
    def versions(name: str) -> dict[str, str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return dict(re.findall(r"(?m)^([a-z0-9-]+)==([\w.]+)", text))

    training, ours = versions("training/requirements.txt"), versions("requirements-dev.txt")
    for name in ("numpy", "opencv-python-headless", "pillow", "pydicom", "faker"):
        assert training[name] == ours[name]
