from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from benchmarks import curves, pages
from benchmarks.running import text_of
from benchmarks.sets_table import seconds, times
from benchmarks.table import short, table

START, END = pages.SPEED


def both_of(name: str, ours: list[float], peer: list[float], failure: str = "") -> dict[str, Any]:
    """A file's figures; ours works twice as long as it takes, the peer as long."""
    return {
        "name": name,
        "ours": {"seconds": ours, "processor_s": [2 * each for each in ours]},
        "peer": {"seconds": peer, "processor_s": peer},
        "failure": failure,
    }


def rate(*per_minute: float) -> dict[str, Any]:
    """What a crew got done with two files, in two rounds."""
    seconds = 60 / per_minute[0]
    return {"per_minute": list(per_minute), "processor_s": [[seconds, seconds], [2 * seconds, 4 * seconds]]}


RESULTS: dict[str, Any] = {
    "machine": {
        "cores": 2,
        "python": "3.11.7",
        "system": "Linux x86_64",
        "date": "2026-01-31",
        "note": "",
        "others": 0.08,
    },
    "seed": 7,
    "sets": [
        {
            "key": "real",
            "title": "real images",
            "rounds": 2,
            "others": 0.126,
            "files": [
                both_of("a", [0.1, 0.3], [0.4, 0.4]),
                both_of("b", [0.4, 0.4], [0.8, 0.8]),
                both_of("c", [9.0, 9.0], [], "ValueError"),
            ],
            "rates": {"workers": 2, "files": 2, "ours": rate(200.0, 240.0), "peer": rate(90.0, 110.0)},
        },
    ],
    "frames": [
        {"frames": 1, "seconds": [0.4, 0.5, 0.6], "processor_s": [0.5, 0.5, 0.5], "peak_mb": 400.0},
        {"frames": 30, "seconds": [1.0, 1.5, 1.1], "processor_s": [1.0, 1.5, 2.0], "peak_mb": 410.0},
        {"frames": 300, "seconds": [8.0], "processor_s": [9.0], "peak_mb": 420.0},
    ],
    "sizes": [
        {"megapixels": 0.25, "seconds": [0.2], "peak_mb": 380.0},
        {"megapixels": 16.0, "seconds": [3.0, 4.0], "peak_mb": 700.0},
    ],
    "memory": {"peak_mb": 399.6, "with_children_mb": 450.2},
    "reports": {"read": 40, "wrong": 0},
    "imports": [0.8, 0.9, 1.0],
    "cold": [3.0, 3.5, 3.2],
    "workers": {"workers": 2, "one": [60.0], "one with all": [80.0], "all": [105.0]},
}
LARGE = {"frames": 1000, "bytes": 1_440_001_000, "seconds": [31.0], "peak_mb": 612.0, "with_children_mb": 640.0}


def cells(results: dict[str, Any]) -> dict[str, str]:
    """What was measured, by the first cell of each row."""
    rows = [line.strip("|").split(" | ") for line in table(results).splitlines() if line.startswith("|")]
    return {row[0].strip(): " | ".join(row[1:]) for row in rows}


def test_only_files_that_both_could_do_are_compared() -> None:
    both = times(RESULTS["sets"][0]["files"], "seconds")
    assert both.ours == pytest.approx([0.2, 0.4])
    assert both.peer == pytest.approx([0.4, 0.8])
    assert both.ratios == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(
    "line",
    [
        "| 3 real images, without 1 that the other program cannot read | seconds | 0.30 s (0.25 to 0.35) | 0.38 s "
        "| 0.60 s (0.50 to 0.70) | 0.76 s | **0.50** (0.50 to 0.50) | 0.4 | **0.50** | 0.4 |",
        "|  | processor seconds | 0.60 s (0.50 to 0.70) | 0.76 s "
        "| 0.60 s (0.50 to 0.70) | 0.76 s | **1.00** (1.00 to 1.00) | 0.5 | **1.00** | – |",
        "| 2 real images | files per minute | 220 (200 to 240) | 100 (90 to 110) | **2.20** | 2 times |",
        "|  | processor seconds per file | 0.60 s (0.45 to 0.75) | 1.33 s (1.00 to 1.67) | **0.45** | – |",
    ],
)
def test_a_set_has_rows_for_seconds_processor_seconds_and_files_per_minute(line: str) -> None:
    assert line in table(RESULTS).splitlines()


def test_the_short_table_has_a_row_for_each_set() -> None:
    assert short(RESULTS).splitlines()[2:] == [
        "| 3 real images | 0.30/0.60 (**0.50**) | 0.60/0.60 (**1.00**) | 220/100 (**2.20**) |"
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "cine of 30 frames of 600 x 800",
            "**2.2** times one frame: 1.10 s (1.00 to 1.50) against 0.50 s; 3.0 times its processor time | 3 times",
        ),
        (
            "cine of 300 frames of 600 x 800",
            "**16.0** times one frame: 8.00 s against 0.50 s; 18.0 times its processor time | 12 times",
        ),
        ("`import function_app`, fresh process", "0.90 s (0.80 to 1.00)"),
        ("first file after a cold start (from the start of the process)", "3.20 s (3.00 to 3.50) | 3.5 s"),
        (
            "files per minute, 2 workers of one thread against one",
            "**1.75** times: 105 against 60; one with 2 threads does 80 | 1.7 times",
        ),
    ],
)
def test_a_row_says_what_was_measured(row: str, said: str) -> None:
    assert cells(RESULTS)[row].startswith(said)


@pytest.mark.parametrize(
    ("with_children", "said"), [(400.1, "**400 MB** | 400 MB"), (450.2, "**400 MB**, with its child processes 450 MB")]
)
def test_child_processes_are_told_of_where_there_are_any(with_children: float, said: str) -> None:
    results = RESULTS | {"memory": {"peak_mb": 399.6, "with_children_mb": with_children}}
    assert cells(results)["peak memory, 512 x 512 CT"].startswith(said)


def test_the_large_cine_has_a_row_once_it_was_measured() -> None:
    row = "peak memory, native cine of 1.4 GB (1,000 frames)"
    assert row not in cells(RESULTS)
    assert cells(RESULTS | {"large": LARGE})[row].startswith("**612 MB**")


def test_without_the_peer_our_own_figures_stand_alone() -> None:
    results = deepcopy(RESULTS)
    for row in results["sets"][0]["files"]:
        row["peer"] = {"seconds": [], "processor_s": []}
        row["failure"] = ""
    results["sets"][0]["rates"]["peer"] = None
    assert cells(results)["3 real images"] == "seconds | 0.40 s (0.30 to 4.70) | 7.28 s" + " | –" * 6 + " "
    assert "| 2 real images | files per minute | 220 (200 to 240) | – | – | 2 times |" in table(results)
    assert short(results).splitlines()[-1] == "| 3 real images | – | – | – |"


def test_a_cine_that_took_too_long_is_said_to_have() -> None:
    results = deepcopy(RESULTS)
    results["frames"][2] = {"frames": 300, "seconds": [], "processor_s": [], "peak_mb": None, "limit_s": 600.0}
    assert "more than 600 s" in cells(results)["cine of 300 frames of 600 x 800"]


def test_the_heading_tells_of_the_machine_and_of_what_else_it_did() -> None:
    heading = table(RESULTS).splitlines()[0]
    for said in ("Python 3.11.7", "2 cores", "seed 7", "2 rounds", "In all 40 reports"):
        assert said in heading
    assert "Other programs took 8 % of the processors' time (13 % during the real images)." in heading


def test_the_heading_tells_of_reports_whose_sum_is_wrong() -> None:
    assert "In 2 of 40 reports" in table(RESULTS | {"reports": {"read": 40, "wrong": 2}})


def test_results_have_a_line_for_each_file_and_are_the_same_when_they_are_read_again() -> None:
    text = text_of(RESULTS)
    assert json.loads(text) == RESULTS
    assert len([line for line in text.splitlines() if '"name"' in line]) == 3
    assert max(map(len, text.splitlines())) <= 210


@pytest.mark.parametrize(("value", "said"), [(0.123, "0.12 s"), (9.996, "10.0 s"), (99.96, "100 s"), (1234, "1,234 s")])
def test_seconds_have_as_many_places_as_people_read(value: float, said: str) -> None:
    assert seconds(value) == said


def test_the_table_takes_the_place_between_the_markers(tmp_path: Path) -> None:
    page = tmp_path / "measurements.md"
    page.write_text(f"before\n{START}\nold\n{END}\nafter\n")
    for _ in range(2):
        pages.put(table(RESULTS), page, pages.SPEED)
    assert page.read_text() == f"before\n{START}\n{table(RESULTS)}{END}\nafter\n"


@pytest.mark.parametrize("text", ["", START, f"{END}{START}", 2 * (START + END)])
def test_a_page_without_a_place_stays_as_it_is(text: str, tmp_path: Path) -> None:
    page = tmp_path / "measurements.md"
    page.write_text(text)
    with pytest.raises(ValueError, match="needs one"):
        pages.put("table\n", page, pages.SPEED)
    assert page.read_text() == text


def test_the_curves_are_drawn_even_where_a_cine_took_too_long(tmp_path: Path) -> None:
    results = deepcopy(RESULTS) | {"large": LARGE}
    results["frames"][2] |= {"seconds": [], "peak_mb": None}
    curves.draw(results, tmp_path / "cost.png")
    with Image.open(tmp_path / "cost.png") as picture:
        assert picture.width > picture.height > 400
        assert len(picture.convert("RGB").getcolors(1 << 20) or ()) > 20
