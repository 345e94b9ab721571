"""What these commands work on: the containers and the queue that the service's own settings name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.settings import RedactionSettings

if TYPE_CHECKING:
    from azure.storage.blob import BlobServiceClient, ContainerClient
    from azure.storage.queue import QueueClient, QueueServiceClient

    from redact_function.settings import StorageSettings


@dataclass(frozen=True, slots=True)
class Account:
    """Clients of both containers and of the input queue."""

    settings: StorageSettings
    blobs: BlobServiceClient
    queues: QueueServiceClient

    @classmethod
    def of_environment(cls) -> Account:
        """The account that the environment names, as it does for the service; without a connection string the
        credentials of whoever runs the command are used, such as those of ``az login``.

        Raises
        ------
        SettingError
            A setting is missing or wrong, or the extra ``azure`` is not installed.
        """
        try:
            from azure.identity import DefaultAzureCredential
            from azure.storage.blob import BlobServiceClient
            from azure.storage.queue import QueueServiceClient
        except ImportError:
            raise SettingError(
                "This command needs the extra azure: pip install 'dicom-text-redactor[azure]'."
            ) from None
        from redact_function.names import rename_for
        from redact_function.settings import StorageSettings
        from redact_function.storage import client_options, queue_options, quiet_libraries

        quiet_libraries()
        rename_for(RedactionSettings.from_environment())
        settings = StorageSettings.from_environment()
        if settings.connection_string:
            try:
                return cls(
                    settings,
                    BlobServiceClient.from_connection_string(settings.connection_string, **client_options()),
                    QueueServiceClient.from_connection_string(settings.connection_string, **queue_options()),
                )
            except ValueError:
                raise SettingError(
                    "STORAGE must be a connection string with the account, its key and addresses."
                ) from None
        assert settings.blob_service_uri
        assert settings.queue_service_uri
        credential = DefaultAzureCredential()
        return cls(
            settings,
            BlobServiceClient(settings.blob_service_uri, credential=credential, **client_options()),
            QueueServiceClient(settings.queue_service_uri, credential=credential, **queue_options()),
        )

    @property
    def inputs(self) -> ContainerClient:
        """The input container."""
        return self.blobs.get_container_client(self.settings.input_container)

    @property
    def outputs(self) -> ContainerClient:
        """The output container."""
        return self.blobs.get_container_client(self.settings.output_container)

    @property
    def queue(self) -> QueueClient:
        """The input queue."""
        return self.queues.get_queue_client(self.settings.input_queue)
