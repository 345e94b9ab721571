"""Measures what programs hide, and what they leave, in images whose words are known.

python -m benchmarks.compare FOLDER                   images of your own, each with its truth beside it
python -m benchmarks.compare --seed 5 --count 40      images that are made from a seed
python -m benchmarks.compare FOLDER --only ours       this program only; the figures of the others stay
python -m benchmarks.compare --pages                  measures nothing: writes the last figures into the pages
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from pydicom import dcmread

from benchmarks import comparison, pages
from benchmarks.bench import cores
from benchmarks.inks import OtherForm, Score, score
from benchmarks.phantoms import samples, sets
from benchmarks.processes import ROOT, Answer
from benchmarks.programs import PROGRAMS, Program, warm
from benchmarks.running import say
from benchmarks.truths import TrueFile, read_file, read_folder

RESULTS = ROOT / "benchmarks" / "comparison.json"
_SEED = 5
_WARM_SEED = 0  # makes the file that comes first, which does not count


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 once there are figures."""
    options = _parser().parse_args(arguments)
    results = json.loads(options.results.read_text(encoding="utf-8")) if options.results.exists() else {}
    if options.folder or options.seed is not None or not options.pages:
        with tempfile.TemporaryDirectory(prefix="compare-", dir=options.scratch) as scratch:
            title, measured = _measured(options, Path(scratch), results)
        results[title] = measured
        options.results.write_text(text_of(results), encoding="utf-8")
    if not results:
        raise SystemExit("There are no figures yet: name a folder of images, or a seed.")
    print(comparison.table(results))
    if options.pages:
        pages.put(comparison.table(results), ROOT / "README.md", pages.COMPARISON)
        pages.put(comparison.details(results), ROOT / "docs" / "measurements.md", pages.COMPARISON)
    return 0


def _measured(
    options: argparse.Namespace, scratch: Path, results: Mapping[str, Mapping[str, Any]]
) -> tuple[str, dict[str, Any]]:
    """The set's title, and its figures: those of the programs that were asked for, and former ones of the others."""
    if options.folder:
        files, title = read_folder(options.folder.absolute()), options.title
    else:
        seed = _SEED if options.seed is None else options.seed
        files, title = make(options.count, seed, scratch / "made"), f"generated images (seed {seed})"
    say(f"{len(files)} files")
    digest = _digest(files)
    last = results.get(title, {})
    former = last["programs"] if last.get("digest") == digest else {}
    chosen = [each for each in PROGRAMS if each.key in options.only and _installed(each)]
    figures = former | measure(files, chosen, scratch, options.keep)
    return title, {
        "date": date.today().isoformat(),
        "python": platform.python_version(),
        "cores": cores(),
        "digest": digest,
        "note": options.note,
        "programs": {each.key: figures[each.key] for each in PROGRAMS if each.key in figures},
    }


def make(count: int, seed: int, folder: Path) -> list[TrueFile]:
    """A set of images that are made from a seed, with their truths beside them."""
    return [read_file(samples.write(sample, folder, folder)) for sample in sets.recall(count, seed)]


def measure(
    files: Sequence[TrueFile], programs: Sequence[Program], scratch: Path, keep: Path | None = None
) -> dict[str, list[dict[str, Any]]]:
    """The figures of each file, by program. The programs take turns, so that all find the machine as busy.

    keep: where redacted files stay, in a folder for each program.
    """
    rows: dict[str, list[dict[str, Any]]] = {program.key: [] for program in programs}
    (first,) = (file.path for file in make(1, _WARM_SEED, scratch / "warm"))
    with ExitStack() as stack:
        runs = {each.key: stack.enter_context(warm(each, first, scratch / "log.txt")) for each in programs}
        for number, file in enumerate(files, 1):
            for key, run in runs.items():
                target = (keep or scratch).absolute() / key / file.path.name
                answer = run.ask(file.path, target)
                rows[key].append(row(file, target, answer))
                if not keep:
                    target.unlink(missing_ok=True)
            say(f"{number} of {len(files)}")
    return rows


def row(file: TrueFile, redacted: Path, answer: Answer) -> dict[str, Any]:
    """One file's figures, without a name or a word; a file that failed has hidden nothing."""
    failure, found = answer.failure, None
    if not failure:
        try:
            found = score(file.path, redacted, file.words, file.free)
        except OtherForm:
            failure = "OtherForm"
        except Exception as error:  # what was written cannot be read
            failure = type(error).__name__
    return {
        "modality": str(dcmread(file.path, stop_before_pixels=True).get("Modality", "")),
        "failure": failure,
        "seconds": round(answer.seconds, 3),
        "processor_s": round(answer.processor_s, 3),
        **(_counts(found) if found else _nothing(file)),
    }


def _counts(found: Score) -> dict[str, Any]:
    hidden: dict[str, list[int]] = {}
    for each in found.words:
        if each.word.role == "phi":
            some = hidden.setdefault(each.word.entity, [0, 0])
            some[0] += each.right
            some[1] += 1
    keep = [each for each in found.words if each.word.role == "keep"]
    kinds: dict[str, list[int]] = {}
    for each in keep:
        if each.word.entity:
            some = kinds.setdefault(each.word.entity, [0, 0, 0])
            for place, said in enumerate((each.right, each.half, True)):
                some[place] += said
    return {
        "hidden": hidden,
        "kept": [sum(each.right for each in keep), len(keep)],
        "half": sum(each.half for each in keep),
        "kinds": kinds,
        "other": found.other,
        "recoloured": found.recoloured,
    }


def _nothing(file: TrueFile) -> dict[str, Any]:
    entities = [word.entity for word in file.words if word.role == "phi"]
    return {
        "hidden": {each: [0, entities.count(each)] for each in dict.fromkeys(entities)},
        "kept": [0, 0],
        "half": 0,
        "kinds": {},
        "other": 0.0,
        "recoloured": False,
    }


def _digest(files: Sequence[TrueFile]) -> str:
    """Tells one set from another."""
    whole = hashlib.sha256()
    for file in files:
        with file.path.open("rb") as content:
            whole.update(hashlib.file_digest(content, "sha256").digest())
    return whole.hexdigest()[:16]


def _installed(program: Program) -> bool:
    if program.python.exists():
        return True
    say(f"{program.title} is not installed (see benchmarks/README.md) and is left out.")
    return False


def text_of(results: Mapping[str, Mapping[str, Any]]) -> str:
    """JSON with a line for each file."""
    parts = []
    for title, measured in results.items():
        heads = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in measured.items() if key != "programs"]
        programs = [
            f"   {json.dumps(key)}: [\n" + ",\n".join(f"    {json.dumps(row)}" for row in rows) + "\n   ]"
            for key, rows in measured["programs"].items()
        ]
        body = ",\n".join([*heads, '  "programs": {\n' + ",\n".join(programs) + "\n  }"])
        parts.append(f" {json.dumps(title)}: {{\n{body}\n }}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _parser() -> argparse.ArgumentParser:
    keys = [program.key for program in PROGRAMS]
    parser = argparse.ArgumentParser("python -m benchmarks.compare", description="Measure what programs hide.")
    parser.add_argument("folder", nargs="?", type=Path, help="images with their truths; without it they are made")
    parser.add_argument("--title", default="real images", help="what the images of the folder are called in tables")
    parser.add_argument("--seed", type=int, help=f"what images are made from (default {_SEED})")
    parser.add_argument("--count", type=int, default=40, help="how many are made")
    parser.add_argument("--only", nargs="+", choices=keys, default=keys, help="the programs to measure")
    parser.add_argument("--pages", action="store_true", help="write the tables into README.md and docs/measurements.md")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the redacted files there, to look at them")
    parser.add_argument("--note", default="", help="a sentence about the machine")
    parser.add_argument("--scratch", type=Path, help="where files are made, instead of the temporary folder")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the figures are kept")
    return parser


if __name__ == "__main__":
    sys.exit(main())
