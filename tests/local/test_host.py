from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import azure.functions as func
import pytest
from azure.core.exceptions import AzureError
from azure.storage.blob import BlobClient, ContainerClient

from local.app_settings import ROOT, HostSettings, local_settings, resolve
from local.azurite import Azurite
from local.deliveries import BLOB_POISON_QUEUE, RECEIPTS, WORK_QUEUE, Storage
from local.host import Host
from local.launch import environment_for
from local.triggers import BlobTrigger, QueueTrigger, triggers_of

SETTINGS = HostSettings(poison_blob_threshold=3, max_dequeue_count=2, lock_s=60)


class Emulated:
    """An app with one function for blobs and one for poison messages, and the host that runs it."""

    def __init__(
        self, connection: str, container: str, act: Callable[[str], None], settings: HostSettings = SETTINGS
    ) -> None:
        self.seen: list[str] = []
        self.poison: list[dict[str, str]] = []
        app = func.FunctionApp()

        @app.function_name("watch")
        @app.blob_trigger(arg_name="blob", path="%IN%/{name}", connection="STORAGE")
        def watch(blob: BlobClient) -> None:
            self.seen.append(blob.blob_name)
            act(blob.blob_name)

        @app.function_name("drain")
        @app.queue_trigger(arg_name="message", queue_name=BLOB_POISON_QUEUE, connection="STORAGE")
        def drain(message: func.QueueMessage) -> None:
            self.poison.append(json.loads(message.get_body()))

        self.host = Host.of(app, {"IN": container, "STORAGE": connection}, settings)

    def turn(self) -> None:
        self.host.scan()
        self.host.work()


Emulate = Callable[[Callable[[str], None]], Emulated]


@pytest.fixture
def emulate(azurite: Azurite, inputs: ContainerClient) -> Emulate:
    return lambda act: Emulated(azurite.connection_string, inputs.container_name, act)


def test_each_version_of_a_blob_is_delivered_once(emulate: Emulate, inputs: ContainerClient) -> None:
    emulated = emulate(lambda name: None)
    inputs.upload_blob("a b/ö.dcm", b"1")
    emulated.turn()
    emulated.turn()
    assert emulated.seen == ["a b/ö.dcm"]
    inputs.upload_blob("a b/ö.dcm", b"2", overwrite=True)
    emulated.turn()
    assert emulated.seen == ["a b/ö.dcm"] * 2


def test_receipts_outlive_the_host(emulate: Emulate, inputs: ContainerClient, storage: Storage) -> None:
    blob = inputs.upload_blob("a.dcm", b"1")
    emulate(lambda name: None).turn()
    restarted = emulate(lambda name: None)
    restarted.turn()
    assert restarted.seen == []
    etag = blob.get_blob_properties().etag
    receipt = f"blobreceipts/local/Host.Functions.watch/{etag}/{inputs.container_name}/a.dcm"
    assert storage.blobs.get_blob_client(RECEIPTS, receipt).exists()


def test_a_failure_is_tried_again_until_it_passes(emulate: Emulate, inputs: ContainerClient) -> None:
    tries: list[str] = []

    def fail_once(name: str) -> None:
        tries.append(name)
        if len(tries) < 2:
            raise RuntimeError("not yet")

    inputs.upload_blob("a.dcm", b"1")
    emulated = emulate(fail_once)
    emulated.turn()
    assert len(tries) == 2
    assert emulated.poison == []


def test_the_last_failure_leaves_a_message_in_the_hosts_own_form(emulate: Emulate, inputs: ContainerClient) -> None:
    def fail(name: str) -> None:
        raise RuntimeError("never")

    blob = inputs.upload_blob("a b/ö.dcm", b"1")
    emulated = emulate(fail)
    emulated.turn()
    assert len(emulated.seen) == SETTINGS.poison_blob_threshold
    assert emulated.poison == [
        {
            "Type": "BlobTrigger",
            "FunctionId": "Host.Functions.watch",
            "BlobType": "BlockBlob",
            "ContainerName": inputs.container_name,
            "BlobName": "a b/ö.dcm",
            "ETag": blob.get_blob_properties().etag,
        }
    ]


def test_a_blob_whose_worker_dies_each_time_is_given_up_without_another_try(
    emulate: Emulate, inputs: ContainerClient, storage: Storage
) -> None:
    inputs.upload_blob("a.dcm", b"1")
    emulated = emulate(lambda name: None)
    emulated.host.scan()
    queue = storage.queue(WORK_QUEUE)
    for _ in range(SETTINGS.poison_blob_threshold):
        message = queue.receive_message(visibility_timeout=60)
        assert message is not None
        queue.update_message(message, visibility_timeout=0)  # as if its lock had run out
    emulated.host.work()
    assert emulated.seen == []
    assert [message["BlobName"] for message in emulated.poison] == ["a.dcm"]


def test_a_delivery_that_takes_longer_than_its_lock_is_not_given_to_another_worker(
    azurite: Azurite, inputs: ContainerClient
) -> None:
    settings = replace(SETTINGS, lock_s=1)
    started = threading.Event()

    def take_long(name: str) -> None:
        started.set()
        time.sleep(3)

    one, other = (
        Emulated(azurite.connection_string, inputs.container_name, act, settings) for act in (take_long, lambda _: None)
    )
    inputs.upload_blob("a.dcm", b"1")
    one.host.scan()
    worker = threading.Thread(target=one.host.work)
    worker.start()
    assert started.wait(30)
    time.sleep(2)
    other.host.work()
    worker.join()
    assert (one.seen, other.seen) == (["a.dcm"], [])


def test_a_storage_that_fails_is_asked_again(emulate: Emulate, capfd: pytest.CaptureFixture[str]) -> None:
    stopping = threading.Event()
    failures = iter([AzureError("http://secret"), AzureError("http://secret")])

    def step() -> None:
        for error in failures:
            raise error
        stopping.set()

    emulate(lambda name: None).host.repeat(step, stopping)
    said = capfd.readouterr().err
    assert said.count("The storage failed (AzureError).") == 2
    assert "secret" not in said


def test_a_message_that_always_fails_moves_to_a_poison_queue_of_its_own(storage: Storage, azurite: Azurite) -> None:
    name = f"q{uuid.uuid4().hex}"
    app = func.FunctionApp()
    tries: list[bytes] = []

    @app.queue_trigger(arg_name="message", queue_name=name, connection="STORAGE")
    def fail(message: func.QueueMessage) -> None:
        tries.append(message.get_body())
        raise RuntimeError("never")

    host = Host.of(app, {"STORAGE": azurite.connection_string}, SETTINGS)
    storage.queue(name).send_message("aGVsbG8=")
    host.work()
    assert tries == [b"hello"] * SETTINGS.max_dequeue_count
    assert [message.content for message in storage.queue(f"{name}-poison").receive_messages()] == ["aGVsbG8="]


def test_a_message_on_which_the_function_of_a_poison_queue_fails_stays_there_until_its_lock_is_over(
    storage: Storage, azurite: Azurite
) -> None:
    name = f"q{uuid.uuid4().hex}-poison"
    app = func.FunctionApp()
    tries: list[int | None] = []

    @app.queue_trigger(arg_name="message", queue_name=name, connection="STORAGE")
    def fail(message: func.QueueMessage) -> None:
        tries.append(message.dequeue_count)
        raise RuntimeError("never")

    host = Host.of(app, {"STORAGE": azurite.connection_string}, replace(SETTINGS, lock_s=2))
    storage.queue(name).send_message("aGVsbG8=")
    for _ in range(4):  # more often than any message of another queue
        host.work()
        host.work()
        time.sleep(2.2)
    assert tries == [1, 2, 3, 4]
    assert storage.queue(name).get_queue_properties().approximate_message_count == 1
    assert f"{name}-poison" not in [queue.name for queue in storage.queues.list_queues()]


def test_messages_are_handed_over_as_they_are_where_host_json_says_so(storage: Storage, azurite: Azurite) -> None:
    name = f"q{uuid.uuid4().hex}"
    app = func.FunctionApp()
    seen: list[tuple[bytes, int | None]] = []

    @app.queue_trigger(arg_name="message", queue_name=name, connection="STORAGE")
    def keep(message: func.QueueMessage) -> None:
        seen.append((message.get_body(), message.dequeue_count))

    host = Host.of(app, {"STORAGE": azurite.connection_string}, replace(SETTINGS, in_base64=False))
    for text in ("aGVsbG8=", '{"größe": 1}'):
        storage.queue(name).send_message(text)
    host.work()
    assert seen == [(b"aGVsbG8=", 1), ('{"größe": 1}'.encode(), 1)]


def test_bindings_are_read_from_the_app_and_resolved() -> None:
    app = func.FunctionApp()

    @app.function_name("a")
    @app.blob_trigger(arg_name="blob", path="%IN%/{name}", connection="X")
    def on_blob(blob: BlobClient) -> None: ...

    @app.function_name("b")
    @app.queue_trigger(arg_name="message", queue_name="%Q%-poison", connection="Y")
    def on_message(message: func.QueueMessage) -> None: ...

    found = {trigger.function: trigger for trigger in triggers_of(app, {"IN": "input", "Q": "q"})}
    blob, queue = found["a"], found["b"]
    assert isinstance(blob, BlobTrigger)
    assert isinstance(queue, QueueTrigger)
    assert (blob.argument, blob.connection, blob.container) == ("blob", "X", "input")
    assert (queue.argument, queue.connection, queue.queue) == ("message", "Y", "q-poison")


def test_a_binding_that_this_host_does_not_know_is_an_error() -> None:
    app = func.FunctionApp()

    @app.event_hub_message_trigger(arg_name="event", connection="X", event_hub_name="y")
    def on_event(event: func.EventHubEvent) -> None: ...

    with pytest.raises(ValueError, match="eventHubTrigger"):
        triggers_of(app, {})


def test_what_is_called_by_the_clock_or_from_outside_is_left_out() -> None:
    app = func.FunctionApp()

    @app.timer_trigger(arg_name="timer", schedule="0 * * * * *")
    def tick(timer: func.TimerRequest) -> None: ...

    @app.route(route="here")
    def answer(req: func.HttpRequest) -> None: ...

    assert triggers_of(app, {}) == []


def test_an_app_with_two_blob_triggers_is_an_error(azurite: Azurite) -> None:
    app = func.FunctionApp()

    @app.blob_trigger(arg_name="blob", path="one/{name}", connection="X")
    def one(blob: BlobClient) -> None: ...

    @app.blob_trigger(arg_name="blob", path="two/{name}", connection="X")
    def two(blob: BlobClient) -> None: ...

    with pytest.raises(ValueError, match="one blob trigger"):
        Host.of(app, {"X": azurite.connection_string}, SETTINGS)


@pytest.mark.parametrize("environment", [{}, {"IN": ""}])
def test_a_setting_that_is_missing_is_named(environment: dict[str, str]) -> None:
    with pytest.raises(LookupError, match="set IN"):
        resolve("%IN%/{name}", environment)


def test_local_settings_are_read_as_the_host_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "local.settings.json"
    assert local_settings(path) == {}
    path.write_text('{"IsEncrypted": false, "Values": {"A": "1", "B": 2}}')
    assert local_settings(path) == {"A": "1", "B": "2"}


def test_host_json_says_how_often_to_try() -> None:
    assert HostSettings.from_file() == HostSettings(5, 100, 60, 30, in_base64=False)


@pytest.mark.parametrize(("name", "value"), [("INGEST", "both"), ("INPUT_CONTAINER", "")])
def test_the_host_does_not_start_with_a_wrong_setting(azurite: Azurite, name: str, value: str) -> None:
    environment = environment_for(azurite.connection_string, "input", "output") | {name: value}
    result = subprocess.run(
        [sys.executable, "-m", "local.host"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert result.returncode == 2
    assert name in result.stderr
    assert "Traceback" not in result.stderr
