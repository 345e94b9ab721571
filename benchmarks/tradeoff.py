"""Draws what other limits would hide and keep: python -m benchmarks.tradeoff TRUTH_DIR --read FOLDER --plot FILE.png

Two curves: with the words that the program itself reads, scored on the ink of the true words, and with the true words.
What is read is kept in FOLDER for the next run; it identifies whom the images identify. Other programs are points, in
per cent: --point "NAME=HIDDEN,KEPT".
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.ticker import PercentFormatter

from benchmarks.judging import limit_of, told_score
from benchmarks.own_words import read
from benchmarks.true_words import lesson_of, read_folder
from dicom_text_redactor.phi.weighing import WEIGHTS
from training.judge import weights_of
from training.scoring import Score, judged, score

matplotlib.use("Agg")  # there may be no display

LIMITS = tuple(float(limit) for limit in np.linspace(-8, 6, 57))
"""The limits that are tried, as log-odds."""
_COLOURS = ("#1f5fa8", "#b3541e")
_GREY = "#5a5a5a"

Point = tuple[str, float, float]
"""A program's name, and the shares (0 to 1) of words that it hides and keeps."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures and draw them; 0 when done."""
    options = _parser().parse_args(arguments)
    weights = weights_of(json.loads(options.weights.read_text(encoding="utf-8")))
    files, default = read_folder(options.folder), limit_of(weights)
    limits = [*LIMITS, default]
    pages = judged(map(lesson_of, files), weights.sums)
    curves = {
        "own reading": read(files, weights.sums, options.read).scores(limits),
        "true words": [score(pages, limit) for limit in limits],
    }
    for title, some in curves.items():
        print(title)
        for limit, one in [*zip(limits, some, strict=True)][:: options.step]:
            print(f"  {1 / (1 + np.exp(-limit)):7.4f}  {told_score(one)}")
        print(f"  default  {told_score(some[-1])}")
    if options.plot:
        draw(curves, options.point, options.plot)
    return 0


def draw(curves: Mapping[str, Sequence[Score]], points: Sequence[Point], path: Path) -> None:
    """Draw curves of scores by limit, the last of each being that of the default limit, and points, as PNG."""
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6.4, 5), layout="constrained")
    for colour, (title, scores) in zip(_COLOURS, curves.items(), strict=False):
        hidden, kept = ([one.shares[which] for one in scores] for which in (0, 2))
        axes.plot(kept[:-1], hidden[:-1], color=colour, label=f"this program, {title}")
        axes.plot(kept[-1], hidden[-1], color=colour, marker="o", linestyle="")
        axes.annotate("default limit", (kept[-1], hidden[-1]), (-8, -14), textcoords="offset points", color=colour,
                      fontsize=8, horizontalalignment="right")  # fmt: skip
    for name, hidden_share, kept_share in points:
        axes.plot(kept_share, hidden_share, color=_GREY, marker="s", linestyle="")
        right = kept_share < 0.7
        axes.annotate(name, (kept_share, hidden_share), (7 if right else -7, -3), textcoords="offset points",
                      color=_GREY, fontsize=8, horizontalalignment="left" if right else "right")  # fmt: skip
    axes.set_xlabel("clinical words kept")
    axes.set_ylabel("identifying words hidden")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.grid(color="#e2e2e2")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="lower left")
    figure.savefig(path, dpi=110, metadata={"Software": None})
    pyplot.close(figure)


def _point(text: str) -> Point:
    name, _, shares = text.rpartition("=")
    try:
        hidden, kept = (float(share) / 100 for share in shares.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError("write NAME=HIDDEN,KEPT, in per cent") from None
    return name, hidden, kept


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks.tradeoff", description="Draw what other limits would do.")
    parser.add_argument("folder", type=Path, metavar="TRUTH_DIR", help="images with their truth and its ink")
    parser.add_argument("--read", type=Path, metavar="FOLDER", required=True, help="where what was read is kept")
    parser.add_argument("--point", type=_point, action="append", default=[], metavar="NAME=HIDDEN,KEPT", help="another")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="other weights than the program's own")
    parser.add_argument("--step", type=int, default=4, help="print every so many limits (default: 4)")
    parser.add_argument("--plot", type=Path, metavar="FILE.png", help="draw the curves")
    return parser


if __name__ == "__main__":
    sys.exit(main())
