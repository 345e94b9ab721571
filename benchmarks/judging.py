"""Measures the judge by itself: it is given the true words of images, so that no fault of finding or reading counts.

python -m benchmarks.judging TRUTH_DIR…                   folders of images with their truth (docs/evaluation.md)
python -m benchmarks.judging TRUTH_DIR --by-file          each image as well
python -m benchmarks.judging TRUTH_DIR --words            prints the words that are wrong; they may identify somebody
python -m benchmarks.judging TRUTH_DIR --weights FILE     with other weights than those of the program
python -m benchmarks.judging TRUTH_DIR --plot FILE.png    draws how true the probabilities are
python -m benchmarks.judging TRUTH_DIR --pages            writes the figures into the pages, and draws
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import pages
from benchmarks.judged_sets import SCREENS, Set, figures, limit_of
from benchmarks.judging_table import lines, table
from benchmarks.phantoms.sets import recall
from benchmarks.processes import ROOT
from benchmarks.reliability import draw
from benchmarks.true_words import lesson_of, lesson_of_sample, read_texts
from dicom_text_redactor.phi.weighing import WEIGHTS, Weights
from training.judge import weights_of
from training.lessons import made
from training.scoring import judged, told

RESULTS = ROOT / "benchmarks" / "judging.json"
FRESH = 9000
"""Seed of the made screens that are measured; no training uses its like."""
_LONG = ("by_file", "by_kind")  # what is not kept
_PICTURE = ROOT / "docs" / "scores.png"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 0 when done."""
    options = _parser().parse_args(arguments)
    weights = weights_of(json.loads(options.weights.read_text(encoding="utf-8")))
    sets, results = list(_sets(options, weights)), {}
    for one in sets:
        print("\n".join(lines(one, weights, by_file=options.by_file, words=options.words)))
        results[one.title] = figures(one, weights)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    if plot := options.plot or (_PICTURE if options.pages else None):
        draw([(one.title, *told(one.pages, limit_of(weights))) for one in sets], plot)
    if options.pages:
        kept = {title: {key: one[key] for key in one if key not in _LONG} for title, one in results.items()}
        RESULTS.write_text(_text(kept), encoding="utf-8")
        pages.put(table(kept), ROOT / "docs" / "measurements.md", pages.JUDGING)
    return 0


def _text(results: Mapping[str, Mapping[str, Any]]) -> str:
    """JSON with a line for each kind of figure."""
    sets = (
        f" {json.dumps(title)}: {{\n" + ",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in one.items()) + "}"
        for title, one in results.items()
    )
    return "{\n" + ",\n".join(sets) + "\n}\n"


def _sets(options: argparse.Namespace, weights: Weights) -> Iterator[Set]:
    for folder in options.folders:
        files = read_texts(folder)
        title = f"{len(files)} {options.title or folder.name}"
        yield Set(title, judged(map(lesson_of, files), weights.sums), tuple(file.group for file in files))
    if options.phantoms:
        found = [lesson_of_sample(sample) for sample in recall(options.phantoms, options.seed)]
        regions, told_pages = tuple(region for region, _ in found), judged((one for _, one in found), weights.sums)
        yield Set(f"{options.phantoms} generated images (seed {options.seed})", told_pages, regions)
    if options.screens:
        lessons = made(options.screens, FRESH, workers=options.workers)
        kinds = tuple(one.name for one in lessons)
        yield Set(f"{len(lessons)} made screens", judged(lessons, weights.sums), kinds, SCREENS)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks.judging", description="Measure the judge by itself.")
    parser.add_argument("folders", type=Path, nargs="*", metavar="TRUTH_DIR", help="images with their truth")
    parser.add_argument("--title", default="", help="what images of a folder are called, instead of by its name")
    parser.add_argument("--screens", type=int, default=0, help="so many made screens as well")
    parser.add_argument("--phantoms", type=int, default=0, help="so many generated images as well, by region of names")
    parser.add_argument("--seed", type=int, default=5, help="of the generated images (default: 5)")
    parser.add_argument("--by-file", action="store_true", help="each image as well")
    parser.add_argument("--words", action="store_true", help="print the words that are wrong")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="other weights than the program's own")
    parser.add_argument("--workers", type=int, default=1, help="processes that make screens")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures, which hold no word")
    parser.add_argument("--plot", type=Path, metavar="FILE.png", help="draw how true the probabilities are")
    parser.add_argument("--pages", action="store_true", help="write the figures into the pages, and draw")
    return parser


if __name__ == "__main__":
    sys.exit(main())
