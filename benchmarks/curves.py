"""The curves of how cost grows, as one picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from benchmarks.figures import median

if TYPE_CHECKING:
    from matplotlib.axes import Axes

matplotlib.use("Agg")  # there may be no display

_TIME, _MEMORY, _GREY = "#1f5fa8", "#b3541e", "#8a8a8a"


def draw(results: Mapping[str, Any], path: Path) -> None:
    """Draw seconds and peak memory, against the number of frames and against the size of the image, as PNG."""
    from matplotlib import pyplot

    large = [results["large"]] if results.get("large") else []
    columns = (
        ("frames", "frames of 600 x 800, in colour", [*results["frames"], *large]),
        ("megapixels", "megapixels of a radiograph", results["sizes"]),
    )
    figure, axes = pyplot.subplots(2, 2, figsize=(9, 5.6), sharex="col", layout="constrained")
    for column, (key, label, points) in enumerate(columns):
        done = [point for point in points if point["seconds"]]
        across = [point[key] for point in done]
        _seconds(axes[0, column], across, [point["seconds"] for point in done])
        _memory(axes[1, column], across, [point["peak_mb"] for point in done])
        axes[1, column].set_xlabel(label)
    axes[0, 0].set_ylabel("seconds")
    axes[1, 0].set_ylabel("peak memory, MB")
    axes[0, 0].legend(frameon=False, loc="upper left")
    figure.savefig(path, dpi=110, metadata={"Software": None})
    pyplot.close(figure)


def _seconds(axes: Axes, across: Sequence[float], times: Sequence[Sequence[float]]) -> None:
    middle = [median(some) for some in times]
    spread = [[m - min(some) for m, some in zip(middle, times, strict=True)],
              [max(some) - m for m, some in zip(middle, times, strict=True)]]  # fmt: skip
    axes.errorbar(across, middle, yerr=spread, color=_TIME, marker="o", capsize=3, label="measured")
    if middle:
        linear = [middle[0] * x / across[0] for x in across]
        axes.plot(across, linear, color=_GREY, linestyle=":", label="in proportion to the first")
    _logarithmic(axes, across)
    axes.set_yscale("log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter(FuncFormatter(_plain))
    axes.yaxis.set_minor_formatter(NullFormatter())


def _memory(axes: Axes, across: Sequence[float], peaks: Sequence[float]) -> None:
    axes.plot(across, peaks, color=_MEMORY, marker="o")
    _logarithmic(axes, across)
    axes.set_ylim(0, 1.15 * max([*peaks, 1.0]))


def _logarithmic(axes: Axes, across: Sequence[float]) -> None:
    axes.set_xscale("log")
    axes.set_xticks(across, [_plain(x) for x in across])
    axes.minorticks_off()
    axes.grid(color="#e2e2e2")
    axes.spines[["top", "right"]].set_visible(False)


def _plain(value: float, _: int | None = None) -> str:
    """A number without an exponent."""
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"
