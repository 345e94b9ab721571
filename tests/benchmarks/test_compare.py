from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from pydicom import dcmread
from pydicom.pixels.utils import pixel_array

from benchmarks import compare, pages, programs
from benchmarks.comparison import clean, details, hidden, kept, table
from benchmarks.inks import Covered, InkedWord, OtherForm, Score, compared, score
from benchmarks.phantoms import samples, sets
from benchmarks.phantoms.samples import Sample
from benchmarks.programs import Program, warm
from benchmarks.truths import Box, TrueFile, read_file, read_folder

SET = sets.recall(13, 8)
# The radiographs as small as the other pictures, so that the tests are quick.
SAMPLES = [replace(s, shape=(600, 500), size=16) if s.modality in ("CR", "DX") else s for s in SET]
NAMES = [sample.name for sample in SAMPLES]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One file of each device, with the truths beside them."""
    folder = tmp_path_factory.mktemp("made")
    for sample in SAMPLES:
        samples.write(sample, folder, folder)
    return folder


def scored(file: TrueFile, redacted: Path) -> Score:
    return score(file.path, redacted, file.words, file.free)


def pixels(path: Path) -> npt.NDArray[np.int64]:
    """Values, shape (frames, rows, columns, samples)."""
    dataset = dcmread(path)
    shape = (int(dataset.get("NumberOfFrames", 1)), dataset.Rows, dataset.Columns, dataset.SamplesPerPixel)
    return np.asarray(dataset.pixel_array).reshape(shape).astype(np.int64)


def test_a_seed_makes_the_same_set_again_and_another_seed_another() -> None:
    assert sets.recall(20, 8) == sets.recall(20, 8) != sets.recall(20, 9)
    assert sets.recall(20, 8)[:13] == SET


@pytest.mark.parametrize("number", [0, 4, 9])
def test_a_sample_makes_the_same_files_again(number: int, made: Path, tmp_path: Path) -> None:
    again = samples.write(SAMPLES[number], tmp_path, tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (made / path.name).read_bytes()
    assert {path.suffix for path in tmp_path.iterdir()} == {".dcm", ".json", ".npz"}
    assert again.name == f"{NAMES[number]}.dcm"


def test_a_large_set_has_all_modalities_encodings_letters_and_styles() -> None:
    some = sets.recall(130, 8)
    assert {sample.modality for sample in some} == {"CT", "MR", "CR", "DX", "US", "XA", "SC"}
    assert {sample.encoding for sample in some} == {"explicit", "implicit", "rle", "jpeg-ls", "jpeg-2000", "jpeg"}
    assert {sample.bits for sample in some} == {8, 12, 14, 16}
    assert len({sample.font for sample in some}) == 10
    assert len({sample.style.form for sample in some}) == 4
    assert min(sample.size for sample in some) == 10
    assert {True, False} == {sample.noise > 0 for sample in some} == {sample.style.blur > 0 for sample in some}


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_the_boxes_of_the_truth_hold_all_ink(
    sample: Sample, tmp_path: Path, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = read_file(made / f"{sample.name}.dcm")
    assert {word.role for word in file.words} == {"phi", "keep"}
    monkeypatch.setattr(samples, "placed", lambda *_: [])
    without = samples.write(sample, tmp_path, tmp_path)
    changed = np.abs(pixels(file.path) - pixels(without)).max(axis=-1)
    around = changed.copy()
    boxes = [*((word.left, word.top, *word.mask.shape[::-1]) for word in file.words), *file.free]
    for left, top, width, height in boxes:
        assert min(left, top) >= 0
        assert left + width <= sample.shape[1]
        assert top + height <= sample.shape[0]
        # A contour or a box reaches a little further than the letters, a block of JPEG eight pixels.
        beyond = 12 + height // 2
        around[:, max(0, top - beyond) : top + height + beyond, max(0, left - beyond) : left + width + beyond] = 0
    tolerance = 10 if sample.encoding == "jpeg" else 0
    # Noise is drawn after the words, from the same source, so that it is the same without them.
    assert around.max() <= tolerance
    for word in file.words:
        frames = list(range(sample.frames) if word.frames is None else word.frames)
        rows, columns = word.mask.shape
        part = changed[frames, word.top : word.top + rows, word.left : word.left + columns]
        assert part[:, word.mask].mean() > 0.04 * (2**sample.bits - 1), "where the ink is said to be there is some"


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_a_word_that_stands_in_some_frames_is_one_of_a_cine(sample: Sample, made: Path) -> None:
    words = read_file(made / f"{sample.name}.dcm").words
    assert any(word.frames for word in words) == (sample.frames > 1)


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_a_file_that_nothing_happened_to_has_hidden_nothing(sample: Sample, made: Path) -> None:
    file = read_file(made / f"{sample.name}.dcm")
    found = scored(file, file.path)
    assert {each.share for each in found.words} == {0.0}
    assert {each.right for each in found.words if each.word.role == "phi"} == {False}
    assert {each.right for each in found.words if each.word.role == "keep"} == {True}
    assert found.other == 0.0


def word(role: str = "phi", *, frames: tuple[int, ...] | None = None) -> InkedWord:
    mask = np.zeros((12, 40), bool)
    mask[:, ::4] = mask[:, 1::4] = True
    return InkedWord(role, "PERSON" if role == "phi" else "", 20, 30, mask, frames)


def told(before: Any, after: Any, words: list[InkedWord], free: Sequence[Box] = (), tolerance: int = 0) -> Score:
    return compared(zip(before, after, strict=True), words, free, tolerance)


def picture(some: InkedWord, frames: int = 1) -> npt.NDArray[np.int64]:
    values = np.full((frames, 80, 100, 1), 20, np.int64)
    values[:, some.top : some.top + 12, some.left : some.left + 40, 0][:, some.mask] = 255
    return values


@pytest.mark.parametrize(
    ("columns", "fill", "share"),
    [
        (slice(16, 64), 0, 1.0),
        (slice(16, 64), 255, 1.0),  # the letters' own value: nothing of them is left to be seen
        (slice(16, 40), 0, 0.5),
        (slice(16, 40), 255, 0.6),  # nor of the stroke that this paint touches
        (slice(70, 90), 0, 0.0),
    ],
)
def test_the_share_of_ink_under_paint_is_known(columns: slice, fill: int, share: float) -> None:
    before = picture(word())
    after = before.copy()
    after[0, 26:46, columns] = fill
    assert [each.share for each in told(before, after, [word()]).words] == [share]


def test_paint_in_the_letters_own_value_counts_for_a_word_that_runs_upwards() -> None:
    upwards = InkedWord("phi", "", 20, 10, word().mask.T.repeat(3, axis=1).repeat(3, axis=0))
    before = np.full((1, 160, 100, 1), 20, np.int64)
    before[0, 10:130, 20:56, 0][upwards.mask] = 255
    after = before.copy()
    after[0, 5:140, 15:60] = 255
    assert told(before, after, [upwards]).words[0].share == 1.0


def test_a_word_counts_in_its_own_frames_only_and_by_the_worst_of_them() -> None:
    before = picture(word(), frames=3)
    after = before.copy()
    after[1, 26:46, 16:64] = 0
    assert told(before, after, [word(frames=(1,))]).words[0].share == 1.0
    assert told(before, after, [word(frames=(0, 1))]).words[0].share == 0.0
    assert told(before, after, [word()]).words[0].share == 0.0
    assert told(before, after, [word("keep")]).words[0].share == 1.0


def test_a_word_can_need_less_than_all_of_its_ink() -> None:
    before = picture(word())
    after = before.copy()
    after[0, 26:46, 16:54] = 0
    assert [each.right for each in told(before, after, [word(), replace(word(), need=0.8)]).words] == [False, True]


def test_paint_counts_as_other_away_from_words_that_identify_and_from_labels() -> None:
    before = picture(word())
    after = before.copy()
    after[0, :10, :10] = 200
    assert told(before, after, [word()]).other == 100 / 8000
    assert told(before, after, [word()], [(0, 0, 4, 4)]).other == 0.0
    after = before.copy()
    after[0, 26:46, 16:64] = 0
    assert told(before, after, [word()]).other == 0.0
    assert told(before, after, [word("keep")]).other > 0.1


def test_small_differences_of_a_lossy_file_are_none() -> None:
    before = picture(word())
    assert told(before, before + 5, [word()], tolerance=12).other == 0.0
    assert told(before, before + 5, [word()], tolerance=12).words[0].share == 0.0


def test_colours_with_a_wrong_name_are_no_paint(made: Path, tmp_path: Path) -> None:
    file = read_file(made / "012-us.dcm")
    dataset = dcmread(file.path)
    assert dataset.PhotometricInterpretation == "YBR_FULL"
    dataset.PixelData = pixel_array(dataset).tobytes()
    dataset.save_as(tmp_path / "wrong.dcm")
    wrong, same = scored(file, tmp_path / "wrong.dcm"), scored(file, file.path)
    assert (wrong.words, wrong.other) == (same.words, same.other)
    assert (wrong.recoloured, same.recoloured) == (True, False)


def test_an_image_of_another_size_cannot_be_compared(made: Path) -> None:
    with pytest.raises(OtherForm):
        scored(read_file(made / f"{NAMES[0]}.dcm"), made / f"{NAMES[1]}.dcm")


def test_a_truth_of_numbered_ink_is_read(tmp_path: Path) -> None:
    samples.write(SAMPLES[0], tmp_path, tmp_path / "elsewhere")
    path = tmp_path / f"{NAMES[0]}.dcm"
    ink = np.zeros((1, 512, 512), np.uint16)
    ink[0, 10:20, 30:60:2] = 1
    ink[0, 10:20, 100:140:2] = 2
    np.savez(path.with_suffix(".npz"), ink=ink)
    one = {"frame": -1, "kind": "PERSON"}
    words = [
        {**one, "index": 1, "role": "phi", "box": [29, 9, 31, 11], "need": 0.8},
        {**one, "index": 2, "role": "keep", "box": [100, 10, 40, 10]},
        {**one, "index": 3, "role": "keep", "box": [0, 0, 5, 5]},
        {**one, "index": 4, "role": "neutral", "box": [200, 10, 9, 8]},
    ]
    path.with_suffix(".json").write_text(json.dumps({"words": words}))
    (file,) = read_folder(tmp_path)
    assert [(each.role, each.entity, each.left, each.top, each.need) for each in file.words] == [
        ("phi", "PERSON", 30, 10, 0.8),
        ("keep", "", 100, 10, 0.95),
    ]
    assert [each.mask.shape for each in file.words] == [(10, 29), (10, 39)]
    assert file.free == ((200, 10, 9, 8),)


def test_without_masks_all_of_a_box_is_ink(made: Path, tmp_path: Path) -> None:
    for ending in (".dcm", ".truth.json"):
        shutil.copy(made / f"{NAMES[0]}{ending}", tmp_path)
    (file,) = read_folder(tmp_path)
    assert all(each.mask.all() for each in file.words)
    assert file.free == ()


def test_a_folder_without_images_or_with_one_without_truth_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="holds no file"):
        read_folder(tmp_path)
    (tmp_path / "a.dcm").write_bytes(b"")
    with pytest.raises(SystemExit, match=r"beside a\.dcm"):
        read_folder(tmp_path)


def row(phi: tuple[int, int], keep: tuple[int, int], modality: str = "CT", **more: Any) -> dict[str, Any]:
    one = {"modality": modality, "failure": "", "seconds": 1.0, "processor_s": 2.0, "other": 0.01, "recoloured": False}
    one |= {"half": 0, "kinds": {}}
    return {**one, "hidden": {"PERSON": phi} if phi[1] else {}, "kept": keep, **more}


ROWS = [
    row((6, 6), (3, 3)),
    row((5, 6), (2, 4), "US", seconds=3.0, other=0.03, half=1, kinds={"TIME": [3, 1, 4]}),
    row((0, 0), (2, 2)),
    row((0, 4), (0, 0), failure="ValueError", seconds=99.0, other=0.0),
]
RESULTS: dict[str, Any] = {
    "real images": {
        "date": "2026-01-31", "python": "3.11.7", "cores": 2, "digest": "0", "note": "",
        "programs": {"ours": [*ROWS[:3], row((4, 4), (1, 1))], "presidio": ROWS},
    }
}  # fmt: skip


def test_figures_that_do_not_tell_of_halves_say_so() -> None:
    old = [{key: value for key, value in one.items() if key not in ("half", "kinds")} for one in ROWS]
    assert "| 77.8 % of 9 | – | 1.67 % |" in details({"old": {**RESULTS["real images"], "programs": {"ours": old}}})


@pytest.mark.parametrize(("share", "half"), [(0.0, False), (0.09, False), (0.1, True), (0.94, True), (0.95, False)])
def test_a_word_is_half_hidden_when_it_is_neither_hidden_nor_kept(share: float, half: bool) -> None:
    assert Covered(word("keep"), share).half is half


def test_words_and_files_are_counted_by_the_ink() -> None:
    assert hidden(ROWS) == (11, 16)
    assert hidden(ROWS, "ID") == (0, 0)
    assert kept(ROWS) == (7, 9), "a file that failed kept nothing"
    assert clean(ROWS) == (1, 3), "a file without identifying words says nothing"


@pytest.mark.parametrize(
    "line",
    [
        "| 4 real images | **dicom-text-redactor** | 93.8 % of 16 | 66.7 % of 3 | 80.0 % of 10 |",
        "|  | presidio-image-redactor 0.0.62 | 68.8 % of 16 | 33.3 % of 3 | 77.8 % of 9 |",
    ],
)
def test_the_table_says_what_was_measured(line: str) -> None:
    assert line in table(RESULTS).splitlines()


@pytest.mark.parametrize(
    "part",
    [
        "| 68.8 % of 16 | 33.3 % of 3 | 77.8 % of 9 | 1 | 1.67 % | 3.00 % | 1 `ValueError` | 0 | 1.00 s | 2.00 s |",
        "| `TIME` |  |  |  |  |  | 75.0 % of 4 (1 in part) | 75.0 % of 4 (1 in part) |",
        "| CT | 10 | 100.0 % | 60.0 % | 100.0 % | 50.0 % | 100.0 % | 100.0 % |",
        "| `PERSON` | 16 | 93.8 % | 68.8 % |  |  |  |  |",
        "with Python 3.11.7 on 2 cores.",
    ],
)
def test_the_long_tables_have_more(part: str) -> None:
    assert part in details(RESULTS)


def test_times_are_those_of_files_that_all_programs_could_do() -> None:
    slow = {**RESULTS["real images"], "programs": {"ours": [ROWS[1], ROWS[0]], "presidio": [ROWS[1], ROWS[3]]}}
    lines = details({"real images": slow}).splitlines()[2:4]
    assert [line.split(" | ")[-2:] for line in lines] == [["3.00 s", "2.00 s |"]] * 2


COPIER = Program("presidio", "a copier", "tests.benchmarks.copier", Path(sys.executable))
PAINTER = Program("ours", "a painter", "tests.benchmarks.painter", Path(sys.executable))


def test_all_programs_are_scored_and_the_others_stay_when_one_is_measured_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = Program("dentdeid", "not installed", "none", tmp_path / "none")
    monkeypatch.setattr(compare, "PROGRAMS", (PAINTER, COPIER, missing))
    results = tmp_path / "results.json"
    options = ["--seed", "8", "--count", "2", "--results", str(results)]
    assert compare.main([*options, "--keep", str(tmp_path / "kept")]) == 0
    first = json.loads(results.read_text())["generated images (seed 8)"]
    assert list(first["programs"]) == ["ours", "presidio"]
    ours, copied = first["programs"].values()
    assert [one["failure"] for one in ours] == ["", "KeyError"]
    assert hidden(ours[:1])[0] == hidden(ours[:1])[1] > 0 == hidden(ours[1:])[0]
    assert kept(ours[:1])[0] == 0
    assert hidden(copied)[0] == 0
    assert kept(copied)[0] == kept(copied)[1] > 0
    assert len(list((tmp_path / "kept" / "presidio").glob("*.dcm"))) == 2
    names = {each["name"] for each in first["programs"]["ours"] if "name" in each}
    assert names == set(), "a file's name can identify"
    assert compare.main([*options, "--only", "ours"]) == 0
    again = json.loads(results.read_text())["generated images (seed 8)"]
    assert again["programs"]["presidio"] == copied
    assert compare.main([*options[:2], "--count", "3", *options[4:], "--only", "ours"]) == 0
    other = json.loads(results.read_text())["generated images (seed 8)"]
    assert list(other["programs"]) == ["ours"], "those were figures of another set"


def test_the_pages_are_written_after_a_measurement_and_without_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compare, "PROGRAMS", (COPIER,))
    monkeypatch.setattr(compare, "ROOT", tmp_path)
    (tmp_path / "docs").mkdir()
    written = (tmp_path / "README.md", tmp_path / "docs" / "measurements.md")
    options = ["--results", str(tmp_path / "results.json"), "--pages"]
    with pytest.raises(SystemExit, match="no figures yet"):
        compare.main(options)
    for measured in (["--seed", "8", "--count", "1"], []):
        for page in written:
            page.write_text("\n".join(pages.COMPARISON))
        assert compare.main([*measured, *options]) == 0
        assert all("1 generated images (seed 8)" in page.read_text() for page in written)


def test_a_program_that_dies_gets_a_new_process_for_the_next_file(tmp_path: Path) -> None:
    source, target = tmp_path / "order", tmp_path / "out" / "result"
    (tmp_path / "first").write_text("one")
    echo = Program("echo", "an echo", "tests.benchmarks.echo", Path(sys.executable))
    with warm(echo, tmp_path / "first", tmp_path / "log.txt") as run:
        failures = []
        for order in ("one", "die", "two", "raise"):
            source.write_text(order)
            failures.append(run.ask(source, target).failure)
    assert failures == ["", "Died", "", "KeyError"]
    assert target.read_text() == "two"


def test_a_program_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_LIMIT_S", 0.3)
    (tmp_path / "first").write_text("one")
    (tmp_path / "order").write_text("sleep")
    echo = Program("echo", "an echo", "tests.benchmarks.echo", Path(sys.executable))
    with warm(echo, tmp_path / "first", tmp_path / "log.txt") as run:
        assert run.ask(tmp_path / "order", tmp_path / "result").failure == "Overdue"


def test_the_results_are_written_as_they_are_read() -> None:
    assert json.loads(compare.text_of(RESULTS)) == json.loads(json.dumps(RESULTS))


def test_a_table_takes_its_own_place_in_a_page(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    start, end = pages.COMPARISON
    page.write_text(f"before\n{pages.SPEED[0]}\n{pages.SPEED[1]}\n{start}\nold\n{end}\nafter\n")
    pages.put(table(RESULTS), page, pages.COMPARISON)
    speed = "\n".join(pages.SPEED)
    assert page.read_text() == f"before\n{speed}\n{start}\n{table(RESULTS)}{end}\nafter\n"
    assert pages.standing(page, pages.COMPARISON) == table(RESULTS)
    with pytest.raises(ValueError, match="needs one"):
        pages.put("", page, ("<!-- none -->", "<!-- /none -->"))
