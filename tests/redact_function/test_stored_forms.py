"""Blobs that are not stored as they were sent: packed, said to be packed, in the archive tier."""

from __future__ import annotations

import gzip
import io
import zlib

import pytest
from azure.storage.blob import ContainerClient, ContentSettings, StandardBlobTier

from local.sample_files import chest_radiograph
from redact_function.handling import Handler
from redact_function.outputs import Outputs
from redact_function.unpacking import unpack
from tests.redact_function.fakes import FakeRedactor
from tests.redact_function.test_handling import bytes_in, drop, handler_for, names_in, report_in

NAME = "ward 7/scan.dcm"
DATA = bytes(range(256)) * 3


def store(inputs: ContainerClient, data: bytes, encoding: str) -> None:
    inputs.upload_blob(NAME, data, overwrite=True, content_settings=ContentSettings(content_encoding=encoding))


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "x-gzip"])
def test_a_blob_that_is_packed_is_unpacked(inputs: ContainerClient, outputs: ContainerClient, encoding: str) -> None:
    store(inputs, gzip.compress(DATA), encoding)
    assert handler_for(outputs).redact(inputs.get_blob_client(NAME)).status == "redacted"
    assert bytes_in(outputs, NAME) == b"redacted " + DATA
    assert report_in(outputs, NAME)["source"]["bytes"] == len(DATA)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "nonsense"])
def test_a_blob_that_only_says_that_it_is_packed_is_taken_as_it_is(
    inputs: ContainerClient, outputs: ContainerClient, encoding: str
) -> None:
    store(inputs, DATA, encoding)
    assert handler_for(outputs).redact(inputs.get_blob_client(NAME)).status == "redacted"
    assert bytes_in(outputs, NAME) == b"redacted " + DATA


def test_a_real_image_comes_through_packed(inputs: ContainerClient, outputs: ContainerClient) -> None:
    from dicom_text_redactor import Redactor

    file = io.BytesIO()
    chest_radiograph().save_as(file, enforce_file_format=True)
    store(inputs, gzip.compress(file.getvalue()), "gzip")
    handler = Handler(Redactor(), Outputs(outputs), 10_000_000)
    assert handler.redact(inputs.get_blob_client(NAME)).status == "redacted"


@pytest.mark.parametrize(
    ("stored", "code"),
    [
        (gzip.compress(DATA)[:-9], "damaged"),
        (gzip.compress(DATA)[:-8] + bytes(8), "damaged"),
        (gzip.compress(DATA)[:10] + b"\xff" * 40, "damaged"),
        (gzip.compress(bytes(1001)), "too-large"),
        (gzip.compress(bytes(50_000_000)), "too-large"),
    ],
    ids=["cut", "check sum", "no stream", "over the limit", "bomb"],
)
def test_what_cannot_be_unpacked_is_refused_at_once(
    inputs: ContainerClient, outputs: ContainerClient, stored: bytes, code: str
) -> None:
    store(inputs, stored, "gzip")
    handler = handler_for(outputs, max_bytes=max(1000, len(stored)) if code == "damaged" else 1000)
    if len(stored) > 1000:
        handler = handler_for(outputs, max_bytes=len(stored) + 1)
    assert handler.redact(inputs.get_blob_client(NAME)).reason == code
    assert names_in(outputs) == [f"{NAME}.boxes.json"]


def test_packed_bytes_without_a_word_are_no_dicom(inputs: ContainerClient, outputs: ContainerClient) -> None:
    seen: list[bytes] = []
    packed = gzip.compress(DATA)
    drop(inputs, packed, NAME)

    class Keeping(FakeRedactor):
        def redact_stream(self, source, target, *, name, etag=None):  # type: ignore[no-untyped-def]
            seen.append(source.getvalue() if hasattr(source, "getvalue") else source.read())
            source.seek(0)
            return super().redact_stream(source, target, name=name, etag=etag)

    handler_for(outputs, Keeping()).redact(inputs.get_blob_client(NAME))
    assert seen == [packed]


def test_several_packed_pieces_in_a_row_are_one_file() -> None:
    target = io.BytesIO()
    assert unpack(io.BytesIO(gzip.compress(b"one ") + gzip.compress(b"two")), target, max_bytes=100)
    assert target.read() == b"one two"
    empty = io.BytesIO()
    assert not unpack(io.BytesIO(zlib.compress(b"no gzip")), empty, max_bytes=100)
    assert empty.getvalue() == b""


def test_an_archived_blob_is_refused_at_once_and_told_to_be_brought_back(
    inputs: ContainerClient, outputs: ContainerClient
) -> None:
    blob = drop(inputs, DATA, NAME)
    blob.set_standard_blob_tier(StandardBlobTier.ARCHIVE)
    redactor = FakeRedactor()
    handler = handler_for(outputs, redactor)
    assert handler.redact(blob).reason == "archived"
    assert redactor.calls == 0
    assert "Rehydrate" in report_in(outputs, NAME)["reason"]["remedy"]
    assert handler.redact(blob).status == "skipped"
    # It keeps its ETag when it is brought back; the refusal does not stand in its way then.
    etag = blob.get_blob_properties().etag
    blob.set_standard_blob_tier(StandardBlobTier.HOT)
    assert blob.get_blob_properties().etag == etag
    assert handler.redact(blob).status == "redacted"
    assert handler.redact(blob).status == "skipped"
    assert redactor.calls == 1
