"""The command line: ``dicom-redact redact SRC DST``, ``inspect FILE`` and the other commands of
`dicom_text_redactor.commands`.

Exit status 0: all is well; 1: some file was refused (the others are done), or a figure is below what was asked
for; 2: wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

from dicom_text_redactor import commands, scratch
from dicom_text_redactor.commands.statuses import OK, REFUSED, USAGE
from dicom_text_redactor.errors import SettingError

__all__ = ["OK", "REFUSED", "USAGE", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # names of files, and what was read, can hold what it cannot encode
            stream.reconfigure(errors="backslashreplace")
    parsed = _parser().parse_args(arguments)
    try:
        scratch.use_own_folder()
        status = parsed.run(parsed)
        assert isinstance(status, int)
        sys.stdout.flush()
    except SettingError as error:
        print(f"dicom-redact: {error}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:  # whoever read the output has enough; Python would complain once more at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dicom-redact", description="Redact DICOM images, and see what was done.")
    parsers = parser.add_subparsers(dest="command", required=True)
    for name in commands.NAMES:
        command = import_module(f"dicom_text_redactor.commands.{name}")
        added = parsers.add_parser(name, help=command.HELP, description=command.__doc__)
        command.add_arguments(added)
        added.set_defaults(run=command.run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
