"""The way of the measuring, with a program that copies instead of redacting."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import measures
from benchmarks.measures import Bench
from benchmarks.processes import ROOT

COPIER = "tests.benchmarks.copier"


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    monkeypatch.setattr(measures, "OURS", COPIER)
    monkeypatch.setattr(measures, "PRESIDIO", COPIER)
    return Bench(tmp_path, 1, 20.0, Path(sys.executable), lambda _: None)


def left_over(bench: Bench) -> list[str]:
    return [path.name for path in bench.folder.rglob("*") if path.is_file() and path != bench.log]


def test_both_programs_do_every_file_in_every_round(bench: Bench) -> None:
    result = measures.singles(bench, 3, 2)
    assert [row["name"] for row in result["files"]] == ["00-ct", "01-us-rgb", "02-cr"]
    assert all(len(row["ours"]) == len(row["peer"]) == 2 for row in result["files"])
    assert left_over(bench) == []


def test_without_a_peer_only_ours_is_measured(bench: Bench) -> None:
    bench.peer = None
    assert [row["peer"] for row in measures.singles(bench, 2, 1)["files"]] == [[], []]


def test_a_cine_gives_one_point_for_each_number_of_frames(bench: Bench) -> None:
    points = measures.frames(bench, (1, 3))
    assert [(point["frames"], len(point["seconds"])) for point in points] == [(1, 5), (3, 5)]
    assert all(point["peak_mb"] > 5 for point in points)
    assert left_over(bench) == []


def test_a_cine_that_takes_too_long_is_a_point_without_seconds(bench: Bench) -> None:
    bench.limit_s = 1e-9
    (point,) = measures.frames(bench, (3,))
    assert (point["seconds"], point["limit_s"]) == ([], 1e-9)
    assert left_over(bench) == []


def test_every_report_is_looked_at_and_wrong_sums_are_kept(bench: Bench) -> None:
    measures.singles(bench, 3, 1)
    assert bench.reports == 8  # both programs do one more file, to be warm
    assert bench.rests == [0.5, 0.5]  # the copier's sums are wrong for what is called 01


def test_memory_is_that_of_the_process_and_more_with_its_children(bench: Bench) -> None:
    memory = measures.section_memory(bench)
    assert 5 < memory["peak_mb"] <= memory["with_children_mb"]


def test_without_results_there_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="make bench"):
        command.main(["--pages", "--results", str(tmp_path / "none.json")])


def test_the_command_explains_itself() -> None:
    help_ = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert {"--large", "--pages", "--seed", "--limit", "--note"} <= set(help_.split())
