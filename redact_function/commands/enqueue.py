"""Put files of the input container into the queue of the service: a backfill, or files that are to be done again.

Without further options: those that have no result yet. The account, the containers and the queue are those that the
service's settings name (STORAGE and so on), and INGEST has to be ``queue``.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dicom_text_redactor.commands.statuses import OK, REFUSED
from dicom_text_redactor.errors import SettingError

if TYPE_CHECKING:
    from redact_function.commands.account import Account
    from redact_function.matching import Pair, Position
    from redact_function.tasks import File

HELP = "put files of the input container into the service's queue (extra azure)"

_SENDERS = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--refused", metavar="CODE", help="files that were refused with this code, to be done again")
    which.add_argument(
        "--before-version", metavar="V", help="files whose result is of a version before this one, to be done again"
    )
    which.add_argument("--again", action="store_true", help="all files, also those that have a result")
    parser.add_argument("--prefix", metavar="TEXT", help="only files whose names begin so")
    parser.add_argument(
        "--since", type=_moment, metavar="WHEN", help="only files that were uploaded since: 2026-11-29, or with a time"
    )
    parser.add_argument(
        "--token", type=Path, metavar="FILE", help="keep in this file how far it came; if it is there, go on from there"
    )
    parser.add_argument("--dry-run", action="store_true", help="count, and put nothing into the queue")
    parser.add_argument("--quiet", action="store_true", help="print the sum alone")


def run(parsed: argparse.Namespace) -> int:
    """List, choose and send, page by page, and tell how many there were.

    Raises
    ------
    SettingError
        Something is wrong with what was asked for; nothing was sent.
    """
    from redact_function.commands.account import Account

    account = Account.of_environment()
    if account.settings.ingest != "queue":
        raise SettingError("Nothing reads INPUT_QUEUE with INGEST=blob. Set INGEST=queue, here and in the service.")
    from redact_function.outcomes import TransientStorageError

    bookmark = Bookmark(parsed.token, _asked(parsed, account))
    try:
        return _enqueue(parsed, account, bookmark)
    except TransientStorageError as error:
        again = f" The same command goes on with --token {parsed.token}." if parsed.token else ""
        print(f"dicom-redact: The storage failed (HTTP status {error.status or 'unknown'}).{again}", file=sys.stderr)
        return REFUSED


@dataclass(frozen=True, slots=True)
class Bookmark:
    """How far the listing came, in a file; `asked` is what it was asked for, since another listing has other tokens."""

    path: Path | None
    asked: dict[str, Any]

    def read(self) -> tuple[Position | None, int, int]:
        """Where to go on, and how many files were looked at and sent so far.

        Raises
        ------
        SettingError
            The file is one of something else.
        """
        from redact_function.matching import Position

        if self.path is None or not self.path.exists():
            return None, 0, 0
        try:
            said = json.loads(self.path.read_text(encoding="utf-8"))
            if said["asked"] != self.asked:
                raise SettingError(
                    f"--token names the file of another selection: {self.path}. Delete it, or name another."
                )
            return Position(said["inputs"], said["outputs"]), int(said["looked"]), int(said["sent"])
        except (OSError, KeyError, TypeError, json.JSONDecodeError):
            raise SettingError(f"--token names a file that is none of ours: {self.path}.") from None

    def write(self, position: Position | None, looked: int, sent: int) -> None:
        """Note it down; at the end there is nothing to note, and the file goes."""
        from dicom_text_redactor.files import replacing

        if self.path is None:
            return
        if position is None:
            with suppress(FileNotFoundError):
                self.path.unlink()
            return
        said = {"asked": self.asked, **position.to_dict(), "looked": looked, "sent": sent}
        try:
            with replacing(self.path) as file:
                file.write(json.dumps(said).encode())
        except OSError as error:
            raise SettingError(
                f"The file of --token cannot be written ({type(error).__name__}): {self.path}."
            ) from None


def _enqueue(parsed: argparse.Namespace, account: Account, bookmark: Bookmark) -> int:
    from tqdm import tqdm

    from redact_function.matching import walk

    position, looked, sent = bookmark.read()
    choose = _choice(parsed, account)
    send = _sender(account, dry=parsed.dry_run)
    with (
        ThreadPoolExecutor(_SENDERS) as senders,
        tqdm(unit="file", initial=looked, disable=parsed.quiet or not sys.stderr.isatty(), leave=False) as bar,
    ):
        for step in walk(account.inputs, account.outputs, position, prefix=parsed.prefix):
            chosen = [file for pair in step.pairs if (file := choose(pair)) is not None]
            send(senders, chosen)
            looked, sent = looked + len(step.pairs), sent + len(chosen)
            if not parsed.dry_run:
                bookmark.write(step.position, looked, sent)
            bar.update(len(step.pairs))
            bar.set_postfix_str(f"{sent} chosen", refresh=False)
    did = "would be put" if parsed.dry_run else "put"
    print(f"{sent} of {looked} files {did} into the queue.")
    return OK


def _sender(account: Account, *, dry: bool) -> Callable[[ThreadPoolExecutor, list[File]], None]:
    """Sends the files of a page, as many as fit in each message."""
    from azure.core.exceptions import ResourceExistsError

    from redact_function.inbox import FOREVER
    from redact_function.storage import storage_errors
    from redact_function.tasks import Task, packed

    if dry:
        return lambda _senders, _files: None
    queue = account.queue
    with storage_errors(), suppress(ResourceExistsError):
        queue.create_queue()

    def one(task: Task) -> None:
        with storage_errors():
            queue.send_message(task.to_json(), time_to_live=FOREVER)

    def send(senders: ThreadPoolExecutor, files: list[File]) -> None:
        list(senders.map(one, packed(account.settings.input_container, files)))

    return send


def _choice(parsed: argparse.Namespace, account: Account) -> Callable[[Pair], File | None]:
    """Gives for a pair the file that is to be sent, or None. What has an answer is to replace it."""
    from redact_function.commands.told import is_before, told
    from redact_function.tasks import File

    def chosen(pair: Pair) -> bool:
        if parsed.since is not None and pair.blob.modified < parsed.since:
            return False
        if parsed.again:
            return True
        if not (parsed.refused or parsed.before_version):
            return not pair.answered
        if pair.report is None or not pair.answered:
            return False
        said = told(account.outputs, pair.report)
        if parsed.refused:
            return said.status == "refused" and said.code == parsed.refused
        return is_before(said.version, parsed.before_version)

    def choose(pair: Pair) -> File | None:
        if not chosen(pair):
            return None
        replaced = pair.report.etag if pair.report is not None and pair.answered else None
        return File(pair.blob.name, pair.blob.etag, replaced)

    return choose


def _asked(parsed: argparse.Namespace, account: Account) -> dict[str, Any]:
    """What decides which pages there are and what is chosen of them."""
    options = ("refused", "before_version", "again", "prefix", "since")
    containers = account.settings.input_container, account.settings.output_container
    return {"containers": list(containers), **{name: getattr(parsed, name) for name in options}}


def _moment(text: str) -> float:
    """A date or a time, UTC if it does not say otherwise, as seconds since 1970."""
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("must be a date such as 2026-11-29, or 2026-11-29T16:00+01:00") from None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
