"""Previews in the output container: before the report, and never at the cost of a redaction."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable
from typing import Any, BinaryIO

import pytest
from azure.storage.blob import BlobClient, ContainerClient
from PIL import Image

from dicom_text_redactor.errors import NotDicom
from dicom_text_redactor.previews.preview import try_preview
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.report import BoxReport
from dicom_text_redactor.settings import RedactionSettings
from redact_function.handling import Handler
from redact_function.host_limits import HostLimits
from redact_function.outcomes import digest
from redact_function.outputs import Outputs
from redact_function.service import Service
from redact_function.settings import StorageSettings
from tests.phantoms import SURNAME, Line, image_with
from tests.redact_function.fakes import FakeRedactor, raising

NAME = "ward 7/DOE^JANE 1970.dcm"
Maker = Callable[[BinaryIO, BoxReport], bytes | None]


def drop(inputs: ContainerClient, data: bytes = b"pixels", name: str = NAME) -> BlobClient:
    blob = inputs.get_blob_client(name)
    blob.upload_blob(data, overwrite=True)
    return blob


def handler_for(outputs: ContainerClient, maker: Maker | None, redactor: Any = None) -> Handler:
    return Handler(redactor or FakeRedactor(), Outputs(outputs), max_bytes=10**6, make_preview=maker)


def drawing(redacted: BinaryIO, report: BoxReport) -> bytes:
    redacted.seek(0)
    return b"picture of " + redacted.read() + f" with {len(report.hidden)} box".encode()


def names_in(container: ContainerClient) -> list[str]:
    return sorted(container.list_blob_names())


def report_in(outputs: ContainerClient, name: str = NAME) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(outputs.download_blob(f"{name}.boxes.json").readall())
    return report


def test_a_preview_is_made_of_the_output_and_written_before_the_report(
    inputs: ContainerClient, outputs: ContainerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    put = Outputs._put

    def noting(self: Outputs, name: str, *arguments: Any, **more: Any) -> Any:
        written.append(name)
        return put(self, name, *arguments, **more)

    monkeypatch.setattr(Outputs, "_put", noting)
    assert handler_for(outputs, drawing).redact(drop(inputs)).status == "redacted"
    assert written == [NAME, f"{NAME}.preview.png", f"{NAME}.boxes.json"]
    blob = outputs.get_blob_client(f"{NAME}.preview.png")
    assert blob.download_blob().readall() == b"picture of redacted pixels with 1 box"
    assert blob.get_blob_properties().content_settings.content_type == "image/png"
    assert outputs.download_blob(NAME).readall() == b"redacted pixels"
    assert report_in(outputs)["preview"] == "written"


def test_a_preview_that_cannot_be_made_costs_nothing_and_is_told_without_the_name(
    inputs: ContainerClient, outputs: ContainerClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "redact_function"):
        assert handler_for(outputs, lambda *_: None).redact(drop(inputs)).status == "redacted"
    assert names_in(outputs) == [NAME, f"{NAME}.boxes.json"]
    assert report_in(outputs)["preview"] == "failed"
    assert f"blob={digest(NAME)} preview=failed" in caplog.text
    assert "DOE" not in caplog.text


@pytest.mark.parametrize("refused", [True, False])
def test_an_older_preview_goes_with_its_version(
    inputs: ContainerClient, outputs: ContainerClient, refused: bool
) -> None:
    handler_for(outputs, drawing).redact(drop(inputs, b"old"))
    redactor = FakeRedactor(meanwhile=raising(NotDicom("No."))) if refused else FakeRedactor()
    handler_for(outputs, None, redactor).redact(drop(inputs, b"new"))
    assert names_in(outputs) == [*([] if refused else [NAME]), f"{NAME}.boxes.json"]
    assert "preview" not in report_in(outputs)


def test_a_blob_named_like_a_preview_is_refused_and_the_preview_stays(
    inputs: ContainerClient, outputs: ContainerClient
) -> None:
    handler = handler_for(outputs, drawing)
    handler.redact(drop(inputs))
    outcome = handler.redact(drop(inputs, name=f"{NAME}.preview.png"))
    assert (outcome.status, outcome.reason) == ("refused", "unsupported")
    assert f"{NAME}.preview.png" in names_in(outputs)


@pytest.mark.parametrize("wanted", [True, False])
def test_previews_are_made_if_the_settings_ask_for_them(storage: Any, wanted: bool) -> None:
    settings = StorageSettings(connection_string="UseDevelopmentStorage=true")
    service = Service(settings, RedactionSettings(ner_model="", preview=wanted), HostLimits())
    assert service.handler.make_preview is (try_preview if wanted else None)


def test_the_real_core_makes_a_real_preview(inputs: ContainerClient, outputs: ContainerClient) -> None:
    image = image_with(Line(SURNAME, left=8, top=20, size=24), shape=(64, 260), PatientName=SURNAME)
    file = io.BytesIO()
    image.dataset.save_as(file, enforce_file_format=True)
    handler = handler_for(outputs, try_preview, Redactor(RedactionSettings(ner_model="")))
    handler.redact(drop(inputs, file.getvalue()))
    with Image.open(io.BytesIO(outputs.download_blob(f"{NAME}.preview.png").readall())) as picture:
        assert picture.format == "PNG"
        assert picture.width > 700
