from __future__ import annotations

import io
import json
import logging
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from azure.storage.blob import BlobClient, BlobServiceClient, ContainerClient

from dicom_text_redactor import errors
from dicom_text_redactor.errors import NotDicom, ReaderFailed, TimedOut
from local.azurite import Azurite
from redact_function import effort
from redact_function.handling import Handler
from redact_function.host_limits import HostLimits
from redact_function.outcomes import OutOfRoom, RetryLater, Superseded, TransientStorageError, Unforeseen, digest
from redact_function.outputs import Outputs
from redact_function.storage import client_options
from redact_function.versions import Version
from tests.redact_function.fakes import FakeRedactor, raising

NAME = "ward 7/DOE^JANE 1970.dcm"


def drop(inputs: ContainerClient, data: bytes = b"pixels", name: str = NAME) -> BlobClient:
    blob = inputs.get_blob_client(name)
    blob.upload_blob(data, overwrite=True)
    return blob


def handler_for(outputs: ContainerClient, redactor: FakeRedactor | None = None, **settings: Any) -> Handler:
    return Handler(redactor or FakeRedactor(), Outputs(outputs), **{"max_bytes": 1000, **settings})


def names_in(container: ContainerClient) -> list[str]:
    return sorted(container.list_blob_names())


def report_in(outputs: ContainerClient, name: str = NAME) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(outputs.download_blob(f"{name}.boxes.json").readall())
    return report


def bytes_in(outputs: ContainerClient, name: str = NAME) -> bytes:
    return outputs.download_blob(name).readall()


@pytest.mark.parametrize(
    "name", ["a.dcm", "a/b c/d.dcm", "größe/名前.dcm", "50%/a+b#1?x=y&z.dcm", "no-ending", "%41.dcm"]
)
def test_a_blob_becomes_a_redacted_file_and_a_report_of_its_name(
    inputs: ContainerClient, outputs: ContainerClient, name: str
) -> None:
    blob = drop(inputs, name=name)
    assert handler_for(outputs).redact(blob).status == "redacted"
    assert names_in(outputs) == [name, f"{name}.boxes.json"]
    assert bytes_in(outputs, name) == b"redacted pixels"
    report = report_in(outputs, name)
    assert report["source"]["name"] == name
    assert report["source"]["etag"] == blob.get_blob_properties().etag


def test_a_second_delivery_of_the_same_version_is_skipped(inputs: ContainerClient, outputs: ContainerClient) -> None:
    blob, redactor = drop(inputs), FakeRedactor()
    handler = handler_for(outputs, redactor)
    handler.redact(blob)
    assert handler.redact(blob).status == "skipped"
    assert redactor.calls == 1


def test_a_new_version_of_a_blob_replaces_its_pair(inputs: ContainerClient, outputs: ContainerClient) -> None:
    handler = handler_for(outputs)
    handler.redact(drop(inputs, b"old"))
    assert handler.redact(drop(inputs, b"new")).status == "redacted"
    assert bytes_in(outputs) == b"redacted new"


@pytest.mark.parametrize("left", [b"not json", b"[]", b'{"source": null}', b'{"source": {"etag": ""}}'])
def test_a_report_that_says_nothing_of_the_version_skips_nothing(
    inputs: ContainerClient, outputs: ContainerClient, left: bytes
) -> None:
    outputs.upload_blob(f"{NAME}.boxes.json", left)
    assert handler_for(outputs).redact(drop(inputs)).status == "redacted"


def test_a_report_without_its_file_is_no_pair(inputs: ContainerClient, outputs: ContainerClient) -> None:
    blob, handler = drop(inputs), handler_for(outputs)
    handler.redact(blob)
    outputs.delete_blob(NAME)
    assert handler.redact(blob).status == "redacted"
    assert names_in(outputs) == [NAME, f"{NAME}.boxes.json"]


def test_a_blob_that_is_overwritten_while_it_is_redacted_leaves_nothing(
    inputs: ContainerClient, outputs: ContainerClient
) -> None:
    blob = drop(inputs, b"old")
    handler = handler_for(outputs, FakeRedactor(meanwhile=lambda: drop(inputs, b"new")))
    assert handler.redact(blob).status == "superseded"
    assert names_in(outputs) == []


def test_a_refusal_of_a_version_that_is_gone_leaves_no_report(
    inputs: ContainerClient, outputs: ContainerClient
) -> None:
    blob = drop(inputs, b"old")

    def overwrite_and_fail() -> None:
        drop(inputs, b"new")
        raise NotDicom("No.")

    assert handler_for(outputs, FakeRedactor(meanwhile=overwrite_and_fail)).redact(blob).status == "superseded"
    assert names_in(outputs) == []


def test_a_version_is_never_read_from_the_bytes_of_another(inputs: ContainerClient) -> None:
    version = Version.current(drop(inputs, b"old"))
    drop(inputs, b"new")
    with pytest.raises(Superseded), open("/dev/null", "r+b") as target:  # noqa: PTH123
        version.download(target)


def test_a_deleted_blob_ends_quietly(inputs: ContainerClient, outputs: ContainerClient) -> None:
    blob = drop(inputs)
    blob.delete_blob()
    assert handler_for(outputs).redact(blob).status == "superseded"
    assert names_in(outputs) == []


def test_the_marker_of_a_folder_is_no_file(inputs: ContainerClient, outputs: ContainerClient) -> None:
    blob = inputs.get_blob_client("folder")
    blob.upload_blob(b"", metadata={"hdi_isfolder": "true"})
    assert handler_for(outputs).redact(blob).status == "superseded"
    assert names_in(outputs) == []


def test_a_file_that_no_retry_would_change_gets_a_refused_report_alone(
    inputs: ContainerClient, outputs: ContainerClient
) -> None:
    handler = handler_for(outputs, FakeRedactor(meanwhile=raising(NotDicom("The preamble is missing."))))
    outcome = handler.redact(drop(inputs))
    assert (outcome.status, outcome.reason) == ("refused", "not-dicom")
    assert names_in(outputs) == [f"{NAME}.boxes.json"]
    assert report_in(outputs)["reason"]["remedy"] == NotDicom.remedy


def test_a_refused_version_removes_the_file_of_the_version_before(
    inputs: ContainerClient, outputs: ContainerClient
) -> None:
    handler_for(outputs).redact(drop(inputs, b"good"))
    handler_for(outputs, FakeRedactor(meanwhile=raising(NotDicom("No.")))).redact(drop(inputs, b"bad"))
    assert names_in(outputs) == [f"{NAME}.boxes.json"]
    assert report_in(outputs)["status"] == "refused"


def test_a_file_over_the_limit_is_refused_unread(inputs: ContainerClient, outputs: ContainerClient) -> None:
    redactor = FakeRedactor()
    outcome = handler_for(outputs, redactor, max_bytes=5).redact(drop(inputs, b"123456"))
    assert (outcome.status, outcome.reason, redactor.calls) == ("refused", "too-large", 0)


def test_a_name_that_a_report_could_have_is_refused(inputs: ContainerClient, outputs: ContainerClient) -> None:
    handler = handler_for(outputs)
    handler.redact(drop(inputs, name="a.dcm"))
    assert handler.redact(drop(inputs, name="a.dcm.boxes.json")).reason == "unsupported"
    assert report_in(outputs, "a.dcm")["status"] == "redacted"


def test_an_error_that_nobody_foresaw_is_refused_without_its_text(
    inputs: ContainerClient, outputs: ContainerClient
) -> None:
    handler = handler_for(outputs, FakeRedactor(meanwhile=raising(KeyError("DOE^JANE"))))
    assert handler.redact(drop(inputs, name="a.dcm")).reason == "internal"
    report = report_in(outputs, "a.dcm")
    assert "DOE" not in json.dumps(report)
    (step,) = report["reason"]["trace"]
    assert step["exception"] == "KeyError"
    assert step["at"][0].startswith("redact_function.handling:")


def waiting_in_vain() -> None:
    """Takes time without a processor, as a file does behind a reader that hangs."""
    time.sleep(0.3)
    raise TimedOut("240 s are over.")


@pytest.mark.parametrize(
    ("meanwhile", "code"),
    [
        (waiting_in_vain, "timed-out"),
        (raising(ReaderFailed("Tesseract stopped with status 1.")), "reader-failed"),
        (raising(errors.OutOfRoom("The system has no room left.")), "out-of-room"),
        (raising(OSError(28, "DOE")), "out-of-room"),
        (raising(MemoryError()), "out-of-room"),
    ],
)
def test_a_failure_that_may_pass_is_raised_and_writes_nothing(
    inputs: ContainerClient, outputs: ContainerClient, meanwhile: Callable[[], object], code: str
) -> None:
    with pytest.raises(RetryLater) as raised:
        handler_for(outputs, FakeRedactor(meanwhile)).redact(drop(inputs))
    assert raised.value.code == code
    assert "DOE" not in "".join(traceback.format_exception(raised.value))
    assert names_in(outputs) == []


def test_a_file_on_which_the_time_was_spent_working_is_not_tried_again(
    inputs: ContainerClient, outputs: ContainerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(effort, "processor_seconds", time.monotonic)  # as if it had a processor all the time
    assert handler_for(outputs, FakeRedactor(waiting_in_vain)).redact(drop(inputs)).reason == "timed-out"
    assert report_in(outputs)["reason"]["remedy"] == TimedOut.remedy


def test_a_failure_around_the_redaction_is_raised_without_its_text(
    inputs: ContainerClient, outputs: ContainerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Version, "download", lambda *_: raising(ValueError("DOE^JANE"))())
    with pytest.raises(Unforeseen, match="ValueError") as raised:
        handler_for(outputs).redact(drop(inputs))
    assert "DOE" not in "".join(traceback.format_exception(raised.value))


def test_a_download_that_ends_early_is_tried_again(inputs: ContainerClient, outputs: ContainerClient) -> None:
    version = replace(Version.current(drop(inputs)), size=7)
    with pytest.raises(TransientStorageError):
        version.download(io.BytesIO())


def test_no_request_is_begun_when_the_time_of_the_delivery_is_over(
    inputs: ContainerClient, outputs: ContainerClient, azurite: Azurite
) -> None:
    account = BlobServiceClient.from_connection_string(azurite.connection_string, **client_options(0, 0))
    with account:
        blob = account.get_blob_client(inputs.container_name, drop(inputs).blob_name)
        late = FakeRedactor(meanwhile=lambda: time.sleep(0.5))
        container = account.get_container_client(outputs.container_name)
        with pytest.raises(TransientStorageError):
            handler_for(container, late, limits=HostLimits(timeout_s=0.4)).redact(blob)
    assert names_in(outputs) == []


def test_what_the_storage_says_does_not_come_through(inputs: ContainerClient, outputs: ContainerClient) -> None:
    outputs.delete_container()
    with pytest.raises(TransientStorageError) as raised:
        handler_for(outputs).redact(drop(inputs))
    shown = "".join(traceback.format_exception(raised.value))
    assert "HTTP status 404" in shown
    assert not any(word in shown for word in ("DOE", "ward", "RequestId", outputs.container_name))


def test_a_full_disk_is_a_reason_to_try_again(
    inputs: ContainerClient, outputs: ContainerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("redact_function.handling.SpooledTemporaryFile", lambda **_: raising(OSError(28, "full"))())
    with pytest.raises(OutOfRoom):
        handler_for(outputs).redact(drop(inputs))


def test_no_older_report_vouches_for_a_file_that_is_still_being_written(
    inputs: ContainerClient, outputs: ContainerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler_for(outputs).redact(drop(inputs))
    with monkeypatch.context() as patch:
        patch.setattr(Outputs, "_replace_file", lambda *_: raising(KeyboardInterrupt())())
        with pytest.raises(KeyboardInterrupt):
            handler_for(outputs).redact(drop(inputs, b"new"))
    assert names_in(outputs) == [NAME]
    handler_for(outputs).redact(inputs.get_blob_client(NAME))
    assert bytes_in(outputs) == b"redacted new"
    assert names_in(outputs) == [NAME, f"{NAME}.boxes.json"]


def test_a_file_that_was_written_before_the_worker_died_is_not_written_again(
    inputs: ContainerClient, outputs: ContainerClient
) -> None:
    blob, handler = drop(inputs), handler_for(outputs)
    handler.redact(blob)
    etag = outputs.get_blob_client(NAME).get_blob_properties().etag
    outputs.delete_blob(f"{NAME}.boxes.json")
    assert handler.redact(blob).status == "redacted"
    assert outputs.get_blob_client(NAME).get_blob_properties().etag == etag


def test_a_report_beside_a_file_of_which_it_does_not_tell_is_no_answer(
    inputs: ContainerClient, outputs: ContainerClient
) -> None:
    blob, handler = drop(inputs), handler_for(outputs)
    handler.redact(blob)
    outputs.upload_blob(NAME, b"of somebody else", overwrite=True)
    assert handler.redact(blob).status == "redacted"
    assert bytes_in(outputs) == b"redacted pixels"


def test_a_refusal_beside_a_file_is_no_answer(inputs: ContainerClient, outputs: ContainerClient) -> None:
    blob, handler = drop(inputs), handler_for(outputs, FakeRedactor(raising(NotDicom("No."))))
    handler.redact(blob)
    outputs.upload_blob(NAME, b"of a worker that was held up")
    assert handler.redact(blob).status == "refused"
    assert names_in(outputs) == [f"{NAME}.boxes.json"]


class TestDeletingTheInput:
    def test_happens_once_the_pair_is_there(self, inputs: ContainerClient, outputs: ContainerClient) -> None:
        handler_for(outputs, delete_input=True).redact(drop(inputs))
        assert names_in(inputs) == []
        assert names_in(outputs) == [NAME, f"{NAME}.boxes.json"]

    def test_is_made_up_for_at_the_next_delivery(self, inputs: ContainerClient, outputs: ContainerClient) -> None:
        blob = drop(inputs)
        handler_for(outputs).redact(blob)
        assert handler_for(outputs, delete_input=True).redact(blob).status == "skipped"
        assert names_in(inputs) == []

    @pytest.mark.parametrize("times", [1, 2])
    def test_never_touches_a_refused_file(self, inputs: ContainerClient, outputs: ContainerClient, times: int) -> None:
        blob = drop(inputs)
        for _ in range(times):
            handler_for(outputs, FakeRedactor(raising(NotDicom("No."))), delete_input=True).redact(blob)
        assert names_in(inputs) == [NAME]

    def test_never_touches_a_newer_version(self, inputs: ContainerClient) -> None:
        version = Version.current(drop(inputs, b"old"))
        drop(inputs, b"new")
        with pytest.raises(Superseded):
            version.delete()
        assert inputs.download_blob(NAME).readall() == b"new"


class TestGivingUp:
    def test_writes_a_refused_report(self, inputs: ContainerClient, outputs: ContainerClient) -> None:
        blob = drop(inputs)
        etag = blob.get_blob_properties().etag
        assert handler_for(outputs).give_up(blob, etag).reason == "gave-up"
        assert names_in(outputs) == [f"{NAME}.boxes.json"]
        assert report_in(outputs)["source"]["etag"] == etag
        assert "All 5 attempts" in report_in(outputs)["reason"]["message"]

    def test_leaves_a_complete_pair_alone(self, inputs: ContainerClient, outputs: ContainerClient) -> None:
        blob = drop(inputs)
        handler_for(outputs).redact(blob)
        assert handler_for(outputs).give_up(blob, blob.get_blob_properties().etag).status == "skipped"
        assert report_in(outputs)["status"] == "redacted"

    def test_says_nothing_of_a_newer_version(self, inputs: ContainerClient, outputs: ContainerClient) -> None:
        old = drop(inputs, b"old").get_blob_properties().etag
        assert handler_for(outputs).give_up(drop(inputs, b"new"), old).status == "superseded"
        assert names_in(outputs) == []


def test_each_delivery_logs_one_line_that_names_nobody(
    inputs: ContainerClient, outputs: ContainerClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "redact_function")
    good, late = FakeRedactor(), FakeRedactor(meanwhile=waiting_in_vain)
    blob = drop(inputs)
    with pytest.raises(RetryLater):
        handler_for(outputs, late).redact(blob)
    for _ in range(2):
        handler_for(outputs, good).redact(blob)
    lines = [record.getMessage() for record in caplog.records if record.name == "redact_function"]
    fields = [dict(part.split("=") for part in line.split()) for line in lines]
    assert [field["status"] for field in fields] == ["failed", "redacted", "skipped"]
    assert [field["reason"] for field in fields] == ["timed-out", "-", "-"]
    assert [field["boxes"] for field in fields] == ["0", "1", "0"]
    assert {field["blob"] for field in fields} == {digest(NAME)}
    assert (fields[1]["bytes_in"], fields[1]["bytes_out"]) == ("6", "15")
    assert not any(word in caplog.text for word in ("DOE", "JANE", "ward"))
