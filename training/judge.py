"""Learn the judge's weights from made screens: python -m training.judge [--seed 1] [--screens 3000]

Most screens are read as readers read (faults, splits, a confidence), the others without a fault. Two series of them are
not learned from, and have seeds of their own: those that the limit is chosen on, and those that are measured. No real
image is looked at.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dicom_text_redactor.phi.weighing import WEIGHTS, Sum, Weights, probability
from training.learning import grown
from training.lessons import made
from training.scoring import Judged, calibration_error, judged, limit_that_hides, score, told

HIDDEN = 0.9925
"""The share of the identifying words of made screens, read without a fault, that the limit hides."""
_LIMIT, _MEASURED = 2000, 3000
"""What is added to the seed for the screens that are not learned from."""
_OTHERS = 5
"""For so many screens that are learned from there is one in each of the other series."""
_FEWEST = 40
_FOR_LIMIT = 3
"""Times more screens that the limit is chosen on: a word in a hundred decides it, and 600 screens leave it uncertain
by a third."""


def train(screens: int, seed: int, *, workers: int = 1) -> dict[str, Any]:
    """The weights in the form that is stored, with all that tells how they were made and what they do."""
    others = max(_FEWEST, screens // _OTHERS)
    lessons = made(screens, seed, workers=workers)
    stored = grown(lessons)
    sums = tuple(map(Sum.of, stored))
    chosen = judged(made(_FOR_LIMIT * others, seed + _LIMIT, faultless=1.0, workers=workers), sums)
    limit = limit_that_hides(HIDDEN, chosen)
    told_limit = round(float(probability(np.array([limit]))[0]), 5)
    measured = {
        name: _figures(judged(made(others, seed + _MEASURED, faultless=share, workers=workers), sums), told_limit)
        for name, share in (("faultless", 1.0), ("as_read", 0.0))
    }
    return {
        "made_by": f"make train-judge SEED={seed} SCREENS={screens}",
        "seed": seed,
        "screens": screens,
        "words": sum(len(one.truth) for one in lessons),
        "limit": told_limit,
        "measured": measured,
        "sums": stored,
    }


def weights_of(stored: Mapping[str, Any]) -> Weights:
    """Weights from the form in which they are stored."""
    return Weights(tuple(map(Sum.of, stored["sums"])), float(stored["limit"]))


def _figures(pages: Sequence[Judged], limit: float) -> dict[str, Any]:
    at = float(np.log(limit / (1 - limit)))
    hidden, clean, kept = score(pages, at).shares
    error = calibration_error(*told(pages, at))
    named = {"hidden": hidden, "clean": clean, "kept": kept, "calibration_error": error}
    return {"screens": len(pages)} | {name: round(share, 4) for name, share in named.items()}


def text_of(stored: Mapping[str, Any]) -> str:
    """The weights as JSON, with a line for each tree."""
    head = {key: value for key, value in stored.items() if key != "sums"}
    sums = [
        f'{{"inputs": {json.dumps(one["inputs"])},\n "trees": [\n  '
        + ",\n  ".join(json.dumps(tree, separators=(",", ":")) for tree in one["trees"])
        + "\n ]}"
        for one in stored["sums"]
    ]
    return json.dumps(head, indent=1).removesuffix("\n}") + ',\n "sums": [\n ' + ",\n ".join(sums) + "\n]}\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn, and write the weights."""
    parser = argparse.ArgumentParser("python -m training.judge", description="Learn the judge's weights.")
    parser.add_argument("--seed", type=int, default=1, help="of the screens (default: 1)")
    parser.add_argument("--screens", type=int, default=3000, help="how many to learn from (default: 3000)")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go, instead of the program's own")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)), help="processes")
    parsed = parser.parse_args(arguments)
    started = time.monotonic()
    stored = train(parsed.screens, parsed.seed, workers=parsed.workers)
    parsed.out.write_text(text_of(stored), encoding="utf-8")
    print(f"{stored['screens']} screens, {stored['words']} words, limit {stored['limit']:.4f}, "
          f"{time.monotonic() - started:.0f} s")  # fmt: skip
    for name, figures in stored["measured"].items():
        print(f"  {name}: " + ", ".join(f"{what} {value:g}" for what, value in figures.items()))


if __name__ == "__main__":
    main()
