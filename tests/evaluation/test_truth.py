"""Ground truth of both forms: what is read of it, and what is refused with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.evaluation.truth import NOT_STATED, SCHEMA_FILE, read_truth
from dicom_text_redactor.model import Box

VALIDATOR = Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
WORD = "QUILLFEATHER"
PLACE = {"left": 30, "top": 40, "width": 50, "height": 10}


def saved(tmp_path: Path, document: object) -> Path:
    path = tmp_path / "truth.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def ours(*words: dict[str, Any]) -> dict[str, Any]:
    return {"schema": "box-truth/1", "files": {"a.dcm": list(words)}}


def test_presidio_s_form_is_read_and_its_labels_are_forgotten(tmp_path: Path) -> None:
    ((name, (word,)),) = read_truth(saved(tmp_path, {"dir/a.dcm": [{"label": WORD, **PLACE}]})).items()
    assert name == "dir/a.dcm"
    assert (word.role, word.box, word.frames, word.entity) == ("phi", Box(30, 40, 50, 10), None, NOT_STATED)
    assert WORD not in repr(word)


def test_what_presidio_s_analyzer_gives_is_read_with_its_entities(tmp_path: Path) -> None:
    item = {"entity_type": "PERSON", "score": 1.0, **PLACE}
    assert read_truth(saved(tmp_path, {"a.dcm": [item]}))["a.dcm"][0].entity == "PERSON"


def test_the_numbered_form_of_early_versions_is_read(tmp_path: Path) -> None:
    document = {"a.dcm": {"0": {"label": WORD, **PLACE}, "1": {"label": WORD, **PLACE}}}
    assert len(read_truth(saved(tmp_path, document))["a.dcm"]) == 2


def test_our_form_knows_roles_frames_and_entities(tmp_path: Path) -> None:
    document = ours(
        {"role": "phi", "entity": "PERSON", "frames": [[0, 3]], "text": WORD, **PLACE}, {"role": "keep", **PLACE}
    )
    VALIDATOR.validate(document)
    phi, keep = read_truth(saved(tmp_path, document))["a.dcm"]
    assert (phi.role, phi.entity, phi.frames) == ("phi", "PERSON", ((0, 3),))
    assert (keep.role, keep.entity, keep.frames) == ("keep", NOT_STATED, None)
    assert WORD not in repr(phi)


def test_the_padding_of_the_picture_that_was_drawn_on_is_taken_off(tmp_path: Path) -> None:
    path = saved(tmp_path, {"a.dcm": [{"label": WORD, **PLACE}, {"label": WORD, **PLACE, "left": 20}]})
    first, cut = read_truth(path, padding=25)["a.dcm"]
    assert first.box == Box(5, 15, 50, 10)
    assert cut.box == Box(0, 15, 45, 10)


def test_a_word_that_lies_in_the_padding_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, {"a.dcm": [{"label": WORD, **PLACE}]})
    with pytest.raises(SettingError, match=r'\["a.dcm"\]\[0\] lies in the padding'):
        read_truth(path, padding=80)


@pytest.mark.parametrize(
    ("document", "place"),
    [
        ([], "The document must be an object"),
        ({}, "The ground truth names no file"),
        ({"a.dcm": WORD}, '["a.dcm"] must be an object'),
        ({"a.dcm": [{"label": WORD}]}, '["a.dcm"][0] has no left'),
        ({"a.dcm": [{"label": WORD, **PLACE, "width": 0}]}, '["a.dcm"][0].width must be'),
        ({"a.dcm": [{"entity_type": WORD.title(), **PLACE}]}, '["a.dcm"][0].entity_type must be a name in capitals'),
    ],
)
def test_what_is_no_ground_truth_is_refused_with_its_place(tmp_path: Path, document: object, place: str) -> None:
    with pytest.raises(SettingError) as raised:
        read_truth(saved(tmp_path, document))
    assert str(raised.value).startswith(place)
    assert WORD.casefold() not in str(raised.value).casefold()


@pytest.mark.parametrize(
    ("document", "place"),
    [
        (ours() | {"schema": "box-truth/2"}, "schema must be box-truth/1"),
        (ours() | {"more": 1}, "The document may hold nothing but"),
        (ours(PLACE), 'files["a.dcm"][0] has no role'),
        (ours({"role": "label", **PLACE}), 'files["a.dcm"][0].role must be phi or keep'),
        (ours({"role": "phi", **PLACE, "frames": []}), 'files["a.dcm"][0].frames must name'),
        (ours({"role": "phi", **PLACE, "frame": 1}), 'files["a.dcm"][0] may hold nothing but'),
        (ours({"role": "phi", **PLACE, "entity": "person"}), 'files["a.dcm"][0].entity must be a name in capitals'),
        ({"schema": "box-truth/1", "files": {}}, "The ground truth names no file"),
    ],
)
def test_wrong_documents_of_our_form_are_refused_here_and_by_the_schema(
    tmp_path: Path, document: dict[str, Any], place: str
) -> None:
    assert not VALIDATOR.is_valid(document)
    with pytest.raises(SettingError) as raised:
        read_truth(saved(tmp_path, document))
    assert str(raised.value).startswith(place)
