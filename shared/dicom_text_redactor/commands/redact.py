"""``dicom-redact redact SRC DST``: redact a file or a folder."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from dicom_text_redactor.commands.checks import count
from dicom_text_redactor.commands.statuses import OK, REFUSED
from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.settings import Fill, Overlays, Policy, RedactionSettings, Uids

if TYPE_CHECKING:
    from dicom_text_redactor.batch import Result
    from dicom_text_redactor.corrections.marks import FileMarks
    from dicom_text_redactor.redactor import Redactor

HELP = "redact a file or a folder"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("source", type=Path, metavar="SRC", help="a file, or a folder with files of any names")
    parser.add_argument("target", type=Path, metavar="DST", help="the redacted file, or a folder for them")
    parser.add_argument("--policy", choices=get_args(Policy), help="what is hidden")
    parser.add_argument("--fill", choices=get_args(Fill), help="with what boxes are painted")
    parser.add_argument("--uids", choices=get_args(Uids), help="keep the SOP Instance UID, or derive a new one")
    parser.add_argument("--overlays", choices=get_args(Overlays), help="remove overlay planes, or judge their text")
    parser.add_argument("--workers", type=count, default=1, metavar="N", help="processes for a folder (default 1)")
    parser.add_argument(
        "--preview", action="store_true", default=None, help="write NAME.preview.png: the result with its boxes"
    )
    parser.add_argument(
        "--marks", type=Path, metavar="FILE", help="what a person marked as missed or needless in an earlier result"
    )


def run(parsed: argparse.Namespace) -> int:
    """Redact, and print a line for each file and a sum."""
    names = ("policy", "fill", "uids", "overlays", "preview")
    settings = RedactionSettings.from_environment(**{name: getattr(parsed, name) for name in names})
    if not parsed.source.exists():
        raise SettingError("The source does not exist.")
    from dicom_text_redactor.corrections.reading import read_marks
    from dicom_text_redactor.redactor import Redactor

    marks = read_marks(parsed.marks) if parsed.marks else {}
    redactor = Redactor(settings)
    if parsed.source.is_file():
        results: Sequence[Result] = [_one(redactor, parsed.source, parsed.target, marks)]
    else:
        results = _all(redactor, parsed.source, parsed.target, parsed.workers, marks)
    _print(results)
    return REFUSED if any(result.status == "refused" for result in results) else OK


def _one(redactor: Redactor, source: Path, target: Path, marks: Mapping[str, FileMarks]) -> Result:
    from dicom_text_redactor import batch
    from dicom_text_redactor.corrections.reading import of_one_file

    target = target / source.name if target.is_dir() else target
    if target.resolve() == source.resolve():
        raise SettingError("The target must not be the source file.")
    some = of_one_file(marks, [source.resolve(), target.resolve()])
    return batch.redact_file(redactor, source, target, Path(source.name), some)


def _all(
    redactor: Redactor, source: Path, target: Path, workers: int, marks: Mapping[str, FileMarks]
) -> Sequence[Result]:
    from tqdm import tqdm

    from dicom_text_redactor import batch

    total = len(batch.files_below(source, target))
    with tqdm(total=total, unit="file", disable=not sys.stderr.isatty()) as bar:

        def step(_: Result) -> None:
            bar.update()

        return batch.redact_directory(redactor, source, target, workers, step, marks).results


def _print(results: Sequence[Result]) -> None:
    for result in results:
        if result.code:
            print(f"refused   {result.path}: {result.code}: {result.message} {result.remedy}")
        else:
            without = "; its preview could not be made" if result.preview == "failed" else ""
            print(f"{result.status:9} {result.path}: {result.boxes} boxes, {result.seconds:.1f} s{without}")
    statuses = [result.status for result in results]
    parts = [f"{statuses.count(status)} {status}" for status in ("redacted", "clean", "refused")]
    if without_preview := sum(result.preview == "failed" for result in results):
        parts.append(f"{without_preview} without the preview that was asked for")
    print(", ".join(parts))
