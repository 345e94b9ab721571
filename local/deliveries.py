"""Bringing blobs and messages to functions, at least once, with retries and poison queues.

This follows what the Functions host does, in the same places: a receipt for each version of a
blob in the container azure-webjobs-hosts, an internal queue between the scan and the work, and a poison
message in the host's own form after the last try.
"""

from __future__ import annotations

import base64
import json
import traceback
from collections.abc import Callable
from dataclasses import dataclass

import azure.functions as func
from azure.core.exceptions import ResourceExistsError
from azure.storage.blob import BlobServiceClient
from azure.storage.queue import QueueClient, QueueMessage, QueueServiceClient

from local.app_settings import HostSettings
from local.triggers import BlobTrigger, QueueTrigger

HOST_ID = "local"
RECEIPTS = "azure-webjobs-hosts"
WORK_QUEUE = f"azure-webjobs-blobtrigger-{HOST_ID}"
BLOB_POISON_QUEUE = "webjobs-blobtrigger-poison"


def receipt_name(trigger: BlobTrigger, etag: str, blob: str) -> str:
    """Where the receipt of one version of a blob lies, in the container azure-webjobs-hosts."""
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
            BlobServiceClient.from_connection_string(connection_string),
            QueueServiceClient.from_connection_string(connection_string),
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
            etag = blob.etag.strip('"')
            receipt = receipt_name(self.trigger, etag, blob.name)
            if receipt in seen:
                continue
            queue.send_message(_encode(self._message(blob.name, f'"{etag}"')))
            receipts.upload_blob(receipt, b"", overwrite=True)
            new += 1
        return new

    def deliver(self) -> bool:
        """Call the function for one queued blob; False if there is none."""
        return _deliver(
            self.storage.queue(WORK_QUEUE),
            self._call,
            tries=self.settings.poison_blob_threshold,
            hidden_s=self.settings.function_timeout_s,
            poison=lambda: self.storage.queue(BLOB_POISON_QUEUE),
        )

    def _call(self, message: QueueMessage) -> None:
        name = json.loads(_decode(message))["BlobName"]
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
            }
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
            hidden_s=self.settings.function_timeout_s,
            poison=lambda: self.storage.queue(f"{self.trigger.queue}-poison"),
        )

    def _call(self, message: QueueMessage) -> None:
        body = func.QueueMessage(id=message.id, body=_decode(message))
        self.trigger.call(**{self.trigger.argument: body})


def _deliver(
    queue: QueueClient,
    call: Callable[[QueueMessage], None],
    *,
    tries: int,
    hidden_s: int,
    poison: Callable[[], QueueClient],
) -> bool:
    """Take one message and call the function with it; the last failed try moves it to the poison queue."""
    message = queue.receive_message(visibility_timeout=hidden_s)
    if message is None:
        return False
    try:
        call(message)
    except Exception:
        traceback.print_exc()
        if (message.dequeue_count or 0) < tries:
            queue.update_message(message, visibility_timeout=0)
            return True
        poison().send_message(message.content)
    queue.delete_message(message)
    return True


def _encode(body: bytes) -> str:
    return base64.b64encode(body).decode()


def _decode(message: QueueMessage) -> bytes:
    return base64.b64decode(message.content)
