"""Files in, files out: the redacted file and its report, or a report alone."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydicom import dcmread

from dicom_text_redactor import redactor as pipeline
from dicom_text_redactor.errors import (
    Damaged,
    Internal,
    NoPixels,
    NotDicom,
    RedactionError,
    TimedOut,
    TooLarge,
    Unsupported,
)
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.report import REPORT_SUFFIX, SCHEMA_FILE
from dicom_text_redactor.settings import RedactionSettings
from tests.phantoms import GIVEN, NUMBER, SURNAME, chart, image_with

VALIDATOR = Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def report_of(target: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(target.with_name(target.name + REPORT_SUFFIX).read_text(encoding="utf-8"))
    VALIDATOR.validate(report)
    return report


def quick(**settings: Any) -> Redactor:
    return Redactor(RedactionSettings(ner_model="", **settings))


def test_a_file_and_its_report_are_written_with_digests_of_both(redactor: Redactor, tmp_path: Path) -> None:
    source, target = chart().saved(tmp_path / "in" / "chart.dcm"), tmp_path / "new" / "folder" / "chart.dcm"
    before = source.read_bytes()
    returned = redactor.redact_file(source, target)
    report = report_of(target)
    assert report == json.loads(returned.to_json())
    assert report["status"] == "redacted"
    assert report["source"]["sha256"] == hashlib.sha256(before).hexdigest()
    assert report["output"]["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert report["output"]["bytes"] == target.stat().st_size
    assert source.read_bytes() == before
    assert sorted(path.name for path in target.parent.iterdir()) == ["chart.dcm", "chart.dcm.boxes.json"]
    assert dcmread(target).BurnedInAnnotation == "NO"


def test_two_runs_write_the_same_file(tmp_path: Path) -> None:
    source = image_with(frames=1, shape=(96, 96)).saved(tmp_path / "a.dcm")
    for name in ("one.dcm", "two.dcm"):
        quick(uids="new").redact_file(source, tmp_path / name)
    assert (tmp_path / "one.dcm").read_bytes() == (tmp_path / "two.dcm").read_bytes()


def not_dicom(path: Path) -> Path:
    path.write_bytes(f"{SURNAME} {NUMBER}\n".encode() * 40)
    return path


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def cut_short(path: Path) -> Path:
    whole = chart().saved(path).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def no_pixels(path: Path) -> Path:
    phantom = chart()
    del phantom.dataset.PixelData
    return phantom.saved(path)


def four_inks(path: Path) -> Path:
    phantom = chart()
    phantom.dataset.PhotometricInterpretation = "CMYK"
    return phantom.saved(path)


@pytest.mark.parametrize(
    ("make", "error", "settings"),
    [
        (not_dicom, NotDicom, {}),
        (empty, NotDicom, {}),
        (cut_short, Damaged, {}),
        (no_pixels, NoPixels, {}),
        (four_inks, Unsupported, {}),
        (lambda path: chart().saved(path), TooLarge, {"max_bytes": 1000}),
        (lambda path: chart().saved(path), TooLarge, {"max_pixels": 1000}),
        (lambda path: chart().saved(path), TimedOut, {"timeout_s": 1e-6}),
    ],
    ids=["text", "empty", "cut short", "no pixels", "four inks", "many bytes", "many pixels", "time"],
)
def test_a_refused_file_leaves_a_report_and_no_image_not_even_an_old_one(
    tmp_path: Path, make: Any, error: type[RedactionError], settings: dict[str, Any]
) -> None:
    source, target = make(tmp_path / "in.dcm"), tmp_path / "out" / "in.dcm"
    target.parent.mkdir()
    target.write_bytes(b"the result of an earlier run")
    target.with_name(target.name + REPORT_SUFFIX).write_text('{"status": "clean"}', encoding="utf-8")
    with pytest.raises(error) as caught:
        quick(**settings).redact_file(source, target)
    assert [path.name for path in target.parent.iterdir()] == ["in.dcm.boxes.json"]
    report = report_of(target)
    assert report["status"] == "refused"
    assert report["reason"] == {"code": error.code, "message": str(caught.value), "remedy": caught.value.remedy}
    assert report["boxes"] == report["kept"] == []
    for word in (SURNAME, GIVEN, NUMBER):
        assert word not in json.dumps(report)
        assert word not in str(caught.value)


def test_an_unforeseen_error_is_internal_and_its_words_are_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise KeyError(f"PatientName {SURNAME}")

    monkeypatch.setattr(pipeline, "hide", breaks)
    source, target = chart().saved(tmp_path / "in.dcm"), tmp_path / "out.dcm"
    with pytest.raises(Internal) as caught:
        quick().redact_file(source, target)
    assert SURNAME not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert SURNAME not in json.dumps(report_of(target))
    assert not target.exists()


def test_too_little_memory_means_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(pipeline, "hide", breaks)
    with pytest.raises(TooLarge):
        quick().redact(chart().dataset)


def test_a_source_that_is_not_there_harms_no_earlier_result(tmp_path: Path) -> None:
    target = tmp_path / "out.dcm"
    target.write_bytes(b"an earlier result")
    with pytest.raises(FileNotFoundError):
        quick().redact_file(tmp_path / "nothing.dcm", target)
    assert target.read_bytes() == b"an earlier result"


def test_a_stream_is_redacted_with_the_name_and_tag_it_was_given(tmp_path: Path) -> None:
    source = image_with(shape=(96, 96)).saved(tmp_path / "a.dcm")
    target = io.BytesIO()
    with source.open("rb") as file:
        report = quick().redact_stream(file, target, name="given.dcm", etag='"0x1"').to_dict()
    VALIDATOR.validate(report)
    assert (report["source"]["name"], report["source"]["etag"]) == ("given.dcm", '"0x1"')
    assert report["source"]["sha256"] == hashlib.sha256(source.read_bytes()).hexdigest()
    assert report["output"]["sha256"] == hashlib.sha256(target.getvalue()).hexdigest()


def test_nothing_is_written_to_the_stream_of_a_refused_file() -> None:
    target = io.BytesIO()
    with pytest.raises(NotDicom):
        quick().redact_stream(io.BytesIO(b"no image" * 99), target, name="a")
    assert target.getvalue() == b""


def test_new_uids_are_made_from_the_old_ones(tmp_path: Path) -> None:
    source = image_with(shape=(96, 96)).saved(tmp_path / "a.dcm")
    quick(uids="new").redact_file(source, tmp_path / "b.dcm")
    quick().redact_file(source, tmp_path / "c.dcm")
    old, new, kept = (dcmread(path).SOPInstanceUID for path in (source, tmp_path / "b.dcm", tmp_path / "c.dcm"))
    assert new != old == kept
