"""The command line: ``dicom-redact redact SRC… DST``, ``inspect FILE`` and the other commands of
`dicom_text_redactor.commands`.

Exit status 0: all is well; 1: some file was refused (the others are done), or a figure is below what was asked
for; 2: wrong usage; 130: stopped by Ctrl-C, 143: by SIGTERM.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Any

from dicom_text_redactor import commands, interruption, scratch
from dicom_text_redactor.commands.statuses import OK, REFUSED, STOPPED, USAGE
from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.version import APP

__all__ = ["OK", "REFUSED", "STOPPED", "USAGE", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    status = _run(arguments)
    if status >= STOPPED and arguments is None:
        signal.signal(
            signal.SIGINT, signal.SIG_IGN
        )  # threads are waited for once more, and that is no time to complain
    return status


def _run(arguments: Sequence[str] | None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # names of files, and what was read, can hold what it cannot encode
            stream.reconfigure(errors="backslashreplace")
    try:
        with interruption.by_signals():  # an interrupt in the middle of an import may be lost
            parsed = _parser().parse_args(arguments)
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
    except KeyboardInterrupt:
        return interruption.status()
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dicom-redact", description="Redact DICOM images, and see what was done.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {APP}")
    parsers = parser.add_subparsers(dest="command", required=True, parser_class=_CommandParser)
    for name in commands.NAMES:
        command = commands.command(name)
        added = parsers.add_parser(name, help=command.HELP, description=(command.__doc__ or "").replace("``", ""))
        command.add_arguments(added)
        added.set_defaults(run=command.run)
    return parser


class _CommandParser(argparse.ArgumentParser):
    """Takes options between the paths as well, as `cp` does."""

    _inside = False

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """What `argparse` does, which would end the list of sources at the first option."""
        if self._inside:  # some versions come back here from below
            return super().parse_known_args(args, namespace)
        self._inside = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._inside = False


if __name__ == "__main__":
    sys.exit(main())
