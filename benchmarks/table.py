"""What the pages say of speed and memory, in Markdown, beside what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks import sets_table
from benchmarks.figures import median
from benchmarks.sets_table import seconds

_DASH = "–"
_LONG = {30: 3, 300: 12}  # how many times one frame a cine of so many may take


def table(results: Mapping[str, Any]) -> str:
    """All that `results`, the content of results.json, has figures for."""
    rows = [
        *_cines(results["frames"]),
        *_memory(results),
        ("first file after a cold start (from the start of the process)", _times(results["cold"]), "3.5 s"),
        ("`import function_app`, fresh process", _times(results["imports"]), "1.5 s"),
        *_workers(results["workers"]),
    ]
    lines = ["| what | measured | goal |", "|---|---|---|", *(f"| {' | '.join(row)} |" for row in rows)]
    some = results["sets"]
    return "\n".join([_heading(results), "", *sets_table.table(some), "", *sets_table.rates(some), "", *lines]) + "\n"


def short(results: Mapping[str, Any]) -> str:
    """What the README says."""
    return "\n".join(sets_table.short(results["sets"])) + "\n"


def _heading(results: Mapping[str, Any]) -> str:
    machine, some = results["machine"], results["sets"]
    cores, rounds = machine["cores"], some[0]["rounds"]
    note = f" {machine['note']}" if machine.get("note") else ""
    return (
        f"Measured with Python {machine['python']} on {cores} core{'s' if cores != 1 else ''}, seed {results['seed']}, "
        f"{rounds} round{'s' if rounds != 1 else ''}. {_others(results)}{note} {_sums(results['reports'])} "
        "In brackets: the middle half of the files, or the lowest and the highest of several runs."
    )


def _others(results: Mapping[str, Any]) -> str:
    """How busy the machine was with other things."""
    each = ", ".join(f"{100 * some['others']:.0f} % during the {some['title']}" for some in results["sets"])
    return f"Other programs took {100 * results['machine']['others']:.0f} % of the processors' time ({each})."


def _sums(reports: Mapping[str, int]) -> str:
    read, wrong = reports["read"], reports["wrong"]
    if wrong:
        return f"In {wrong} of {read} reports the stages do not add up to the total."
    return f"In all {read} reports the stages add up to the total."


def _cines(points: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    by_frames = {point["frames"]: point for point in points}
    one, worked = (median(by_frames[1][what]) for what in ("seconds", "processor_s"))
    rows = []
    for number, goal in _LONG.items():
        point = by_frames[number]
        if point["seconds"]:
            times = median(point["seconds"]) / one
            said = f"**{times:.1f}** times one frame: {_times(point['seconds'])} against {seconds(one)}"
            said += f"; {median(point['processor_s']) / worked:.1f} times its processor time"
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
    return [*rows, ("peak memory, 512 x 512 CT", _megabytes(small), "400 MB")]


def _megabytes(memory: Mapping[str, Any]) -> str:
    alone, whole = memory["peak_mb"], memory["with_children_mb"]
    return f"**{alone:.0f} MB**" + (f", with its child processes {whole:.0f} MB" if whole > alone + 1 else "")


def _workers(workers: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What workers on processors of their own get done, against one."""
    number = workers["workers"]
    if number < 2:
        return []
    one, threads, every = (median(workers[name]) for name in ("one", "one with all", "all"))
    said = f"**{every / one:.2f}** times: {every:.0f} against {one:.0f}; one with {number} threads does {threads:.0f}"
    return [(f"files per minute, {number} workers of one thread against one", said, f"{0.85 * number:.1f} times")]


def _times(values: Sequence[float]) -> str:
    if not values:
        return _DASH
    if len(values) == 1:
        return seconds(values[0])
    return f"{seconds(median(values))} ({min(values):.2f} to {max(values):.2f})"
