from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from benchmarks import curves, pages
from benchmarks.table import PEER, both, seconds, table

START, END = pages.SPEED
RESULTS: dict[str, Any] = {
    "machine": {"cores": 2, "python": "3.11.7", "system": "Linux x86_64", "date": "2026-01-31", "note": ""},
    "seed": 7,
    "single": {
        "rounds": 2,
        "files": [
            {"name": "a", "ours": [0.1, 0.3], "peer": [0.4, 0.4], "failure": ""},
            {"name": "b", "ours": [0.4, 0.4], "peer": [0.8, 0.8], "failure": ""},
            {"name": "c", "ours": [9.0, 9.0], "peer": [], "failure": "ValueError"},
        ],
    },
    "frames": [
        {"frames": 1, "seconds": [0.4, 0.5, 0.6], "peak_mb": 400.0},
        {"frames": 30, "seconds": [1.0, 1.5, 1.1], "peak_mb": 410.0},
        {"frames": 300, "seconds": [8.0], "peak_mb": 420.0},
    ],
    "sizes": [
        {"megapixels": 0.25, "seconds": [0.2], "peak_mb": 380.0},
        {"megapixels": 16.0, "seconds": [3.0, 4.0], "peak_mb": 700.0},
    ],
    "memory": {"peak_mb": 399.6, "with_children_mb": 450.2},
    "reports": {"read": 40, "wrong": 0},
    "imports": [0.8, 0.9, 1.0],
    "cold": [3.0, 3.5, 3.2],
    "workers": {
        "1 of 1": {"files": 3, "seconds": 9.0, "per_minute": 60.0},
        "1": {"files": 3, "seconds": 7.0, "per_minute": 80.0},
        "2": {"files": 3, "seconds": 5.0, "per_minute": 105.0},
    },
}
LARGE = {"frames": 1000, "bytes": 1_440_001_000, "seconds": [31.0], "peak_mb": 612.0, "with_children_mb": 640.0}


def cells(results: dict[str, Any]) -> dict[str, str]:
    """What was measured, by the first cell of each row."""
    rows = [line.strip("|").split(" | ") for line in table(results).splitlines() if line.startswith("|")]
    return {row[0].strip(): row[1] for row in rows[2:]}


def test_only_files_that_both_could_do_are_compared() -> None:
    ours, theirs = both(RESULTS["single"]["files"])
    assert ours == pytest.approx([0.2, 0.4])
    assert theirs == pytest.approx([0.4, 0.8])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("median time per single-frame file, warm", f"**0.50** of {PEER}: 0.30 s (0.25 to 0.35) against 0.60 s"),
        ("median time per single-frame file, warm", "1 that it cannot read left out"),
        ("90th percentile of the same", "**0.50** of it: 0.38 s against 0.76 s"),
        ("cine of 30 frames of 600 x 800", "**2.2** times one frame: 1.10 s (1.00 to 1.50) against 0.50 s"),
        ("cine of 300 frames of 600 x 800", "**16.0** times one frame: 8.00 s against 0.50 s"),
        ("peak memory, 512 x 512 CT", "**400 MB**, with Tesseract's process 450 MB"),
        ("`import function_app`, fresh process", "0.90 s (0.80 to 1.00)"),
        ("first file after a cold start (from the start of the process)", "3.20 s (3.00 to 3.50)"),
        (
            "files per minute, two workers on two processors against one on one",
            "**1.75** times: 105 against 60; one that has both processors does 80",
        ),
    ],
)
def test_a_row_says_what_was_measured(row: str, said: str) -> None:
    assert said in cells(RESULTS)[row]


def test_the_large_cine_has_a_row_once_it_was_measured() -> None:
    row = "peak memory, native cine of 1.4 GB (1,000 frames)"
    assert row not in cells(RESULTS)
    assert cells(RESULTS | {"large": LARGE})[row].startswith("**612 MB**")


def test_without_the_peer_our_own_figures_stand_alone() -> None:
    results = deepcopy(RESULTS)
    for row in results["single"]["files"]:
        row["peer"] = []
    assert "not measured" in cells(results)["median time per single-frame file, warm"]


def test_a_cine_that_took_too_long_is_said_to_have() -> None:
    results = deepcopy(RESULTS)
    results["frames"][2] = {"frames": 300, "seconds": [], "peak_mb": None, "limit_s": 600.0}
    assert "more than 600 s" in cells(results)["cine of 300 frames of 600 x 800"]


def test_the_heading_tells_of_the_machine_and_the_seed() -> None:
    heading = table(RESULTS).splitlines()[0]
    for said in ("Python 3.11.7", "2 cores", "seed 7", "2 rounds", "In all 40 reports"):
        assert said in heading


def test_the_heading_tells_of_reports_whose_sum_is_wrong() -> None:
    assert "In 2 of 40 reports" in table(RESULTS | {"reports": {"read": 40, "wrong": 2}})


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
