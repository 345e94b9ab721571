"""The same calls of the real presidio-image-redactor and of ours: the same types come out, and what differs is said."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import dcmread

from benchmarks.processes import PEER_PYTHON, ROOT, environment
from tests.presidio import calls
from tests.test_readme import table

PAGE = (ROOT / "docs" / "from-presidio.md").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Told:
    """What one of the two programs told, and the folder in which it worked."""

    folder: Path
    said: dict[str, Any]


def ask(python: Path, module: str, folder: Path) -> Told:
    command = [str(python), "-m", "tests.presidio.calls", module, str(folder)]
    settings = environment() | {"OMP_NUM_THREADS": "1"}
    ran = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, timeout=900, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    return Told(folder, json.loads(ran.stdout))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Told, Told]:
    """Theirs and ours, run at the same time."""
    assert PEER_PYTHON.exists(), "presidio-image-redactor is missing: `make test` installs it into benchmarks/.peer."
    folders = tmp_path_factory.mktemp("theirs"), tmp_path_factory.mktemp("ours")
    with ThreadPoolExecutor(2) as pool:
        theirs = pool.submit(ask, PEER_PYTHON, calls.THEIRS, folders[0])
        ours = pool.submit(ask, Path(sys.executable), calls.OURS, folders[1])
        return theirs.result(), ours.result()


@pytest.mark.parametrize("method", calls.METHODS)
def test_a_method_has_the_parameters_of_presidio_s(both: tuple[Told, Told], method: str) -> None:
    theirs, ours = both
    assert ours.said["signatures"][method] == theirs.said["signatures"][method]


@pytest.mark.parametrize("call", calls.CALLS)
def test_a_call_gives_what_presidio_s_gives(both: tuple[Told, Told], call: str) -> None:
    theirs, ours = both
    assert ours.said["calls"][call]["same"] == theirs.said["calls"][call]["same"]


def test_the_calls_do_find_text_and_do_fail(both: tuple[Told, Told]) -> None:
    box = {"left": "int", "top": "int", "width": "int", "height": "int", "entity_type": "str"}
    for told in both:
        boxes = told.said["calls"]["boxes"]["same"]["returned"][1]
        assert [json.loads(each) for each in boxes["list of"]] == [box]
        assert sum("raised" in call["same"] for call in told.said["calls"].values()) == 14


def test_arguments_without_a_meaning_are_told_of_and_no_others(both: tuple[Told, Told]) -> None:
    ignored = {name: call["ignored"] for name, call in both[1].said["calls"].items() if call["ignored"]}
    assert ignored == {
        "everything that can be passed": [
            "context,", "correlation_id", "crop_ratio", "ocr_kwargs", "padding_width", "return_decision_process",
        ],
        "folder with boxes": ["ocr_kwargs"],
    }  # fmt: skip


def test_a_call_that_fails_leaves_nothing_here(both: tuple[Told, Told]) -> None:
    theirs, ours = ({name: call["left"] for name, call in told.said["calls"].items() if call["left"]} for told in both)
    assert theirs == {"file without pixels": ["sr.dcm"]}
    assert ours == {}


def test_a_list_of_recognizers_grows_there_and_stays_here(both: tuple[Told, Told]) -> None:
    theirs, ours = both
    assert (theirs.said["recognizers afterwards"], ours.said["recognizers afterwards"]) == (2, 1)


def test_a_file_that_fails_stops_a_folder_there_and_is_left_as_it_was_in_the_output(both: tuple[Told, Told]) -> None:
    theirs, ours = (told.said["folder"] for told in both)
    assert theirs == {
        "raised": "TypeError",
        "written": ["1.2.3", "a.dcm", "b.dcm", "notes.txt"],
        "as they were": ["1.2.3", "a.dcm", "b.dcm", "notes.txt"],
    }
    assert ours == {"raised": "", "written": ["1.2.3", "a.dcm", "b.dcm"], "as they were": []}


def became(told: Told, name: str) -> str:
    """What became of a file, in the words of the page."""
    folder = told.folder / "files" / name
    fate = told.said["files"][name]
    if fate["raised"]:
        return f"`{fate['raised']}`" + (", and the file as it was lies in the output" if fate["as it was"] else "")
    before, after = dcmread(folder / f"{name}.dcm"), dcmread(folder / "out" / f"{name}.dcm")
    share = changed_outside(before.pixel_array, after.pixel_array, folder / "out" / f"{name}.json")
    return f"{after.file_meta.TransferSyntaxUID.name}; {f'{100 * share:.0f} % changed' if share else 'none changed'}"


def changed_outside(before: Any, after: Any, boxes: Path) -> float:
    """The share of pixels outside the boxes, of all frames, that a viewer shows otherwise."""
    changed = before != after
    changed = changed.any(axis=-1) if before.shape[-1] == 3 else changed
    changed = changed.reshape(-1, *changed.shape[-2:])
    outside = np.ones(changed.shape, bool)
    for box in json.loads(boxes.read_text(encoding="utf-8")):
        for first, last in box.get("frames", [[0, 0]]):
            rows = slice(box["top"], box["top"] + box["height"])
            outside[first : last + 1, rows, box["left"] : box["left"] + box["width"]] = False
    return float(changed[outside].mean())


def test_the_page_says_how_many_calls_are_made() -> None:
    assert f"`make test` makes {len(calls.CALLS)} calls" in PAGE


def test_the_page_says_what_becomes_of_the_files_of_pydicom(both: tuple[Told, Told]) -> None:
    rows = {row[0].split("`")[1].removesuffix(".dcm"): row[1:] for row in table(PAGE, "file of pydicom")}
    assert set(rows) == {*calls.SINGLE_FRAME, *calls.FAILING_THERE}
    assert rows == {name: [became(told, name) for told in both] for name in rows}
