"""The command line: ``python -m shared redact SRC DST``, ``inspect FILE`` and ``review OUT_DIR``.

Exit status 0: every file is redacted or clean; 1: some file was refused, the others are done; 2: wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from shared.errors import RedactionError, SettingError
from shared.review import command as review
from shared.settings import Fill, Overlays, Policy, RedactionSettings, Uids

OK, REFUSED, USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    parsed = _parser().parse_args(arguments)
    try:
        if parsed.command == "review":
            return review.run(parsed)
        settings = RedactionSettings.from_environment(
            policy=parsed.policy, **{name: getattr(parsed, name, None) for name in ("fill", "uids", "overlays")}
        )
        if not parsed.source.exists():
            raise SettingError("The source does not exist.")
        if parsed.command == "inspect" and not parsed.source.is_file():
            raise SettingError("Only a file can be inspected.")
        return _redact(parsed, settings) if parsed.command == "redact" else _inspect(parsed.source, settings)
    except SettingError as error:
        print(f"shared: {error}", file=sys.stderr)
        return USAGE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m shared", description=__doc__.splitlines()[0] if __doc__ else None)
    commands = parser.add_subparsers(dest="command", required=True)
    redact = commands.add_parser("redact", help="redact a file or a folder")
    redact.add_argument("source", type=Path, metavar="SRC", help="a file, or a folder with files of any names")
    redact.add_argument("target", type=Path, metavar="DST", help="the redacted file, or a folder for them")
    redact.add_argument("--fill", choices=get_args(Fill), help="with what boxes are painted")
    redact.add_argument("--uids", choices=get_args(Uids), help="keep the SOP Instance UID, or derive a new one")
    redact.add_argument("--overlays", choices=get_args(Overlays), help="remove overlay planes, or judge their text")
    redact.add_argument("--workers", type=_count, default=1, metavar="N", help="processes for a folder (default 1)")
    inspect = commands.add_parser("inspect", help="print what would be hidden, with the words; write nothing")
    inspect.add_argument("source", type=Path, metavar="FILE")
    review.add_arguments(commands.add_parser("review", help="make one page for going through a redacted folder"))
    for command in (redact, inspect):
        command.add_argument("--policy", choices=get_args(Policy), help="what is hidden")
    return parser


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _redact(parsed: argparse.Namespace, settings: RedactionSettings) -> int:
    from tqdm import tqdm

    from shared import batch
    from shared.redactor import Redactor

    redactor, source, target = Redactor(settings), parsed.source, parsed.target
    if source.is_file():
        target = target / source.name if target.is_dir() else target
        if target.resolve() == source.resolve():
            raise SettingError("The target must not be the source file.")
        results = [batch.redact_file(redactor, source, target, Path(source.name))]
    else:
        total = len(batch.files_below(source, target))
        with tqdm(total=total, unit="file", disable=not sys.stderr.isatty()) as bar:
            summary = batch.redact_directory(redactor, source, target, parsed.workers, lambda _: _step(bar))
        results = list(summary.results)
    _print_results(results)
    return REFUSED if any(result.status == "refused" for result in results) else OK


def _step(bar: Any) -> None:
    bar.update()


def _print_results(results: Sequence[object]) -> None:
    from shared.batch import Result

    for result in results:
        assert isinstance(result, Result)
        if result.code:
            print(f"refused   {result.path}: {result.code}: {result.message} {result.remedy}")
        else:
            print(f"{result.status:9} {result.path}: {result.boxes} boxes, {result.seconds:.1f} s")
    counts = {
        status: sum(getattr(r, "status", "") == status for r in results) for status in ("redacted", "clean", "refused")
    }
    print(", ".join(f"{number} {status}" for status, number in counts.items()))


def _inspect(source: Path, settings: RedactionSettings) -> int:
    from shared.dicom.files import reading
    from shared.redactor import Redactor

    print("This listing holds what identifies the patient: do not store or share it.", file=sys.stderr)
    try:
        with source.open("rb") as file:
            lines = Redactor(settings).examine(reading.read_in_place(file, max_bytes=settings.max_bytes))
    except RedactionError as error:
        print(f"refused: {error.code}: {error} {error.remedy}")
        return REFUSED
    for line in lines:
        for verdict in line.verdicts:
            box = verdict.word.box
            what = "hide" if verdict.hide else "keep"
            place = f"{box.left},{box.top} {box.width}x{box.height}"
            text = verdict.word.text or "(unreadable)"
            print(f"{what}  {verdict.entity:14} {verdict.source:12} {verdict.score:4.2f}  {place:20} {text}")
    return OK


if __name__ == "__main__":
    sys.exit(main())
