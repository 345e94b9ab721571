"""`evaluate` and `truth` from the outside: on made files with known text, redacted here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from jsonschema import Draft202012Validator
from PIL import Image

from dicom_text_redactor.__main__ import main
from dicom_text_redactor.evaluation.truth import SCHEMA_FILE
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.report import REPORT_SUFFIX
from dicom_text_redactor.settings import RedactionSettings
from tests.phantoms import BORN, SURNAME, Line, Phantom, image_with

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDACT_NER_MODEL", "")


@pytest.fixture(scope="module")
def phantom() -> Phantom:
    texts = (SURNAME, f"DOB: {BORN}", "CHEST LATERAL")
    lines = (Line(text, left=10, top=20 + 60 * row, size=24) for row, text in enumerate(texts))
    return image_with(*lines, shape=(200, 320), paper=30, PatientName=SURNAME, Modality="CR")


@pytest.fixture(scope="module")
def results(phantom: Phantom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of results: `study/a.dcm`, and a refused file."""
    folder = tmp_path_factory.mktemp("evaluated")
    phantom.saved(folder / "in" / "study" / "a.dcm")
    (folder / "in" / "notes.txt").write_text("no image")
    Redactor(RedactionSettings(ner_model="")).redact_directory(folder / "in", folder / "out", strict=True)
    return folder / "out"


def placed(phantom: Phantom, word: str) -> dict[str, int]:
    box = phantom.frames[0].box(word)
    return {"left": box.left, "top": box.top, "width": box.width, "height": box.height}


def saved(tmp_path: Path, document: object) -> str:
    path = tmp_path / "truth.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)


def presidio(phantom: Phantom, *words: str, key: str = "dir/study/a.dcm") -> dict[str, Any]:
    return {key: [{"label": word, **placed(phantom, word)} for word in words]}


def test_all_items_of_a_ground_truth_in_presidio_s_form_are_found(
    results: Path, phantom: Phantom, tmp_path: Path, capsys: Captured
) -> None:
    truth = saved(tmp_path, presidio(phantom, SURNAME, BORN))
    assert main(["evaluate", str(results), "--truth", truth, "--min-recall", "1.0"]) == 0
    printed = capsys.readouterr().out
    assert "1 file: 1 clean" in printed
    (line,) = (line for line in printed.splitlines() if line.startswith("all"))
    assert line.split()[1:5] == ["2", "2", "100.0", "%"]
    assert "1 other result has no ground truth" in printed
    assert SURNAME not in printed
    assert BORN not in printed


def test_a_recall_below_what_was_asked_for_ends_with_1_and_says_where(
    results: Path, phantom: Phantom, tmp_path: Path, capsys: Captured
) -> None:
    truth = saved(tmp_path, presidio(phantom, SURNAME, BORN, "CHEST"))
    assert main(["evaluate", str(results), "--truth", truth]) == 0
    assert main(["evaluate", str(results), "--truth", truth, "--min-recall", "0.6"]) == 0
    assert main(["evaluate", str(results), "--truth", truth, "--min-recall", "1.0"]) == 1
    printed = capsys.readouterr().out
    assert '["dir/study/a.dcm"][2]' in printed
    assert "found, and left" in printed
    assert "CHEST" not in printed


def test_our_form_tells_clinical_words_and_writes_all_figures(results: Path, phantom: Phantom, tmp_path: Path) -> None:
    words = [
        {"role": "phi", "entity": "PERSON", "text": SURNAME, **placed(phantom, SURNAME)},
        {"role": "phi", "entity": "DATE_TIME", "text": BORN, **placed(phantom, BORN), "frames": [[0, 0]]},
        {"role": "keep", "text": "CHEST", **placed(phantom, "CHEST")},
    ]
    document = {"schema": "box-truth/1", "files": {"study/a.dcm": words, "notes.txt": words, "gone.dcm": words[:1]}}
    figures, plot = tmp_path / "figures.json", tmp_path / "plot.png"
    arguments = ["--truth", saved(tmp_path, document), "--json", str(figures), "--plot", str(plot)]
    assert main(["evaluate", str(results), *arguments]) == 0
    text = figures.read_text(encoding="utf-8")
    assert SURNAME not in text
    found = json.loads(text)
    assert found["schema"] == "box-evaluation/1"
    assert found["all"]["words"] == 3  # those of the refused file count for nothing
    assert (found["all"]["hidden"], found["all"]["missing"], found["all"]["refused"]) == (2, 1, 1)
    assert found["all"]["kept_clinical"] == 1.0
    assert found["by_modality"]["CR"]["recall"] == 1.0
    assert found["by_entity"]["DATE_TIME"]["recall"] == 1.0
    assert found["by_source"]["metadata"]["precision"] == 1.0
    assert [file["status"] for file in found["files"]] == ["redacted", "refused", "missing"]
    with Image.open(plot) as image:
        assert image.format == "PNG"
        assert len(np.unique(np.asarray(image).reshape(-1, 3), axis=0)) > 5


def test_a_ground_truth_without_an_identifying_word_is_never_enough(
    results: Path, phantom: Phantom, tmp_path: Path, capsys: Captured
) -> None:
    truth = saved(tmp_path, {"study/a.dcm": []})
    assert main(["evaluate", str(results), "--truth", truth, "--min-recall", "0.5"]) == 1
    assert "no identifying word" in capsys.readouterr().out


def test_a_padded_ground_truth_is_shifted(results: Path, phantom: Phantom, tmp_path: Path) -> None:
    document = presidio(phantom, SURNAME)
    for word in document["dir/study/a.dcm"]:
        word["left"] += 25
        word["top"] += 25
    arguments = ["evaluate", str(results), "--truth", saved(tmp_path, document), "--min-recall", "1"]
    assert main(arguments) == 1
    assert main([*arguments, "--padding", "25"]) == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (["--truth", "none.json"], "cannot be read"),
        (["--padding", "-1"], "--padding"),
        (["--json", "no/such/folder/f.json"], "--json must name a file"),
        (["--plot", "{truth}"], "--plot must not name a file that is read"),
    ],
)
def test_wrong_usage_ends_with_2(
    results: Path, phantom: Phantom, tmp_path: Path, capsys: Captured, change: list[str], said: str
) -> None:
    truth = saved(tmp_path, presidio(phantom, SURNAME))
    arguments = ["evaluate", str(results), "--truth", truth, *(each.format(truth=truth) for each in change)]
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


def test_a_folder_that_is_none_and_twins_in_the_ground_truth_are_wrong_usage(
    results: Path, phantom: Phantom, tmp_path: Path, capsys: Captured
) -> None:
    truth = saved(tmp_path, {**presidio(phantom, SURNAME), **presidio(phantom, SURNAME, key="other/study/a.dcm")})
    assert main(["evaluate", str(tmp_path / "none"), "--truth", truth]) == 2
    assert main(["evaluate", str(results), "--truth", truth]) == 2
    assert "Two files of the ground truth have the same result" in capsys.readouterr().err


def test_a_share_that_is_none_is_wrong_usage(results: Path) -> None:
    for wrong in ("1.5", "-0.1", "all"):
        with pytest.raises(SystemExit) as ended:
            main(["evaluate", str(results), "--truth", "x", "--min-recall", wrong])
        assert ended.value.code == 2


def test_a_draft_is_a_ground_truth_that_its_own_result_fulfils(
    results: Path, phantom: Phantom, tmp_path: Path, capsys: Captured
) -> None:
    source = phantom.saved(tmp_path / "a.dcm")
    assert main(["truth", str(source), "--name", "study/a.dcm"]) == 0
    printed = capsys.readouterr()
    assert "identifies the patient" in printed.err
    document = json.loads(printed.out)
    Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))).validate(document)
    words = document["files"]["study/a.dcm"]
    assert {(word["text"], word["role"]) for word in words} == {
        (SURNAME, "phi"),
        ("CHEST", "keep"),
        ("LATERAL", "keep"),
        ("DOB:", "keep"),
        (BORN, "phi"),
    }
    truth = saved(tmp_path, document)
    assert main(["evaluate", str(results), "--truth", truth, "--min-recall", "1", "--json", str(tmp_path / "f")]) == 0
    found = json.loads((tmp_path / "f").read_text(encoding="utf-8"))
    assert found["all"]["kept_clinical"] == found["all"]["precision"] == 1.0


def test_a_draft_of_what_is_no_image_is_refused(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "notes.txt").write_text(SURNAME)
    assert main(["truth", str(tmp_path / "notes.txt")]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "not-dicom" in printed.err
    assert main(["truth", str(tmp_path)]) == 2


def test_evaluating_needs_reports_and_outputs_and_no_source(results: Path, phantom: Phantom, tmp_path: Path) -> None:
    assert not (results / "a.dcm").exists()
    assert (results / "study" / f"a.dcm{REPORT_SUFFIX}").exists()
    (results / "study" / "a.dcm").rename(tmp_path / "moved.dcm")
    try:
        truth = saved(tmp_path, presidio(phantom, SURNAME))
        assert main(["evaluate", str(results), "--truth", truth, "--min-recall", "1"]) == 0
    finally:
        (tmp_path / "moved.dcm").rename(results / "study" / "a.dcm")
