"""Draws what other limits would hide and keep: python -m benchmarks.tradeoff TRUTH_DIR --plot FILE.png

Two curves: with the words that the program itself reads, scored on the ink of the true words, and with the true words.
With --read FOLDER what is read is kept for the next run; it identifies whom the images identify. Other programs are
points: --compared "real images" takes what `make bench-recall` measured on the same images, --point "NAME=HIDDEN,KEPT"
any shares in per cent.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.ticker import PercentFormatter

from benchmarks.compare import RESULTS
from benchmarks.comparison import Rows, hidden, kept
from benchmarks.judged_sets import limit_of
from benchmarks.judging_table import told_score
from benchmarks.own_words import read
from benchmarks.programs import PROGRAMS
from benchmarks.true_words import lesson_of, read_texts
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
    files, default = read_texts(options.folder), limit_of(weights)
    limits = [*LIMITS, default]
    with tempfile.TemporaryDirectory() as temporary:
        own = read(files, weights.sums, options.read or Path(temporary))
    pages = judged(map(lesson_of, files), weights.sums)
    curves = {
        "own reading": own.scores(limits),
        "true words": [score(pages, limit) for limit in limits],
    }
    for title, some in curves.items():
        print(title)
        for limit, one in [*zip(limits, some, strict=True)][:: options.step]:
            print(f"  {1 / (1 + np.exp(-limit)):7.4f}  {told_score(one)}")
        print(f"  default  {told_score(some[-1])}")
    if options.plot:
        draw(curves, [*options.point, *(compared(options.compared) if options.compared else ())], options.plot)
    return 0


def compared(title: str) -> list[Point]:
    """The other programs, as they were measured on the set of that title."""
    programs = json.loads(RESULTS.read_text(encoding="utf-8"))[title]["programs"]
    titles = {program.key: program.title for program in PROGRAMS[1:]}
    return [(titles[key], *_shares(rows)) for key, rows in programs.items() if key in titles]


def _shares(rows: Rows) -> tuple[float, float]:
    """The shares of words that are hidden, and that are kept."""
    (hidden_words, words), (kept_words, clinical) = hidden(rows), kept(rows)
    return hidden_words / words, kept_words / clinical


def draw(curves: Mapping[str, Sequence[Score]], points: Sequence[Point], path: Path) -> None:
    """Draw curves of scores by limit, the last of each being that of the default limit, and points, as PNG."""
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6.4, 5), layout="constrained")
    for colour, (title, scores) in zip(_COLOURS, curves.items(), strict=False):
        up, across = ([one.shares[which] for one in scores] for which in (0, 2))
        axes.plot(across[:-1], up[:-1], color=colour, label=f"this program, {title}")
        axes.plot(across[-1], up[-1], color=colour, marker="o", linestyle="")
        axes.annotate("default limit", (across[-1], up[-1]), (-8, -14), textcoords="offset points", color=colour,
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
        up, across = (float(share) / 100 for share in shares.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError("write NAME=HIDDEN,KEPT, in per cent") from None
    return name, up, across


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks.tradeoff", description="Draw what other limits would do.")
    parser.add_argument("folder", type=Path, metavar="TRUTH_DIR", help="images with their truth and its ink")
    parser.add_argument("--read", type=Path, metavar="FOLDER", help="where what was read is kept for the next run")
    parser.add_argument("--compared", metavar="TITLE", help="other programs, from the comparison of this set of images")
    parser.add_argument("--point", type=_point, action="append", default=[], metavar="NAME=HIDDEN,KEPT", help="another")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="other weights than the program's own")
    parser.add_argument("--step", type=int, default=4, help="print every so many limits (default: 4)")
    parser.add_argument("--plot", type=Path, metavar="FILE.png", help="draw the curves")
    return parser


if __name__ == "__main__":
    sys.exit(main())
