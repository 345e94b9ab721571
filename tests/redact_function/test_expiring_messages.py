"""The host's messages for blobs end after seven days, done or not; no file is forgotten for that."""

from __future__ import annotations

import time
from collections.abc import Iterator

import azure.functions as func
import pytest
from azure.storage.blob import BlobClient

from local import azurite, deliveries
from local.app_settings import HostSettings
from local.deliveries import HOST_ID, WORK_QUEUE, Storage
from local.host import Host
from redact_function.backlog import Notes, Watch
from redact_function.requeueing import BEFORE_THE_END_S, GRACE_S, Requeueing, queue_of_blob_trigger
from tests.redact_function.test_handling import drop, handler_for, names_in

NAMES = [f"{number}.dcm" for number in range(6)]


@pytest.fixture
def storage() -> Iterator[Storage]:
    """An account of its own, since all hosts of one share a queue."""
    with azurite.running() as emulator:
        storage = Storage.connect(emulator.connection_string)
        with storage.blobs, storage.queues:
            for name in ("input", "output"):
                storage.make_container(name)
            yield storage


class Service:
    """The blob trigger's way: the host of `local/`, the real handler, and the watch of `backlog`."""

    def __init__(self, storage: Storage) -> None:
        self.inputs, self.outputs = (storage.blobs.get_container_client(name) for name in ("input", "output"))
        handler = handler_for(self.outputs)
        self.delivered: list[str] = []
        app = func.FunctionApp()

        @app.function_name("redact")
        @app.blob_trigger(arg_name="blob", path="input/{name}", connection="STORAGE")
        def redact(blob: BlobClient) -> None:
            self.delivered.append(blob.blob_name)
            handler.redact(self.inputs.get_blob_client(blob.blob_name))

        connection = f"DefaultEndpointsProtocol=http;AccountName={azurite.ACCOUNT};AccountKey={azurite.KEY};"
        connection += f"BlobEndpoint={storage.blobs.url};QueueEndpoint={storage.queues.url};"
        self.host = Host.of(app, {"STORAGE": connection}, HostSettings())
        self.queue = storage.queue(queue_of_blob_trigger(HOST_ID))
        requeueing = Requeueing(self.queue, "input", of_blob_trigger=True)
        self.watch = Watch(self.inputs, self.outputs, requeueing, Notes(self.outputs.get_blob_client("notes")))

    @property
    def messages(self) -> int:
        return self.queue.get_queue_properties().approximate_message_count or 0

    def let_messages_end(self) -> None:
        time.sleep(2)
        assert self.queue.receive_message() is None
        until = time.monotonic() + 90
        while self.messages:  # the emulator counts them for a while
            assert time.monotonic() < until
            time.sleep(1)


def with_messages_of(seconds: int, storage: Storage, monkeypatch: pytest.MonkeyPatch) -> Service:
    """A service whose host has made messages for all files, which end after so many seconds."""
    service = Service(storage)
    for name in NAMES:
        drop(service.inputs, name=name)
    with monkeypatch.context() as patch:
        patch.setattr(deliveries, "_WEEK_S", seconds)
        service.host.scan()
    return service


def test_the_watch_knows_the_queue_of_the_host() -> None:
    assert queue_of_blob_trigger(HOST_ID) == WORK_QUEUE


def test_files_whose_messages_have_ended_are_lost_to_the_host_and_are_redacted_after_the_next_look(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = with_messages_of(1, storage, monkeypatch)
    service.let_messages_end()
    for _ in range(3):  # the host has its receipts, and makes no second message
        service.host.scan()
        service.host.work()
    assert (service.delivered, names_in(service.outputs)) == ([], [])
    assert service.watch.look(time.time() + GRACE_S + 60).requeued == len(NAMES)
    service.host.work()
    assert sorted(service.delivered) == NAMES
    assert all(f"{name}.boxes.json" in names_in(service.outputs) for name in NAMES)
    assert service.watch.look(time.time() + GRACE_S + 60).waiting == 0


def test_files_that_wait_behind_others_get_a_message_that_does_not_end_while_theirs_are_still_there(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = with_messages_of(8, storage, monkeypatch)
    looked = service.watch.look(time.time() + BEFORE_THE_END_S + 60)
    assert (looked.messages, looked.requeued) == (len(NAMES), len(NAMES))
    time.sleep(9)
    service.host.work()
    assert sorted(service.delivered) == NAMES  # each once: the first messages have ended meanwhile
    assert all(f"{name}.boxes.json" in names_in(service.outputs) for name in NAMES)
