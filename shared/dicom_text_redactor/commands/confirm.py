"""``dicom-redact confirm OUT_DIR --marks FILE``: write down in files that a person found nothing burned in."""

from __future__ import annotations

import argparse
from pathlib import Path

from dicom_text_redactor.commands.checks import refusal_of
from dicom_text_redactor.commands.statuses import OK, REFUSED
from dicom_text_redactor.errors import Internal, OutOfRoom, RedactionError, SettingError
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.tracing import trace_of

HELP = "set Burned In Annotation to NO in files that a person marked as fine"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("folder", type=Path, metavar="OUT_DIR", help="the folder of redacted files that was reviewed")
    parser.add_argument(
        "--marks", type=Path, metavar="FILE", required=True, help="the marks that the review page exported"
    )


def run(parsed: argparse.Namespace) -> int:
    """Confirm each file, and tell of each and of all.

    Raises
    ------
    SettingError
        The folder or the marks are not what they are to be; nothing was written.
    """
    from dicom_text_redactor.corrections.confirming import confirm, result_of
    from dicom_text_redactor.corrections.reading import read_fine

    settings = RedactionSettings.from_environment()
    if not parsed.folder.is_dir():
        raise SettingError(f"OUT_DIR must be a folder, and {parsed.folder} is none.")
    results = [result_of(parsed.folder, name) for name in read_fine(parsed.marks)]
    failed = 0
    for result in results:
        try:
            confirm(result, max_bytes=settings.max_bytes)
        except RedactionError as error:
            print(f"{result}: {refusal_of(error, debug=settings.debug)}")
            failed += 1
        except OSError as error:
            message = f"The file cannot be read or written ({type(error).__name__})."
            known = OutOfRoom.why(error) or Internal(message, trace_of(error))
            print(f"{result}: {refusal_of(known, debug=settings.debug)}")
            failed += 1
    print(f"{len(results) - failed} confirmed, {failed} refused")
    return REFUSED if failed else OK
