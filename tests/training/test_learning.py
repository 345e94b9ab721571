"""Learning the weights: reproducible, calibrated, and from made screens alone."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dicom_text_redactor.phi.evidence import pieces
from dicom_text_redactor.phi.judge import Judge
from dicom_text_redactor.phi.weighing import WEIGHTS, Sum, Weights, learned, probability
from dicom_text_redactor.settings import DEFAULT_NER_MODEL, RedactionSettings
from training import judge as training
from training import learning
from training.learning import fit
from training.lessons import Lesson, analyzer, made
from training.scoring import calibration_error, judged, limit_that_hides, score, told
from training.screens import make
from training.screens.reading import as_read

ROOT = Path(__file__).resolve().parents[2]
FEW = 120
"""Screens of the small learning; the program's own weights are learned from many more."""
FRESH = 777
"""Seed of screens that nothing was learned from."""
AGREE, LIMIT = 0.85, 0.1
"""The share of the words on which the small learning and the program's weights agree at the least, at this limit."""

MADE_WITHOUT_AN_IMAGE = """
import sys
from dataclasses import replace
from pathlib import Path

allowed = [Path(p).resolve() for p in sys.argv[1].split(":")]

def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)) and arguments[0]:
        path = Path(arguments[0] if isinstance(arguments[0], str) else arguments[0].decode()).resolve()
        if not any(path.is_relative_to(root) for root in allowed) or path.suffix in (".dcm", ".png", ".jpg"):
            print(path)

sys.addaudithook(watch)
from training.judge import train
train(6, 1)
"""


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    return made(FEW, 1)


@pytest.fixture(scope="module")
def fresh() -> list[Lesson]:
    return made(60, FRESH)


@pytest.fixture(scope="module")
def small() -> dict[str, Any]:
    return training.train(FEW, 1)


def limit_of(weights: Weights) -> float:
    return float(np.log(weights.limit / (1 - weights.limit)))


def test_learned_twice_the_weights_are_the_same(small: dict[str, Any]) -> None:
    assert training.train(FEW, 1) == small


def test_a_small_learning_agrees_with_the_weights_of_the_program(small: dict[str, Any], fresh: list[Lesson]) -> None:
    verdicts = []
    for weights in (training.weights_of(small), learned()):
        limit = limit_of(replace(weights, limit=LIMIT))
        verdicts.append(np.concatenate([page.hidden(limit) for page in judged(fresh, weights.sums)]))
    known = ~np.isnan(np.concatenate([one.truth for one in fresh]))
    assert (verdicts[0] == verdicts[1])[known].mean() >= AGREE


def test_another_seed_learns_from_other_screens(lessons: list[Lesson]) -> None:
    others = made(3, 2)
    assert [one.page.tokens[0].text for one in others] != [one.page.tokens[0].text for one in lessons[:3]]


def test_processes_that_share_the_work_make_the_same_lessons(lessons: list[Lesson]) -> None:
    program = (
        "import hashlib; from training.lessons import made; "
        "print(hashlib.sha256(b''.join(one.evidence.tobytes() for one in made(6, 1, workers={}))).hexdigest())"
    )
    told_by = {
        subprocess.run([sys.executable, "-c", program.format(n)], cwd=ROOT, capture_output=True, text=True, check=True)
        .stdout for n in (1, 2)
    }  # fmt: skip
    assert len(told_by) == 1


def test_what_is_stored_is_what_is_loaded(small: dict[str, Any], fresh: list[Lesson]) -> None:
    text = training.text_of(small)
    assert json.loads(text) == json.loads(json.dumps(small))
    weights = training.weights_of(json.loads(text))
    assert weights.evidence == tuple(pieces())
    assert len(judged(fresh[:1], weights.sums)[0].odds) == len(fresh[0].truth)


def test_the_header_of_the_weights_tells_how_they_were_made_and_what_they_do() -> None:
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert stored["made_by"] == f"make train-judge SEED={stored['seed']} SCREENS={stored['screens']}"
    assert stored["words"] > 10 * stored["screens"]
    assert 0 < stored["limit"] < 0.5
    for figures in stored["measured"].values():
        assert {"screens", "hidden", "clean", "kept", "calibration_error"} == set(figures)
    assert WEIGHTS.stat().st_size < 2_000_000


def test_the_weights_hold_what_their_header_tells_on_screens_that_were_not_learned_from() -> None:
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    pages = judged(made(60, FRESH, faultless=1.0), learned().sums)
    hidden, _, kept = score(pages, limit_of(learned())).shares
    assert hidden == pytest.approx(stored["measured"]["faultless"]["hidden"], abs=0.02)
    assert kept == pytest.approx(stored["measured"]["faultless"]["kept"], abs=0.05)


def test_the_limit_hides_the_share_that_it_was_chosen_for(small: dict[str, Any]) -> None:
    sums = training.weights_of(small).sums
    pages = judged(made(40, FRESH, faultless=1.0), sums)
    limit = limit_that_hides(0.97, pages)
    assert score(pages, limit).shares[0] >= 0.97
    assert score(pages, limit + 0.01).shares[0] <= score(pages, limit).shares[0]
    assert score(pages, limit + 0.5).shares[0] < 0.97


def test_a_judge_gives_the_verdicts_that_the_limit_was_chosen_for() -> None:
    """What is learned and measured is what `FileJudge` does: same words hidden, same scores."""
    judge, weights = Judge(RedactionSettings(ner_model=DEFAULT_NER_MODEL)), learned()
    for seed in range(40, 46):
        screen = make(seed)
        words = [one.word for one in as_read(screen, seed)]
        verdicts = judge.for_file(screen.header).judge(words)
        page = judged([one for one in lessons_of(seed) if len(one.truth)], weights.sums)[0]
        assert [v.hide for v in verdicts] == page.hidden(limit_of(weights)).tolist()
        scores = [v.score if v.hide else 1 - v.score for v in verdicts]
        assert scores == pytest.approx(page.scores(limit_of(weights)).tolist())


def lessons_of(seed: int) -> list[Lesson]:
    from training.lessons import _made

    return [_made((seed, False))]


def test_trees_find_what_made_their_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where two inputs count together only, which no weight for each of them can tell."""
    monkeypatch.setattr(learning, "_GROWTH", {**learning._GROWTH, "feature_fraction": 1.0})
    random = np.random.default_rng(1)
    inputs = random.integers(0, 2, (20_000, 3)).astype(float)
    odds = np.where(inputs[:, 0] == inputs[:, 1], 2.0, -2.0)
    truth = (random.random(len(inputs)) < probability(odds)).astype(float)
    found = Sum.of(fit(inputs, truth, ("one", "other", "third"), np.zeros(len(truth))))
    assert np.abs(found.odds(inputs) - odds).max() < 0.3
    parts = found.parts(inputs)
    assert np.abs(parts[:, 2]).max() < 0.1 < np.abs(parts[:, :2]).max()


def test_what_is_fitted_is_what_the_odds_before_lack() -> None:
    random = np.random.default_rng(1)
    inputs = random.integers(0, 2, (20_000, 1)).astype(float)
    odds = 3 * inputs[:, 0] - 1
    truth = (random.random(len(inputs)) < probability(odds)).astype(float)
    found = Sum.of(fit(inputs, truth, ("one",), odds))
    assert np.abs(found.odds(inputs)).max() < 0.1


def test_the_probabilities_hold_on_screens_that_nothing_was_learned_from(fresh: list[Lesson]) -> None:
    assert calibration_error(*told(judged(fresh, learned().sums), limit_of(learned()))) < 0.04


def test_training_reads_no_image_and_nothing_outside_the_project_and_its_packages() -> None:
    python = {Path(sys.prefix), Path(sys.base_prefix), *map(Path, sys.path)} - {Path()}
    allowed = ":".join(
        str(p) for p in (ROOT / "shared", ROOT / "training", *python, "/proc", "/sys", "/dev", "/usr/lib")
    )
    run = subprocess.run(
        [sys.executable, "-c", MADE_WITHOUT_AN_IMAGE, allowed], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == []


def test_nothing_that_trains_imports_what_reads_images() -> None:
    """But for the finder, which learns on made-up grounds that the benchmark draws as well; its card says so."""
    for path in {*(ROOT / "training").rglob("*.py")} - {*(ROOT / "training" / "finder").rglob("*.py")}:
        text = path.read_text(encoding="utf-8")
        assert "benchmarks" not in text, path
        assert "dcmread" not in text, path


def test_the_analyzer_is_that_of_the_default_settings() -> None:
    assert analyzer() is analyzer()
