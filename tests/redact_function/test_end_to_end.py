"""The whole way on real storage, with the real core, in processes of the host as `make start` starts them."""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest
from azure.storage.blob import ContainerClient
from jsonschema import Draft202012Validator

from dicom_text_redactor.report import SCHEMA_FILE
from local import azurite, launch
from local.deliveries import Storage
from local.sample_files import chest_radiograph
from redact_function.outcomes import digest

NAME = "ward 7/Märlow^Imogen.dcm"
WAIT_SECONDS = 120.0


@pytest.fixture(scope="module")
def storage() -> Iterator[Storage]:
    """An account of its own, since the host works on all queues of an account."""
    with azurite.running() as emulator:
        storage = Storage.connect(emulator.connection_string)
        storage.make_container("output")
        with storage.blobs, storage.queues:
            yield storage


@contextmanager
def host(storage: Storage, container: str, log: Path, **settings: str) -> Iterator[None]:
    environment = launch.environment_for(_connection(storage), container, "output") | settings
    with log.open("wb") as output, launch.host(environment, output) as process:
        yield
        assert process.poll() is None, log.read_text()
    assert process.returncode == 0


def _connection(storage: Storage) -> str:
    blob, queue = storage.blobs.url.rstrip("/"), storage.queues.url.rstrip("/")
    account = f"AccountName={azurite.ACCOUNT};AccountKey={azurite.KEY}"
    return f"DefaultEndpointsProtocol=http;{account};BlobEndpoint={blob};QueueEndpoint={queue};"


def report_of(outputs: ContainerClient, name: str, log: Path) -> dict[str, Any]:
    """Wait for the report of an input blob."""
    deadline = time.monotonic() + WAIT_SECONDS
    blob = outputs.get_blob_client(f"{name}.boxes.json")
    while not blob.exists():
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.3)
    report: dict[str, Any] = json.loads(blob.download_blob().readall())
    Draft202012Validator(json.loads(SCHEMA_FILE.read_text())).validate(report)
    return report


def test_a_file_that_is_dropped_comes_out_redacted_and_another_is_refused(storage: Storage, tmp_path: Path) -> None:
    log = tmp_path / "host.log"
    original = io.BytesIO()
    chest_radiograph().save_as(original, enforce_file_format=True)
    inputs = storage.blobs.create_container("input")
    outputs = storage.blobs.get_container_client("output")
    etag = inputs.upload_blob(NAME, original.getvalue()).get_blob_properties().etag
    inputs.upload_blob("letter of Imogen.txt", b"Dear Imogen")
    with host(storage, "input", log):
        report = report_of(outputs, NAME, log)
        refused = report_of(outputs, "letter of Imogen.txt", log)

    assert report["status"] == "redacted"
    assert (report["source"]["name"], report["source"]["etag"]) == (NAME, etag)
    before = pydicom.dcmread(io.BytesIO(original.getvalue())).pixel_array
    after = pydicom.dcmread(io.BytesIO(outputs.download_blob(NAME).readall())).pixel_array
    inside = np.zeros(before.shape, bool)
    for box in report["boxes"]:
        top, left = box["top"], box["left"]
        inside[top : top + box["height"], left : left + box["width"]] = True
    assert (before == after)[~inside].all()
    # The name and the numbers stand in the upper left corner, the technique at the bottom.
    assert (before[20:90, 24:380] != after[20:90, 24:380]).any()
    assert inside[20:90, 24:380].mean() > 0.3
    assert not inside[950:].any()

    assert (refused["status"], refused["reason"]["code"]) == ("refused", "not-dicom")
    assert not outputs.get_blob_client("letter of Imogen.txt").exists()
    said = log.read_text()
    assert f"blob={digest(NAME)} status=redacted" in said
    assert not any(word in said for word in ("Imogen", "Märlow", "Marlow", "ward", "BG4471902"))


def test_a_file_on_which_every_try_fails_ends_in_a_report_that_says_so(storage: Storage, tmp_path: Path) -> None:
    log = tmp_path / "host.log"
    original = io.BytesIO()
    chest_radiograph().save_as(original, enforce_file_format=True)
    inputs = storage.blobs.create_container("late")
    inputs.upload_blob("late.dcm", original.getvalue())
    outputs = storage.blobs.get_container_client("output")
    broken = tmp_path / "bin" / "tesseract"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    path = f"{broken.parent}{os.pathsep}{os.environ['PATH']}"
    with host(storage, "late", log, PATH=path, TESSERACT_ENGINE="program", FUNCTIONS_WORKER_PROCESS_COUNT="2"):
        report = report_of(outputs, "late.dcm", log)
    assert report["reason"]["code"] == "gave-up"
    assert "5 attempts" in report["reason"]["message"]
    assert not outputs.get_blob_client("late.dcm").exists()
    assert log.read_text().count("status=failed reason=reader-failed") == 5


def test_a_file_that_takes_too_long_is_refused(storage: Storage, tmp_path: Path) -> None:
    log = tmp_path / "host.log"
    original = io.BytesIO()
    chest_radiograph().save_as(original, enforce_file_format=True)
    storage.blobs.create_container("long").upload_blob("long.dcm", original.getvalue())
    with host(storage, "long", log, REDACT_TIMEOUT_S="0.01"):
        report = report_of(storage.blobs.get_container_client("output"), "long.dcm", log)
    # At once, unless so much else goes on in this machine that it waited for a processor; then every try may.
    assert report["reason"]["code"] in ("timed-out", "gave-up")
    assert log.read_text().count("reason=timed-out") >= 1
    assert log.read_text().count("status=refused") == 1
