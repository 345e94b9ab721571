"""The table of what was measured, in Markdown, beside what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.figures import median, quantile

PEER = "presidio-image-redactor 0.0.62"
_DASH = "–"
_LONG = {30: 4, 300: 20}  # how many times one frame a cine of so many may take


def table(results: Mapping[str, Any]) -> str:
    """All rows that `results`, the content of results.json, has figures for."""
    rows = [
        *_singles(results["single"]["files"]),
        *_cines(results["frames"]),
        *_memory(results),
        ("`import function_app`, fresh process", _times(results["imports"]), "1.5 s"),
        ("first file after a cold start (from the start of the process)", _times(results["cold"]), "5 s"),
        _workers(results["workers"]),
    ]
    lines = ["| what | measured | goal |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join([_heading(results), "", *lines]) + "\n"


def both(files: Sequence[Mapping[str, Any]]) -> tuple[list[float], list[float]]:
    """Seconds of the files that both programs could do, ours and the peer's, each the median of its rounds."""
    done = [row for row in files if row["ours"] and row["peer"]]
    return [median(row["ours"]) for row in done], [median(row["peer"]) for row in done]


def seconds(value: float) -> str:
    """Seconds for people: two places below ten, one below a hundred, none above."""
    return f"{value:.2f} s" if value < 9.995 else f"{value:.1f} s" if value < 99.95 else f"{value:,.0f} s"


def _heading(results: Mapping[str, Any]) -> str:
    machine, single = results["machine"], results["single"]
    cores = machine["cores"]
    note = f" {machine['note']}" if machine.get("note") else ""
    return (
        f"Measured with Python {machine['python']} on {cores} core{'s' if cores != 1 else ''}, seed {results['seed']}: "
        f"{len(single['files'])} generated files of one frame, {single['rounds']} rounds.{note} "
        f"{_sums(results['reports'])} "
        "In brackets: the middle half of the files, or the lowest and the highest of several runs."
    )


def _sums(reports: Mapping[str, int]) -> str:
    read, wrong = reports["read"], reports["wrong"]
    if wrong:
        return f"In {wrong} of {read} reports the stages do not add up to the total."
    return f"In all {read} reports the stages add up to the total."


def _singles(files: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    ours, theirs = both(files)
    if not theirs:
        alone = [median(row["ours"]) for row in files]
        return [
            ("median time per single-frame file, warm", f"{_middle(alone)}, {PEER} not measured", "0.5 of the peer's"),
            ("90th percentile of the same", f"{seconds(quantile(alone, 0.9))}", "0.5 of the peer's"),
        ]
    failed = sum(bool(row["failure"]) for row in files)
    which = f"; {failed} that it cannot read left out" if failed else ""
    ninth, their_ninth = quantile(ours, 0.9), quantile(theirs, 0.9)
    return [
        (
            "median time per single-frame file, warm",
            f"**{median(ours) / median(theirs):.2f}** of {PEER}: {_middle(ours)} against {_middle(theirs)}{which}",
            "0.5 of it",
        ),
        (
            "90th percentile of the same",
            f"**{ninth / their_ninth:.2f}** of it: {seconds(ninth)} against {seconds(their_ninth)}",
            "0.5 of it",
        ),
    ]


def _cines(points: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    by_frames = {point["frames"]: point for point in points}
    one = median(by_frames[1]["seconds"])
    rows = []
    for number, goal in _LONG.items():
        point = by_frames[number]
        if point["seconds"]:
            times = median(point["seconds"]) / one
            said = f"**{times:.1f}** times one frame: {_times(point['seconds'])} against {seconds(one)}"
        else:
            said = f"more than {point['limit_s']:g} s"
        rows.append((f"cine of {number} frames of 600 x 800", said, f"{goal} times one frame"))
    return rows


def _memory(results: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    large, small = results.get("large"), results["memory"]
    rows = []
    if large:
        what = f"peak memory, native cine of {large['bytes'] / 1e9:.1f} GB ({large['frames']:,} frames)"
        rows.append((what, f"{_megabytes(large)}, {_times(large['seconds'])}", "900 MB"))
    return [*rows, ("peak memory, 512 x 512 CT", _megabytes(small), "600 MB")]


def _megabytes(memory: Mapping[str, Any]) -> str:
    return f"**{memory['peak_mb']:.0f} MB**, with Tesseract's process {memory['with_children_mb']:.0f} MB"


def _workers(workers: Mapping[str, Mapping[str, float]]) -> tuple[str, str, str]:
    alone, one, two = (workers[name]["per_minute"] for name in ("1 of 1", "1", "2"))
    said = f"**{two / alone:.2f}** times: {two:.0f} against {alone:.0f}; one that has both processors does {one:.0f}"
    return "files per minute, two workers on two processors against one on one", said, "at least 1.7 times"


def _middle(values: Sequence[float]) -> str:
    return f"{seconds(median(values))} ({quantile(values, 0.25):.2f} to {quantile(values, 0.75):.2f})"


def _times(values: Sequence[float]) -> str:
    if not values:
        return _DASH
    if len(values) == 1:
        return seconds(values[0])
    return f"{seconds(median(values))} ({min(values):.2f} to {max(values):.2f})"
