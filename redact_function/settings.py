"""The settings of the storage, read from the app settings and checked when they are read."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from dicom_text_redactor.errors import SettingError

Ingest = Literal["blob", "queue"]
OnSuccess = Literal["keep", "delete"]

CONNECTION = "STORAGE"
BLOB_URI = f"{CONNECTION}__blobServiceUri"
QUEUE_URI = f"{CONNECTION}__queueServiceUri"
POISON = "-poison"
"""How the host names the queue of the messages that it gave up: the queue's own name and this."""

_FIELDS = {
    CONNECTION: "connection_string",
    BLOB_URI: "blob_service_uri",
    QUEUE_URI: "queue_service_uri",
    f"{CONNECTION}__clientId": "client_id",
    "INPUT_CONTAINER": "input_container",
    "OUTPUT_CONTAINER": "output_container",
    "INGEST": "ingest",
    "INPUT_QUEUE": "input_queue",
    "ON_SUCCESS": "on_success",
}

# Three to 63 small letters, digits and single hyphens, as the storage service asks of containers and of queues.
_NAME = re.compile(r"(?=.{3,63}\Z)[a-z0-9]+(-[a-z0-9]+)*")

# The host keeps its receipts, locks and messages in such containers and queues.
_OF_THE_HOST = "azure-webjobs-"
_QUEUES_OF_THE_HOST = _OF_THE_HOST, "webjobs-blobtrigger-poison"
_LONGEST_NAME = 63
_FORMER_SOURCE, _SCANNING = "BLOB_SOURCE", "LogsAndContainerScan"


@dataclass(frozen=True, slots=True)
class StorageSettings:
    """Where the files come from and go to.

    Attributes
    ----------
    connection_string
        Of the account that holds both containers; None where a managed identity is used.
    blob_service_uri, queue_service_uri
        The account's two services, for a managed identity; None with a connection string.
    client_id
        The user-assigned identity; None for the system-assigned one.
    input_container, output_container
        Two different containers: a redacted file dropped into the input would start over.
    ingest
        What brings files: the ``blob`` trigger, which scans the input container, or the messages of a ``queue``.
    input_queue
        The queue of events and of our own messages; nothing reads it where the blob trigger brings the files.
    on_success
        ``keep`` the input blob, or ``delete`` it once both outputs are there.
    """

    connection_string: str | None = None
    blob_service_uri: str | None = None
    queue_service_uri: str | None = None
    client_id: str | None = None
    input_container: str = "input"
    output_container: str = "output"
    ingest: Ingest = "blob"
    input_queue: str = "input"
    on_success: OnSuccess = "keep"

    def __post_init__(self) -> None:
        self._check_connection()
        for name, value in (("INPUT_CONTAINER", self.input_container), ("OUTPUT_CONTAINER", self.output_container)):
            if value.startswith(_OF_THE_HOST):
                raise SettingError(f"{name} must not be a container of the Functions host ({_OF_THE_HOST}…).")
            if not _NAME.fullmatch(value):
                raise SettingError(f"{name} must be 3 to 63 small letters, digits and single hyphens.")
        if self.input_container == self.output_container:
            raise SettingError("INPUT_CONTAINER and OUTPUT_CONTAINER must differ.")
        if self.ingest not in get_args(Ingest):
            raise SettingError(f"INGEST must be one of: {', '.join(get_args(Ingest))}.")
        if not _NAME.fullmatch(self.input_queue):
            raise SettingError("INPUT_QUEUE must be 3 to 63 small letters, digits and single hyphens.")
        if self.input_queue.startswith(_QUEUES_OF_THE_HOST) or self.input_queue.endswith(POISON):
            raise SettingError(f"INPUT_QUEUE must not be a queue of the Functions host ({_OF_THE_HOST}…, …{POISON}).")
        if len(self.input_queue + POISON) > _LONGEST_NAME:
            raise SettingError(
                f"INPUT_QUEUE must leave room for {POISON}, which the host adds: {_LONGEST_NAME} in all."
            )
        if self.on_success not in get_args(OnSuccess):
            raise SettingError(f"ON_SUCCESS must be one of: {', '.join(get_args(OnSuccess))}.")

    def _check_connection(self) -> None:
        if self.connection_string:
            if self.blob_service_uri or self.queue_service_uri:
                raise SettingError(f"Set either {CONNECTION}, or {BLOB_URI} and {QUEUE_URI}, not both.")
            if "=" not in self.connection_string:
                raise SettingError(f"{CONNECTION} must be a connection string.")
            return
        if not self.blob_service_uri and not self.queue_service_uri:
            raise SettingError(f"{CONNECTION} is missing: a connection string, or {BLOB_URI} and {QUEUE_URI}.")
        for name, value in ((BLOB_URI, self.blob_service_uri), (QUEUE_URI, self.queue_service_uri)):
            if not value or not value.startswith("https://"):
                raise SettingError(f"{name} must be the https address of the service; a managed identity needs both.")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> StorageSettings:
        """Read the settings; an empty value counts as one that is not set.

        Raises
        ------
        SettingError
            A value is missing or means nothing. The message names the setting, never its value.
        """
        env = os.environ if environment is None else environment
        if env.get(f"{CONNECTION}__serviceUri"):
            # The host would take it, and stop when it writes its first poison message.
            raise SettingError(f"{CONNECTION}__serviceUri is not enough: set {BLOB_URI} and {QUEUE_URI}.")
        if env.get(_FORMER_SOURCE) not in (None, "", _SCANNING):
            raise SettingError(
                f"{_FORMER_SOURCE} is gone: for Event Grid set INGEST=queue, and let the events go to INPUT_QUEUE; "
                "to scan the container leave it away."
            )
        values = {field: env[name] for name, field in _FIELDS.items() if env.get(name)}
        return cls(**cast("dict[str, Any]", values))
