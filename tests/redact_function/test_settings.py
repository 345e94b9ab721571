from __future__ import annotations

import pytest

from dicom_text_redactor.errors import SettingError
from redact_function.settings import StorageSettings

CONNECTED = {"STORAGE": "UseDevelopmentStorage=true"}
URIS = {"STORAGE__blobServiceUri": "https://a.example", "STORAGE__queueServiceUri": "https://b.example"}


def test_a_connection_alone_is_enough() -> None:
    settings = StorageSettings.from_environment(CONNECTED)
    assert (settings.input_container, settings.output_container) == ("input", "output")
    assert (settings.ingest, settings.input_queue, settings.on_success) == ("blob", "input", "keep")


def test_a_managed_identity_needs_no_connection_string() -> None:
    settings = StorageSettings.from_environment({**URIS, "STORAGE__clientId": "7"})
    assert (settings.blob_service_uri, settings.client_id) == ("https://a.example", "7")
    assert settings.connection_string is None


def test_an_empty_value_counts_as_none() -> None:
    settings = StorageSettings.from_environment({**CONNECTED, "ON_SUCCESS": "", "STORAGE__blobServiceUri": ""})
    assert settings == StorageSettings.from_environment(CONNECTED)


def test_a_deployment_that_still_says_that_it_scans_starts() -> None:
    settings = StorageSettings.from_environment({**CONNECTED, "BLOB_SOURCE": "LogsAndContainerScan"})
    assert settings == StorageSettings.from_environment(CONNECTED)


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, "STORAGE"),
        ({"STORAGE": "secret"}, "STORAGE"),
        ({"STORAGE__serviceUri": "https://a.example"}, "STORAGE__serviceUri"),
        ({"STORAGE__blobServiceUri": "https://a.example"}, "STORAGE__queueServiceUri"),
        ({"STORAGE__queueServiceUri": "https://a.example"}, "STORAGE__blobServiceUri"),
        ({**URIS, "STORAGE__blobServiceUri": "http://a.example"}, "STORAGE__blobServiceUri"),
        ({**CONNECTED, **URIS}, "STORAGE__blobServiceUri"),
        ({**CONNECTED, "INPUT_CONTAINER": "In"}, "INPUT_CONTAINER"),
        ({**CONNECTED, "OUTPUT_CONTAINER": "a--b"}, "OUTPUT_CONTAINER"),
        ({**CONNECTED, "OUTPUT_CONTAINER": "ab"}, "OUTPUT_CONTAINER"),
        ({**CONNECTED, "OUTPUT_CONTAINER": "input"}, "OUTPUT_CONTAINER"),
        ({**CONNECTED, "INPUT_CONTAINER": "output"}, "INPUT_CONTAINER"),
        # Another spelling of the same container is none that the storage service takes; and there is one account.
        ({**CONNECTED, "OUTPUT_CONTAINER": "Input"}, "OUTPUT_CONTAINER"),
        ({**CONNECTED, "OUTPUT_CONTAINER": "input/"}, "OUTPUT_CONTAINER"),
        ({**CONNECTED, "OUTPUT_CONTAINER": " input"}, "OUTPUT_CONTAINER"),
        ({**CONNECTED, "OUTPUT_CONTAINER": "input\n"}, "OUTPUT_CONTAINER"),
        ({**URIS, "OUTPUT_CONTAINER": "input"}, "OUTPUT_CONTAINER"),
        ({**CONNECTED, "INPUT_CONTAINER": "azure-webjobs-hosts"}, "INPUT_CONTAINER"),
        ({**CONNECTED, "BLOB_SOURCE": "EventGrid"}, "INGEST=queue"),
        ({**CONNECTED, "BLOB_SOURCE": "EventGrid", "INGEST": "queue"}, "BLOB_SOURCE is gone"),
        ({**CONNECTED, "INGEST": "Queue"}, "INGEST must be one of: blob, queue"),
        ({**CONNECTED, "INPUT_QUEUE": "In"}, "INPUT_QUEUE"),
        ({**CONNECTED, "INPUT_QUEUE": "webjobs-blobtrigger-poison"}, "INPUT_QUEUE"),
        ({**CONNECTED, "INPUT_QUEUE": "azure-webjobs-blobtrigger-7"}, "INPUT_QUEUE"),
        ({**CONNECTED, "INPUT_QUEUE": "scans-poison"}, "INPUT_QUEUE"),
        ({**CONNECTED, "INPUT_QUEUE": "q" * 57}, "INPUT_QUEUE"),
        ({**CONNECTED, "ON_SUCCESS": "move"}, "ON_SUCCESS"),
    ],
)
def test_a_wrong_setting_is_named_without_its_value(environment: dict[str, str], named: str) -> None:
    with pytest.raises(SettingError, match=named) as raised:
        StorageSettings.from_environment(environment)
    assert "secret" not in str(raised.value)
