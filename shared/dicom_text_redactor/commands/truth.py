"""Print the draft of a ground truth for one file, to correct by hand."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import get_args

from dicom_text_redactor.commands.checks import one_file, refusal_of
from dicom_text_redactor.commands.statuses import OK, REFUSED
from dicom_text_redactor.errors import Internal, RedactionError
from dicom_text_redactor.settings import Policy, RedactionSettings
from dicom_text_redactor.tracing import trace_of

HELP = "draft the ground truth of a file, to correct by hand"

_WARNING = """The draft contains text that identifies the patient: keep it where the originals are, and nowhere else.
Compare it with `inspect FILE --picture OUT.png`: add what is missing, and correct roles, boxes and frames."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("source", type=Path, metavar="FILE")
    parser.add_argument(
        "--policy", choices=get_args(Policy), help="what counts as identifying (default: REDACT_POLICY, or cautious)"
    )
    parser.add_argument("--name", metavar="PATH", help="the file's path below OUT_DIR (default: its name)")


def run(parsed: argparse.Namespace) -> int:
    """Print the draft to standard output, and what to do with it to standard error."""
    settings = RedactionSettings.from_environment(policy=parsed.policy)
    source = one_file(parsed.source)
    from dicom_text_redactor.dicom.files import reading
    from dicom_text_redactor.evaluation.drafts import draft
    from dicom_text_redactor.redactor import Redactor

    redactor = Redactor(settings)
    try:
        with source.open("rb") as file:
            dataset = reading.read_in_place(file, max_bytes=settings.max_bytes)
            lines = redactor.examine(dataset)
            document = draft(parsed.name or source.name, dataset, lines, max_pixels=settings.max_pixels)
    except OSError as error:
        return _refused(Internal(f"The file cannot be read ({type(error).__name__}).", trace_of(error)), settings)
    except RedactionError as error:
        return _refused(error, settings)
    print(_WARNING, file=sys.stderr)
    print(json.dumps(document, indent=1, ensure_ascii=False))
    return OK


def _refused(error: RedactionError, settings: RedactionSettings) -> int:
    print(refusal_of(error, debug=settings.debug), file=sys.stderr)
    return REFUSED
