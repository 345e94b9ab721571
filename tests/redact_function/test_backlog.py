from __future__ import annotations

import logging
import time

import pytest
from azure.storage.blob import ContainerClient

from redact_function.backlog import Backlog
from redact_function.names import Names
from redact_function.outcomes import TransientStorageError
from tests.redact_function.test_handling import drop, handler_for

NAME = "ward 7/DOE^JANE 1970.dcm"


def next_second() -> None:
    """Wait until the storage's times, which are whole seconds, differ from those before."""
    time.sleep(1.1)


def test_nothing_waits_in_an_empty_input(inputs: ContainerClient, outputs: ContainerClient) -> None:
    assert Backlog.between(inputs, outputs) == Backlog(0, 0.0)


def test_a_blob_waits_until_its_report_is_there(inputs: ContainerClient, outputs: ContainerClient) -> None:
    blob = drop(inputs, name=NAME)
    drop(inputs, name="second.dcm")
    next_second()
    found = Backlog.between(inputs, outputs)
    assert (found.waiting, found.complete) == (2, True)
    assert 1.0 <= found.oldest_seconds < 60.0
    handler_for(outputs).redact(blob)
    assert Backlog.between(inputs, outputs).waiting == 1


def test_a_redacted_file_without_its_report_is_no_answer(inputs: ContainerClient, outputs: ContainerClient) -> None:
    drop(inputs, name=NAME)
    outputs.upload_blob(NAME, b"half")
    assert Backlog.between(inputs, outputs).waiting == 1


def test_a_blob_that_was_overwritten_waits_again(inputs: ContainerClient, outputs: ContainerClient) -> None:
    handler_for(outputs).redact(drop(inputs, name=NAME))
    next_second()
    blob = drop(inputs, b"newer", name=NAME)
    assert Backlog.between(inputs, outputs).waiting == 1
    handler_for(outputs).redact(blob)
    assert Backlog.between(inputs, outputs).waiting == 0


def test_a_refused_name_is_answered_by_the_report_that_lies_aside(
    inputs: ContainerClient, outputs: ContainerClient
) -> None:
    name = "n" * 1020
    blob = drop(inputs, name=name)
    assert Backlog.between(inputs, outputs).waiting == 1
    handler_for(outputs).redact(blob)
    assert outputs.get_blob_client(Names.of(name).report).exists()
    assert Backlog.between(inputs, outputs).waiting == 0


def test_the_marker_of_a_folder_does_not_wait(inputs: ContainerClient, outputs: ContainerClient) -> None:
    inputs.upload_blob("folder", b"", metadata={"hdi_isfolder": "true"})
    assert Backlog.between(inputs, outputs).waiting == 0


def test_a_look_that_would_cost_too_much_stops_and_says_so(inputs: ContainerClient, outputs: ContainerClient) -> None:
    for number in range(3):
        drop(inputs, name=f"{number}.dcm")
    assert Backlog.between(inputs, outputs, largest=2).waiting == 2
    assert not Backlog.between(inputs, outputs, largest=2).complete
    assert Backlog.between(inputs, outputs, largest=3).complete


def test_the_line_names_nobody(
    inputs: ContainerClient, outputs: ContainerClient, caplog: pytest.LogCaptureFixture
) -> None:
    drop(inputs, name=NAME)
    with caplog.at_level(logging.INFO):
        Backlog.between(inputs, outputs).log()
    (line,) = [record.getMessage() for record in caplog.records if record.name == "redact_function"]
    assert line.startswith("backlog waiting=1 oldest_seconds=")
    assert line.endswith(" complete=yes")
    assert not any(word in line for word in ("DOE", "JANE", "ward"))


def test_a_container_that_is_missing_is_told_in_our_own_words(outputs: ContainerClient) -> None:
    missing = ContainerClient.from_container_url(outputs.url.replace("/output-", "/missing-"), outputs.credential)
    with missing, pytest.raises(TransientStorageError, match="404") as raised:
        Backlog.between(missing, outputs)
    assert "missing-" not in str(raised.value)
