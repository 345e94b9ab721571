"""List the files that the service has refused, with their names, codes and digests.

Names of files can be names of patients: treat the list like the images. The account and the containers are those that
the service's settings name (STORAGE and so on).
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dicom_text_redactor.commands.statuses import OK, REFUSED

if TYPE_CHECKING:
    from redact_function.commands.account import Account

HELP = "list the files that the service has refused (extra azure)"

COLUMNS = ("digest", "code", "version", "answered", "name")

_WARNING = "Names of files can be names of patients: treat this list like the images."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("--prefix", metavar="TEXT", help="only files whose names begin so")
    parser.add_argument("--code", metavar="CODE", help="only files that were refused with this code")
    parser.add_argument("--csv", action="store_true", help="print a table in CSV, with a head")


def run(parsed: argparse.Namespace) -> int:
    """Walk through both containers, and print a row for each refused file."""
    from redact_function.commands.account import Account

    account = Account.of_environment()
    from redact_function.outcomes import TransientStorageError

    print(_WARNING, file=sys.stderr)
    table = csv.writer(sys.stdout, lineterminator="\n")
    if parsed.csv:
        table.writerow(COLUMNS)
    try:
        for row in _rows(parsed, account):
            if parsed.csv:
                table.writerow(row)
            else:
                print(f"{row[0]}  {row[1]:20}  {row[3]}  {_shown(row[4])}")
    except TransientStorageError as error:
        print(f"dicom-redact: The storage failed (HTTP status {error.status or 'unknown'}).", file=sys.stderr)
        return REFUSED
    return OK


def _rows(parsed: argparse.Namespace, account: Account) -> Iterator[tuple[str, str, str, str, str]]:
    from redact_function.commands.told import told
    from redact_function.matching import walk
    from redact_function.outcomes import digest

    for step in walk(account.inputs, account.outputs, prefix=parsed.prefix):
        for pair in step.pairs:
            if pair.report is None or not pair.answered:
                continue
            said = told(account.outputs, pair.report)
            if said.status != "refused" or (parsed.code and said.code != parsed.code):
                continue
            answered = datetime.fromtimestamp(pair.report.modified, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
            yield digest(pair.blob.name), said.code, said.version, answered, pair.blob.name


def _shown(name: str) -> str:
    """A name in one line, without anything that a terminal would obey."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)
