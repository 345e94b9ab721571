"""The tables of how long both programs take on each set of files, in Markdown, beside what was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.figures import median, quantile

OURS, PEER = "dicom-text-redactor", "presidio-image-redactor 0.0.62"
SECONDS, PROCESSOR = "seconds", "processor_s"
_DASH = "–"
_NAMES = {SECONDS: "seconds", PROCESSOR: "processor seconds"}
_GOALS = {  # what the medians may be of the other program's, and the 90th percentiles
    ("own", SECONDS): ("0.5", "0.5"),
    ("screens", PROCESSOR): ("0.4", _DASH),
    ("real", SECONDS): ("0.4", "0.4"),
    ("real", PROCESSOR): ("0.5", _DASH),
}
_RATE_GOALS = {"real": "2 times"}


@dataclass(frozen=True, slots=True)
class Times:
    """Of each file that both programs could do the median of its rounds: ours and the peer's, in seconds."""

    ours: list[float]
    peer: list[float]

    @property
    def ratio(self) -> float:
        """Of the two medians."""
        return median(self.ours) / median(self.peer)

    @property
    def ratios(self) -> list[float]:
        """File by file."""
        return [ours / peer for ours, peer in zip(self.ours, self.peer, strict=True)]


def times(files: Sequence[Mapping[str, Any]], what: str) -> Times:
    """The `seconds` or `processor_s` of the files that both programs could do."""
    done = [row for row in files if row["ours"][what] and row["peer"][what]]
    return Times([median(row["ours"][what]) for row in done], [median(row["peer"][what]) for row in done])


def table(sets: Sequence[Mapping[str, Any]]) -> list[str]:
    """The lines of the table of seconds per file: two rows for each set."""
    lines = [
        f"| files of one frame | a file takes | {OURS} | its 90th percentile | {PEER} | its 90th percentile "
        "| ratio | goal | ratio of the 90th percentiles | goal |",
        f"|{'---|' * 10}",
    ]
    for some in sets:
        for name, what in ((_named(some), SECONDS), ("", PROCESSOR)):
            lines.append(_line(name, _NAMES[what], *_cells(some, what)))
    return lines


def rates(sets: Sequence[Mapping[str, Any]]) -> list[str]:
    """The lines of the table of what workers with one thread get done: two rows for each set."""
    workers = sets[0]["rates"]["workers"]
    many = f"{workers} workers on {workers} processors" if workers != 1 else "one worker"
    lines = [f"| one thread each, {many} | measured | {OURS} | {PEER} | ratio | goal |", f"|{'---|' * 6}"]
    for some in sets:
        ours, peer = some["rates"]["ours"], some["rates"]["peer"]
        if not ours:
            continue
        name = f"{some['rates']['files']} {some['title']}"
        counts = [_per_minute(ours["per_minute"]), *[_DASH] * 2]
        works = [_middle(_works(ours)), *[_DASH] * 2]
        if peer:
            counts[1:] = _per_minute(peer["per_minute"]), f"**{_rate_ratio(some):.2f}**"
            works[1:] = _middle(_works(peer)), f"**{median(_works(ours)) / median(_works(peer)):.2f}**"
        lines.append(_line(name, "files per minute", *counts, _RATE_GOALS.get(some["key"], _DASH)))
        lines.append(_line("", "processor seconds per file", *works, _DASH))
    return lines


def _works(measured: Mapping[str, Any]) -> list[float]:
    return [median(some) for some in measured["processor_s"]]


def _rate_ratio(some: Mapping[str, Any]) -> float:
    ours, peer = (median(some["rates"][who]["per_minute"]) for who in ("ours", "peer"))
    return ours / peer


def short(sets: Sequence[Mapping[str, Any]]) -> list[str]:
    """The lines of the README's table: ours against the peer's, medians only."""
    lines = ["| ours/Presidio's | seconds per file | processor seconds | files per minute |", f"|{'---|' * 4}"]
    for some in sets:
        cells = []
        for what in (SECONDS, PROCESSOR):
            both = times(some["files"], what)
            said = f"{median(both.ours):.2f}/{median(both.peer):.2f} (**{both.ratio:.2f}**)" if both.ours else _DASH
            cells.append(said)
        both_rates = [some["rates"][who] for who in ("ours", "peer")]
        if all(both_rates):
            ours, peer = (median(each["per_minute"]) for each in both_rates)
            cells.append(f"{ours:.0f}/{peer:.0f} (**{_rate_ratio(some):.2f}**)")
        else:
            cells.append(_DASH)
        lines.append(_line(f"{len(some['files'])} {some['title']}", *cells))
    return lines


def seconds(value: float) -> str:
    """Seconds for people: two places below ten, one below a hundred, none above."""
    return f"{value:.2f} s" if value < 9.995 else f"{value:.1f} s" if value < 99.95 else f"{value:,.0f} s"


def _named(some: Mapping[str, Any]) -> str:
    files = some["files"]
    failed = sum(bool(row["failure"]) for row in files)
    return f"{len(files)} {some['title']}" + (
        f", without {failed} that the other program cannot read" if failed else ""
    )


def _cells(some: Mapping[str, Any], what: str) -> list[str]:
    both = times(some["files"], what)
    if not both.ours:
        alone = [median(row["ours"][what]) for row in some["files"]]
        return [_middle(alone), seconds(quantile(alone, 0.9)), *[_DASH] * 6]
    ninth, their_ninth = quantile(both.ours, 0.9), quantile(both.peer, 0.9)
    goal, goal_of_ninth = _GOALS.get((some["key"], what), (_DASH, _DASH))
    low, high = quantile(both.ratios, 0.25), quantile(both.ratios, 0.75)
    return [
        _middle(both.ours), seconds(ninth), _middle(both.peer), seconds(their_ninth),
        f"**{both.ratio:.2f}** ({low:.2f} to {high:.2f})", goal, f"**{ninth / their_ninth:.2f}**", goal_of_ninth,
    ]  # fmt: skip


def _middle(values: Sequence[float]) -> str:
    return f"{seconds(median(values))} ({quantile(values, 0.25):.2f} to {quantile(values, 0.75):.2f})"


def _per_minute(values: Sequence[float]) -> str:
    if len(values) < 2:
        return f"{values[0]:.0f}" if values else _DASH
    return f"{median(values):.0f} ({min(values):.0f} to {max(values):.0f})"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
