"""Measures how much of what identifies is hidden, beside another tool, in files that are made from a seed.

python -m benchmarks.recall --seed 5 --count 40
python -m benchmarks.recall --peer-only          the other tool only, on the files of the last run
python -m benchmarks.recall --readme             measures nothing: puts the last run's table into the README
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import readme
from benchmarks.inks import OtherForm, score
from benchmarks.phantoms import samples, sets
from benchmarks.phantoms.samples import Sample
from benchmarks.processes import ROOT, THEIRS, Overdue, run, running
from benchmarks.recall_table import table
from benchmarks.running import add_common, last, peer, say
from dicom_text_redactor.report import REPORT_SUFFIX

RESULTS = ROOT / "benchmarks" / "recall.json"
_WORKERS = 2
_LIMIT_S = 1800.0  # for our whole folder
_FILE_LIMIT_S = 120.0  # for one file of the peer's


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 once there are figures."""
    options = _parser().parse_args(arguments)
    if options.readme:
        readme.put(table(last(options.results, "make bench-recall")), ROOT / "README.md", readme.RECALL)
        return 0
    if options.peer_only:  # its figures join those of our program
        results = last(options.results, "make bench-recall")
    else:
        results = {"date": date.today().isoformat(), "seed": options.seed, "count": options.count, "note": options.note}
    with tempfile.TemporaryDirectory(prefix="recall-", dir=options.folder) as temporary:
        folder = Path(temporary)
        made = make(results["count"], results["seed"], folder)
        if not options.peer_only:
            results["ours"] = scored(made, folder, ours(folder))
            # Kept before the other tool begins, which may not even start.
            options.results.write_text(_text(results), encoding="utf-8")
        if python := peer(options.peer):
            results["peer"] = scored(made, folder, theirs(folder, python))
    options.results.write_text(_text(results), encoding="utf-8")
    print(table(results))
    return 0


def make(count: int, seed: int, folder: Path) -> list[Sample]:
    """Make the set, images and truths, in `folder`."""
    made = sets.recall(count, seed)
    for sample in made:
        samples.write(sample, folder / "images", folder / "truths")
    say(f"{count} files were made")
    return made


Done = tuple[Path, float | None, str]
"""The redacted file, the seconds it took, and why there is none."""


def ours(folder: Path) -> dict[str, Done]:
    """The folder redacted with two workers; seconds are those of each file's report."""
    target = folder / "ours"
    say("our own program redacts them")
    with suppress(subprocess.CalledProcessError):  # some file was refused, which its report says
        run(["-m", "benchmarks.folder", str(folder / "images"), str(target), str(_WORKERS)], _LIMIT_S)
    return {path.stem: _reported(target / path.name) for path in sorted((folder / "images").glob("*.dcm"))}


def _reported(path: Path) -> Done:
    report = path.with_name(path.name + REPORT_SUFFIX)
    if not report.exists():
        return path, None, "missing"
    content = json.loads(report.read_text(encoding="utf-8"))
    return path, content["seconds"].get("total"), "" if path.exists() else "refused"


def theirs(folder: Path, python: Path) -> dict[str, Done]:
    """Each file redacted by the other tool, by one process that is warm; after a file that hangs, by another one."""
    say("the other program redacts them")
    target, log, done = folder / "peer", folder / "log.txt", dict[str, Done]()
    waiting = sorted((folder / "images").glob("*.dcm"))
    first = waiting[0]
    while waiting:
        with running(THEIRS, log, python) as program:
            program.ask(first, folder / "warm" / first.name, _LIMIT_S)
            while waiting:
                source = waiting.pop(0)
                start = time.perf_counter()
                try:
                    answer = program.ask(source, target / source.name, _FILE_LIMIT_S)
                except (Overdue, RuntimeError) as error:
                    done[source.stem] = target / source.name, time.perf_counter() - start, type(error).__name__
                    break
                done[source.stem] = target / source.name, answer.seconds, answer.failure
    return done


def scored(made: Sequence[Sample], folder: Path, done: Mapping[str, Done]) -> list[dict[str, Any]]:
    """Each file's figures."""
    return [_row(sample, folder, *done[sample.name]) for sample in made]


def _row(sample: Sample, folder: Path, redacted: Path, seconds: float | None, failure: str) -> dict[str, Any]:
    """One file's figures; a file that failed has hidden nothing."""
    original, truths = folder / "images" / f"{sample.name}.dcm", folder / "truths"
    found = None
    if not failure:
        try:
            found = score(original, redacted, truths)
        except OtherForm:
            failure = "OtherForm"
        except Exception as error:  # the file cannot be read
            failure = type(error).__name__
    found = found or score(original, original, truths)
    return {
        "name": sample.name,
        "modality": sample.modality,
        "seconds": None if seconds is None else round(seconds, 3),
        "failure": failure,
        "other": found.other,
        "words": [list(word) for word in found.words],
    }


def _text(results: dict[str, Any]) -> str:
    """JSON with a line for each file."""
    lines = [f' "{key}": {json.dumps(value)}' for key, value in results.items() if not isinstance(value, list)]
    for key, value in results.items():
        if isinstance(value, list):
            lines.append(f' "{key}": [\n' + ",\n".join(f"  {json.dumps(row)}" for row in value) + "\n ]")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks.recall", description="Measure what is hidden.")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--readme", action="store_true", help="put the last run's table into the README")
    what.add_argument("--peer-only", action="store_true", help="measure the other tool on the last run's files")
    parser.add_argument("--seed", type=int, default=5, help="what the files are made from")
    parser.add_argument("--count", type=int, default=40, help="how many files")
    add_common(parser, RESULTS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
