"""Bringing blobs and messages to functions, at least once, with retries and poison queues.

This follows what the Functions host does, in the same places: a receipt for each version of a
blob in the container azure-webjobs-hosts, an internal queue between the scan and the work, and a poison
message in the host's own form after the last try. `make check-listener` compares it with Microsoft's own code.
"""

from __future__ import annotations

import base64
import json
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from azure.core.exceptions import AzureError, ResourceExistsError
from azure.storage.blob import BlobServiceClient
from azure.storage.queue import QueueClient, QueueMessage, QueueServiceClient

from local.app_settings import HostSettings
from local.triggers import BlobTrigger, QueueTrigger, message_of

HOST_ID = "local"
RECEIPTS = "azure-webjobs-hosts"
WORK_QUEUE = f"azure-webjobs-blobtrigger-{HOST_ID}"
BLOB_POISON_QUEUE = "webjobs-blobtrigger-poison"
_WEEK_S = 7 * 24 * 3600  # how long a message lives for which nobody says anything

# An emulator that is stopped and started again is back within seconds: what the SDK waits, it waits in vain.
_SOON_AGAIN: dict[str, Any] = {"retry_total": 2, "initial_backoff": 1, "increment_base": 1, "random_jitter_range": 1}


def receipt_name(trigger: BlobTrigger, etag: str, blob: str) -> str:
    """Where the receipt of one version of a blob lies, in the container azure-webjobs-hosts; `etag` has its quotes."""
    function = f"Host.Functions.{trigger.function}"
    return f"blobreceipts/{HOST_ID}/{function}/{etag}/{trigger.container}/{blob}"


@dataclass(frozen=True, slots=True)
class Storage:
    """The two services of one account, and queues that are made when they are first used."""

    blobs: BlobServiceClient
    queues: QueueServiceClient

    @classmethod
    def connect(cls, connection_string: str) -> Storage:
        """Clients for the account behind a connection string."""
        return cls(
            BlobServiceClient.from_connection_string(connection_string, **_SOON_AGAIN),
            QueueServiceClient.from_connection_string(connection_string, **_SOON_AGAIN),
        )

    def queue(self, name: str) -> QueueClient:
        """A client of that queue, which exists from now on."""
        client = self.queues.get_queue_client(name)
        try:
            client.create_queue()
        except ResourceExistsError:
            return client
        return client

    def make_container(self, name: str) -> None:
        """See to it that there is a container of that name."""
        try:
            self.blobs.create_container(name)
        except ResourceExistsError:
            return


@dataclass(frozen=True, slots=True)
class BlobDeliveries:
    """Finds new blobs for one function, and calls it for them."""

    trigger: BlobTrigger
    storage: Storage
    settings: HostSettings

    def scan(self) -> int:
        """Queue each version of a blob that has no receipt yet; how many there were."""
        receipts = self.storage.blobs.get_container_client(RECEIPTS)
        seen = set(receipts.list_blob_names(name_starts_with=f"blobreceipts/{HOST_ID}/"))
        queue = self.storage.queue(WORK_QUEUE)
        new = 0
        for blob in self.storage.blobs.get_container_client(self.trigger.container).list_blobs():
            etag = '"' + blob.etag.strip('"') + '"'
            receipt = receipt_name(self.trigger, etag, blob.name)
            if receipt in seen:
                continue
            queue.send_message(_encode(self._message(blob.name, etag)), time_to_live=_WEEK_S)
            receipts.upload_blob(receipt, b"", overwrite=True)
            new += 1
        return new

    def deliver(self) -> bool:
        """Call the function for one queued blob; False if there is none."""
        return _deliver(
            self.storage.queue(WORK_QUEUE),
            self._call,
            tries=self.settings.poison_blob_threshold,
            lock_s=self.settings.lock_s,
            poison=lambda: self.storage.queue(BLOB_POISON_QUEUE),
        )

    def _call(self, message: QueueMessage) -> None:
        name = json.loads(base64.b64decode(message.content))["BlobName"]
        client = self.storage.blobs.get_blob_client(self.trigger.container, name)
        self.trigger.call(**{self.trigger.argument: client})

    def _message(self, name: str, etag: str) -> bytes:
        return json.dumps(
            {
                "Type": "BlobTrigger",
                "FunctionId": f"Host.Functions.{self.trigger.function}",
                "BlobType": "BlockBlob",
                "ContainerName": self.trigger.container,
                "BlobName": name,
                "ETag": etag,
            },
            indent=2,
            ensure_ascii=False,
        ).encode()


@dataclass(frozen=True, slots=True)
class QueueDeliveries:
    """Calls one function for the messages of its queue."""

    trigger: QueueTrigger
    storage: Storage
    settings: HostSettings

    def deliver(self) -> bool:
        """Call the function for one message; False if there is none."""
        return _deliver(
            self.storage.queue(self.trigger.queue),
            self._call,
            tries=self.settings.max_dequeue_count,
            lock_s=self.settings.lock_s,
            poison=self._poison,
            wait_s=self.settings.queue_wait_s,
        )

    @property
    def _poison(self) -> Callable[[], QueueClient] | None:
        """The poison queue; a queue that is one itself has none."""
        if self.trigger.queue.endswith("-poison"):
            return None
        return lambda: self.storage.queue(f"{self.trigger.queue}-poison")

    def _call(self, message: QueueMessage) -> None:
        content = message.content.encode()
        told = {
            "id": message.id,
            "message": base64.b64decode(content, validate=True) if self.settings.in_base64 else content,
            "dequeue_count": message.dequeue_count,
            "expiration_time": message.expires_on,
            "insertion_time": message.inserted_on,
            "next_visible_time": message.next_visible_on,
            "pop_receipt": message.pop_receipt,
        }
        self.trigger.call(**{self.trigger.argument: message_of(told)})


def _deliver(
    queue: QueueClient,
    call: Callable[[QueueMessage], None],
    *,
    tries: int,
    lock_s: int,
    poison: Callable[[], QueueClient] | None,
    wait_s: int = 0,
) -> bool:
    """Take one message and call the function with it; the last failed try moves it to the poison queue.

    A worker that was killed leaves its message to be taken by another one once the lock is over; that counts as a try.
    Where there is no poison queue a message on which the function failed stays locked, and is taken again after that,
    for as long as it lives.
    """
    message = queue.receive_message(visibility_timeout=lock_s)
    if message is None:
        return False
    taken = message.dequeue_count or 0
    if poison is not None and taken > tries:
        poison().send_message(message.content, time_to_live=_WEEK_S)
        queue.delete_message(message)
        return True
    lock = Lock(queue, message, lock_s)
    try:
        with lock:
            call(message)
    except Exception:
        traceback.print_exc()
        if poison is None:
            return True
        if taken < tries:
            queue.update_message(message, lock.receipt, visibility_timeout=wait_s)
            return True
        poison().send_message(message.content, time_to_live=_WEEK_S)
    queue.delete_message(message, lock.receipt)
    return True


class Lock:
    """Keeps a message hidden from other workers for the time of a with block, as long as this process lives.

    `receipt` is what the queue asks for to let the message be changed; each renewal gives a new one.
    """

    def __init__(self, queue: QueueClient, message: QueueMessage, seconds: int) -> None:
        self._queue = queue
        self._message = message
        self._seconds = seconds
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._renew, daemon=True)
        self.receipt = message.pop_receipt

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _renew(self) -> None:
        while not self._over.wait(self._seconds / 3):
            # Without an answer the next renewal may still be in time; if not, another worker takes the message too.
            with suppress(AzureError):
                renewed = self._queue.update_message(self._message, self.receipt, visibility_timeout=self._seconds)
                self.receipt = renewed.pop_receipt


def _encode(body: bytes) -> str:
    return base64.b64encode(body).decode()
