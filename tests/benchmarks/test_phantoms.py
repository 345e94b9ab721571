from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from pydicom import dcmread

from benchmarks.figures import adds_up
from benchmarks.phantoms import files, sets
from benchmarks.phantoms.files import Kind, Plan
from benchmarks.phantoms.fonts import Font
from benchmarks.phantoms.layouts import IDENTIFYING
from dicom_text_redactor import RedactionSettings, Redactor

KINDS: tuple[Kind, ...] = ("ct", "mr", "cr", "us", "us-rgb", "us-palette")
FORMS = {
    "ct": ("CT", "MONOCHROME2", 16),
    "mr": ("MR", "MONOCHROME2", 16),
    "cr": ("CR", "MONOCHROME2", 16),
    "us": ("US", "MONOCHROME2", 8),
    "us-rgb": ("US", "RGB", 8),
    "us-palette": ("US", "PALETTE COLOR", 8),
}


def plan(kind: Kind, **changes: Any) -> Plan:
    return replace(Plan(kind, kind, (300, 400), 14, 5), **changes)


def truth_of(path: Path) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))
    return truth


def values_of(path: Path) -> npt.NDArray[np.int64]:
    """Stored values, shape (frames, rows, columns, samples)."""
    dataset = dcmread(path)
    shape = (int(dataset.get("NumberOfFrames", 1)), dataset.Rows, dataset.Columns, dataset.SamplesPerPixel)
    return dataset.pixel_array.reshape(shape).astype(np.int64)


def test_a_seed_makes_the_same_file_again_and_another_seed_another(tmp_path: Path) -> None:
    first, again, other = (
        files.write(plan("us-rgb", frames=3, seed=seed), tmp_path / name)
        for name, seed in (("a", 5), ("b", 5), ("c", 6))
    )
    assert first.read_bytes() == again.read_bytes() != other.read_bytes()
    assert truth_of(first) == truth_of(again) != truth_of(other)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_has_the_form_of_its_kind(kind: Kind, tmp_path: Path) -> None:
    dataset = dcmread(files.write(plan(kind), tmp_path))
    assert (dataset.Modality, dataset.PhotometricInterpretation, dataset.BitsAllocated) == FORMS[kind]
    assert dataset.pixel_array.shape[:2] == (300, 400)
    assert len(dataset.PixelData) % 2 == 0


@pytest.mark.parametrize("font", ["outline", "stroke"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_boxes_of_the_truth_hold_all_ink(
    kind: Kind, font: Font, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = files.write(plan(kind, font=font), tmp_path / "with")
    monkeypatch.setattr(files, "ink", lambda *_, **__: [])
    without = files.write(plan(kind, font=font), tmp_path / "without")
    changed = np.abs(values_of(path) - values_of(without))[0].max(axis=-1)
    outside = changed.copy()
    for word in truth_of(path)["words"]:
        left, top, width, height = word["box"]
        inside = changed[top : top + height, left : left + width] > 0
        assert inside.shape == (height, width)
        assert inside.any(axis=1)[[0, -1]].all(), "the box is no larger than the ink"
        assert inside.any(axis=0)[[0, -1]].all(), "the box is no larger than the ink"
        outside[top : top + height, left : left + width] = 0
    full = 255 if FORMS[kind][2] == 8 else 4095
    assert outside.max() <= 0.1 * full, "nothing but the faintest edge of a letter lies outside"


@pytest.mark.parametrize("number", range(12))
def test_words_stand_within_the_picture_and_apart(number: int, tmp_path: Path) -> None:
    made = sets.singles(12, 3)[number]
    truth = truth_of(files.write(made, tmp_path))
    taken = np.zeros(made.shape, int)
    for word in truth["words"]:
        left, top, width, height = word["box"]
        assert left >= 0
        assert top >= 0
        assert (top + height, left + width) <= made.shape
        taken[top : top + height, left : left + width] += 1
    assert taken.max() == 1
    assert {word["role"] for word in truth["words"]} >= {"name", "number", "date", "clinical"}
    assert all(word["identifying"] == (word["role"] in IDENTIFYING) for word in truth["words"])


def test_what_is_burned_in_stands_in_the_header(tmp_path: Path) -> None:
    path = files.write(plan("ct"), tmp_path)
    dataset, words = dcmread(path), truth_of(path)["words"]
    assert [word["text"] for word in words if word["role"] == "name"] == str(dataset.PatientName).upper().split("^")
    assert dataset.PatientID in [word["text"] for word in words if word["role"] == "number"]


def test_a_name_stands_in_one_frame_of_a_cine_only(tmp_path: Path) -> None:
    path = files.write(plan("us-rgb", frames=5), tmp_path)
    glimpses = [word for word in truth_of(path)["words"] if word["frames"] != [[0, 4]]]
    assert [(word["role"], word["frames"]) for word in glimpses] == 2 * [("name", [[2, 2]])]
    values = values_of(path)
    for word in glimpses:
        left, top, width, height = word["box"]
        brightest = values[:, top : top + height, left : left + width].max(axis=(1, 2, 3))
        assert brightest[2] == 255 > max(np.delete(brightest, 2))


def test_tissue_moves_from_frame_to_frame(tmp_path: Path) -> None:
    values = values_of(files.write(plan("us", frames=3), tmp_path))
    assert (values[0] != values[1]).mean() > 0.1


def test_sets_grow_as_their_names_say() -> None:
    assert len({made.name for made in sets.singles(24, 1)}) == 24
    assert {made.kind for made in sets.singles(24, 1)} == set(KINDS)
    assert sets.cine(30, 1).frames == 30
    for megapixels in sets.MEGAPIXELS:
        rows, columns = sets.radiograph(megapixels, 1).shape
        assert rows * columns / 1e6 == pytest.approx(megapixels, rel=0.01)


def test_the_stages_of_a_report_make_its_total(tmp_path: Path) -> None:
    path = files.write(plan("mr"), tmp_path)
    redactor = Redactor(RedactionSettings())
    reports = [redactor.redact_file(path, tmp_path / "out" / "mr.dcm") for _ in range(2)]
    assert [report.status for report in reports] == 2 * ["redacted"]
    assert adds_up(reports[1].seconds)
