"""What becomes of the messages of the input queue, on real queues."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable

import pytest
from azure.core.exceptions import ServiceRequestError
from azure.storage.blob import ContainerClient
from azure.storage.queue import QueueClient

from dicom_text_redactor.errors import NotDicom, ReaderFailed
from local.deliveries import Storage
from redact_function.inbox import MOST_CUTS, Inbox
from redact_function.outcomes import TransientStorageError
from redact_function.tasks import File, Task
from tests.redact_function.fakes import FakeRedactor, raising
from tests.redact_function.test_handling import bytes_in, drop, handler_for, names_in, report_in
from tests.redact_function.test_tasks import EVENT

NAME = "ward 7/DOE^JANE 1970.dcm"


@pytest.fixture
def queue(storage: Storage) -> QueueClient:
    return storage.queue(f"q{uuid.uuid4().hex}")


Make = Callable[..., Inbox]


@pytest.fixture
def make(inputs: ContainerClient, outputs: ContainerClient, queue: QueueClient) -> Make:
    def inbox(redactor: FakeRedactor | None = None, tries: int = 3) -> Inbox:
        handler = handler_for(outputs, redactor)
        return Inbox(lambda: handler, inputs.container_name, inputs.get_blob_client, queue, tries)

    return inbox


def ours(inputs: ContainerClient, *files: File, failures: int = 0) -> bytes:
    return Task(inputs.container_name, files, failures).to_json().encode()


def event(inputs: ContainerClient, name: str, etag: str | None = None, url: str = "") -> bytes:
    subject = f"/blobServices/default/containers/{inputs.container_name}/blobs/{name}"
    return json.dumps({**EVENT, "subject": subject, "data": {"eTag": etag, "url": url}}).encode()


def waiting(queue: QueueClient) -> int:
    """All messages, also those that are not to be seen yet."""
    return queue.get_queue_properties().approximate_message_count or 0


def test_an_event_ends_in_a_pair(make: Make, inputs: ContainerClient, outputs: ContainerClient) -> None:
    drop(inputs, name=NAME)
    make().take(event(inputs, NAME), 1)
    assert names_in(outputs) == [NAME, f"{NAME}.boxes.json"]


def test_events_that_come_twice_or_late_do_no_harm(
    make: Make, inputs: ContainerClient, outputs: ContainerClient
) -> None:
    redactor = FakeRedactor()
    inbox = make(redactor)
    old = event(inputs, NAME, drop(inputs, b"old", name=NAME).get_blob_properties().etag)
    new = event(inputs, NAME, drop(inputs, b"new", name=NAME).get_blob_properties().etag)
    for body in (new, old, old, new):
        inbox.take(body, 1)
    assert redactor.calls == 1
    assert bytes_in(outputs, NAME) == b"redacted new"


def test_a_message_about_another_container_or_nothing_is_dropped(
    make: Make, inputs: ContainerClient, outputs: ContainerClient, caplog: pytest.LogCaptureFixture
) -> None:
    drop(inputs, name=NAME)
    for body in (event(outputs, NAME), b"hello", Task("elsewhere", (File(NAME),)).to_json().encode()):
        make().take(body, 1)
        make().give_up(body)
    assert names_in(outputs) == []
    assert caplog.text.count("it is dropped") == 6
    assert "JANE" not in caplog.text


def test_a_message_about_several_files_is_split_and_each_is_redacted(
    make: Make, inputs: ContainerClient, outputs: ContainerClient, queue: QueueClient
) -> None:
    names = [f"{number}.dcm" for number in range(5)]
    for name in names:
        drop(inputs, name=name)
    inbox = make()
    inbox.take(ours(inputs, *map(File, names)), 1)
    assert names_in(outputs) == []
    for message in list(queue.receive_messages()):
        assert message.expires_on is not None
        assert message.expires_on.year == 9999
        inbox.take(message.content.encode(), 1)
    assert {name for name in names_in(outputs) if name.endswith(".dcm")} == set(names)


def test_a_failure_is_counted_in_a_new_message_and_waits_longer_each_time(
    make: Make, inputs: ContainerClient, outputs: ContainerClient, queue: QueueClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(inputs, name=NAME)
    sent: list[tuple[Task, int]] = []
    send = Inbox.send

    def note(self: Inbox, task: Task, wait_s: int = 0) -> None:
        sent.append((task, wait_s))
        send(self, task, wait_s)

    monkeypatch.setattr(Inbox, "send", note)
    inbox = make(FakeRedactor(raising(ReaderFailed("No."))), tries=4)
    body = event(inputs, NAME)
    for number in range(3):
        inbox.take(body, 1)
        assert (len(sent), waiting(queue)) == (number + 1, number + 1)
        body = sent[-1][0].to_json().encode()
    assert [task.failures for task, _ in sent] == [1, 2, 3]
    assert [wait for _, wait in sent] == [30, 60, 120]
    assert names_in(outputs) == []
    inbox.take(body, 1)
    report = report_in(outputs, NAME)
    assert report["reason"]["code"] == "gave-up"
    assert "attempts failed" in report["reason"]["message"]
    assert waiting(queue) == 3


def test_a_file_that_is_cut_off_six_times_is_still_redacted(
    make: Make, inputs: ContainerClient, outputs: ContainerClient
) -> None:
    drop(inputs, name=NAME)
    make().take(event(inputs, NAME), 7)
    assert report_in(outputs, NAME)["status"] == "redacted"


def test_a_file_that_kills_its_worker_every_time_is_given_up_without_being_touched(
    make: Make, inputs: ContainerClient, outputs: ContainerClient
) -> None:
    drop(inputs, name=NAME)
    redactor = FakeRedactor()
    inbox = make(redactor)
    inbox.take(event(inputs, NAME), MOST_CUTS + 2)
    assert redactor.calls == 0
    reason = report_in(outputs, NAME)["reason"]
    assert (reason["code"], reason["message"]) == (
        "gave-up",
        f"The worker ended {MOST_CUTS + 1} times while it was at this file.",
    )


def test_failures_and_cuts_are_counted_apart(
    make: Make, inputs: ContainerClient, outputs: ContainerClient, queue: QueueClient
) -> None:
    drop(inputs, name=NAME)
    make(FakeRedactor(raising(ReaderFailed("No."))), tries=3).take(event(inputs, NAME), MOST_CUTS + 1)
    assert names_in(outputs) == []
    assert waiting(queue) == 1  # a new message, that the queue counts anew


def test_a_failure_that_cannot_be_sent_again_leaves_the_message_where_it_is(
    make: Make, inputs: ContainerClient, outputs: ContainerClient, monkeypatch: pytest.MonkeyPatch, queue: QueueClient
) -> None:
    drop(inputs, name=NAME)
    monkeypatch.setattr(queue, "send_message", lambda *_, **__: raising(ServiceRequestError("http://secret"))())
    with pytest.raises(TransientStorageError) as raised:
        make(FakeRedactor(raising(ReaderFailed("No.")))).take(event(inputs, NAME), 1)
    assert "secret" not in str(raised.value)
    assert names_in(outputs) == []


def test_a_file_that_nobody_can_redact_is_refused_at_once(
    make: Make, inputs: ContainerClient, outputs: ContainerClient, queue: QueueClient
) -> None:
    drop(inputs, name=NAME)
    make(FakeRedactor(raising(NotDicom("No.")))).take(event(inputs, NAME), 1)
    assert report_in(outputs, NAME)["reason"]["code"] == "not-dicom"
    assert waiting(queue) == 0


def test_a_blob_that_is_gone_ends_its_message(make: Make, inputs: ContainerClient, outputs: ContainerClient) -> None:
    make().take(event(inputs, "gone.dcm"), 1)
    make().give_up(event(inputs, "gone.dcm"))
    assert names_in(outputs) == []


def test_the_poison_queue_is_drained_into_refusals_unless_there_is_an_answer_or_a_newer_version(
    make: Make, inputs: ContainerClient, outputs: ContainerClient
) -> None:
    inbox = make()
    old = drop(inputs, b"old", name="newer.dcm").get_blob_properties().etag
    drop(inputs, b"new", name="newer.dcm")
    for name in ("done.dcm", "failed.dcm"):
        drop(inputs, name=name)
    inbox.take(event(inputs, "done.dcm"), 1)
    inbox.give_up(event(inputs, "newer.dcm", old))
    inbox.give_up(event(inputs, "done.dcm"))
    inbox.give_up(event(inputs, "failed.dcm"))
    assert names_in(outputs) == ["done.dcm", "done.dcm.boxes.json", "failed.dcm.boxes.json"]
    assert report_in(outputs, "failed.dcm")["reason"]["code"] == "gave-up"


def test_a_message_about_many_files_that_the_host_gave_up_is_split_and_no_file_is_refused_for_it(
    make: Make, inputs: ContainerClient, outputs: ContainerClient, queue: QueueClient
) -> None:
    for name in ("a.dcm", "b.dcm"):
        drop(inputs, name=name)
    make().give_up(ours(inputs, File("a.dcm"), File("b.dcm")))
    assert names_in(outputs) == []
    assert waiting(queue) == 2


def test_a_file_is_done_again_if_its_report_is_named_and_only_once(
    make: Make, inputs: ContainerClient, outputs: ContainerClient
) -> None:
    redactor = FakeRedactor()
    inbox = make(redactor)
    blob = drop(inputs, name=NAME)
    inbox.take(event(inputs, NAME), 1)
    report = outputs.get_blob_client(f"{NAME}.boxes.json")
    before = report.get_blob_properties().etag.strip('"')
    again = ours(inputs, File(NAME, blob.get_blob_properties().etag, before))
    inbox.take(again, 1)
    after = report.get_blob_properties().etag.strip('"')
    assert (redactor.calls, after != before) == (2, True)
    inbox.take(again, 2)
    assert (redactor.calls, report.get_blob_properties().etag.strip('"')) == (2, after)


def test_an_answer_stays_if_the_file_that_is_done_again_fails(
    make: Make, inputs: ContainerClient, outputs: ContainerClient
) -> None:
    make().take(event(inputs, drop(inputs, name=NAME).blob_name), 1)
    report = outputs.get_blob_client(f"{NAME}.boxes.json").get_blob_properties().etag
    inbox = make(FakeRedactor(raising(ReaderFailed("No."))), tries=1)
    inbox.take(ours(inputs, File(NAME, None, report)), 1)
    assert report_in(outputs, NAME)["status"] == "redacted"


@pytest.mark.parametrize("there", ["gr��e.dcm", "größe.dcm"])
def test_of_two_spellings_the_blob_that_is_there_is_taken(
    make: Make, inputs: ContainerClient, outputs: ContainerClient, there: str
) -> None:
    drop(inputs, name=there)
    url = f"https://st.example/{inputs.container_name}/gr%C3%B6%C3%9Fe.dcm"
    make().take(event(inputs, "gr��e.dcm", url=url), 1)
    assert names_in(outputs) == [there, f"{there}.boxes.json"]


def test_of_two_blobs_the_one_with_the_etag_of_the_event_is_taken(
    make: Make, inputs: ContainerClient, outputs: ContainerClient
) -> None:
    drop(inputs, name="gr��e.dcm")
    etag = drop(inputs, name="größe.dcm").get_blob_properties().etag
    url = f"https://st.example/{inputs.container_name}/gr%C3%B6%C3%9Fe.dcm"
    make().take(event(inputs, "gr��e.dcm", etag.strip('"'), url), 1)
    assert names_in(outputs) == ["größe.dcm", "größe.dcm.boxes.json"]
