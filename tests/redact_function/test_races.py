"""Deliveries of one blob that run at the same time, in many orders, with workers that die on the way.

Each actor is a thread that waits before each request to the real storage until it is its turn, so a
seed gives one order of requests. However they come, in the end the blob's present version has one
complete answer.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import threading
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import pytest
from azure.core.exceptions import ResourceNotFoundError
from azure.storage.blob import BlobServiceClient, ContainerClient

from dicom_text_redactor.errors import NotDicom
from dicom_text_redactor.report import BoxReport
from local.azurite import Azurite
from redact_function.handling import Handler
from redact_function.outcomes import RetryLater
from redact_function.outputs import Outputs
from redact_function.storage import client_options
from tests.redact_function.fakes import FakeRedactor

NAME = "a.dcm"
# `make races` plays more of them.
ORDERS = int(os.environ.get("RACE_ORDERS", "12"))


class Killed(BaseException):
    """As SIGKILL: nothing of the worker's own code gets to tidy up."""


@dataclass(eq=False)
class Actor(threading.Thread):
    """Runs `work`; each of its requests waits for its turn, and request number `dies_at` never happens."""

    work: Callable[[], object]
    dies_at: int = 1_000
    failed: bool = False
    requests: int = 0
    dead: bool = False
    turn: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    waiting: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def run(self) -> None:
        me.set(self)
        try:
            self.work()
        except (Killed, RetryLater):
            self.failed = True
        self.dead = True
        self.waiting.release()

    def before_request(self) -> None:
        self.requests += 1
        self.waiting.release()
        assert self.turn.acquire(timeout=60)
        if self.requests >= self.dies_at:
            raise Killed


me: ContextVar[Actor | None] = ContextVar("me", default=None)


def wait_for_turn(_: object) -> None:
    actor = me.get()
    if actor is not None:
        actor.before_request()


class ByContent(FakeRedactor):
    """Refuses what begins with "bad"."""

    def redact_stream(self, source: Any, target: Any, *, name: str, etag: str | None = None) -> BoxReport:
        if source.read(3) == b"bad":
            raise NotDicom("No.")
        source.seek(0)
        return super().redact_stream(source, target, name=name, etag=etag)


def play(actors: list[Actor], order: random.Random) -> None:
    """Let one actor after the other do one request, in a random order, until all are at their end."""
    for actor in actors:
        actor.start()
        assert actor.waiting.acquire(timeout=60)
    while alive := [actor for actor in actors if not actor.dead]:
        actor = order.choice(alive)
        for _ in range(order.choice([1, 1, 2, 5])):
            if actor.dead:
                break
            actor.turn.release()
            assert actor.waiting.acquire(timeout=60)
    for actor in actors:
        actor.join()


@pytest.fixture(scope="module")
def account(azurite: Azurite) -> Iterator[BlobServiceClient]:
    options = client_options(0, 0) | {"raw_request_hook": wait_for_turn}
    with BlobServiceClient.from_connection_string(azurite.connection_string, **options) as client:
        yield client


def contents(container: ContainerClient) -> dict[str, bytes]:
    return {name: container.download_blob(name).readall() for name in container.list_blob_names()}


def check(inputs: ContainerClient, outputs: ContainerClient) -> None:
    """The blob's present version has one answer, whole and of its own."""
    there = contents(outputs)
    report = json.loads(there.pop(f"{NAME}.boxes.json"))
    try:
        blob = inputs.download_blob(NAME)
    except ResourceNotFoundError:  # deleted after success, so there is a pair
        assert report["status"] == "redacted"
    else:
        assert report["source"]["etag"] == blob.properties.etag
        data = blob.readall()
        assert report["status"] == ("refused" if data.startswith(b"bad") else "redacted")
    if report["status"] == "refused":
        assert there == {}
    else:
        assert {name: hashlib.sha256(data).hexdigest() for name, data in there.items()} == {
            NAME: report["output"]["sha256"]
        }


@pytest.mark.parametrize("seed", range(ORDERS))
def test_whatever_the_order_the_present_version_has_one_whole_answer(
    account: BlobServiceClient, inputs: ContainerClient, outputs: ContainerClient, seed: int
) -> None:
    order = random.Random(seed)
    delete = order.random() < 0.3
    before, after = order.sample([b"good old", b"bad old", b"good new", b"bad new"], 2)
    output = account.get_container_client(outputs.container_name)
    blob = account.get_blob_client(inputs.container_name, NAME)
    handler = Handler(ByContent(), Outputs(output), 1000, delete_input=delete)
    if order.random() < 0.5:  # an older pair lies there
        blob.upload_blob(b"good older")
        handler.redact(blob)

    def overwrite() -> None:
        blob.upload_blob(after, overwrite=True)

    blob.upload_blob(before, overwrite=True)
    overwriting = Actor(overwrite) if order.random() < 0.7 else None
    workers = [Actor(lambda: handler.redact(blob), dies_at=order.choice([1_000, order.randint(1, 14)])) for _ in "123"]
    play([*workers, *([overwriting] if overwriting else [])], order)
    # At least once: the new version comes by itself, and whoever died or failed comes again.
    again = sum(worker.failed for worker in workers) + (overwriting is not None)
    play([Actor(lambda: handler.redact(blob)) for _ in range(again)], order)
    check(inputs, outputs)
