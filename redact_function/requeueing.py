"""Input blobs that have no answer and no message any more are put into the queue again, so that none is forgotten.

A message can be lost. Those that the blob trigger makes end after seven days, done or not, and it makes no second one
for the same version; a queue can be cleared by hand; Event Grid tells nothing of blobs that were there before it. So
whoever lists the backlog asks of each blob without an answer whether a message can still be there for it:

* The queue is empty: none can be. What has been there for an hour, which leaves time for events on their way, is sent.
* The blob trigger's queue is not empty: after five days a blob gets a message of its own, which never ends, before the
  first one can end. It gets it once, since what came before a moment that is noted down has had it.

A file for which two messages come is redacted once; the second delivery finds the answer.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from azure.core.exceptions import ResourceNotFoundError
from azure.storage.queue import QueueClient

from redact_function.inbox import FOREVER
from redact_function.listing import Listed
from redact_function.storage import storage_errors
from redact_function.tasks import File, packed

HOST_ID_SETTING = "AzureFunctionsWebHost__hostid"
"""The app setting that names the host, and with it the queue of its blob trigger."""

GRACE_S = 3600.0
BEFORE_THE_END_S = 5 * 24 * 3600.0
_SENDERS = 8


def queue_of_blob_trigger(host_id: str) -> str:
    """The queue in which the host's blob trigger keeps its messages."""
    return f"azure-webjobs-blobtrigger-{host_id}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in the queue: how many messages, those that are worked at among them, and how old the first is, s."""

    messages: int
    oldest_seconds: float


@dataclass(frozen=True, slots=True)
class Requeueing:
    """Puts blobs of `container` into `queue`, in its own form; `of_blob_trigger` says that it is the host's queue."""

    queue: QueueClient
    container: str
    of_blob_trigger: bool

    def waiting(self, now: float) -> Waiting:
        """What waits there; nothing in a queue that is not there."""
        with storage_errors():
            try:
                count = self.queue.get_queue_properties().approximate_message_count or 0
                first = self.queue.peek_messages(1)
            except ResourceNotFoundError:
                return Waiting(0, 0.0)
        ages = [now - message.inserted_on.timestamp() for message in first if message.inserted_on is not None]
        return Waiting(count, max(0.0, *ages) if ages else 0.0)

    def is_lost(self, blob: Listed, now: float, *, empty: bool, done_before: float) -> bool:
        """Whether no message can be there for a blob without an answer, or soon none will.

        empty: the queue was empty after the blob was there. done_before: what is older has its message that never ends.
        """
        age = now - blob.modified
        if empty:
            return age >= GRACE_S
        return self.of_blob_trigger and age >= BEFORE_THE_END_S and blob.modified > done_before

    def send(self, blobs: Sequence[Listed]) -> None:
        """Put the blobs into the queue, in messages that never end.

        Raises
        ------
        TransientStorageError
            The storage failed; some may be there.
        """
        if self.of_blob_trigger:
            texts = [self._as_the_host_writes(blob) for blob in blobs]
        else:
            texts = [task.to_json() for task in packed(self.container, [File(blob.name, blob.etag) for blob in blobs])]
        with ThreadPoolExecutor(_SENDERS) as senders:
            list(senders.map(self._send, texts))

    def _send(self, text: str) -> None:
        with storage_errors():
            self.queue.send_message(text, time_to_live=FOREVER)

    def _as_the_host_writes(self, blob: Listed) -> str:
        message = {
            "Type": "BlobTrigger",
            "FunctionId": "Host.Functions.redact",
            "BlobType": "BlockBlob",
            "ContainerName": self.container,
            "BlobName": blob.name,
            "ETag": '"' + blob.etag.strip('"') + '"',
        }
        return base64.b64encode(json.dumps(message, ensure_ascii=False).encode()).decode()
