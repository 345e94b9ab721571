"""What many tests share: one real Azurite for the whole run, and containers of one's own for each test."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest
from azure.storage.blob import ContainerClient

from local.azurite import Azurite, running
from local.deliveries import Storage


@pytest.fixture(scope="session")
def azurite() -> Iterator[Azurite]:
    with running() as emulator:
        yield emulator


@pytest.fixture(scope="session")
def storage(azurite: Azurite) -> Iterator[Storage]:
    storage = Storage.connect(azurite.connection_string)
    with storage.blobs, storage.queues:
        yield storage


@pytest.fixture
def inputs(storage: Storage) -> ContainerClient:
    return storage.blobs.create_container(f"input-{uuid.uuid4().hex}")


@pytest.fixture
def outputs(storage: Storage) -> ContainerClient:
    return storage.blobs.create_container(f"output-{uuid.uuid4().hex}")
