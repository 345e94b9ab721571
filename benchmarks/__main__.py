"""Measures speed and memory, prints the tables, and draws the curves.

python -m benchmarks                 everything but real images and the largest cine
python -m benchmarks --real FOLDER   real images as well
python -m benchmarks --large         the largest cine only; its figures join those of the last run
python -m benchmarks --pages         measures nothing: writes the last figures into README.md and docs/measurements.md
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import curves, file_sets, measures, pages, side_by_side
from benchmarks.bench import Bench, cores
from benchmarks.file_sets import FileSet
from benchmarks.processes import ROOT, Overdue
from benchmarks.running import add_common, last, peer, say, text_of
from benchmarks.table import short, table
from benchmarks.watching import Others

RESULTS = ROOT / "benchmarks" / "results.json"
CURVES = ROOT / "docs" / "cost.png"
_LIMIT_S, _LARGE_LIMIT_S = 240.0, 3600.0  # how long to wait for a long file, and for the largest


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0, or 1 if some report's stages did not add up to its total."""
    options = _parser().parse_args(arguments)
    if options.pages:
        results = last(options.results, "make bench")
        pages.put(short(results), ROOT / "README.md", pages.SPEED)
        pages.put(table(results), ROOT / "docs" / "measurements.md", pages.SPEED)
        return 0
    with tempfile.TemporaryDirectory(prefix="bench-", dir=options.folder) as folder:
        limit = options.limit or (_LARGE_LIMIT_S if options.large else _LIMIT_S)
        bench = Bench(Path(folder), options.seed, limit, peer(options.peer), say)
        try:
            results = _with_large(bench, options) if options.large else _everything(bench, options)
        except (Overdue, RuntimeError):
            if bench.log.exists():
                print(bench.log.read_text(encoding="utf-8")[-2000:], file=sys.stderr)
            raise
    options.results.write_text(text_of(results) + "\n", encoding="utf-8")
    curves.draw(results, options.curves)
    print(table(results))
    if bench.rests:
        say(f"Seconds that no stage counts, in {len(bench.rests)} of {bench.reports} reports: {bench.rests}")
    return 1 if bench.rests else 0


def _everything(bench: Bench, options: argparse.Namespace) -> dict[str, Any]:
    results: dict[str, Any] = {"machine": _machine(options.note), "seed": bench.seed}
    sets = _sets(bench, options)
    with Others() as others:
        results["imports"] = measures.imports(bench, 5)
        results["cold"] = measures.cold_starts(bench, 5)
        results["memory"] = measures.section_memory(bench)
        results["sets"] = [side_by_side.measured(bench, some, options.rounds) for some in sets]
        results["workers"] = measures.workers(bench, sets[0], options.rounds)
        results["sizes"] = measures.sizes(bench)
        results["frames"] = measures.frames(bench)
    results["machine"]["others"] = round(others.share, 3)
    results["reports"] = {"read": bench.reports, "wrong": len(bench.rests)}
    if options.results.exists() and (large := last(options.results, "make bench").get("large")):
        results["large"] = large
    return results


def _sets(bench: Bench, options: argparse.Namespace) -> list[FileSet]:
    bench.say("making files")
    made = [
        file_sets.own(options.files, bench.seed, bench.folder),
        file_sets.screens(options.screens, bench.seed, bench.folder),
    ]
    return [*made, file_sets.real(options.real)] if options.real else made


def _with_large(bench: Bench, options: argparse.Namespace) -> dict[str, Any]:
    results = last(options.results, "make bench")
    return results | {"large": measures.large(bench) | {"date": _machine("")["date"]}}


def _machine(note: str) -> dict[str, Any]:
    return {
        "cores": cores(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "date": date.today().isoformat(),
        "note": note,
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks", description="Measure speed and memory.")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--large", action="store_true", help="measure the cine of 1.4 GB, and nothing else")
    what.add_argument(
        "--pages", action="store_true", help="write the last figures into README.md and docs/measurements.md"
    )
    parser.add_argument("--seed", type=int, default=1, help="what the files are made from")
    parser.add_argument("--files", type=int, default=24, help="generated files of one frame")
    parser.add_argument("--screens", type=int, default=20, help="made screens with many words")
    parser.add_argument(
        "--real", type=Path, metavar="FOLDER", help="real images, NAME.dcm; those of one frame are taken"
    )
    parser.add_argument("--rounds", type=int, default=2, help="how often each file is redacted")
    parser.add_argument("--limit", type=float, help="seconds to wait for a long file")
    add_common(parser, RESULTS)
    parser.add_argument("--curves", type=Path, default=CURVES, help="where the picture goes")
    return parser


if __name__ == "__main__":
    sys.exit(main())
