"""Tell how many files of the input container wait, and what became of the others.

The account, the containers and the queue are those that the service's settings name (STORAGE and so on).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dicom_text_redactor.commands.statuses import OK, REFUSED

if TYPE_CHECKING:
    from redact_function.commands.account import Account
    from redact_function.matching import Pair
    from redact_function.requeueing import Waiting

HELP = "count the service's files: waiting, redacted, clean, refused (extra azure)"

EARLIER = "earlier"
"""What became of a file whose report an earlier release wrote, which a listing does not tell."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("--prefix", metavar="TEXT", help="only files whose names begin so")
    parser.add_argument("--json", action="store_true", help="print a JSON object")


def run(parsed: argparse.Namespace) -> int:
    """Walk through both containers, and print the counts."""
    from redact_function.commands.account import Account

    account = Account.of_environment()
    from redact_function.outcomes import TransientStorageError

    try:
        counts = _counted(parsed, account)
        queue = _queue(account)
    except TransientStorageError as error:
        print(f"dicom-redact: The storage failed (HTTP status {error.status or 'unknown'}).", file=sys.stderr)
        return REFUSED
    print(json.dumps(counts.to_dict(queue)) if parsed.json else counts.table(queue))
    return OK


@dataclass
class Counts:
    """How many files came to what.

    Attributes
    ----------
    files
        All of them.
    statuses
        How many wait, and how many have which status.
    codes
        How many were refused with which code.
    versions
        How many were answered by which version of the program.
    oldest
        When the oldest that waits was uploaded, seconds since 1970; None where none waits.
    """

    files: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)
    oldest: float | None = None

    def add(self, pair: Pair) -> None:
        """Count one file."""
        from redact_function.commands.told import told_by

        self.files += 1
        if pair.report is None or not pair.answered:
            self.statuses["waiting"] += 1
            self.oldest = min(pair.blob.modified, self.oldest or pair.blob.modified)
            return
        said = told_by(pair.report)
        if said is None:
            self.statuses[EARLIER] += 1
            return
        self.statuses[said.status] += 1
        self.versions[said.version] += 1
        if said.status == "refused":
            self.codes[said.code] += 1

    def _oldest_seconds(self) -> int:
        return 0 if self.oldest is None else max(0, round(time.time() - self.oldest))

    def to_dict(self, queue: Waiting) -> dict[str, Any]:
        """It as plain values."""
        return {
            "files": self.files,
            **{name: self.statuses[name] for name in ("waiting", "redacted", "clean", "refused", EARLIER)},
            "codes": dict(self.codes.most_common()),
            "versions": dict(self.versions.most_common()),
            "oldest_seconds": self._oldest_seconds(),
            "messages": queue.messages,
            "message_seconds": round(queue.oldest_seconds),
        }

    def table(self, queue: Waiting) -> str:
        """It for people."""
        rows = [("files", self.files), *((name, self.statuses[name]) for name in ("waiting", "redacted", "clean"))]
        rows.append(("refused", self.statuses["refused"]))
        rows += [(f"  {code}", number) for code, number in self.codes.most_common()]
        if self.statuses[EARLIER]:
            rows.append(("answered by an earlier release", self.statuses[EARLIER]))
        rows += [(f"by version {version}", number) for version, number in self.versions.most_common()]
        rows.append(("messages in the queue", queue.messages))
        width = max(len(name) for name, _ in rows)
        lines = [f"{name:{width}}  {number:>11,}" for name, number in rows]
        if self.oldest is not None:
            lines.append(f"The oldest file without a result has been there for {_duration(self._oldest_seconds())}.")
        if queue.messages:
            lines.append(f"The first message has been there for {_duration(round(queue.oldest_seconds))}.")
        return "\n".join(lines)


def _counted(parsed: argparse.Namespace, account: Account) -> Counts:
    from tqdm import tqdm

    from redact_function.matching import walk

    counts = Counts()
    with tqdm(unit="file", disable=not sys.stderr.isatty(), leave=False) as bar:
        for step in walk(account.inputs, account.outputs, prefix=parsed.prefix):
            for pair in step.pairs:
                counts.add(pair)
            bar.update(len(step.pairs))
    return counts


def _queue(account: Account) -> Waiting:
    from redact_function.requeueing import Requeueing

    return Requeueing(account.queue, account.settings.input_container, of_blob_trigger=False).waiting(time.time())


def _duration(seconds: int) -> str:
    days, rest = divmod(seconds, 24 * 3600)
    clock = f"{rest // 3600}:{rest % 3600 // 60:02}:{rest % 60:02}"
    return f"{days} {'day' if days == 1 else 'days'} and {clock}" if days else clock
