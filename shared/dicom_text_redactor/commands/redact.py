"""``dicom-redact redact SRC… DST``: redact files and folders."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from dicom_text_redactor import interruption
from dicom_text_redactor.commands.checks import count, new_file
from dicom_text_redactor.commands.statuses import OK, REFUSED
from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.header import options as header_options
from dicom_text_redactor.rules.reading import read_rules
from dicom_text_redactor.settings import (
    BurnedIn,
    Fill,
    Header,
    HeaderNames,
    OutsideRegions,
    Overlays,
    Policy,
    RedactionSettings,
    Uids,
)

if TYPE_CHECKING:
    from tqdm import tqdm

    from dicom_text_redactor.batch import Batch, Options, Result, Shard
    from dicom_text_redactor.commands.output import Output
    from dicom_text_redactor.redactor import Redactor

HELP = "redact files and folders"

_SETTINGS = (
    *("policy", "fill", "uids", "overlays", "burned_in", "preview", "debug"),
    *("header", "header_options", "header_names", "outside_regions"),
)
_NO_KEY = (
    "Warning: REDACT_HEADER_KEY is not set. The pseudonyms of this run are made with a random key: files of the same "
    "patient or study that another run redacts will not match."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("sources", type=Path, nargs="+", metavar="SRC", help="a file, or a folder of any files")
    parser.add_argument("target", metavar="DST", help="the redacted file, or the folder for redacted files")
    how = parser.add_argument_group("how it is redacted (these win over the environment)")
    how.add_argument("--policy", choices=get_args(Policy), help="what is hidden")
    how.add_argument("--fill", choices=get_args(Fill), help="with what boxes are painted")
    how.add_argument("--uids", choices=get_args(Uids), help="keep the SOP Instance UID, or derive a new one")
    how.add_argument("--overlays", choices=get_args(Overlays), help="remove overlay planes, or judge their text")
    how.add_argument("--burned-in", choices=get_args(BurnedIn), help="set Burned In Annotation to NO, or keep it")
    how.add_argument("--header", choices=get_args(Header), help="keep the header, or clean it (PS3.15 Basic Profile)")
    how.add_argument(
        "--header-options",
        type=header_options.parsed,
        metavar="LIST",
        help=f"with commas: {', '.join(sorted(header_options.ALL))}",
    )
    how.add_argument(
        "--header-names", choices=get_args(HeaderNames), help="file names that hold the patient's name or ID"
    )
    how.add_argument(
        "--regions", type=Path, metavar="FILE", help="rules of CTP or deid: areas to paint by kind of image"
    )
    how.add_argument(
        "--outside-regions",
        choices=get_args(OutsideRegions),
        help="read what is outside ultrasound regions, or hide it",
    )
    how.add_argument("--marks", type=Path, metavar="FILE", help="what a person marked in an earlier result")
    which = parser.add_argument_group("which files")
    which.add_argument(
        "--strict", action="store_true", help="refuse files that are no DICOM, and a DICOMDIR, instead of skipping them"
    )
    which.add_argument("--resume", action="store_true", help="leave results as they are that nothing has changed for")
    which.add_argument(
        "--same-words",
        action="store_true",
        help="with --resume: REDACT_ALLOW and REDACT_DENY hold the words of the earlier run",
    )
    which.add_argument("--shard", type=_shard, metavar="I/N", help="share I of N of the files")
    which.add_argument("--workers", type=count, default=1, metavar="N", help="processes that share the work (1)")
    what = parser.add_argument_group("what is written and printed")
    what.add_argument(
        "--preview", action="store_true", default=None, help="write NAME.preview.png: the result with its boxes"
    )
    what.add_argument(
        "--mapping", type=Path, metavar="FILE.csv", help="with --header basic: write old and new values; keep it secret"
    )
    what.add_argument("--summary", type=Path, metavar="FILE.csv", help="write a table with a row for each file")
    what.add_argument("--dry-run", action="store_true", help="write nothing; print what --json prints, with reports")
    what.add_argument("--json", action="store_true", help="print a JSON object for each file, and one for the sum")
    what.add_argument("--quiet", action="store_true", help="print the sum alone")
    what.add_argument("--debug", action="store_true", default=None, help="print where an internal error came from")


def run(parsed: argparse.Namespace) -> int:
    """Redact, and tell of each file and of all.

    Raises
    ------
    SettingError
        Something is wrong with what was asked for; nothing was written.
    """
    with interruption.by_signals():
        given = {name: getattr(parsed, name) for name in _SETTINGS}
        regions = read_rules(parsed.regions, "--regions") if parsed.regions else None
        settings = RedactionSettings.from_environment(**given, regions=regions)
        for doubt in settings.regions.doubts if settings.regions else ():
            print(f"Warning: {'--regions' if regions else 'REDACT_REGIONS'}, {doubt}", file=sys.stderr)
        if settings.header == "basic" and not settings.header_key:
            print(_NO_KEY, file=sys.stderr)
        batch = _batch(parsed, settings)
        from dicom_text_redactor.commands.readiness import ensure_readers
        from dicom_text_redactor.redactor import Redactor

        redactor = Redactor(settings)
        ensure_readers(settings.languages)
        return _redact(parsed, redactor, batch)


def _batch(parsed: argparse.Namespace, settings: RedactionSettings) -> Batch:
    """This run's share of the files, once everything is seen to be right that the person typed."""
    from dicom_text_redactor.commands.paths import batch_of, ensure_writable
    from dicom_text_redactor.corrections.reading import read_marks

    if parsed.same_words and not parsed.resume:
        raise SettingError("--same-words means something with --resume only.")
    if parsed.resume and not parsed.same_words and (settings.allow or settings.deny):
        raise SettingError(
            "Reports do not say which words REDACT_ALLOW and REDACT_DENY held. Add --same-words if they hold the "
            "words of the earlier run; otherwise leave --resume away, and all files are redacted anew."
        )
    if parsed.mapping and settings.header == "keep":
        raise SettingError("--mapping means something with --header basic only.")
    marks = read_marks(parsed.marks) if parsed.marks else {}
    batch = batch_of(parsed.sources, parsed.target, marks)
    if parsed.summary:
        names = [path for job in batch.jobs for path in (job.source, job.target) if path.name == parsed.summary.name]
        new_file(parsed.summary, *names, option="--summary")
    if parsed.mapping:
        _ensure_secret(parsed, batch)
    if not parsed.dry_run and batch.jobs:
        ensure_writable(batch.jobs[0].target.parent if len(batch) == 1 else Path(parsed.target))
    return batch.share(parsed.shard) if parsed.shard else batch


def _ensure_secret(parsed: argparse.Namespace, batch: Batch) -> None:
    """See that the mapping can be written, and that it is not shared with the results."""
    from dicom_text_redactor.header.mapping import ensure_apart

    names = [path for job in batch.jobs for path in (job.source, job.target) if path.name == parsed.mapping.name]
    new_file(parsed.mapping, *names, *([parsed.summary] if parsed.summary else []), option="--mapping")
    target = Path(parsed.target)
    ensure_apart(parsed.mapping, [target if len(batch.jobs) != 1 or target.is_dir() else batch.jobs[0].target.parent])


def _options(parsed: argparse.Namespace) -> Options:
    from dicom_text_redactor.batch import Options
    from dicom_text_redactor.commands.paths import is_one_file
    from dicom_text_redactor.header.mapping import Pairs

    # Who names a single file wants that one, and has to be told by the exit status that it is not there.
    one = is_one_file(parsed.sources)
    mapping = Pairs(parsed.mapping) if parsed.mapping else None
    return Options(parsed.strict or one, parsed.resume, parsed.dry_run, mapping)


def _redact(parsed: argparse.Namespace, redactor: Redactor, batch: Batch) -> int:
    from tqdm import tqdm

    from dicom_text_redactor.batch import run
    from dicom_text_redactor.commands.csv_summary import write_table

    results: list[Result] = []
    stopped = False
    bar: tqdm[Any] = tqdm(total=len(batch), unit="file", disable=parsed.quiet or not sys.stderr.isatty(), leave=False)
    output = _output(parsed, redactor.settings, bar)
    options = _options(parsed)
    try:
        with bar, closing(run(redactor, batch, options, parsed.workers)) as coming:
            for result in coming:
                results.append(result)
                output.file(result)
                bar.update()
    except KeyboardInterrupt:
        stopped = True
    finally:
        if parsed.summary:
            write_table(parsed.summary, results)
        if options.mapping:
            options.mapping.write()
    output.summary(results, len(batch) - len(results), stopped)
    if stopped:
        return interruption.status()
    return REFUSED if any(result.status == "refused" for result in results) else OK


def _output(parsed: argparse.Namespace, settings: RedactionSettings, bar: tqdm[Any]) -> Output:
    from dicom_text_redactor.commands.output import JsonLines, Lines

    def write(line: str) -> None:
        bar.write(line, file=sys.stdout)
        sys.stdout.flush()

    if parsed.json or parsed.dry_run:
        return JsonLines(write, each=not parsed.quiet)
    return Lines(write, each=not parsed.quiet, debug=settings.debug)


def _shard(text: str) -> Shard:
    from dicom_text_redactor.batch import Shard

    try:
        return Shard.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
