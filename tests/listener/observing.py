"""What a host does with blobs and messages, as far as it can be seen from outside: plain facts that can be compared."""

from __future__ import annotations

import base64
import itertools
import json
import re
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any

from local import azurite
from local.app_settings import HostSettings
from local.deliveries import Storage
from redact_function.listing import pages
from redact_function.requeueing import Requeueing
from tests.listener.hosts import Act

Host = Callable[[str, tuple[str, ...], Act, HostSettings], AbstractContextManager[None]]
Facts = dict[str, Any]

FAILING, FIRST = "d/bad #1.dcm", "a first.dcm"
NAMES = (FIRST, FAILING, "größe/b c.dcm", "50%/a+b&c=d.dcm", "%41.dcm")
_SETTINGS = HostSettings(poison_blob_threshold=5, max_dequeue_count=4, queue_wait_s=2, lock_s=60, in_base64=False)
_FOREVER = -1
_PATIENCE_S = 60.0
_ETAG = re.compile(r"0x[0-9A-F]+")


@dataclass
class Calls:
    """All calls in their order: function, what it was told, when it began and ended."""

    act: Act
    made: list[tuple[str, Mapping[str, Any], float]] = field(default_factory=list)
    running: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, function: str, told: Mapping[str, Any]) -> None:
        with self.lock:
            self.made.append((function, told, time.monotonic()))
            self.running += 1
            self.most_at_once = max(self.most_at_once, self.running)
        try:
            self.act(function, told)
        finally:
            with self.lock:
                self.running -= 1

    def of(self, function: str) -> list[Mapping[str, Any]]:
        return [told for name, told, _ in self.made if name == function]

    def wait_for(self, function: str, number: int) -> None:
        until = time.monotonic() + _PATIENCE_S
        while len(self.of(function)) < number:
            if time.monotonic() > until:
                raise TimeoutError(f"{function} was called {len(self.of(function))} times and not {number}.")
            time.sleep(0.05)


def observe(host: Host, host_id: str) -> Facts:
    """Run all that is to be seen, each on an emulator of its own."""
    return {
        "blobs": _on_an_emulator(lambda storage, connection: _blobs(host, host_id, storage, connection)),
        "messages": _on_an_emulator(lambda storage, connection: _messages(host, storage, connection)),
        "poison messages": _on_an_emulator(lambda storage, connection: _poison(host, storage, connection)),
    }


def _on_an_emulator(observe_it: Callable[[Storage, str], Facts]) -> Facts:
    with azurite.running() as emulator:
        storage = Storage.connect(emulator.connection_string)
        with storage.blobs, storage.queues:
            for container in ("input", "output", "azure-webjobs-hosts"):
                storage.make_container(container)
            for queue in ("input", "input-poison", "webjobs-blobtrigger-poison"):
                storage.queue(queue)
            return observe_it(storage, emulator.connection_string)


def _blobs(host: Host, host_id: str, storage: Storage, connection: str) -> Facts:
    released = threading.Event()

    def act(function: str, told: Mapping[str, Any]) -> None:
        if function == "redact":
            if told["name"] == FIRST:
                released.wait(_PATIENCE_S)
            if told["name"] == FAILING:
                raise RuntimeError("no")

    calls = Calls(act)
    inputs = storage.blobs.get_container_client("input")
    work = f"azure-webjobs-blobtrigger-{host_id}"
    inputs.upload_blob(FIRST, b"1")
    with host(connection, ("redact",), calls, _SETTINGS):
        calls.wait_for("redact", 1)
        for name in NAMES[1:]:
            inputs.upload_blob(name, b"1")
        _wait_until(lambda: len(_receipts(storage, host_id)) == len(NAMES))
        _wait_until(lambda: _count(storage, work) == len(NAMES))
        waiting = sorted((m.content, m) for m in storage.queue(work).peek_messages(32))
        messages = [_message(content) for content, _ in waiting]
        ends = {_life(message) for _, message in waiting}
        receipts = _receipts(storage, host_id)
        released.set()
        _wait_until(lambda: _count(storage, work) == 0)
        poison = storage.queue("webjobs-blobtrigger-poison").peek_messages(5)
        inputs.upload_blob(NAMES[2], b"2", overwrite=True)
        _wait_until(lambda: len(_receipts(storage, host_id)) == len(NAMES) + 1)
        _wait_until(lambda: [told["name"] for told in calls.of("redact")].count(NAMES[2]) == 2)
        (blob,) = (blob for page in pages(inputs) for blob in page.blobs if blob.name == FIRST)
        Requeueing(storage.queue(work), "input", of_blob_trigger=True).send([blob])
        _wait_until(lambda: [told["name"] for told in calls.of("redact")].count(FIRST) == 2)
    return {
        "receipts, written when the message is": receipts,
        "messages that wait, decoded": sorted(messages),
        "lives of messages, days": sorted(ends),
        "calls for each name": {name: [told["name"] for told in calls.of("redact")].count(name) for name in NAMES},
        "poison messages, decoded": [_message(message.content) for message in poison],
        "lives of poison messages, days": sorted({_life(message) for message in poison}),
    }


def _messages(host: Host, storage: Storage, connection: str) -> Facts:
    seen_at_work: list[int] = []
    plain = '{"größe": "<&> \'a\'"}'
    texts = (plain, base64.b64encode(plain.encode()).decode(), "bad", "no json")

    def act(function: str, told: Mapping[str, Any]) -> None:
        if function == "redact_queued":
            seen_at_work.append(_count(storage, "input"))
            time.sleep(0.3)
            if told["message"] == "bad":
                raise RuntimeError("no")

    calls = Calls(act)
    queue = storage.queue("input")
    for text in texts:
        queue.send_message(text, time_to_live=_FOREVER)
    with host(connection, ("redact_queued",), calls, _SETTINGS):
        _wait_until(lambda: _count(storage, "input") == 0)
        poison = storage.queue("input-poison").peek_messages(5)
    times = [when for name, told, when in calls.made if told["message"] == "bad"]
    waits = [after - before for before, after in itertools.pairwise(times)]
    return {
        "texts handed over": sorted({told["message"] for told in calls.of("redact_queued")}),
        "calls for each text": {text: [t["message"] for t in calls.of("redact_queued")].count(text) for text in texts},
        "dequeue counts of a message that fails": [
            told["dequeue_count"] for told in calls.of("redact_queued") if told["message"] == "bad"
        ],
        "it waits for visibilityTimeout between tries": all(wait >= _SETTINGS.queue_wait_s for wait in waits),
        "most at a time": calls.most_at_once,
        "a message that is worked at is counted": min(seen_at_work) >= 1,
        "poison messages": [message.content for message in poison],
        "lives of poison messages, days": sorted({_life(message) for message in poison}),
    }


def _poison(host: Host, storage: Storage, connection: str) -> Facts:
    def act(function: str, told: Mapping[str, Any]) -> None:
        raise RuntimeError("no")

    calls = Calls(act)
    for name in ("input-poison", "webjobs-blobtrigger-poison"):
        storage.queue(name).send_message("bad", time_to_live=_FOREVER)
    with host(connection, ("redact_queued", "give_up", "give_up_queued"), calls, _SETTINGS):
        calls.wait_for("give_up", 1)
        calls.wait_for("give_up_queued", 1)
        time.sleep(4 * _SETTINGS.queue_wait_s)
    return {
        "calls within seconds": {name: len(calls.of(name)) for name in ("give_up", "give_up_queued")},
        "messages left": {name: _count(storage, name) for name in ("input-poison", "webjobs-blobtrigger-poison")},
        "further queues": sorted(
            queue.name for queue in storage.queues.list_queues() if queue.name.endswith("-poison-poison")
        ),
    }


def _receipts(storage: Storage, host_id: str) -> list[str]:
    names = storage.blobs.get_container_client("azure-webjobs-hosts").list_blob_names(name_starts_with="blobreceipts/")
    return sorted(_ETAG.sub("ETAG", name).replace(f"/{host_id}/", "/HOST/") for name in names)


def _message(content: str) -> str:
    """The text of a message in Base64, its ETag apart; what is no JSON is an error."""
    text = base64.b64decode(content, validate=True).decode()
    json.loads(text)
    return _ETAG.sub("ETAG", text)


def _life(message: Any) -> int:
    """For how many days a message was to live when it was sent; more than a thousand means for ever."""
    return min(1000, int((message.expires_on - message.inserted_on).total_seconds() // 86400))


def _count(storage: Storage, queue: str) -> int:
    return int(storage.queue(queue).get_queue_properties().approximate_message_count or 0)


def _wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE_S
    while not holds():
        if time.monotonic() > until:
            raise TimeoutError("The host did not do what was waited for.")
        time.sleep(0.1)
