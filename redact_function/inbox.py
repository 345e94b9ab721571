"""The input queue: what becomes of each of its messages.

The queue counts how often it has handed a message over. It can't tell a try that failed from one that was cut off, when
a replica was stopped, replaced or killed, so these are told apart here. A try that *fails* says so: its file is sent
again as a new message, which counts the failures and comes back after a while, and the old message is done with. What
the queue counts on one message is therefore how often it was *cut off*, which is no fault of the file, unless it
happens again and again.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from azure.storage.blob import BlobClient
from azure.storage.queue import QueueClient

from dicom_text_redactor.errors import GaveUp
from redact_function.handling import Handler
from redact_function.names import Names
from redact_function.outcomes import RetryLater, Superseded, logger
from redact_function.storage import pinned, storage_errors
from redact_function.tasks import File, Task, parse
from redact_function.versions import same_etag

FOREVER = -1
"""The time to live of our messages: none of them ends before it is done."""

MOST_CUTS = 8
"""How often a message may be cut off; after that its file is taken for one that kills its worker."""

# How long a file waits for its next try: a storage or a neighbour that is in trouble is not helped by haste.
_FIRST_WAIT_S = 30
_LONGEST_WAIT_S = 15 * 60
_SENDERS = 8


@dataclass(frozen=True, slots=True)
class Inbox:
    """Takes the messages of the input queue and of its poison queue.

    Attributes
    ----------
    handler
        Makes the handler, at the first file, or gives the one that there is.
    container
        The input container; messages about another one are dropped.
    blob
        Makes a client of an input blob.
    queue
        The input queue.
    tries
        How many tries of one file may fail.
    """

    handler: Callable[[], Handler]
    container: str
    blob: Callable[[str], BlobClient]
    queue: QueueClient
    tries: int

    def take(self, body: bytes, deliveries: int) -> None:
        """Do what a message asks for; `deliveries` is how often the queue has handed it over, this time included.

        Raises
        ------
        RetryLater
            It is not done, and could not be sent again either; the queue is to hand it over once more.
        """
        for task in self._single(body):
            self._redact(task, deliveries - 1)

    def give_up(self, body: bytes) -> None:
        """Answer for a message that the host gave up, after more deliveries than we ever ask for.

        Raises
        ------
        RetryLater
            The answer could not be written; the queue is to hand the message over once more.
        """
        for task in self._single(body):
            self._refuse(task.files[0], GaveUp("All attempts ended before anything could be written."))

    def send(self, task: Task, wait_s: int = 0) -> None:
        """Put a task into the queue, from which it comes after `wait_s` seconds."""
        with storage_errors():
            self.queue.send_message(task.to_json(), visibility_timeout=wait_s, time_to_live=FOREVER)

    def _single(self, body: bytes) -> list[Task]:
        """The one task of a message, if it is to be done now; several are sent each on its own, and none is left."""
        tasks = [task for task in parse(body) if task.container == self.container]
        if not tasks:
            logger.warning("A message in the queue is not about a blob of the input container; it is dropped.")
        singles = [replace(task, files=(self._named(file),)) for task in tasks for file in task.files]
        if len(singles) <= 1:
            return singles
        # A worker that is killed on the way does it again: a file that comes twice is skipped the second time.
        with ThreadPoolExecutor(_SENDERS) as senders:
            list(senders.map(self.send, singles))
        return []

    def _redact(self, task: Task, cuts: int) -> None:
        file = task.files[0]
        if cuts > MOST_CUTS:
            self._refuse(file, GaveUp(f"The worker ended {cuts} times while it was at this file."))
            return
        try:
            self.handler().redact(self.blob(file.name), file.replaces)
        except RetryLater:
            self._again(replace(task, failures=task.failures + 1))

    def _again(self, task: Task) -> None:
        if task.failures >= self.tries:
            self._refuse(task.files[0], None)
            return
        self.send(task, min(_FIRST_WAIT_S * 2 ** (task.failures - 1), _LONGEST_WAIT_S))

    def _refuse(self, file: File, why: GaveUp | None) -> None:
        # The answer that was to be replaced stays where the new one failed: it is one.
        self.handler().give_up(self.blob(file.name), file.etag, why)

    def _named(self, file: File) -> File:
        """The file with one name: of two the one that is there, and is that version if both are."""
        if file.other_name is None:
            return file
        etags = {name: _etag_of(self.blob(name)) for name in (file.name, file.other_name) if Names.of(name).reachable}
        named = [name for name, etag in etags.items() if same_etag(etag, file.etag)]
        there = [name for name, etag in etags.items() if etag is not None]
        return replace(file, name=(named or there or [file.name])[0], other_name=None)


def _etag_of(client: BlobClient) -> str | None:
    """The ETag of a blob, or None if it is not there."""
    try:
        with pinned():
            return str(client.get_blob_properties().etag)
    except Superseded:
        return None
