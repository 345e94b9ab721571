from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from redact_function.tasks import LARGEST, MOST_FILES, File, Task, packed, parse

# As "Azure Blob Storage as Event Grid source" shows it; only the names are others.
EVENT: dict[str, Any] = {
    "topic": "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/st",
    "subject": "/blobServices/default/containers/input/blobs/ward 7/größe #1.dcm",
    "eventType": "Microsoft.Storage.BlobCreated",
    "eventTime": "2026-06-26T18:41:00.9584103Z",
    "id": "831e1650-001e-001b-66ab-eeb76e069631",
    "data": {
        "api": "PutBlockList",
        "clientRequestId": "6d79dbfb-0e37-4fc4-981f-442c9ca65760",
        "requestId": "831e1650-001e-001b-66ab-eeb76e000000",
        "eTag": "0x8D4BCC2E4835CD0",
        "contentType": "application/dicom",
        "contentLength": 524288,
        "blobType": "BlockBlob",
        "url": "https://st.blob.core.windows.net/input/ward%207/gr%C3%B6%C3%9Fe%20%231.dcm",
        "sequencer": "00000000000004420000000000028963",
        "storageDiagnostics": {"batchId": "b68529f3-68cd-4744-baa4-3c0498ec19f0"},
    },
    "dataVersion": "",
    "metadataVersion": "1",
}
CLOUD = {
    "source": EVENT["topic"],
    "subject": EVENT["subject"],
    "type": EVENT["eventType"],
    "time": EVENT["eventTime"],
    "id": EVENT["id"],
    "data": EVENT["data"],
    "specversion": "1.0",
}
FILE = File("ward 7/größe #1.dcm", "0x8D4BCC2E4835CD0")


def encoded(message: Any) -> bytes:
    return json.dumps(message, ensure_ascii=False).encode()


@pytest.mark.parametrize("event", [EVENT, CLOUD], ids=["Event Grid", "CloudEvents"])
def test_an_event_is_understood_alone_and_in_a_list_plain_and_as_base64(event: dict[str, Any]) -> None:
    other = json.loads(json.dumps(event).replace("ward 7", "ward 8").replace("ward%207", "ward%208"))
    once = Task("input", (FILE,))
    for message, tasks in ((event, [once]), ([event], [once]), ([event, other], [once, parse(encoded(other))[0]])):
        body = encoded(message)
        for sent in (body, base64.b64encode(body), base64.b64encode(base64.b64encode(body)) + b"\n"):
            assert parse(sent) == tasks


def test_a_name_that_the_subject_mangles_is_told_by_the_address_as_well() -> None:
    mangled = {**EVENT, "subject": "/blobServices/default/containers/input/blobs/log_14��.dcm"}
    address = "https://st.blob.core.windows.net/input/log_14%F0%9F%92%8E.dcm"
    (task,) = parse(encoded({**mangled, "data": {**EVENT["data"], "url": address}}))
    assert (task.files[0].name, task.files[0].other_name) == ("log_14��.dcm", "log_14\U0001f48e.dcm")


def test_an_address_of_another_endpoint_changes_nothing() -> None:
    for url in ("http://127.0.0.1:10000/devstoreaccount1/input/ward%207/gr%C3%B6%C3%9Fe%20%231.dcm", "", "nonsense"):
        assert parse(encoded({**EVENT, "data": {**EVENT["data"], "url": url}})) == [Task("input", (FILE,))]


def test_a_blob_that_came_back_from_the_archive_tier_is_looked_at() -> None:
    assert parse(encoded({**EVENT, "eventType": "Microsoft.Storage.BlobTierChanged"})) == [Task("input", (FILE,))]


def test_our_own_message_comes_back_as_it_was() -> None:
    task = Task("input", (FILE, File("b.dcm"), File("c.dcm", "1", "2")), failures=3)
    assert parse(task.to_json().encode()) == [task]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff",
        b"[]",
        b"7",
        b"null",
        b"hello",
        b"[" * 100_000,
        b"eyJicm9rZW4",
        encoded({**EVENT, "eventType": "Microsoft.Storage.BlobDeleted"}),
        encoded({**EVENT, "subject": "/blobServices/default/containers/input"}),
        encoded({**EVENT, "subject": None}),
        encoded({**EVENT, "data": "text"}),
        encoded({**EVENT, "data": {"eTag": 7}}),
        encoded({"redact": 1, "container": "input", "files": [], "failures": 0}),
        encoded({"redact": 1, "container": "input", "files": [["a", None]], "failures": 0}),
        encoded({"redact": 1, "container": "input", "files": [["", None, None]], "failures": 0}),
        encoded({"redact": 1, "container": "input", "files": [["a", 7, None]], "failures": 0}),
        encoded({"redact": 1, "container": "input", "files": [["a", None, None]], "failures": -1}),
        encoded({"redact": 2, "container": "input", "files": [["a", None, None]], "failures": 0}),
        json.dumps({"redact": 1, "container": "input", "files": [["\ud800", None, None]], "failures": 0}).encode(),
    ],
)
def test_anything_else_is_about_no_blob(body: bytes) -> None:
    assert parse(body) == []


def test_many_files_are_packed_into_messages_that_the_queue_takes() -> None:
    files = [File(f"{'ö' * (number % 900)}{number}.dcm", "0x8D4BCC2E4835CD0") for number in range(3000)]
    tasks = list(packed("input", files))
    assert [file for task in tasks for file in task.files] == files
    for task in tasks:
        assert len(task.to_json().encode()) <= LARGEST + 200
        assert len(base64.b64encode(task.to_json().encode())) <= 64 * 1024 + 300
        assert len(task.files) <= MOST_FILES
    assert len(tasks) < 100
    assert list(packed("input", [])) == []
