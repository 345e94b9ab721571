"""How true the judge's probabilities are, as a picture: of words of like score, the share that identifies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib

from dicom_text_redactor.phi.weighing import Vector
from training.scoring import bins, calibration_error

matplotlib.use("Agg")  # there may be no display

_COLOURS = ("#1f5fa8", "#b3541e", "#2f8f4e", "#8a4fa8")
_GREY = "#8a8a8a"
_FEWEST = 10  # words of a bin whose share says something


def draw(sets: Sequence[tuple[str, Vector, Vector]], path: Path) -> None:
    """Draw the share of identifying words against their score, and how many words have it, as PNG.

    sets: titles, scores and truths (0 or 1) of words.
    """
    from matplotlib import pyplot

    figure, (above, below) = pyplot.subplots(
        2, 1, figsize=(5.6, 6.4), sharex=True, height_ratios=(3, 1), layout="constrained"
    )
    above.plot((0, 1), (0, 1), color=_GREY, linestyle=":", label="as they should be")
    for number, (title, scores, truth) in enumerate(sets):
        some, colour = bins(scores, truth), _COLOURS[number % len(_COLOURS)]
        sure = [b for b in some if b.words >= _FEWEST]
        label = f"{title} (error {calibration_error(scores, truth):.3f})"
        above.plot([b.score for b in sure], [b.share for b in sure], color=colour, marker="o", label=label)
        width = 0.08 / len(sets)
        places = [min(9, int(b.score * 10)) / 10 + 0.01 + width * (number + 0.5) for b in some]
        below.bar(places, [b.words / len(scores) for b in some], width, color=colour)
    above.set_ylabel("share of words that identify")
    above.legend(frameon=False, loc="upper left")
    below.set_ylabel("share of all words")
    below.set_yscale("log")
    below.set_xlabel("score: the probability that a word identifies somebody")
    for axes in (above, below):
        axes.set_xlim(0, 1)
        axes.grid(color="#e2e2e2")
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=110, metadata={"Software": None})
    pyplot.close(figure)
