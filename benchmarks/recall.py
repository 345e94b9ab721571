"""Measures how much of what identifies is hidden, beside another tool, in files that are made from a seed.

python -m benchmarks.recall --seed 5 --count 40
python -m benchmarks.recall --readme             measures nothing: puts the last table into the README
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import readme
from benchmarks.inks import OtherForm, score
from benchmarks.phantoms import samples, sets
from benchmarks.processes import PEER_PYTHON, ROOT, THEIRS, Overdue, run, running
from benchmarks.recall_table import table
from shared.report import REPORT_SUFFIX

RESULTS = ROOT / "benchmarks" / "recall.json"
_WORKERS = 2
_LIMIT_S = 1800.0  # for our whole folder
_FILE_LIMIT_S = 120.0  # for one file of the peer's


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 once there are figures."""
    options = _parser().parse_args(arguments)
    if options.readme:
        if not options.results.exists():
            raise SystemExit("There are no results yet: run `make bench-recall` first.")
        results = json.loads(options.results.read_text(encoding="utf-8"))
        readme.put(table(results), ROOT / "README.md", readme.RECALL)
        return 0
    with tempfile.TemporaryDirectory(prefix="recall-", dir=options.folder) as temporary:
        results = measured(options.count, options.seed, Path(temporary), options.peer)
    options.results.write_text(_text(results), encoding="utf-8")
    print(table(results))
    return 0


def measured(count: int, seed: int, folder: Path, peer: Path) -> dict[str, Any]:
    """Make the set in `folder`, redact it with both programs, and score what they did."""
    images, truths = folder / "images", folder / "truths"
    made = sets.recall(count, seed)
    for sample in made:
        samples.write(sample, images, truths)
    _say(f"{count} files were made")
    results: dict[str, Any] = {"date": date.today().isoformat(), "seed": seed, "count": count}
    ours = _ours(folder)
    results["ours"] = [_row(s.name, s.modality, images, truths, *ours[s.name]) for s in made]
    if peer.exists():
        theirs = _theirs(folder, peer)
        results["peer"] = [_row(s.name, s.modality, images, truths, *theirs[s.name]) for s in made]
    else:
        _say("The peer is not installed (see benchmarks/README.md), so only our own figures are taken.")
    return results


Done = tuple[Path, float | None, str]
"""The redacted file, the seconds it took, and why there is none."""


def _ours(folder: Path) -> dict[str, Done]:
    """The folder redacted with two workers; seconds are those of each file's report."""
    target = folder / "ours"
    _say("our own program redacts them")
    with suppress(subprocess.CalledProcessError):  # some file was refused, which its report says
        run(["-m", "benchmarks.folder", str(folder / "images"), str(target), str(_WORKERS)], _LIMIT_S)
    return {path.stem: _reported(target / path.name) for path in sorted((folder / "images").glob("*.dcm"))}


def _reported(path: Path) -> Done:
    report = path.with_name(path.name + REPORT_SUFFIX)
    if not report.exists():
        return path, None, "missing"
    content = json.loads(report.read_text(encoding="utf-8"))
    return path, content["seconds"].get("total"), "" if path.exists() else "refused"


def _theirs(folder: Path, python: Path) -> dict[str, Done]:
    """Each file redacted by the other tool, by one process that is warm; after a file that hangs, by another one."""
    _say("the other program redacts them")
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


def _row(
    name: str, modality: str, images: Path, truths: Path, redacted: Path, seconds: float | None, failure: str
) -> dict[str, Any]:
    """One file's figures; a file that failed has hidden nothing."""
    original = images / f"{name}.dcm"
    scored = None
    if not failure:
        try:
            scored = score(original, redacted, truths)
        except OtherForm:
            failure = "OtherForm"
        except Exception as error:  # the file cannot be read
            failure = type(error).__name__
    scored = scored or score(original, original, truths)
    return {
        "name": name,
        "modality": modality,
        "seconds": None if seconds is None else round(seconds, 3),
        "failure": failure,
        "other": scored.other,
        "words": [list(word) for word in scored.words],
    }


def _text(results: dict[str, Any]) -> str:
    """JSON with a line for each file."""
    lines = [f' "{key}": {json.dumps(value)}' for key, value in results.items() if not isinstance(value, list)]
    for key, value in results.items():
        if isinstance(value, list):
            lines.append(f' "{key}": [\n' + ",\n".join(f"  {json.dumps(row)}" for row in value) + "\n ]")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m benchmarks.recall", description="Measure what is hidden.")
    parser.add_argument("--readme", action="store_true", help="put the last run's table into the README")
    parser.add_argument("--seed", type=int, default=5, help="what the files are made from")
    parser.add_argument("--count", type=int, default=40, help="how many files")
    parser.add_argument("--peer", type=Path, default=PEER_PYTHON, help="the interpreter of the peer's environment")
    parser.add_argument("--folder", type=Path, help="where the files are made, instead of the temporary folder")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the figures are kept")
    return parser


if __name__ == "__main__":
    sys.exit(main())
