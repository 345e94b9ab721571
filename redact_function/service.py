"""The clients and the handler of this process, made at the first delivery and kept.

A worker has to be up within a minute, and models and credentials take time to load. So starting
reads and checks the settings and nothing else.
"""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from azure.core.exceptions import ResourceExistsError
from azure.storage.blob import BlobClient, BlobServiceClient
from azure.storage.queue import QueueClient, QueueServiceClient

from dicom_text_redactor import scratch
from dicom_text_redactor.machine import processors
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.text.tesseract_data import ensure
from redact_function.backlog import Backlog, Notes, Watch
from redact_function.handling import Handler
from redact_function.host_limits import HostLimits
from redact_function.inbox import MOST_CUTS, Inbox
from redact_function.names import rename_for
from redact_function.outcomes import logger
from redact_function.outputs import Outputs
from redact_function.requeueing import HOST_ID_SETTING, Requeueing, queue_of_blob_trigger
from redact_function.settings import StorageSettings
from redact_function.storage import client_options, queue_options, storage_errors

if TYPE_CHECKING:
    from azure.identity import ManagedIdentityCredential


NOTES_CONTAINER = "redact-state"
"""Where the backlog keeps how far it has come; made when it is first needed."""


class Service:
    """What the functions of one process share.

    Parameters
    ----------
    storage, redaction
        The settings, checked already.
    limits
        What the host allows one delivery.

    Raises
    ------
    SettingError
        The settings contradict the host's, a key for pseudonyms is missing, or Tesseract has no data of a language.
    """

    def __init__(self, storage: StorageSettings, redaction: RedactionSettings, limits: HostLimits) -> None:
        limits.check(redaction)
        if storage.ingest == "queue":
            limits.check_deliveries(MOST_CUTS + 2)
        ensure(redaction.languages)
        rename_for(redaction)
        for doubt in redaction.regions.doubts if redaction.regions else ():
            logger.warning("REDACT_REGIONS, %s", doubt)
        self.storage = storage
        self.redaction = redaction
        self.limits = limits
        self._making = threading.Lock()

    @property
    def handler(self) -> Handler:
        """The one handler; whoever comes first makes it while the others wait."""
        with self._making:
            return self._handler

    def input_blob(self, name: str) -> BlobClient:
        """A client of the input blob of that name, which waits and tries as all of ours do."""
        with self._making:
            return self._account.get_blob_client(self.storage.input_container, name)

    @property
    def inbox(self) -> Inbox:
        """What takes the messages of the input queue; no handler is made before the first file."""
        queue = self.queue(self.storage.input_queue)
        return Inbox(lambda: self.handler, self.storage.input_container, self.input_blob, queue, self.limits.tries)

    def queue(self, name: str) -> QueueClient:
        """A client of the queue of that name."""
        with self._making:
            return self._queues.get_queue_client(name)

    def backlog(self) -> Backlog:
        """What waits in the input container, as far as one look sees; what is lost is put into the queue again.

        Raises
        ------
        TransientStorageError
            The storage failed.
        """
        with self._making:
            account = self._account
        inputs, outputs, notes = (
            account.get_container_client(name)
            for name in (self.storage.input_container, self.storage.output_container, NOTES_CONTAINER)
        )
        with storage_errors(), suppress(ResourceExistsError):
            notes.create_container()
        return Watch(
            inputs, outputs, self._requeueing, Notes(notes.get_blob_client(self.storage.input_container))
        ).look()

    @property
    def _requeueing(self) -> Requeueing | None:
        """The queue that brings files here; None where the host's name, and with it that of its queue, is not known."""
        container = self.storage.input_container
        if self.storage.ingest == "queue":
            return Requeueing(self.queue(self.storage.input_queue), container, of_blob_trigger=False)
        host_id = os.environ.get(HOST_ID_SETTING)
        if not host_id:
            return None
        return Requeueing(self.queue(queue_of_blob_trigger(host_id)), container, of_blob_trigger=True)

    @cached_property
    def _handler(self) -> Handler:
        from dicom_text_redactor import Redactor
        from dicom_text_redactor.previews.preview import try_preview

        # What a worker that was killed left behind goes now; what this one leaves, its successor removes.
        scratch.use_own_folder()
        _share_processors()
        return Handler(
            redactor=Redactor(self.redaction),
            outputs=Outputs(self._account.get_container_client(self.storage.output_container)),
            max_bytes=self.redaction.max_bytes,
            delete_input=self.storage.on_success == "delete",
            limits=self.limits,
            make_preview=try_preview if self.redaction.preview else None,
        )

    @cached_property
    def _account(self) -> BlobServiceClient:
        if self.storage.connection_string:
            return BlobServiceClient.from_connection_string(self.storage.connection_string, **client_options())
        assert self.storage.blob_service_uri
        return BlobServiceClient(self.storage.blob_service_uri, credential=self._identity, **client_options())

    @cached_property
    def _queues(self) -> QueueServiceClient:
        if self.storage.connection_string:
            return QueueServiceClient.from_connection_string(self.storage.connection_string, **queue_options())
        assert self.storage.queue_service_uri
        return QueueServiceClient(self.storage.queue_service_uri, credential=self._identity, **queue_options())

    @cached_property
    def _identity(self) -> ManagedIdentityCredential:
        from azure.identity import ManagedIdentityCredential

        return ManagedIdentityCredential(client_id=self.storage.client_id)


def _share_processors() -> None:
    """Give the models of each worker process its share of the processors, unless somebody has said how many threads.

    Otherwise each of N workers would start as many threads as there are processors, and they would wait for each other.
    """
    workers = max(1, int(os.environ.get("FUNCTIONS_WORKER_PROCESS_COUNT") or 1))
    os.environ.setdefault("OMP_NUM_THREADS", str(max(1, processors() // workers)))
