from __future__ import annotations

import base64
import json
import logging
import time
import uuid
from dataclasses import replace

import pytest
from azure.storage.blob import ContainerClient
from azure.storage.queue import QueueClient

from local.deliveries import Storage
from redact_function import listing
from redact_function.backlog import Backlog, Notes, Progress, Watch
from redact_function.inbox import FOREVER
from redact_function.matching import Position
from redact_function.names import Names
from redact_function.outcomes import TransientStorageError
from redact_function.requeueing import BEFORE_THE_END_S, GRACE_S, Requeueing
from redact_function.tasks import parse
from tests.redact_function.test_handling import drop, handler_for

NAME = "ward 7/DOE^JANE 1970.dcm"
DAY_S = 24 * 3600.0


@pytest.fixture
def queue(storage: Storage) -> QueueClient:
    return storage.queue(f"q{uuid.uuid4().hex}")


def look(inputs: ContainerClient, outputs: ContainerClient) -> Backlog:
    return Watch(inputs, outputs).look()


def messages_in(queue: QueueClient) -> list[str]:
    return [message.content for message in queue.receive_messages(messages_per_page=32, visibility_timeout=1)]


def test_nothing_waits_in_an_empty_input(inputs: ContainerClient, outputs: ContainerClient) -> None:
    assert look(inputs, outputs) == Backlog(0, 0.0)


def test_a_blob_waits_until_its_report_is_there(inputs: ContainerClient, outputs: ContainerClient) -> None:
    blob = drop(inputs, name=NAME)
    drop(inputs, name="second.dcm")
    found = Watch(inputs, outputs).look(time.time() + 30)
    assert (found.waiting, found.complete) == (2, True)
    assert 29.0 <= found.oldest_seconds < 90.0
    handler_for(outputs).redact(blob)
    assert look(inputs, outputs).waiting == 1


def test_a_redacted_file_without_its_report_is_no_answer(inputs: ContainerClient, outputs: ContainerClient) -> None:
    drop(inputs, name=NAME)
    outputs.upload_blob(NAME, b"half")
    assert look(inputs, outputs).waiting == 1


def test_a_blob_that_was_overwritten_waits_again_even_in_the_same_second(
    inputs: ContainerClient, outputs: ContainerClient
) -> None:
    handler_for(outputs).redact(drop(inputs, name=NAME))
    blob = drop(inputs, b"newer", name=NAME)
    assert look(inputs, outputs).waiting == 1
    handler_for(outputs).redact(blob)
    assert look(inputs, outputs).waiting == 0


def test_a_report_of_an_earlier_release_answers_what_is_not_newer(
    inputs: ContainerClient, outputs: ContainerClient
) -> None:
    drop(inputs, name=NAME)
    outputs.upload_blob(f"{NAME}.boxes.json", b"{}")
    assert look(inputs, outputs).waiting == 0
    time.sleep(1.1)  # the storage's times are whole seconds
    drop(inputs, b"newer", name=NAME)
    assert look(inputs, outputs).waiting == 1


def test_a_refused_name_is_answered_by_the_report_that_lies_aside(
    inputs: ContainerClient, outputs: ContainerClient
) -> None:
    name = "n" * 1020
    blob = drop(inputs, name=name)
    assert look(inputs, outputs).waiting == 1
    handler_for(outputs).redact(blob)
    assert outputs.get_blob_client(Names.of(name).report).exists()
    assert look(inputs, outputs).waiting == 0


def test_the_marker_of_a_folder_does_not_wait(inputs: ContainerClient, outputs: ContainerClient) -> None:
    inputs.upload_blob("folder", b"", metadata={"hdi_isfolder": "true"})
    assert look(inputs, outputs).waiting == 0


ORDERS = ["a", "a b", "a!", "a+b/c", "a-b", "a-b-c", "a.", "a.b", "a/b", "a0", "aa", "b", "ä", "\U0001f4a0", "\uf000"]


@pytest.mark.parametrize("size", [1, 2, 4, 100])
def test_names_that_begin_with_others_find_their_reports_however_the_pages_are_cut(
    inputs: ContainerClient, outputs: ContainerClient, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", size)
    for name in ORDERS:
        drop(inputs, name=name)
    for name in ORDERS:
        outputs.upload_blob(name, b"redacted")
        outputs.upload_blob(f"{name}.boxes.json", b"{}")
    outputs.upload_blob("a-a.boxes.json", b"{}")  # of a blob that was deleted
    assert look(inputs, outputs).waiting == 0
    for name in ORDERS:
        outputs.delete_blob(f"{name}.boxes.json")
        assert look(inputs, outputs).waiting == 1, name
        outputs.upload_blob(f"{name}.boxes.json", b"{}")


@pytest.mark.parametrize("size", [1, 3])
def test_a_look_that_takes_too_long_is_taken_up_by_the_next(
    inputs: ContainerClient, outputs: ContainerClient, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", size)
    for number, name in enumerate(ORDERS):
        drop(inputs, name=name)
        if number % 2:
            outputs.upload_blob(f"{name}.boxes.json", b"{}")
    notes = Notes(outputs.get_blob_client("notes"))
    looks: list[Backlog] = []
    while not looks or not looks[-1].complete:
        looks.append(Watch(inputs, outputs, notes=notes, longest_s=0).look())
        assert len(looks) < 30
    assert len(looks) == -(-len(ORDERS) // size)
    assert [each.complete for each in looks[:-1]] == [False] * (len(looks) - 1)
    assert [each.waiting for each in looks] == sorted(each.waiting for each in looks)
    assert looks[-1].waiting == (len(ORDERS) + 1) // 2
    assert notes.read().position is None  # the next walk begins at the start
    assert Watch(inputs, outputs, notes=notes).look().waiting == (len(ORDERS) + 1) // 2


def test_what_a_look_leaves_is_read_again() -> None:
    progress = Progress(Position("a", None), 7, 1.5, 2.5)
    assert Progress.of(json.loads(json.dumps(progress.to_dict()))) == progress
    assert Progress.of({"position": 7}) == Progress.of({}) == Progress()


def test_what_nobody_can_read_among_the_notes_is_a_start(outputs: ContainerClient) -> None:
    notes = Notes(outputs.get_blob_client("notes"))
    assert notes.read() == Progress()
    for text in ("[1]", "no json", "{}"):
        outputs.upload_blob("notes", text, overwrite=True)
        assert notes.read() == Progress()


def test_what_has_no_answer_is_put_into_an_empty_queue_after_an_hour(
    inputs: ContainerClient, outputs: ContainerClient, queue: QueueClient
) -> None:
    handler_for(outputs).redact(drop(inputs, name="done.dcm"))
    etag = drop(inputs, name=NAME).get_blob_properties().etag
    watch = Watch(inputs, outputs, Requeueing(queue, "input", of_blob_trigger=False))
    now = time.time()
    assert watch.look(now + GRACE_S / 2).requeued == 0
    assert watch.look(now + GRACE_S + 5).requeued == 1
    (message,) = queue.peek_messages(5)
    (task,) = parse(message.content.encode())
    assert (task.container, [(file.name, file.etag) for file in task.files]) == ("input", [(NAME, etag.strip('"'))])
    assert message.expires_on is not None
    assert message.expires_on.year == 9999
    # A message is there now, whether or not somebody is at it, so it gets no second one.
    assert watch.look(now + GRACE_S + 5).requeued == 0
    queue.receive_message(visibility_timeout=600)
    found = watch.look(now + GRACE_S + 5)
    assert (found.waiting, found.requeued, found.messages) == (1, 0, 1)


def test_a_message_that_waits_tells_its_age(
    inputs: ContainerClient, outputs: ContainerClient, queue: QueueClient
) -> None:
    queue.send_message("{}", time_to_live=FOREVER)
    found = Watch(inputs, outputs, Requeueing(queue, "input", of_blob_trigger=False)).look(time.time() + 100)
    assert found.messages == 1
    assert 99 <= found.message_seconds < 160


def test_a_queue_that_is_not_there_is_empty(
    inputs: ContainerClient, outputs: ContainerClient, storage: Storage
) -> None:
    missing = storage.queues.get_queue_client(f"q{uuid.uuid4().hex}")
    assert Watch(inputs, outputs, Requeueing(missing, "input", of_blob_trigger=True)).look().messages == 0


def test_a_blob_gets_a_message_that_never_ends_before_the_first_one_ends_and_gets_it_once(
    inputs: ContainerClient, outputs: ContainerClient, queue: QueueClient
) -> None:
    drop(inputs, name=NAME)
    queue.send_message("somebody else's", time_to_live=FOREVER)
    notes = Notes(outputs.get_blob_client("notes"))
    watch = Watch(inputs, outputs, Requeueing(queue, "input", of_blob_trigger=True), notes)
    now = time.time()
    assert watch.look(now + BEFORE_THE_END_S - 60).requeued == 0
    assert watch.look(now + BEFORE_THE_END_S + 60).requeued == 1
    assert watch.look(now + BEFORE_THE_END_S + 960).requeued == 0
    assert watch.look(now + 3 * BEFORE_THE_END_S).requeued == 0
    ours = json.loads(base64.b64decode(messages_in(queue)[1]))
    assert (ours["FunctionId"], ours["BlobName"]) == ("Host.Functions.redact", NAME)
    drop(inputs, b"newer", name=NAME)
    later = notes.read()
    notes.write(replace(later, requeued_before=now - 60))
    assert watch.look(now + BEFORE_THE_END_S + 960).requeued == 1


def test_a_long_queue_of_ours_gets_no_second_messages(
    inputs: ContainerClient, outputs: ContainerClient, queue: QueueClient
) -> None:
    drop(inputs, name=NAME)
    queue.send_message("somebody else's", time_to_live=FOREVER)
    watch = Watch(inputs, outputs, Requeueing(queue, "input", of_blob_trigger=False))
    assert watch.look(time.time() + 100 * DAY_S).requeued == 0


def test_a_look_that_has_put_many_into_the_queue_stops_and_the_next_goes_on(
    inputs: ContainerClient, outputs: ContainerClient, queue: QueueClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    for number in range(6):
        drop(inputs, name=f"{number}.dcm")
    notes = Notes(outputs.get_blob_client("notes"))
    watch = Watch(inputs, outputs, Requeueing(queue, "input", of_blob_trigger=True), notes, most_requeued=3)
    later = time.time() + 2 * BEFORE_THE_END_S
    first = watch.look(later)
    assert (first.requeued, first.complete) == (4, False)
    second = watch.look(later)
    assert (second.requeued, second.complete) == (2, True)
    names = {json.loads(base64.b64decode(text))["BlobName"] for text in messages_in(queue)}
    assert names == {f"{number}.dcm" for number in range(6)}


def test_the_line_names_nobody(
    inputs: ContainerClient, outputs: ContainerClient, caplog: pytest.LogCaptureFixture
) -> None:
    drop(inputs, name=NAME)
    with caplog.at_level(logging.INFO):
        look(inputs, outputs).log()
    (line,) = [record.getMessage() for record in caplog.records if record.name == "redact_function"]
    assert line.startswith("backlog waiting=1 oldest_seconds=")
    assert line.endswith(" complete=yes messages=0 message_seconds=0 requeued=0")
    assert not any(word in line for word in ("DOE", "JANE", "ward"))


def test_a_container_that_is_missing_is_told_in_our_own_words(outputs: ContainerClient) -> None:
    missing = ContainerClient.from_container_url(outputs.url.replace("/output-", "/missing-"), outputs.credential)
    with missing, pytest.raises(TransientStorageError, match="404") as raised:
        look(missing, outputs)
    assert "missing-" not in str(raised.value)
