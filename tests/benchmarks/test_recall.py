from __future__ import annotations

import json
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

from benchmarks import readme, recall
from benchmarks.inks import InkedWord, OtherForm, compared, score, words_of
from benchmarks.phantoms import samples, sets
from benchmarks.phantoms.samples import Sample
from benchmarks.recall_table import clean, hidden, kept, table
from dicom_text_redactor.evaluation.truth import read_truth

SET = sets.recall(13, 8)
# The radiographs as small as the other pictures, so that the tests are quick.
SAMPLES = [replace(s, shape=(600, 500), size=16) if s.modality in ("CR", "DX") else s for s in SET]
NAMES = [sample.name for sample in SAMPLES]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """One file of each device: the folder of images, and that of truths."""
    folder = tmp_path_factory.mktemp("recall")
    for sample in SAMPLES:
        samples.write(sample, folder / "images", folder / "truths")
    return folder / "images", folder / "truths"


def pixels(path: Path) -> npt.NDArray[np.int64]:
    """Values, shape (frames, rows, columns, samples)."""
    dataset = dcmread(path)
    shape = (int(dataset.get("NumberOfFrames", 1)), dataset.Rows, dataset.Columns, dataset.SamplesPerPixel)
    return np.asarray(dataset.pixel_array).reshape(shape).astype(np.int64)


def test_a_seed_makes_the_same_set_again_and_another_seed_another() -> None:
    assert sets.recall(20, 8) == sets.recall(20, 8) != sets.recall(20, 9)
    assert sets.recall(20, 8)[:13] == SET


@pytest.mark.parametrize("number", [0, 4, 9])
def test_a_sample_makes_the_same_files_again(number: int, made: tuple[Path, Path], tmp_path: Path) -> None:
    images, truths = made
    again = samples.write(SAMPLES[number], tmp_path, tmp_path)
    assert again.read_bytes() == (images / again.name).read_bytes()
    for ending in ("truth.json", "ink.npz"):
        name = f"{again.stem}.{ending}"
        assert (tmp_path / name).read_bytes() == (truths / name).read_bytes()


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
    sample: Sample, tmp_path: Path, made: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    images, truths = made
    words, labels = words_of(sample.name, truths)
    assert {word.role for word in words} == {"phi", "keep"}
    monkeypatch.setattr(samples, "placed", lambda *_: [])
    without = samples.write(sample, tmp_path, tmp_path)
    changed = np.abs(pixels(images / f"{sample.name}.dcm") - pixels(without)).max(axis=-1)
    around = changed.copy()
    boxes = [[word.left, word.top, *word.mask.shape[::-1]] for word in words] + labels
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
    for word in words:
        first, last = word.frames or (0, sample.frames - 1)
        rows, columns = word.mask.shape
        part = changed[first : last + 1, word.top : word.top + rows, word.left : word.left + columns]
        assert part[:, word.mask].mean() > 0.04 * (2**sample.bits - 1), "where the ink is said to be there is some"


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_the_evaluation_reads_the_truth(sample: Sample, made: tuple[Path, Path]) -> None:
    truth = read_truth(made[1] / f"{sample.name}.truth.json")
    words = truth[f"{sample.name}.dcm"]
    assert [word.role for word in words] == [word.role for word in words_of(sample.name, made[1])[0]]
    assert any(word.frames for word in words) == (sample.frames > 1)


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_a_file_that_nothing_happened_to_has_hidden_nothing(sample: Sample, made: tuple[Path, Path]) -> None:
    path = made[0] / f"{sample.name}.dcm"
    found = score(path, path, made[1])
    assert {share for _, _, share in found.words} == {0.0}
    assert found.other == 0.0


def word(role: str = "phi", *, frames: tuple[int, int] | None = None) -> InkedWord:
    mask = np.zeros((12, 40), bool)
    mask[:, ::4] = mask[:, 1::4] = True
    return InkedWord(role, "PERSON" if role == "phi" else "", 20, 30, mask, frames)


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
    assert compared(before, after, [word()], []).words == (("phi", "PERSON", share),)


def test_a_word_counts_in_its_own_frames_only_and_by_the_worst_of_them() -> None:
    before = picture(word(), frames=3)
    after = before.copy()
    after[1, 26:46, 16:64] = 0
    assert compared(before, after, [word(frames=(1, 1))], []).words[0][2] == 1.0
    assert compared(before, after, [word()], []).words[0][2] == 0.0
    assert compared(before, after, [word("keep")], []).words[0][2] == 1.0


def test_paint_counts_as_other_away_from_words_that_identify_and_from_labels() -> None:
    before = picture(word())
    after = before.copy()
    after[0, :10, :10] = 200
    assert compared(before, after, [word()], []).other == 100 / 8000
    assert compared(before, after, [word()], [[0, 0, 4, 4]]).other == 0.0
    after = before.copy()
    after[0, 26:46, 16:64] = 0
    assert compared(before, after, [word()], []).other == 0.0
    assert compared(before, after, [word("keep")], []).other > 0.1


def test_small_differences_of_a_lossy_file_are_none() -> None:
    before = picture(word())
    assert compared(before, before + 5, [word()], [], 12) == compared(before, before, [word()], [])


def test_colours_with_a_wrong_name_are_no_paint(made: tuple[Path, Path], tmp_path: Path) -> None:
    original = made[0] / "012-us.dcm"
    dataset = dcmread(original)
    assert dataset.PhotometricInterpretation == "YBR_FULL"
    dataset.PixelData = pixel_array(dataset).tobytes()
    dataset.save_as(tmp_path / "wrong.dcm")
    assert score(original, tmp_path / "wrong.dcm", made[1]) == score(original, original, made[1])


def test_an_image_of_another_size_cannot_be_compared(made: tuple[Path, Path]) -> None:
    images, truths = made
    with pytest.raises(OtherForm):
        score(images / f"{NAMES[0]}.dcm", images / f"{NAMES[1]}.dcm", truths)


def row(
    *words: tuple[str, str, float], modality: str = "CT", failure: str = "", seconds: float = 1.0
) -> dict[str, Any]:
    return {"name": "a", "modality": modality, "seconds": seconds, "failure": failure, "other": 0.01, "words": words}


ROWS = [
    row(("phi", "PERSON", 0.95), ("keep", "", 0.09)),
    row(("phi", "PERSON", 0.94), ("phi", "ID", 1.0), ("keep", "", 0.1), modality="US", seconds=3.0),
    row(("phi", "ID", 0.0), ("keep", "", 0.0), failure="ValueError", seconds=99.0),
]
RESULTS: dict[str, Any] = {"date": "2026-01-31", "seed": 8, "count": 3, "ours": ROWS[:1] * 3, "peer": ROWS}


def test_words_and_files_are_counted_by_the_ink() -> None:
    assert hidden(ROWS) == (2, 4)
    assert hidden(ROWS, "PERSON") == (1, 2)
    assert kept(ROWS) == (1, 2), "a file that failed kept nothing"
    assert clean(ROWS) == (1, 3)


@pytest.mark.parametrize(
    "line",
    [
        "| this program | **100.0 %** of 3 | **100.0 %** of 3 | **100.0 %** of 3 | 1.00 % | 0 | 1.00 s |",
        "| **50.0 %** of 4 | **33.3 %** of 3 | **50.0 %** of 2 | 1.00 % | 1 | 2.00 s |",
        "| `PERSON` | 3 | 100.0 % | 50.0 % |  |  |  |  |",
        "| CT | 3 | 100.0 % | 50.0 % | 100.0 % | 50.0 % | 100.0 % | 100.0 % |",
    ],
)
def test_the_table_says_what_was_measured(line: str) -> None:
    assert line in table(RESULTS)


def test_without_the_peer_the_table_says_so() -> None:
    alone = {key: value for key, value in RESULTS.items() if key != "peer"}
    assert "was not measured" in table(alone)
    assert "theirs" not in table(alone)


def test_both_programs_are_scored_and_what_fails_has_hidden_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def paints(arguments: Sequence[str], *_: Any) -> str:
        """Stands in for the folder's redaction: paints all of the first file, and refuses the second."""
        source, target = Path(arguments[2]), Path(arguments[3])
        target.mkdir()
        first, second = sorted(source.glob("*.dcm"))
        dataset = dcmread(first)
        if dataset.file_meta.TransferSyntaxUID.is_compressed:
            dataset.decompress()
        dataset.PixelData = (65535 - np.frombuffer(dataset.PixelData, "<u2")).tobytes()
        dataset.save_as(target / first.name)
        for path in (first, second):
            (target / f"{path.name}.boxes.json").write_text('{"seconds": {"total": 1.5}}')
        return ""

    monkeypatch.setattr(recall, "run", paints)
    monkeypatch.setattr(recall, "THEIRS", "tests.benchmarks.copier")
    results = tmp_path / "recall.json"
    options = ["--results", str(results), "--folder", str(tmp_path), "--peer"]
    assert recall.main(["--seed", "8", "--count", "2", *options, str(tmp_path / "none")]) == 0
    assert "peer" not in json.loads(results.read_text())
    assert recall.main(["--peer-only", *options, sys.executable]) == 0
    ours, peer = (json.loads(results.read_text())[who] for who in ("ours", "peer"))
    assert [one["failure"] for one in ours] == ["", "refused"]
    assert hidden(ours[:1])[0] == hidden(ours[:1])[1] > 0
    assert hidden(ours[1:])[0] == 0
    assert [one["failure"] for one in peer] == ["", ""]
    assert hidden(peer)[0] == 0
    assert kept(peer)[0] == kept(peer)[1] > 0
    assert set(peer[0]["words"][0][:2]) <= {"phi", "keep", "", *samples.ENTITIES.values()}, "no text is kept"


def test_the_results_are_written_as_they_are_read() -> None:
    assert json.loads(recall._text(RESULTS)) == json.loads(json.dumps(RESULTS))


def test_the_table_takes_its_own_place_in_the_readme(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    start, end = readme.RECALL
    page.write_text(f"before\n{readme.START}\n{readme.END}\n{start}\nold\n{end}\nafter\n")
    readme.put(table(RESULTS), page, readme.RECALL)
    assert page.read_text() == f"before\n{readme.START}\n{readme.END}\n{start}\n{table(RESULTS)}{end}\nafter\n"
