"""The way of the measuring, with a program that copies instead of redacting."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import crews, file_sets, measures, side_by_side
from benchmarks.bench import Bench
from benchmarks.phantoms import files, sets
from benchmarks.processes import ROOT

COPIER = "tests.benchmarks.copier"


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    for module, name in ((measures, "OURS"), (side_by_side, "OURS"), (side_by_side, "PRESIDIO")):
        monkeypatch.setattr(module, name, COPIER)
    return Bench(tmp_path, 1, 20.0, Path(sys.executable), lambda _: None)


def left_over(bench: Bench) -> list[str]:
    return [path.name for path in bench.folder.rglob("*") if path.is_file() and path != bench.log]


def own(bench: Bench, count: int) -> file_sets.FileSet:
    return file_sets.own(count, 1, bench.folder)


def test_both_programs_do_every_file_in_every_round(bench: Bench) -> None:
    rows = side_by_side.in_turn(bench, own(bench, 3), 2)
    assert [row["name"] for row in rows] == ["00-ct", "01-us-rgb", "02-cr"]
    assert {len(row[who][what]) for row in rows for who in ("ours", "peer") for what in ("seconds", "processor_s")} == {
        2
    }
    assert list((bench.folder / "redacted").iterdir()) == []


def test_without_a_peer_only_ours_is_measured(bench: Bench) -> None:
    bench.peer = None
    result = side_by_side.measured(bench, own(bench, 2), 1)
    assert [row["peer"]["seconds"] for row in result["files"]] == [[], []]
    assert (len(result["rates"]["ours"]["per_minute"]), result["rates"]["peer"]) == (1, None)


def test_each_program_has_a_rate_for_each_round(bench: Bench) -> None:
    rates = side_by_side.measured(bench, own(bench, 3), 2)["rates"]
    assert (rates["files"], rates["workers"]) == (3, len(os.sched_getaffinity(0)))
    for who in ("ours", "peer"):
        assert all(rate > 0 for rate in rates[who]["per_minute"])
        assert [len(rates[who]["per_minute"]), *map(len, rates[who]["processor_s"])] == [2, 2, 2, 2]


def test_files_that_the_peer_cannot_read_count_for_no_rate(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "PRESIDIO", "tests.benchmarks.echo")  # which reads text, and no images
    result = side_by_side.measured(bench, own(bench, 2), 1)
    assert [row["failure"] for row in result["files"]] == ["UnicodeDecodeError"] * 2
    assert (result["rates"]["files"], result["rates"]["ours"]) == (0, None)


def test_a_file_of_ours_that_is_refused_ends_the_benchmark(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "OURS", "tests.benchmarks.echo")
    with pytest.raises(RuntimeError, match="was refused: UnicodeDecodeError"):
        side_by_side.in_turn(bench, own(bench, 1), 1)


def test_a_crew_whose_file_fails_has_no_rate(bench: Bench, tmp_path: Path) -> None:
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    right.write_text("one")
    wrong.write_text("raise")
    echo = crews.crew(bench, "tests.benchmarks.echo", Path(sys.executable), right, 1)
    with echo as some, pytest.raises(RuntimeError, match="not done again: KeyError"):
        crews.rates(bench, {"echo": some}, [right, wrong], 1)


def test_a_crew_shares_its_files_out(bench: Bench, tmp_path: Path) -> None:
    slow = tmp_path / "slow"
    slow.write_text("slow")
    with (
        crews.crew(bench, "tests.benchmarks.echo", Path(sys.executable), slow, 1) as one,
        crews.crew(bench, "tests.benchmarks.echo", Path(sys.executable), slow, 4) as four,
    ):
        rates = crews.rates(bench, {"one": one, "four": four}, [slow] * 8, 1)
    assert rates["four"]["per_minute"][0] > 2 * rates["one"]["per_minute"][0]


def test_the_processor_seconds_of_a_crew_are_told_file_by_file(bench: Bench, tmp_path: Path) -> None:
    orders = {name: tmp_path / name for name in ("one", "let work")}
    for text, path in orders.items():
        path.write_text(text)
    with crews.crew(bench, "tests.benchmarks.echo", Path(sys.executable), orders["one"], 2) as some:
        measured = crews.rates(bench, {"echo": some}, [orders["one"], orders["let work"]] * 2, 1)
    light, heavy, also_light, also_heavy = (seconds for (seconds,) in measured["echo"]["processor_s"])
    assert max(light, also_light) < 0.3 < min(heavy, also_heavy)


def test_workers_are_measured_against_one(bench: Bench) -> None:
    result = measures.workers(bench, own(bench, 3), 1)
    assert set(result) == {"workers", "one", "one with all", "all"}
    assert all(len(result[name]) == 1 for name in ("one", "one with all", "all"))


def test_real_images_are_those_of_one_frame_and_are_not_named(tmp_path: Path) -> None:
    for plan in (sets.cine(1, 1), sets.cine(3, 1)):
        files.write(plan, tmp_path)
    real = file_sets.real(tmp_path)
    assert real.files == (("00-us", tmp_path / "cine-1.dcm"),)


def test_a_folder_without_images_of_one_frame_is_no_set(tmp_path: Path) -> None:
    files.write(sets.cine(3, 1), tmp_path)
    with pytest.raises(SystemExit, match="no file"):
        file_sets.real(tmp_path)


def test_a_cine_gives_one_point_for_each_number_of_frames(bench: Bench) -> None:
    points = measures.frames(bench, (1, 3))
    assert [(point["frames"], len(point["seconds"])) for point in points] == [(1, 5), (3, 5)]
    assert all(point["peak_mb"] > 5 for point in points)
    assert all(len(point["processor_s"]) == 5 for point in points)
    assert left_over(bench) == []


def test_a_cine_that_takes_too_long_is_a_point_without_seconds(bench: Bench) -> None:
    bench.limit_s = 1e-9
    (point,) = measures.frames(bench, (3,))
    assert (point["seconds"], point["limit_s"]) == ([], 1e-9)
    assert left_over(bench) == []


def test_every_report_is_looked_at_and_wrong_sums_are_kept(bench: Bench) -> None:
    side_by_side.in_turn(bench, own(bench, 3), 1)
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
    assert {"--large", "--pages", "--seed", "--real", "--limit", "--note"} <= set(help_.split())
