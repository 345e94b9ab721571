from __future__ import annotations

import hashlib
import json
import os
import uuid
from pathlib import Path

import pytest
from azure.storage.blob import BlobServiceClient, ContainerClient

from local import start
from local.azurite import Azurite
from local.deliveries import Storage
from local.fetching import fetch
from redact_function.tasks import File, Task, parse


def test_dropping_files_and_folders_keeps_their_names(
    azurite: Azurite, inputs: ContainerClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = tmp_path / "running.json"
    running.write_text(json.dumps({"connection": azurite.connection_string, "input": inputs.container_name}))
    monkeypatch.setattr(start, "RUNNING", running)
    folder = tmp_path / "study"
    (folder / "series 1").mkdir(parents=True)
    for path in (tmp_path / "a.dcm", folder / "b", folder / "series 1" / "ö.dcm"):
        path.write_bytes(b"1")
    assert start.drop([tmp_path / "a.dcm", folder]) == 0
    assert sorted(inputs.list_blob_names()) == ["a.dcm", "study/b", "study/series 1/ö.dcm"]


def test_dropping_files_tells_the_queue_of_them_where_a_queue_brings_them(
    azurite: Azurite, storage: Storage, inputs: ContainerClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, queue = tmp_path / "running.json", f"q{uuid.uuid4().hex}"
    told = {"connection": azurite.connection_string, "input": inputs.container_name, "queue": queue}
    running.write_text(json.dumps(told))
    monkeypatch.setattr(start, "RUNNING", running)
    (tmp_path / "ö.dcm").write_bytes(b"1")
    assert start.drop([tmp_path / "ö.dcm"]) == 0
    (message,) = storage.queue(queue).peek_messages(5)
    assert parse(message.content.encode()) == [Task(inputs.container_name, (File("ö.dcm"),))]


def report(status: str, content: bytes = b"") -> bytes:
    reason = {"code": "not-dicom"} if status == "refused" else None
    told = {"status": status, "reason": reason, "output": {"sha256": hashlib.sha256(content).hexdigest()}}
    return json.dumps(told).encode()


@pytest.fixture
def output(
    azurite: Azurite, inputs: ContainerClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> ContainerClient:
    """The output container of a `make start` that is said to run."""
    service = BlobServiceClient.from_connection_string(azurite.connection_string)
    container = service.create_container(f"{inputs.container_name}-out")
    running = tmp_path / "running.json"
    names = {"input": inputs.container_name, "output": container.container_name}
    running.write_text(json.dumps({"connection": azurite.connection_string, **names}))
    monkeypatch.setattr(start, "RUNNING", running)
    return container


def test_fetching_brings_pairs_previews_and_refusals(
    inputs: ContainerClient, output: ContainerClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("study/ö.dcm", "notes.txt", "late.dcm"):
        inputs.upload_blob(name, b"")
    output.upload_blob("study/ö.dcm", b"redacted")
    output.upload_blob("study/ö.dcm.preview.png", b"picture")
    output.upload_blob("study/ö.dcm.boxes.json", report("redacted", b"redacted"))
    output.upload_blob("notes.txt.boxes.json", report("refused"))
    output.upload_blob("late.dcm", b"its report is not there yet")
    folder = tmp_path / "results"
    folder.mkdir()
    (folder / "notes.txt").write_text("an older result")
    assert start.fetch(folder) == 0
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()) == [
        "notes.txt.boxes.json",
        "study/ö.dcm",
        "study/ö.dcm.boxes.json",
        "study/ö.dcm.preview.png",
    ]
    assert (folder / "study" / "ö.dcm").read_bytes() == b"redacted"
    said = capsys.readouterr().out
    assert f"{folder / 'notes.txt'}: refused (not-dicom)" in said
    assert "1 file waits" in said


def test_a_result_that_is_being_written_anew_is_not_fetched(
    output: ContainerClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output.upload_blob("a.dcm", b"newer")
    output.upload_blob("a.dcm.boxes.json", report("redacted", b"older"))
    output.upload_blob("b.dcm.boxes.json", report("redacted", b"its file is not there"))
    assert start.fetch(tmp_path / "results") == 1
    assert not any(path.is_file() for path in (tmp_path / "results").rglob("*"))
    assert capsys.readouterr().out.count("fetch again") == 2


def test_a_name_that_leads_out_of_the_folder_is_not_followed(
    output: ContainerClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["../outside.boxes.json", "inside.boxes.json"]
    output.upload_blob("inside.boxes.json", report("refused"))
    monkeypatch.setattr(ContainerClient, "list_blob_names", lambda *_, **__: iter(names))
    results = list(fetch(output, tmp_path / "results"))
    assert [(result.name, result.complete) for result in results] == [("../outside", False), ("inside", True)]
    assert not (tmp_path / "outside.boxes.json").exists()


def test_a_second_start_leaves_the_first_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    running = tmp_path / "running.json"
    running.write_text(json.dumps({"pid": os.getpid()}))
    monkeypatch.setattr(start, "RUNNING", running)
    assert start.start() == 1
    assert "already" in capsys.readouterr().err
    assert running.exists()


def test_dropping_and_fetching_say_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "RUNNING", tmp_path / "running.json")
    assert start.drop([tmp_path]) == start.fetch(tmp_path) == 1
    assert capsys.readouterr().err.count("make start") == 2
    (tmp_path / "running.json").write_text("{}")
    assert start.drop([]) == 2
    assert "FILES" in capsys.readouterr().err
