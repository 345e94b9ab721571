"""Print what would be hidden and what would stay, word by word, and why."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from dicom_text_redactor.commands.checks import count, new_file, one_file, refusal_of
from dicom_text_redactor.commands.statuses import OK, REFUSED
from dicom_text_redactor.errors import Internal, RedactionError, SettingError
from dicom_text_redactor.settings import Policy, RedactionSettings
from dicom_text_redactor.tracing import trace_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dicom_text_redactor.examination import Judged
    from dicom_text_redactor.model import Verdict
    from dicom_text_redactor.phi.reasons import Explanation

HELP = "print what would be hidden, word by word"

_WARNING = "This list contains text that identifies the patient. Do not store or share it."
_PICTURE = "The picture shows the original, with everything that identifies the patient. Delete it after use."
_MOST = 10
"""Reasons that are printed of a word."""

_TITLES = ("", "", "entity", "source", "score", "box", "frames", "readings")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("source", type=Path, metavar="FILE")
    parser.add_argument(
        "--policy", choices=get_args(Policy), help="what would be hidden (default: REDACT_POLICY, or cautious)"
    )
    parser.add_argument(
        "--why",
        type=count,
        nargs="*",
        metavar="N",
        help="also print why: for all words, or for these",
    )
    parser.add_argument(
        "--picture", type=Path, metavar="OUT.png", help="draw it on the original image, which identifies the patient"
    )


def run(parsed: argparse.Namespace) -> int:
    """Print the listing, and draw the picture."""
    settings = RedactionSettings.from_environment(policy=parsed.policy)
    source = one_file(parsed.source)
    target = new_file(parsed.picture, source, option="--picture")
    from dicom_text_redactor.dicom.files import reading
    from dicom_text_redactor.redactor import Redactor

    print(_WARNING)
    redactor = Redactor(settings)
    try:
        with source.open("rb") as file:
            dataset = reading.read_in_place(file, max_bytes=settings.max_bytes)
            if parsed.why is None:
                lines, explained = redactor.examine(dataset), []
            else:
                told = redactor.explain(dataset)
                lines, explained = [line for line, _ in told], [each for _, some in told for each in some]
            _print(lines)
            _explain(lines, explained, parsed.why or range(1, len(explained) + 1))
            if target is not None:
                from dicom_text_redactor.files import replacing
                from dicom_text_redactor.previews.verification import verification

                picture = verification(dataset, lines, max_pixels=settings.max_pixels)
                with replacing(target) as output:
                    output.write(picture)
                print(f"\n{_PICTURE}")
    except OSError as error:
        return _refused(
            Internal(f"The file cannot be read or written ({type(error).__name__}).", trace_of(error)), settings
        )
    except RedactionError as error:
        return _refused(error, settings)
    return OK


def _refused(error: RedactionError, settings: RedactionSettings) -> int:
    print(refusal_of(error, debug=settings.debug))
    return REFUSED


def _print(lines: Sequence[Judged]) -> None:
    rows = [_row(number, verdict, line) for number, (line, verdict) in enumerate(numbered(lines), start=1)]
    if not rows:
        print("\nNo text was found.")
        return
    widths = [max(len(row[column]) for row in (_TITLES, *rows)) for column in range(len(_TITLES))]
    print()
    for row in (_TITLES, *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def _explain(lines: Sequence[Judged], explained: Sequence[Explanation], numbers: Iterable[int]) -> None:
    """Print why each of some words is hidden or left.

    Raises
    ------
    SettingError
        There is no word of a number.
    """
    words = numbered(lines)
    for number in numbers:
        if number > len(words):
            raise SettingError(f"--why names word {number}, and there are {len(words)}.")
        _, verdict = words[number - 1]
        print(f"\n{number}  {verdict.word.text or '(unreadable)'}")
        for line in _told(verdict, explained[number - 1]):
            print(f"   {line}")


def _told(verdict: Verdict, why: Explanation) -> Iterator[str]:
    """The sentences of one word, the weightiest first, and what all of it comes to."""
    for reason in why.reasons[:_MOST]:
        yield f"{reason.weight:+6.2f}  {reason.sentence}"
    if why.reasons:
        others = why.odds - sum(reason.weight for reason in why.reasons[:_MOST])
        yield f"{others:+6.2f}  All else, and what a usual word has."
        yield f"{why.odds:+6.2f}  In all: probability {why.probability:.3f}; a word is hidden from {why.limit:.3f}."
    if why.outweighed:
        yield f"{'Hidden' if verdict.hide else 'Kept'} whatever weighs, because {verdict.source.says}."


def numbered(lines: Sequence[Judged]) -> list[tuple[Judged, Verdict]]:
    """All words in the order of their numbers, which count from 1, each with its line."""
    return [(line, verdict) for line in lines for verdict in line.verdicts]


def _row(number: int, verdict: Verdict, line: Judged) -> tuple[str, ...]:
    from dicom_text_redactor.report import frame_ranges

    word, box = verdict.word, verdict.word.box
    ranges = (f"{first}" if first == last else f"{first}-{last}" for first, last in frame_ranges(line.frames))
    readings = [f"{each.text} ({each.reader} {each.confidence:.2f})" for each in word.readings]
    return (
        "hide" if verdict.hide else "keep",
        str(number),
        verdict.entity if verdict.hide else "",
        verdict.source,
        f"{verdict.score:.2f}",
        f"{box.left},{box.top} {box.width}x{box.height}",
        ",".join(ranges),
        " | ".join(readings) or "(unreadable)",
    )
