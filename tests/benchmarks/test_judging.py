"""The judge measured by itself, and what its evidence and other limits are worth."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from benchmarks import ablation, judging, own_words, pages, reliability, tradeoff
from benchmarks.compare import RESULTS
from benchmarks.inks import InkedWord
from benchmarks.judged_sets import NAMES, SCREENS, Set, figures, limit_of
from benchmarks.judging_table import table
from benchmarks.phantoms import samples, sets
from benchmarks.phantoms.people import REGIONS
from benchmarks.true_words import lesson_of, lesson_of_sample, read_texts
from dicom_text_redactor.model import Box
from dicom_text_redactor.phi.evidence import groups, pieces
from dicom_text_redactor.phi.weighing import WEIGHTS, learned
from tests.phantoms import Line, image_with
from training.lessons import made
from training.scoring import Score, judged

Captured = pytest.CaptureFixture[str]
SAMPLE = replace(sets.recall(1, 8)[0], shape=(400, 400), size=16)
PERSON = "ABERNETTY DAGNY"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two images with their truths, one of each form."""
    folder = tmp_path_factory.mktemp("truth")
    samples.write(SAMPLE, folder, folder)
    image = image_with(
        Line(PERSON, left=10, top=20, size=24), Line("CHEST", left=10, top=80, size=24), shape=(140, 400), Modality="CR"
    )
    image.saved(folder / "numbered.dcm")
    person, chest = image.frames[0].box(PERSON.split()[0]), image.frames[0].box("CHEST")
    wide = Box.around((person, image.frames[0].box(PERSON.split()[1])))
    ink = np.zeros((1, 140, 400), np.int16)
    for number, box in ((1, wide), (2, chest)):
        ink[0][box.slices] = number
    np.savez_compressed(folder / "numbered.npz", ink=ink)
    words = [
        {"text": PERSON, "role": "phi", "kind": "PERSON", "frame": -1, "box": _box(wide), "index": 1, "need": 0.7},
        {"text": "CHEST", "role": "keep", "kind": "clinical", "frame": 0, "box": _box(chest), "index": 2},
        {"text": "F", "role": "neutral", "kind": "other", "frame": -1, "box": [300, 80, 10, 20], "index": 3},
    ]
    (folder / "numbered.json").write_text(json.dumps({"group": "nordic", "words": words}), encoding="utf-8")
    return folder


def _box(box: Box) -> list[int]:
    return [box.left, box.top, box.width, box.height]


def test_words_of_both_forms_are_read_with_what_they_are(folder: Path) -> None:
    first, second = read_texts(folder)
    assert (first.path.name, second.path.name) == (f"{SAMPLE.name}.dcm", "numbered.dcm")
    assert (first.group, second.group) == ("", "nordic")
    assert {word.role for word in first.words} == {"identifying", "clinical"}
    assert {word.kind for word in first.words} >= {"PERSON", "ID", "DATE_TIME", "TIME", ""}
    told = [(word.word.text, word.role, word.kind) for word in second.words]
    assert told == [
        ("ABERNETTY", "identifying", "PERSON"), ("DAGNY", "identifying", "PERSON"), ("CHEST", "clinical", "clinical"),
        ("F", "neutral", "other"),
    ]  # fmt: skip


def test_a_phrase_is_cut_into_words_by_its_letters(folder: Path) -> None:
    one, other = (word.word.box for word in read_texts(folder)[1].words[:2])
    assert one.right <= other.left
    assert one.top == other.top
    assert one.width / other.width == pytest.approx(9 / 5, rel=0.1)


def test_words_without_a_text_cannot_be_judged(tmp_path: Path) -> None:
    document = {"files": {"a.dcm": [{"role": "phi", "left": 1, "top": 1, "width": 5, "height": 5}]}}
    (tmp_path / "truth.json").write_text(json.dumps({"schema": "box-truth/1"} | document), encoding="utf-8")
    with pytest.raises(SystemExit, match="have no text"):
        read_texts(tmp_path)


def test_a_folder_without_a_truth_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="No truth"):
        read_texts(tmp_path)


def test_the_header_of_the_image_is_known_to_the_judge(folder: Path) -> None:
    lesson = lesson_of(read_texts(folder)[0])
    assert lesson.fixed[lesson.identifies].any()
    assert len(lesson.evidence) == len(lesson.truth) == len(lesson.kinds)


def test_the_figures_are_printed_and_written_without_a_word(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    written, drawn = tmp_path / "figures.json", tmp_path / "drawn.png"
    options = ["--by-file", "--json", str(written), "--plot", str(drawn), "--screens", "4", "--phantoms", "9"]
    assert judging.main([str(folder), *options]) == 0
    printed, text = capsys.readouterr().out, written.read_text(encoding="utf-8")
    for line in ("at the limit", "95% kept", "calibration error", "by kind of word", "numbered", "by kind of screen"):
        assert line in printed
    assert not {"ABERNETTY", "CHEST"} & {*printed.split(), *text.split()}
    told: dict[str, Any] = json.loads(text)
    own = told[f"2 {folder.name}"]
    assert own["all"]["words"] == own["by_file"]["numbered"]["words"] + own["by_file"][SAMPLE.name]["words"]
    assert own["all"]["hidden"] == sum(one["hidden"] for one in own["by_kind"].values())
    assert own["by_file"]["numbered"]["words"] == 2
    assert set(told["9 generated images (seed 5)"]["by_group"]) <= set(REGIONS)
    with Image.open(drawn) as image:
        assert image.format == "PNG"


def test_the_words_that_are_wrong_are_printed_only_where_they_are_asked_for(folder: Path, capsys: Captured) -> None:
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8")) | {"limit": 0.9999999}
    weights = folder / "strict.weights"
    weights.write_text(json.dumps(stored), encoding="utf-8")
    for options, told in (([], False), (["--words"], True)):
        judging.main([str(folder), "--weights", str(weights), *options])
        assert ("ABERNETTY" in capsys.readouterr().out) is told


def test_the_table_of_the_pages_has_a_row_for_each_set_and_the_weakest_group_first() -> None:
    counts = {"words": 4, "hidden": 3, "pages": 2, "clean": 1, "clinical": 10, "kept": 9}
    other = counts | {"hidden": 2}
    groups = {"nordic": counts | {"hidden": 4}, "slavic": counts}
    found = {
        "all": counts,
        "at_other_limits": {"0.95": other},
        "calibration_error": 0.0123,
        "by": NAMES,
        "by_group": groups,
    }
    text = table({"two images": found, "three screens": found | {"by": SCREENS}})
    assert "| two images | 75.0 % of 4 | 50.0 % of 2 | 90.0 % of 10 | 50.0 % | 0.012 |" in text
    assert text.count("slavic 75.0 %, nordic 100.0 %.") == 1


def test_the_table_takes_its_own_place_in_the_pages(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "ROOT", tmp_path)
    monkeypatch.setattr(judging, "RESULTS", tmp_path / "judging.json")
    monkeypatch.setattr(judging, "_PICTURE", tmp_path / "scores.png")
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs" / "measurements.md"
    page.write_text("before\n<!-- judging -->\nold\n<!-- /judging -->\nafter\n", encoding="utf-8")
    assert judging.main([str(folder), "--title", "real images", "--pages"]) == 0
    stored = json.loads((tmp_path / "judging.json").read_text(encoding="utf-8"))
    assert pages.standing(page, pages.JUDGING) == table(stored)
    assert "by_file" not in stored["2 real images"]
    assert (tmp_path / "scores.png").exists()


def test_at_each_share_of_clinical_words_so_many_are_kept(folder: Path) -> None:
    weights = learned()
    some = judged(map(lesson_of, read_texts(folder)), weights.sums)
    for share, counts in figures(Set("", some, ("", "")), weights)["at_other_limits"].items():
        assert counts["kept"] >= float(share) * counts["clinical"]


def test_a_generated_image_has_the_same_words_drawn_or_not(folder: Path) -> None:
    region, lesson = lesson_of_sample(SAMPLE)
    drawn = lesson_of(read_texts(folder)[0])
    assert region in REGIONS
    told = [t.text for t, kind in zip(lesson.page.tokens, lesson.kinds, strict=True) if kind != "label"]
    assert told == [token.text for token in drawn.page.tokens]


def test_evidence_that_is_left_out_is_missed() -> None:
    lessons, held = made(120, 1), made(60, 2)
    whole, (dates, nothing, alone) = ablation.worths(
        lessons, {"held": held}, [ablation.by_group()["dates"], (), ablation.by_group()["(surroundings)"]]
    )
    assert nothing == whole
    assert dates["held"].loss > whole["held"].loss
    assert dates["held"].hidden < whole["held"].hidden
    assert alone["held"] != whole["held"]


def test_every_piece_is_left_out_once_alone_and_once_with_its_group() -> None:
    assert [name for (name,) in ablation.by_piece().values()] == list(pieces())
    parts = ablation.by_group()
    assert list(parts) == [*groups(), "(surroundings)"]
    assert sorted(name for group in groups() for name in parts[group]) == sorted(pieces())


def test_the_ablation_prints_the_least_loss_first(folder: Path, capsys: Captured) -> None:
    assert ablation.main([str(folder), "--screens", "12", "--workers", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    rows = [line.split() for line in lines[3:]]
    assert lines[3].startswith("(nothing)")
    assert {row[0] for row in rows[1:]} == set(ablation.by_group())
    losses = [float(row[1]) for row in rows[1:]]
    assert losses == sorted(losses)


def test_ink_is_covered_by_as_much_as_boxes_lie_on_it() -> None:
    ink = np.zeros((10, 40), bool)
    ink[:, :20] = True
    word = InkedWord("phi", "PERSON", 100, 50, ink)
    assert own_words.covered(word, []) == 0.0
    assert own_words.covered(word, [Box(0, 0, 110, 200)]) == 0.5
    assert own_words.covered(word, [Box(0, 0, 110, 200), Box(110, 45, 10, 10)]) == 0.75
    assert own_words.covered(word, [Box(120, 50, 20, 10)]) == 0.0


def test_what_the_program_reads_is_hidden_and_kept_by_the_limit(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, sums = read_texts(folder), learned().sums
    low, default, high = own_words.read(files, sums, tmp_path).scores([-9.0, limit_of(learned()), 99.0])
    assert low.hidden >= default.hidden >= high.hidden
    assert low.kept <= default.kept <= high.kept
    assert low.shares[0] > 0.9
    assert default.shares[2] > 0.5
    assert high.shares[2] == 1.0
    assert low.words == high.words == 10
    monkeypatch.setattr(own_words, "_read", lambda _: pytest.fail("it was read before"))
    assert own_words.read(files, sums, tmp_path).scores([-9.0]) == [low]


def test_a_refused_image_has_hidden_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_words, "_read", lambda _: None)
    (found,) = own_words.read(read_texts(folder)[1:], learned().sums, tmp_path).scores([0.0])
    assert found == Score(words=1, pages=1)


def test_the_trade_off_is_printed_and_drawn(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    drawn = tmp_path / "tradeoff.png"
    options = ["--read", str(tmp_path / "read"), "--plot", str(drawn), "--point", "another one=53.2,87"]
    assert tradeoff.main([str(folder), *options]) == 0
    printed = capsys.readouterr().out
    assert printed.count("default") == 2
    assert "own reading" in printed
    with Image.open(drawn) as image:
        assert image.format == "PNG"


def test_the_points_of_other_programs_are_those_of_the_comparison() -> None:
    points = {name: (hidden, kept) for name, hidden, kept in tradeoff.compared("real images")}
    results = json.loads(RESULTS.read_text(encoding="utf-8"))["real images"]["programs"]
    assert len(points) == 2
    for key, rows in results.items():
        if key != "ours":
            hidden = [count for row in rows for count in row["hidden"].values()]
            share = sum(some for some, _ in hidden) / sum(number for _, number in hidden)
            assert share in [one for one, _ in points.values()]


@pytest.mark.parametrize("point", ["no shares", "a=1", "a=b,c", "a=1,2,3"])
def test_a_point_needs_a_name_and_two_shares(point: str) -> None:
    with pytest.raises(SystemExit) as ended:
        tradeoff.main(["folder", "--read", "read", "--point", point])
    assert ended.value.code == 2


def test_the_reliability_of_scores_is_drawn(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    scores = random.random(500)
    truth = (random.random(500) < scores).astype(float)
    reliability.draw([("true ones", scores, truth), ("too few", scores[:5], truth[:5])], tmp_path / "drawn.png")
    with Image.open(tmp_path / "drawn.png") as image:
        assert min(image.size) > 400
