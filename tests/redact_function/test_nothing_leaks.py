"""No value of a header and no text of a picture gets out by another way than the redacted file.

Made images with known text go through the service, some of them fail on purpose, and then all that was
said is searched for all that identifies: log lines of every library, exceptions, reports, names, temporary files.
"""

from __future__ import annotations

import io
import logging
import os
import tempfile
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from azure.storage.blob import BlobServiceClient, ContainerClient
from pydicom import dcmread

from benchmarks.phantoms.files import Kind, Plan, write
from dicom_text_redactor import RedactionSettings, Redactor
from dicom_text_redactor.text.tesseract import ENGINE
from local.azurite import Azurite
from redact_function.handling import Handler
from redact_function.outcomes import RetryLater
from redact_function.outputs import Outputs
from redact_function.storage import client_options, quiet_libraries
from tests.redact_function.spellings import found, secrets_of

PLANS: tuple[tuple[Kind, tuple[int, int], int], ...] = (
    ("ct", (320, 320), 14),
    ("cr", (480, 600), 22),
    ("us-rgb", (360, 480), 16),
    ("us-palette", (360, 480), 16),
)


@dataclass
class Said:
    """All that came out of the service, but for the redacted files themselves."""

    texts: list[str] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)


class Everything(logging.Handler):
    """Keeps each record of each library, with its arguments and its exception."""

    def __init__(self, said: Said) -> None:
        super().__init__(logging.DEBUG)
        self.said = said
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.said.texts.append(self.format(record))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("phantoms")
    return [write(Plan(f"{n}", kind, shape, size, 7_700 + n), folder) for n, (kind, shape, size) in enumerate(PLANS)]


@pytest.fixture
def said(capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Said]:
    """What is said at the level at which the Functions worker listens: all of it."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    quiet_libraries()
    said = Said()
    root, handler = logging.getLogger(), Everything(said)
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield said
    finally:
        root.removeHandler(handler)
        root.setLevel(before)


def deliver(said: Said, handler: Handler, blob_name: str, data: bytes, inputs: ContainerClient) -> None:
    inputs.upload_blob(blob_name, data, overwrite=True)
    try:
        outcome = handler.redact(inputs.get_blob_client(blob_name))
    except RetryLater as error:
        said.texts.append("".join(traceback.format_exception(error)))
        said.statuses.append(error.code)
    else:
        said.statuses.append(outcome.reason or outcome.status)


def breaking(code: str, monkeypatch: pytest.MonkeyPatch, programs: Path, secrets: set[str]) -> None:
    """Make what comes next fail with a text that holds secrets."""
    words = " ".join(sorted(secrets))
    if code == "reader-failed":
        programs.mkdir()
        (programs / "tesseract").write_text(f"#!/bin/sh\necho '{words}' >&2\nexit 1\n", encoding="utf-8")
        (programs / "tesseract").chmod(0o755)
        monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.setenv(ENGINE, "program")
    elif code == "internal":

        def fail(*_: object, **__: object) -> None:
            raise KeyError(words)

        monkeypatch.setattr("dicom_text_redactor.redactor.hide", fail)


def test_nothing_that_identifies_stands_in_what_is_said(
    corpus: list[Path],
    azurite: Azurite,
    inputs: ContainerClient,
    outputs: ContainerClient,
    said: Said,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = {path.stem: (path.read_bytes(), dcmread(path)) for path in corpus}
    secrets = set[str]().union(*(secrets_of(files[p.stem][1], p.with_suffix(".truth.json")) for p in corpus))
    assert len(secrets) > 40
    with BlobServiceClient.from_connection_string(azurite.connection_string, **client_options(0, 0)) as account:
        through = Outputs(account.get_container_client(outputs.container_name))
        handler = Handler(Redactor(RedactionSettings()), through, 10_000_000)
        for name, (data, _) in files.items():
            deliver(said, handler, f"{name}.dcm", data, inputs)
        assert set(said.statuses) == {"redacted"}
        del said.statuses[:]

        data, dataset = files["0"]
        deliver(said, handler, "cut.dcm", data[: len(data) // 2], inputs)
        deliver(said, handler, "letter.txt", " ".join(sorted(secrets)).encode(), inputs)
        deliver(said, handler, "wrong.dcm", damaged(data), inputs)
        late = Handler(Redactor(RedactionSettings(timeout_s=0.001)), through, 10_000_000)
        deliver(said, late, "late.dcm", data, inputs)
        for code in ("reader-failed", "internal"):
            with monkeypatch.context() as patch:
                breaking(code, patch, tmp_path / "bin", secrets)
                deliver(said, handler, f"{code}.dcm", data, inputs)
        deliver(said, Handler(Redactor(), through, 10), "large.dcm", data, inputs)
        assert said.statuses[1] == "not-dicom"
        assert said.statuses[-4:] == ["timed-out", "reader-failed", "internal", "too-large"]

        # A blob's name can be a patient's; the report repeats it, as its own name does, but nobody else may.
        named = f"{dataset.PatientName} {dataset.PatientID}.dcm"
        deliver(said, handler, named, b"no image", inputs)
        outputs.delete_blob(f"{named}.boxes.json")
        inputs.delete_blob(named)
        outcome = handler.redact(inputs.get_blob_client(named))
        assert outcome.status == "superseded"

    names = list(outputs.list_blob_names())
    reports = [outputs.download_blob(name).readall().decode() for name in names if name.endswith(".boxes.json")]
    assert len(reports) >= len(corpus) + 4
    metadata = [str(blob.metadata) for blob in outputs.list_blobs(include=["metadata"])]
    assert any("refused" in text for text in metadata)
    everything = [*said.texts, *reports, *names, *metadata, *capfd.readouterr()]
    assert any("redact_function" in text for text in everything)
    assert found(secrets, "\n".join(everything)) == set()
    assert [path.name for path in Path(tempfile.gettempdir()).rglob("*")] == []


def damaged(data: bytes) -> bytes:
    """The same file with a patient's name where a number of rows should be, and more."""
    dataset = dcmread(io.BytesIO(data))
    name = str(dataset.PatientName)
    dataset.add_new(0x00280008, "IS", "1")
    dataset["NumberOfFrames"]._value = name
    file = io.BytesIO()
    dataset.save_as(file, enforce_file_format=True)
    return file.getvalue()


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("Quillfeld", "read QUILLFELD, T"),
        ("19580314", "born 14.03.1958"),
        ("19580314", "born 14-MAR-1958."),
        ("14/03/1958", "19580314"),
        ("K0123456", "k-0123456"),
        ("24-0917734", "acc 240917734"),
    ],
)
def test_the_search_finds_a_secret_in_another_spelling(secret: str, text: str) -> None:
    assert found({secret}, text) == {secret}


def test_the_search_does_not_find_a_number_inside_a_longer_one() -> None:
    assert found({"19580314"}, "c50d08fd3ff1a61958031457b596") == set()
