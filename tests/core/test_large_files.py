"""Files too large for memory: redacted from source to target frame by frame, as a whole or not at all."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dicom_text_redactor import redactor as pipeline
from dicom_text_redactor.dicom.files import reading
from dicom_text_redactor.dicom.surfaces.surface import Surface
from dicom_text_redactor.errors import Damaged
from dicom_text_redactor.hiding import Hidden
from dicom_text_redactor.model import Box
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.report import REPORT_SUFFIX
from dicom_text_redactor.settings import RedactionSettings
from tests.dicom.images import FORMS, LITTLE, OTHER_FORMS, Made, made
from tests.dicom.test_reading import file_of

CINE = file_of(made(Made("cine", LITTLE, "RGB", frames=3)))
Meanwhile = Callable[[], object]


def hiding_one_box(monkeypatch: pytest.MonkeyPatch, meanwhile: Meanwhile = lambda: None) -> None:
    """Paint one box into the last picture instead of looking for text, after `meanwhile` has happened."""

    def hide(surface: Surface, *_: object) -> Hidden:
        painted = surface.painted({len(surface) - 1: [Box(3, 2, 8, 5)]}, "contrast")
        meanwhile()
        return Hidden(painted, (), 1)

    monkeypatch.setattr(pipeline, "hide", hide)


@pytest.fixture
def redactor(monkeypatch: pytest.MonkeyPatch) -> Redactor:
    monkeypatch.setattr(reading, "LARGE", 0)
    hiding_one_box(monkeypatch)
    return Redactor(RedactionSettings(ner_model=""))


@pytest.mark.parametrize("what", [*FORMS, *OTHER_FORMS], ids=lambda what: what.name)
def test_a_large_file_becomes_the_same_as_a_small_one(
    redactor: Redactor, what: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, written, reports = file_of(made(what)), [], []
    for large in (0, len(data)):
        monkeypatch.setattr(reading, "LARGE", large)
        target = io.BytesIO()
        reports.append(redactor.redact_stream(io.BytesIO(data), target, name="a").to_dict())
        written.append(target.getvalue())
    assert written[0] == written[1] != data
    assert {**reports[0], "seconds": 0} == {**reports[1], "seconds": 0}
    assert reports[0]["source"] == {"name": "a", "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    assert reports[0]["output"]["bytes"] == len(written[0])
    assert reports[0]["output"]["sha256"] == hashlib.sha256(written[0]).hexdigest()


def altered(data: bytes) -> bytes:
    return data[:-50] + bytes([data[-50] ^ 1]) + data[-49:]


@pytest.mark.parametrize(
    "change",
    [lambda data: data[:-1], lambda data: data[:200], lambda _: b"", altered, lambda data: data + b"\x00\x00"],
    ids=["a byte shorter", "cut off", "emptied", "altered", "longer"],
)
def test_a_file_that_changes_meanwhile_is_refused(
    redactor: Redactor, change: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source, target = tmp_path / "in.dcm", tmp_path / "out.dcm"
    source.write_bytes(CINE)
    hiding_one_box(monkeypatch, lambda: source.write_bytes(change(CINE)))
    with pytest.raises(Damaged):
        redactor.redact_file(source, target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.dcm", f"out.dcm{REPORT_SUFFIX}"]
    stream, source_stream = io.BytesIO(b"before"), io.BytesIO(CINE)
    stream.seek(0, io.SEEK_END)
    hiding_one_box(monkeypatch, lambda: _rewrite(source_stream, change(CINE)))
    with pytest.raises(Damaged):
        redactor.redact_stream(source_stream, stream, name="a")
    assert stream.getvalue() == b"before"


def _rewrite(stream: io.BytesIO, data: bytes) -> None:
    stream.seek(0)
    stream.truncate()
    stream.write(data)


def test_a_file_that_vanishes_meanwhile_is_read_to_its_end(
    redactor: Redactor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = tmp_path / "in.dcm"
    source.write_bytes(CINE)
    redactor.redact_file(source, tmp_path / "one.dcm")
    hiding_one_box(monkeypatch, source.unlink)
    redactor.redact_file(source, tmp_path / "two.dcm")
    assert (tmp_path / "one.dcm").read_bytes() == (tmp_path / "two.dcm").read_bytes()


class Pipe(io.RawIOBase):
    """Somewhere to write from which nothing can be taken back."""

    def __init__(self) -> None:
        self.written = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self.written += bytes(data)
        return len(data)


def test_a_target_that_cannot_be_cut_gets_all_or_nothing(redactor: Redactor, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, pipe, full = io.BytesIO(), Pipe(), io.BytesIO(b"x" * 10_000_000)
    for target in (whole, pipe, full):
        redactor.redact_stream(io.BytesIO(CINE), target, name="a")  # type: ignore[arg-type]
    assert pipe.written == whole.getvalue()
    assert full.getvalue() == whole.getvalue() + b"x" * (10_000_000 - len(whole.getvalue()))
    before, source = full.getvalue(), io.BytesIO(CINE)
    full.seek(0)
    hiding_one_box(monkeypatch, lambda: _rewrite(source, altered(CINE)))
    for target in (unharmed := Pipe(), full):
        _rewrite(source, CINE)
        with pytest.raises(Damaged):
            redactor.redact_stream(source, target, name="a")  # type: ignore[arg-type]
    assert unharmed.written == b""
    assert full.getvalue() == before
