"""The marks of a review page: what is read of them, and what is refused with its place."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dicom_text_redactor.corrections.marks import NO_MARKS, Area, FileMarks
from dicom_text_redactor.corrections.reading import SCHEMA_FILE, ensure_known, of_one_file, read_marks
from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.model import Box

VALIDATOR = Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
NOTE = "the name of Mrs Quillfeather is still there"
MARKS: dict[str, Any] = {
    "schema": "review-marks/1",
    "files": {
        "ward 7/a.dcm": {
            "state": "wrong",
            "note": NOTE,
            "missed": [{"frames": [[0, 29], [40, 40]], "left": 1, "top": 2, "width": 3, "height": 4}],
            "needless": [{"frames": [[0, 0]], "left": 5, "top": 6, "width": 7, "height": 8}],
        },
        "b.dcm": {"state": "fine", "note": "", "missed": [], "needless": []},
    },
}
MISSED = Area(Box(1, 2, 3, 4), ((0, 29), (40, 40)))
NEEDLESS = Area(Box(5, 6, 7, 8), ((0, 0),))


def saved(tmp_path: Path, document: object) -> Path:
    path = tmp_path / "marks.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    document = copy.deepcopy(MARKS)
    change(document)
    return document


def area(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["files"]["ward 7/a.dcm"]["missed"][0]
    return found


def test_areas_are_read_by_file_and_nothing_else_is_kept(tmp_path: Path) -> None:
    VALIDATOR.validate(MARKS)
    marks = read_marks(saved(tmp_path, MARKS))
    assert marks == {"ward 7/a.dcm": FileMarks((MISSED,), (NEEDLESS,)), "b.dcm": NO_MARKS}
    assert NOTE not in repr(marks)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda marks: marks.pop("schema"), "The document has no schema"),
        (lambda marks: marks.update(schema="review-marks/2"), "schema must be review-marks/1"),
        (lambda marks: marks.update(more=1), "The document may hold nothing but"),
        (lambda marks: marks.update(files=[]), "files must be an object"),
        (lambda marks: marks["files"].update({"b.dcm": 1}), 'files["b.dcm"] must be an object'),
        (lambda marks: marks["files"]["b.dcm"].update(state="good"), 'files["b.dcm"].state must be fine or wrong'),
        (lambda marks: marks["files"]["b.dcm"].update(note=1), 'files["b.dcm"].note must be a text'),
        (lambda marks: marks["files"]["b.dcm"].update(mised=[]), 'files["b.dcm"] may hold nothing but'),
        (lambda marks: marks["files"]["b.dcm"].update(missed={}), 'files["b.dcm"].missed must be a list'),
        (lambda marks: area(marks).pop("frames"), 'files["ward 7/a.dcm"].missed[0] has no frames'),
        (lambda marks: area(marks).update(frames=[[0, 1, 2]]), 'files["ward 7/a.dcm"].missed[0].frames[0] must be'),
        (lambda marks: area(marks).update(frames=[]), 'files["ward 7/a.dcm"].missed[0].frames must name'),
        (lambda marks: area(marks).update(width=0), 'files["ward 7/a.dcm"].missed[0].width must be'),
        (lambda marks: area(marks).update(left=-1), 'files["ward 7/a.dcm"].missed[0].left must be'),
        (lambda marks: area(marks).update(top=1.5), 'files["ward 7/a.dcm"].missed[0].top must be'),
        (lambda marks: area(marks).update(height="4"), 'files["ward 7/a.dcm"].missed[0].height must be'),
        (lambda marks: area(marks).update(text=NOTE), 'files["ward 7/a.dcm"].missed[0] may hold nothing but'),
    ],
)
def test_wrong_marks_are_refused_with_their_place_here_and_by_the_schema(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], place: str
) -> None:
    document = changed(change)
    assert not VALIDATOR.is_valid(document)
    with pytest.raises(SettingError) as raised:
        read_marks(saved(tmp_path, document))
    assert str(raised.value).startswith(place)
    assert NOTE not in str(raised.value)


def test_areas_of_a_file_that_is_not_there_are_refused_by_name() -> None:
    marks = {"gone.dcm": FileMarks((MISSED,))}
    with pytest.raises(SettingError, match=r'files\["gone.dcm"\]'):
        ensure_known(marks, [Path("a.dcm")])
    ensure_known(marks, [Path("gone.dcm")])


def test_a_file_that_is_not_there_and_in_which_nothing_was_marked_is_nobody_s_business() -> None:
    ensure_known({"gone.dcm": NO_MARKS}, [])


def test_a_single_file_is_known_by_where_it_lies_or_goes() -> None:
    marks, some = read_one("ward 7/a.dcm")
    assert of_one_file(marks, [Path("/data/ward 7/a.dcm"), Path("/out/x.dcm")]) == some
    assert of_one_file(marks, [Path("/data/in.dcm"), Path("/out/ward 7/a.dcm")]) == some


@pytest.mark.parametrize("path", ["/data/a.dcm", "/data/ward 8/a.dcm", "/data/ward 7/aa.dcm"])
def test_areas_that_no_single_file_fits_are_refused(path: str) -> None:
    marks, _ = read_one("ward 7/a.dcm")
    with pytest.raises(SettingError, match="no file"):
        of_one_file(marks, [Path(path)])


def test_a_single_file_that_two_marked_ones_fit_is_refused() -> None:
    marks, _ = read_one("ward 7/a.dcm")
    with pytest.raises(SettingError, match="several files"):
        of_one_file({**marks, "a.dcm": NO_MARKS}, [Path("/data/ward 7/a.dcm")])


def test_no_marks_are_no_marks_of_a_single_file() -> None:
    assert of_one_file({"b.dcm": NO_MARKS}, [Path("/data/a.dcm")]) == NO_MARKS


def read_one(name: str) -> tuple[dict[str, FileMarks], FileMarks]:
    some = FileMarks((MISSED,))
    return {name: some}, some
