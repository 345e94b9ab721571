from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from azure.identity import ManagedIdentityCredential
from azure.storage.blob import ContainerClient

from dicom_text_redactor import RedactionSettings, Redactor, SettingError
from dicom_text_redactor.languages import TESSERACT
from dicom_text_redactor.rules.reading import parse
from dicom_text_redactor.text.tesseract_data import folders
from local.azurite import Azurite
from local.deliveries import Storage
from redact_function.host_limits import HostLimits
from redact_function.names import Names, rename_by
from redact_function.requeueing import HOST_ID_SETTING
from redact_function.service import NOTES_CONTAINER, Service
from redact_function.settings import StorageSettings

CONNECTED = StorageSettings.from_environment({"STORAGE": "UseDevelopmentStorage=true", "OUTPUT_CONTAINER": "results"})


def test_threads_that_come_at_once_share_one_handler() -> None:
    service = Service(CONNECTED, RedactionSettings(max_bytes=7), HostLimits())
    with ThreadPoolExecutor(8) as pool:
        handlers = list(pool.map(lambda _: service.handler, range(8)))
    assert len({id(handler) for handler in handlers}) == 1
    assert isinstance(handlers[0].redactor, Redactor)
    assert handlers[0].outputs.container.container_name == "results"
    assert (handlers[0].max_bytes, handlers[0].delete_input) == (7, False)


def test_it_does_not_start_without_the_data_of_its_languages() -> None:
    missing = next(code for code, name in TESSERACT.items() if next(folders(name), None) is None)
    with pytest.raises(SettingError, match=f"tesseract-ocr-{TESSERACT[missing]}"):
        Service(CONNECTED, RedactionSettings(languages=("en", missing)), HostLimits())


def test_what_may_not_do_what_it_seems_to_in_a_file_of_rules_is_logged_at_the_start(
    caplog: pytest.LogCaptureFixture,
) -> None:
    rules = parse("%filter a\nLABEL b\n contains Manfacturer GE\n coordinates all")
    Service(CONNECTED, RedactionSettings(regions=rules), HostLimits())
    assert [record.getMessage().partition(": ")[0] for record in caplog.records] == ["REDACT_REGIONS, line 3"]


def test_a_managed_identity_is_used_where_there_is_no_connection_string() -> None:
    uris = {"STORAGE__blobServiceUri": "https://a.example/", "STORAGE__queueServiceUri": "https://b.example/"}
    service = Service(StorageSettings.from_environment(uris), RedactionSettings(), HostLimits())
    blob = service.input_blob("a b.dcm")
    assert blob.url == "https://a.example/input/a%20b.dcm"
    assert isinstance(blob.credential, ManagedIdentityCredential)


@pytest.mark.parametrize(
    ("ingest", "host_id", "queue"),
    [("queue", "", "scans"), ("blob", "h7", "azure-webjobs-blobtrigger-h7"), ("blob", "", None)],
)
def test_the_backlog_is_looked_for_beside_the_queue_that_brings_the_files(
    azurite: Azurite,
    storage: Storage,
    inputs: ContainerClient,
    outputs: ContainerClient,
    monkeypatch: pytest.MonkeyPatch,
    ingest: str,
    host_id: str,
    queue: str | None,
) -> None:
    monkeypatch.setenv(HOST_ID_SETTING, host_id)
    settings = StorageSettings.from_environment(
        {
            "STORAGE": azurite.connection_string,
            "INPUT_CONTAINER": inputs.container_name,
            "OUTPUT_CONTAINER": outputs.container_name,
            "INGEST": ingest,
            "INPUT_QUEUE": "scans",
        }
    )
    inputs.upload_blob("a.dcm", b"1")
    if queue:
        storage.queue(queue).clear_messages()
        storage.queue(queue).send_message("one", time_to_live=-1)
    service = Service(settings, RedactionSettings(), HostLimits(deliveries=100))
    for _ in range(2):  # the second time what the first left is there
        found = service.backlog()
        assert (found.waiting, found.complete, found.messages, found.requeued) == (1, True, 1 if queue else 0, 0)
    notes = storage.blobs.get_blob_client(NOTES_CONTAINER, inputs.container_name)
    assert b'"waiting": 0' in notes.download_blob().readall()


def test_a_header_is_cleaned_with_a_key_that_all_workers_share_or_not_at_all() -> None:
    with pytest.raises(SettingError, match="REDACT_HEADER_KEY"):
        Service(CONNECTED, RedactionSettings(header="basic"), HostLimits())


def test_all_names_are_replaced_where_headers_are_cleaned() -> None:
    name = "ward 7/DOE^JANE.dcm"
    try:
        Service(CONNECTED, RedactionSettings(header="basic", header_key="0123456789abcdef"), HostLimits())
        first, again = Names.of(name), Names.of(name)
        assert first == again
        assert first.file is not None
        assert first.report == f"{first.file}.boxes.json"
        assert first.file.endswith(".dcm")
        assert not {"ward", "DOE"} & set(first.file.replace("/", " ").replace("^", " ").split())
        assert Names.of(f"{first.file}.boxes.json").wrong is not None
        keep = RedactionSettings(header="basic", header_key="0123456789abcdef", header_names="keep")
        Service(CONNECTED, keep, HostLimits())
        assert Names.of(name).file == name
    finally:
        rename_by(None)
