"""Each request of a delivery meets each fault of a network or a busy storage: the outcome is the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import get_args

import pytest
from azure.storage.blob import BlobServiceClient, ContainerClient

from dicom_text_redactor.errors import NotDicom
from local.azurite import Azurite
from redact_function.handling import Handler
from redact_function.outcomes import RetryLater, TransientStorageError
from redact_function.outputs import Outputs
from redact_function.storage import client_options
from tests.redact_function.fakes import FakeRedactor, raising
from tests.redact_function.faults import Fault, Proxy

# The SDK leaves the connection of an answer that it did not read to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

NAME = "a.dcm"
REPORT = f"{NAME}.boxes.json"
DATA = b"pixels" * 1000
FAULTS = [fault for fault in get_args(Fault) if fault != "good"]
TRIES = 5
_PATIENCE_SECONDS = 3.0  # a busy machine is not to be taken for a fault

# The steps of a delivery that has an older pair to replace, by method, container and blob.
STEPS = {
    "read the properties": ("HEAD", "input", NAME),
    "download": ("GET", "input", NAME),
    "look at the report": ("GET", "output", REPORT),
    "look at the file": ("HEAD", "output", NAME),
    "remove the old report": ("DELETE", "output", REPORT),
    "put the file": ("PUT", "output", NAME),
    "put the report": ("PUT", "output", REPORT),
    "remove the old file": ("DELETE", "output", NAME),
    "delete the input": ("DELETE", "input", NAME),
}


@dataclass
class Stage:
    """One account behind a proxy: both containers as the handler sees them, and as they are."""

    proxy: Proxy
    account: BlobServiceClient
    inputs: ContainerClient
    outputs: ContainerClient
    met: list[Fault] = field(default_factory=list)

    def handler(self, redactor: FakeRedactor | None = None, delete_input: bool = True) -> Handler:
        through = self.account.get_container_client(self.outputs.container_name)
        return Handler(redactor or FakeRedactor(), Outputs(through), 100_000, delete_input=delete_input)

    def upset(self, step: str, fault: Fault, times: int, spare: int = 0) -> None:
        """Let requests of a step meet a fault: `times` of them, after `spare` good ones."""
        method, side, blob = STEPS[step]
        container = (self.inputs if side == "input" else self.outputs).container_name
        count = 0

        def choose(asked: str, path: str) -> Fault:
            nonlocal count
            if (asked, path.partition("?")[0].rpartition("/devstoreaccount1/")[2]) != (method, f"{container}/{blob}"):
                return "good"
            count += 1
            if not spare < count <= spare + times:
                return "good"
            self.met.append(fault)
            return fault

        self.proxy.choose = choose

    def deliver(self, handler: Handler) -> int:
        """Deliver as the host does until a delivery ends well; how many deliveries that took."""
        blob = self.account.get_blob_client(self.inputs.container_name, NAME)
        for number in range(1, TRIES + 1):
            try:
                handler.redact(blob)
            except RetryLater:
                continue
            return number
        return 0

    def names(self, container: ContainerClient) -> list[str]:
        return sorted(container.list_blob_names())


@pytest.fixture
def stage(azurite: Azurite, inputs: ContainerClient, outputs: ContainerClient) -> Iterator[Stage]:
    with Proxy(azurite.ports["blob"], too_slow_s=_PATIENCE_SECONDS + 0.3) as proxy:
        through = azurite.connection_string.replace(f"127.0.0.1:{azurite.ports['blob']}", proxy.address)
        options = client_options(0, 0) | {"read_timeout": _PATIENCE_SECONDS}
        with BlobServiceClient.from_connection_string(through, **options) as account:
            yield Stage(proxy, account, inputs, outputs)


def check_pair(stage: Stage, data: bytes = DATA) -> None:
    assert stage.names(stage.outputs) == [NAME, REPORT]
    report = json.loads(stage.outputs.download_blob(REPORT).readall())
    file = stage.outputs.download_blob(NAME).readall()
    assert file == b"redacted " + data
    assert report["output"]["sha256"] == hashlib.sha256(file).hexdigest()
    assert report["source"]["sha256"] == hashlib.sha256(data).hexdigest()


def with_an_older_pair(stage: Stage) -> None:
    """What each step needs to have something to do."""
    stage.inputs.upload_blob(NAME, b"older", overwrite=True)
    assert stage.deliver(stage.handler(delete_input=False)) == 1
    stage.inputs.upload_blob(NAME, DATA, overwrite=True)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_on_the_way_to_a_pair_changes_nothing_of_it(stage: Stage, fault: Fault) -> None:
    steps = [step for step in STEPS if step != "remove the old file"]
    for step in steps if fault != "too slow" else ["download", "put the file", "put the report"]:
        stage.met.clear()
        with_an_older_pair(stage)
        stage.upset(step, fault, times=1)
        assert stage.deliver(stage.handler()) == 1, step
        assert stage.met == [fault], step
        check_pair(stage)
        assert stage.names(stage.inputs) == []


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "too slow"])
def test_a_fault_on_the_way_to_a_refusal_changes_nothing_of_it(stage: Stage, fault: Fault) -> None:
    for step in ("remove the old report", "remove the old file", "put the report"):
        stage.met.clear()
        with_an_older_pair(stage)
        stage.upset(step, fault, times=1)
        assert stage.deliver(stage.handler(FakeRedactor(raising(NotDicom("No."))))) == 1, step
        assert stage.met == [fault], step
        assert stage.names(stage.outputs) == [REPORT]
        assert stage.names(stage.inputs) == [NAME]


@pytest.mark.parametrize("fault", ["503", "answer lost"])
def test_a_fault_that_lasts_longer_than_the_client_waits_ends_in_another_delivery(stage: Stage, fault: Fault) -> None:
    for step in STEPS:
        if step == "remove the old file":
            continue
        with_an_older_pair(stage)
        stage.upset(step, fault, times=6)
        assert stage.deliver(stage.handler()) in (1, 2, 3), step
        check_pair(stage)
        assert stage.names(stage.inputs) == []


@pytest.mark.parametrize("step", ["read the properties", "download", "put the file", "put the report"])
def test_a_fault_that_never_ends_ends_in_a_refusal_that_tells_the_number_of_tries(stage: Stage, step: str) -> None:
    etag = stage.inputs.upload_blob(NAME, DATA).get_blob_properties().etag
    stage.upset(step, "503", times=1000)
    assert stage.deliver(stage.handler()) == 0
    assert REPORT not in stage.names(stage.outputs)
    stage.proxy.choose = lambda _method, _path: "good"
    stage.handler().give_up(stage.inputs.get_blob_client(NAME), etag)
    assert stage.names(stage.outputs) == [REPORT]
    assert "5 attempts" in json.loads(stage.outputs.download_blob(REPORT).readall())["reason"]["message"]
    assert stage.names(stage.inputs) == [NAME]


@pytest.mark.parametrize(("fault", "spare"), [("reset", 1), ("answer lost", 0), ("answer cut", 2), ("503", 1)])
def test_a_file_of_several_pieces_comes_through_whole(
    stage: Stage, fault: Fault, spare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bytes(range(256)) * 300
    pieces = {"max_block_size": 30_000, "max_single_put_size": 30_000}
    pieces |= {"max_single_get_size": 30_000, "max_chunk_get_size": 30_000}
    options = client_options(0, 0) | {"read_timeout": _PATIENCE_SECONDS} | pieces
    with BlobServiceClient(stage.account.url, credential=stage.account.credential, **options) as account:
        small = Stage(stage.proxy, account, stage.inputs, stage.outputs)
        small.inputs.upload_blob(NAME, data)
        for step in ("download", "put the file"):
            small.upset(step, fault, 1, spare)
            assert small.deliver(small.handler(delete_input=False)) == 1
            check_pair(small, data)
            small.outputs.delete_blob(NAME)
    assert len(small.met) == 2


def test_a_file_over_the_limit_is_not_even_asked_for(stage: Stage) -> None:
    stage.inputs.upload_blob(NAME, bytes(100_001))
    assert stage.deliver(stage.handler()) == 1
    assert json.loads(stage.outputs.download_blob(REPORT).readall())["reason"]["code"] == "too-large"
    assert stage.names(stage.inputs) == [NAME]
    assert not [path for method, path in stage.proxy.seen if method == "GET" and stage.inputs.container_name in path]


def test_what_failed_is_told_without_the_address(stage: Stage) -> None:
    stage.inputs.upload_blob(NAME, DATA)
    stage.upset("download", "reset", times=1000)
    with pytest.raises(TransientStorageError) as raised:
        stage.handler().redact(stage.account.get_blob_client(stage.inputs.container_name, NAME))
    assert NAME not in str(raised.value)
    assert raised.value.__suppress_context__
