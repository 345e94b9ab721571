"""`dicom-redact enqueue`, `status` and `refused`, on real containers and queues."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from azure.core.exceptions import ResourceNotFoundError
from azure.storage.blob import ContainerClient
from azure.storage.queue import QueueClient

from dicom_text_redactor import __main__ as command
from dicom_text_redactor.errors import Damaged, NotDicom
from dicom_text_redactor.version import APP
from local.azurite import Azurite
from local.deliveries import Storage
from redact_function import listing
from redact_function.commands.told import is_before
from redact_function.inbox import Inbox
from redact_function.outcomes import digest
from redact_function.tasks import File, parse
from tests.redact_function.fakes import FakeRedactor, raising
from tests.redact_function.test_handling import drop, handler_for

NAME = "ward 7/DOE^JANE 1970.dcm"


@pytest.fixture
def queue(
    azurite: Azurite,
    storage: Storage,
    inputs: ContainerClient,
    outputs: ContainerClient,
    monkeypatch: pytest.MonkeyPatch,
) -> QueueClient:
    """The input queue that the environment names, which is not there yet."""
    name = f"q{uuid.uuid4().hex}"
    for setting, value in {
        "STORAGE": azurite.connection_string,
        "INPUT_CONTAINER": inputs.container_name,
        "OUTPUT_CONTAINER": outputs.container_name,
        "INPUT_QUEUE": name,
        "INGEST": "queue",
    }.items():
        monkeypatch.setenv(setting, value)
    return storage.queues.get_queue_client(name)


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        status = command.main(arguments)
        return status, capsys.readouterr().out

    return call


def files_in(queue: QueueClient) -> list[File]:
    """What the messages of the queue ask for; they are taken out of it."""
    found = []
    with suppress(ResourceNotFoundError):
        for message in queue.receive_messages(messages_per_page=32):
            assert message.expires_on is not None
            assert message.expires_on.year == 9999
            found += [file for task in parse(message.content.encode()) for file in task.files]
            queue.delete_message(message)
    return found


def names_in(queue: QueueClient) -> list[str]:
    return sorted(file.name for file in files_in(queue))


def answered(inputs: ContainerClient, outputs: ContainerClient) -> None:
    """One file of each kind, and one that waits."""
    handler_for(outputs).redact(drop(inputs, name="done.dcm"))
    handler_for(outputs, FakeRedactor(raising(NotDicom("No.")))).redact(drop(inputs, name=NAME))
    handler_for(outputs, FakeRedactor(raising(Damaged("No.")))).redact(drop(inputs, name="cut.dcm"))
    drop(inputs, name="new.dcm")


def test_without_options_what_has_no_result_is_enqueued(
    queue: QueueClient, inputs: ContainerClient, outputs: ContainerClient, run: Run
) -> None:
    answered(inputs, outputs)
    assert run("enqueue") == (0, "1 of 4 files put into the queue.\n")
    etag = inputs.get_blob_client("new.dcm").get_blob_properties().etag.strip('"')
    assert files_in(queue) == [File("new.dcm", etag)]


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        (["--refused", "not-dicom"], [NAME]),
        (["--refused", "too-large"], []),
        (["--before-version", "999.0"], ["cut.dcm", "done.dcm", NAME]),
        (["--before-version", APP], []),
        (["--again"], ["cut.dcm", "done.dcm", "new.dcm", NAME]),
        (["--again", "--prefix", "ward 7/"], [NAME]),
        (["--again", "--since", "2020-01-01"], ["cut.dcm", "done.dcm", "new.dcm", NAME]),
        (["--again", "--since", "2999-01-01T10:00+01:00"], []),
    ],
)
def test_the_options_choose(
    queue: QueueClient,
    inputs: ContainerClient,
    outputs: ContainerClient,
    run: Run,
    options: list[str],
    chosen: list[str],
) -> None:
    answered(inputs, outputs)
    looked = 1 if "--prefix" in options else 4
    assert run("enqueue", *options) == (0, f"{len(chosen)} of {looked} files put into the queue.\n")
    assert names_in(queue) == sorted(chosen)


def test_what_is_done_again_is_done_once_for_each_command(
    queue: QueueClient, inputs: ContainerClient, outputs: ContainerClient, run: Run
) -> None:
    answered(inputs, outputs)
    run("enqueue", "--refused", "damaged")
    (message,) = queue.receive_messages()
    redactor = FakeRedactor()
    handler = handler_for(outputs, redactor)
    inbox = Inbox(lambda: handler, inputs.container_name, inputs.get_blob_client, queue, 5)
    for delivery in (1, 2):
        inbox.take(message.content.encode(), delivery)
    assert redactor.calls == 1
    assert run("enqueue", "--refused", "damaged") == (0, "0 of 4 files put into the queue.\n")


def test_a_dry_run_counts_and_sends_nothing(
    queue: QueueClient, inputs: ContainerClient, outputs: ContainerClient, run: Run, tmp_path: Path
) -> None:
    answered(inputs, outputs)
    token = tmp_path / "token"
    said = run("enqueue", "--dry-run", "--again", "--token", str(token))
    assert said == (0, "4 of 4 files would be put into the queue.\n")
    assert files_in(queue) == []
    assert not token.exists()


def test_a_command_that_was_stopped_goes_on_where_it_was(
    queue: QueueClient,
    inputs: ContainerClient,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    names = [f"{number}.dcm" for number in range(7)]
    for name in names:
        drop(inputs, name=name)
    token = str(tmp_path / "token")
    with monkeypatch.context() as patch:
        patch.setattr("redact_function.commands.enqueue.Bookmark.write", interrupted_after(2))
        assert run("enqueue", "--token", token)[0] == command.STOPPED
    first = names_in(queue)
    assert first == names[:4]
    status, said = run("enqueue", "--token", token)
    assert (status, said) == (0, "7 of 7 files put into the queue.\n")
    assert names_in(queue) == names[4:]
    assert not Path(token).exists()


def interrupted_after(pages: int) -> Callable[..., None]:
    """`Bookmark.write`, and somebody who stops the command after so many."""
    from redact_function.commands.enqueue import Bookmark

    write, left = Bookmark.write, pages

    def stop(self: Bookmark, *arguments: object) -> None:
        nonlocal left
        write(self, *arguments)  # type: ignore[arg-type]
        left -= 1
        if not left:
            raise KeyboardInterrupt

    return stop


def test_the_token_of_another_selection_is_refused(
    queue: QueueClient, inputs: ContainerClient, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drop(inputs)
    token = tmp_path / "token"
    for text in ('{"asked": {}}', "7", "no json", '{"asked": null, "inputs": 1}'):
        token.write_text(text)
        assert command.main(["enqueue", "--token", str(token)]) == command.USAGE
        assert "--token names" in capsys.readouterr().err
    assert files_in(queue) == []


def test_enqueueing_where_nothing_reads_the_queue_is_refused(
    queue: QueueClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INGEST", "blob")
    assert command.main(["enqueue"]) == command.USAGE
    assert "INGEST=queue" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["enqueue"], ["status"], ["refused"]])
def test_a_container_that_is_missing_is_told_without_its_name(
    queue: QueueClient, arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INPUT_CONTAINER", "missing-one")
    assert command.main(arguments) == command.REFUSED
    said = capsys.readouterr().err
    assert "HTTP status 404" in said
    assert "missing-one" not in said


@pytest.mark.parametrize("arguments", [["enqueue"], ["status"], ["refused"]])
@pytest.mark.parametrize("connection", ["", "AccountName=a", "secret"])
def test_a_missing_or_wrong_connection_is_wrong_usage(
    queue: QueueClient,
    arguments: list[str],
    connection: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("STORAGE", connection)
    assert command.main(arguments) == command.USAGE
    said = capsys.readouterr().err
    assert "STORAGE" in said
    assert "secret" not in said


def test_the_status_counts_what_became_of_the_files(
    queue: QueueClient, inputs: ContainerClient, outputs: ContainerClient, run: Run
) -> None:
    answered(inputs, outputs)
    drop(inputs, name="old.dcm")
    outputs.upload_blob("old.dcm.boxes.json", b"{}")  # as an earlier release wrote it, without metadata
    run("enqueue")
    status, said = run("status", "--json")
    counts = json.loads(said)
    assert status == 0
    assert counts.pop("oldest_seconds") < 60
    assert counts.pop("message_seconds") < 60
    assert counts == {
        "files": 5,
        "waiting": 1,
        "redacted": 1,
        "clean": 0,
        "refused": 2,
        "earlier": 1,
        "codes": {"damaged": 1, "not-dicom": 1},
        "versions": {APP: 3},
        "messages": 1,
    }
    lines = [line.split() for line in run("status")[1].splitlines()]
    for expected in (["files", "5"], ["waiting", "1"], ["not-dicom", "1"], ["messages", "in", "the", "queue", "1"]):
        assert expected in lines
    assert "JANE" not in said


def test_the_list_of_the_refused_names_each_with_its_code_and_digest(
    queue: QueueClient, inputs: ContainerClient, outputs: ContainerClient, run: Run
) -> None:
    answered(inputs, outputs)
    status, said = run("refused", "--csv")
    rows = list(csv.DictReader(io.StringIO(said)))
    assert status == 0
    assert [(row["name"], row["code"], row["digest"], row["version"]) for row in rows] == [
        ("cut.dcm", "damaged", digest("cut.dcm"), APP),
        (NAME, "not-dicom", digest(NAME), APP),
    ]
    for row in rows:
        assert abs(time.time() - time.mktime(time.strptime(row["answered"], "%Y-%m-%dT%H:%M:%SZ"))) < 90_000
    assert run("refused", "--code", "damaged")[1].split()[:2] == [digest("cut.dcm"), "damaged"]
    assert run("refused", "--prefix", "nobody")[1] == ""


def test_a_refusal_of_an_earlier_release_is_read_from_the_report_itself(
    queue: QueueClient, inputs: ContainerClient, outputs: ContainerClient, run: Run
) -> None:
    for name, text in (
        ("a.dcm", '{"status": "refused", "reason": {"code": "damaged"}, "versions": {"app": "0.0.1"}}'),
        ("b.dcm", '{"status": "clean", "reason": null, "versions": {}}'),
        ("c.dcm", "no json"),
    ):
        drop(inputs, name=name)
        outputs.upload_blob(f"{name}.boxes.json", text)
    assert [row.split(",")[1:3] for row in run("refused", "--csv")[1].splitlines()[1:]] == [["damaged", "0.0.1"]]
    assert run("enqueue", "--refused", "damaged")[1] == "1 of 3 files put into the queue.\n"
    assert run("enqueue", "--before-version", "0.0.2")[1] == "3 of 3 files put into the queue.\n"


def test_versions_are_compared_by_their_numbers() -> None:
    assert is_before("0.9.1", "0.10.0")
    assert is_before("unknown", "0.0.1")
    assert not is_before("1.2", "1.2.0")
    assert not is_before("0.10.0", "0.9.1")


def test_the_metadata_of_reports_name_nobody(inputs: ContainerClient, outputs: ContainerClient) -> None:
    answered(inputs, outputs)
    said = {blob.name: blob.metadata for blob in outputs.list_blobs(include=["metadata"])}
    metadata = said[f"{NAME}.boxes.json"]
    etag = inputs.get_blob_client(NAME).get_blob_properties().etag.strip('"')
    assert metadata == {
        "status": "refused",
        "code": "not-dicom",
        "version": APP,
        "digest": digest(NAME),
        "source": etag,
    }
    assert said["done.dcm.boxes.json"]["code"] == "-"


def test_the_help_names_the_commands_where_the_extra_is_not_installed(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "class NoAzure:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] == 'azure':\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, NoAzure())\n"
        "from dicom_text_redactor.__main__ import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    helped = subprocess.run([sys.executable, "-c", code, "--help"], capture_output=True, text=True, check=False)
    assert helped.returncode == 0
    assert "enqueue" in helped.stdout
    status = subprocess.run([sys.executable, "-c", code, "status"], capture_output=True, text=True, check=False)
    assert status.returncode == command.USAGE
    assert "dicom-text-redactor[azure]" in status.stderr
