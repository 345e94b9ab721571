"""Measures speed and memory, prints the table, and draws the curves.

python -m benchmarks              everything but the largest cine
python -m benchmarks --large      the largest cine only; its figures join those of the last run
python -m benchmarks --pages      measures nothing: writes the last figures into docs/measurements.md
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import curves, measures, pages
from benchmarks.measures import Bench
from benchmarks.processes import ROOT, Overdue
from benchmarks.running import add_common, last, peer, say
from benchmarks.table import table

RESULTS = ROOT / "benchmarks" / "results.json"
CURVES = ROOT / "docs" / "cost.png"
_LIMIT_S, _LARGE_LIMIT_S = 240.0, 3600.0  # how long to wait for a long file, and for the largest


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0, or 1 if some report's stages did not add up to its total."""
    options = _parser().parse_args(arguments)
    if options.pages:
        pages.put(table(last(options.results, "make bench")), ROOT / "docs" / "measurements.md", pages.SPEED)
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
    options.results.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    curves.draw(results, options.curves)
    print(table(results))
    if bench.rests:
        say(f"Seconds that no stage counts, in {len(bench.rests)} of {bench.reports} reports: {bench.rests}")
    return 1 if bench.rests else 0


def _everything(bench: Bench, options: argparse.Namespace) -> dict[str, Any]:
    results: dict[str, Any] = {"machine": _machine(options.note), "seed": bench.seed}
    results["imports"] = measures.imports(bench, 5)
    results["cold"] = measures.cold_starts(bench, 3)
    results["memory"] = measures.section_memory(bench)
    results["single"] = measures.singles(bench, options.files, options.rounds)
    results["workers"] = measures.workers(bench, options.files)
    results["sizes"] = measures.sizes(bench)
    results["frames"] = measures.frames(bench)
    results["reports"] = {"read": bench.reports, "wrong": len(bench.rests)}
    if options.results.exists() and (large := last(options.results, "make bench").get("large")):
        results["large"] = large
    return results


def _with_large(bench: Bench, options: argparse.Namespace) -> dict[str, Any]:
    results = last(options.results, "make bench")
    return results | {"large": measures.large(bench) | {"date": _machine("")["date"]}}


def _machine(note: str) -> dict[str, Any]:
    return {
        "cores": measures.cores(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "date": date.today().isoformat(),
        "note": note,
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks", description="Measure speed and memory.")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--large", action="store_true", help="measure the cine of 1.4 GB, and nothing else")
    what.add_argument("--pages", action="store_true", help="write the last figures into docs/measurements.md")
    parser.add_argument("--seed", type=int, default=1, help="what the files are made from")
    parser.add_argument("--files", type=int, default=24, help="files of one frame")
    parser.add_argument("--rounds", type=int, default=2, help="how often each of them is redacted")
    parser.add_argument("--limit", type=float, help="seconds to wait for a long file")
    add_common(parser, RESULTS)
    parser.add_argument("--curves", type=Path, default=CURVES, help="where the picture goes")
    return parser


if __name__ == "__main__":
    sys.exit(main())
