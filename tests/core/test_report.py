"""The box report as a value: its ranges, its JSON form and its schema."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from dicom_text_redactor.errors import Damaged
from dicom_text_redactor.model import Box, Mark
from dicom_text_redactor.report import SCHEMA, SCHEMA_FILE, BoxReport, frame_ranges, reason_of
from dicom_text_redactor.sources import Source

VALIDATOR = Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
MARK = Mark(Box(1, 2, 30, 4), ((0, 2), (5, 5)), "PERSON", Source.METADATA, 0.98765)
REPORT = BoxReport("redacted", "cautious", "contrast", hidden=(MARK,), seconds={"total": 1.23456789})


def changed(**values: Any) -> dict[str, Any]:
    return REPORT.to_dict() | values


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(VALIDATOR.schema)


def test_a_report_fits_its_schema_and_says_so() -> None:
    report = json.loads(REPORT.to_json())
    VALIDATOR.validate(report)
    assert report["schema"] == SCHEMA


def test_a_box_has_the_keys_of_presidio_and_says_why() -> None:
    (box,) = REPORT.to_dict()["boxes"]
    assert box == {
        "frames": [[0, 2], [5, 5]],
        "left": 1,
        "top": 2,
        "width": 30,
        "height": 4,
        "entity": "PERSON",
        "source": "metadata",
        "score": 0.99,
        "place": "pixels",
    }


@pytest.mark.parametrize(
    "wrong",
    [
        changed(status="fine"),
        changed(text="ORSOLYA"),
        changed(boxes=[REPORT.to_dict()["boxes"][0] | {"text": "ORSOLYA"}]),
        changed(boxes=[REPORT.to_dict()["boxes"][0] | {"width": 0}]),
        changed(kept=[{"left": 1}]),
        changed(schema="box-report/2"),
        changed(source={"sha256": "short"}),
    ],
    ids=["status", "text", "text of a box", "empty box", "half a box", "version", "digest"],
)
def test_the_schema_has_no_place_for_what_does_not_belong_in_a_report(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        VALIDATOR.validate(wrong)


def test_a_report_speaks_of_a_preview_only_where_one_was_asked_for() -> None:
    assert "preview" not in REPORT.to_dict()
    told = BoxReport("clean", "cautious", "contrast", preview="failed").to_dict()
    VALIDATOR.validate(told)
    assert told["preview"] == "failed"
    with pytest.raises(ValidationError):
        VALIDATOR.validate(told | {"preview": True})


def test_a_refused_report_says_the_code_and_the_remedy() -> None:
    error = Damaged("It ends too early.")
    report = BoxReport("refused", "phi", "black", reason=reason_of(error)).to_dict()
    VALIDATOR.validate(report)
    assert report["reason"] == {"code": "damaged", "message": "It ends too early.", "remedy": error.remedy}
    assert report["output"] is None


def test_a_name_of_no_encoding_can_be_written_and_comes_back() -> None:
    name = os.fsdecode(b"caf\xe9.dcm")
    text = BoxReport("clean", "cautious", "contrast", source={"name": name}).to_json()
    assert json.loads(text.encode("utf-8"))["source"]["name"] == name


@pytest.mark.parametrize(
    ("frames", "ranges"),
    [([], ()), ([4], ((4, 4),)), ([2, 0, 1, 5], ((0, 2), (5, 5))), ([1, 1, 2], ((1, 2),)), ({7, 9}, ((7, 7), (9, 9)))],
)
def test_frames_become_inclusive_ranges(frames: Iterable[int], ranges: tuple[tuple[int, int], ...]) -> None:
    assert frame_ranges(frames) == ranges
