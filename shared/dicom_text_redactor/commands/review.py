"""Make one HTML page for checking redacted files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.review.entries import Entry, entries_below
from dicom_text_redactor.settings import RedactionSettings

if TYPE_CHECKING:
    from tqdm import tqdm

    from dicom_text_redactor.review.gathering import Gathered, Limits

HELP = "make one HTML page for checking redacted files"

NAME = "review.html"
LARGE_SIDE, MOST_FRAMES, MEGABYTES = 1600, 9, 256
_IN_TEXT = 4 / 3  # bytes of the page for each byte of a picture
_THUMBNAIL = 6_000  # bytes that are set aside for each small picture


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("folder", type=Path, metavar="OUT_DIR", help="folder that redact has written")
    parser.add_argument("--output", type=Path, metavar="FILE", help=f"where to write the page (default OUT_DIR/{NAME})")
    parser.add_argument(
        "--large-side",
        type=_at_least(64),
        default=LARGE_SIDE,
        metavar="PIXELS",
        help=f"longest side of a large picture (default {LARGE_SIDE})",
    )
    parser.add_argument(
        "--most-frames",
        type=_at_least(1),
        default=MOST_FRAMES,
        metavar="N",
        help=f"how many frames of one file are shown (default {MOST_FRAMES})",
    )
    parser.add_argument(
        "--max-megabytes",
        type=_at_least(1),
        default=MEGABYTES,
        metavar="MB",
        help=f"limit for all pictures; with many files they become coarser (default {MEGABYTES})",
    )


def run(parsed: argparse.Namespace) -> int:
    """Make the page and say what is on it; 0, since whatever is wrong with a file stands on the page.

    Raises
    ------
    SettingError
        There is nothing to review, or the page cannot be written.
    """
    from tqdm import tqdm

    from dicom_text_redactor.files import replacing
    from dicom_text_redactor.review.gathering import Limits
    from dicom_text_redactor.review.page import write_page

    folder: Path = parsed.folder
    if not folder.is_dir():
        raise SettingError(f"The folder to review does not exist: {folder}.")
    limits = Limits(parsed.large_side, parsed.most_frames, RedactionSettings.from_environment())
    entries = entries_below(folder)
    if not entries:
        raise SettingError(
            f"There is no box report in the folder to review: {folder}. Give the folder that redact has written."
        )
    output: Path = parsed.output or folder / NAME
    with tqdm(total=len(entries), unit="file", disable=not sys.stderr.isatty()) as bar:
        try:
            with replacing(output) as file:
                written = write_page(file, _gathered(folder, entries, limits, parsed.max_megabytes * 1_000_000, bar))
        except OSError as error:
            raise SettingError(f"The page cannot be written ({type(error).__name__}): {output}.") from None
    counts = ", ".join(f"{number} {status}" for status, number in sorted(written.by_status.items()))
    print(f"{output}: {counts}; {written.length / 1e6:.1f} MB")
    return 0


def _gathered(folder: Path, entries: Sequence[Entry], limits: Limits, room: int, bar: tqdm[Any]) -> Iterator[Gathered]:
    """Every file with its pictures; what one leaves of its share is for those that follow."""
    from dicom_text_redactor.review.gathering import gather, wanted_frames

    left = room / _IN_TEXT - _THUMBNAIL * len(entries)
    counts = [len(wanted_frames(entry, limits.most_frames)) for entry in entries]
    to_come = sum(counts)
    for entry, count in zip(entries, counts, strict=True):
        one = gather(folder, entry, limits, max(0, int(left * count / max(1, to_come))))
        left -= sum(len(picture.jpeg) for picture in one.pictures)
        to_come -= count
        bar.update()
        yield one


def _at_least(least: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text)
        if value < least:
            raise argparse.ArgumentTypeError(f"must be {least} or more")
        return value

    return number
