"""A disk that is full: the file is refused for a reason that may pass, and nothing half-written stays."""

from __future__ import annotations

import io
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dicom_text_redactor import batch
from dicom_text_redactor.errors import OutOfRoom
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.settings import RedactionSettings
from tests.phantoms import image_with

REDACTOR = Redactor(RedactionSettings(ner_model=""))


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file can grow over `size` bytes inside: the system's own refusal, as of a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return image_with(shape=(64, 64), paper=20).saved(tmp_path / "in" / "a.dcm")


def test_a_stream_on_a_full_disk_is_a_failure_that_may_pass(source: Path) -> None:
    device = Path("/dev/full")
    with source.open("rb") as file, device.open("r+b", buffering=0) as full, pytest.raises(OutOfRoom) as raised:
        REDACTOR.redact_stream(file, full, name="a.dcm")
    assert not raised.value.permanent


@pytest.mark.parametrize("size", [0, 1000], ids=["no room at all", "room for half of the file and for its report"])
def test_a_file_for_which_there_is_no_room_leaves_nothing_half_written(source: Path, tmp_path: Path, size: int) -> None:
    target = tmp_path / "out" / "a.dcm"
    with room_for(size), pytest.raises(OutOfRoom):
        REDACTOR.redact_file(source, target)
    reports = [target.with_name("a.dcm.boxes.json")] if size else []
    assert sorted(target.parent.iterdir()) == reports


def test_a_report_for_which_there_is_no_room_takes_its_file_with_it(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "a.dcm"
    small = image_with(shape=(8, 8), paper=20).saved(tmp_path / "in" / "small.dcm")
    size = len(_redacted(small))
    report = REDACTOR.redact_file(small, target).to_json()
    assert size < len(report) - 1, "the report has to be the larger one here"
    with room_for(size), pytest.raises(OutOfRoom):
        REDACTOR.redact_file(small, target)
    assert not target.exists()


def test_a_folder_goes_on_after_a_file_for_which_there_was_no_room(source: Path, tmp_path: Path) -> None:
    image_with(shape=(8, 8), paper=20).saved(source.with_name("b.dcm"))
    with room_for(6000):
        summary = batch.redact_directory(REDACTOR, source.parent, tmp_path / "out")
    assert [(result.path.name, result.code) for result in summary.results] == [("a.dcm", "out-of-room"), ("b.dcm", "")]
    assert source.exists()


def _redacted(path: Path) -> bytes:
    target = io.BytesIO()
    with path.open("rb") as file:
        REDACTOR.redact_stream(file, target, name="a")
    return target.getvalue()
