"""docs/from-presidio.md: its examples run, and its table of arguments is that of the code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pydicom import dcmread

from dicom_text_redactor.presidio import IgnoredArgument
from dicom_text_redactor.presidio.arguments import NARROWING, WITHOUT_MEANING
from tests.phantoms import GIVEN, SURNAME, Line, chart, image_with
from tests.test_readme import coded, table

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "from-presidio.md").read_text(encoding="utf-8")
SNIPPET, OWN = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_the_snippet_of_presidio_s_documentation_runs_with_its_import_line_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    source = chart("RGB").saved(tmp_path / "path" / "to" / "your" / "dicom" / "file.dcm")
    names: dict[str, object] = {"__name__": "snippet"}
    with pytest.warns(IgnoredArgument, match="ocr_kwargs do nothing"):
        exec(compile(SNIPPET, "from-presidio.md", "exec"), names)
    written = sorted(path.as_posix() for path in Path("output").rglob("*.*"))
    assert written == ["output/dicom/file.dcm", "output/dicom/file.json", "output/file.dcm", "output/file.json"]
    assert capsys.readouterr().out == "Output written to output/file.dcm\nOutput written to output/dicom\n"
    assert json.loads(Path("output/file.json").read_text(encoding="utf-8")) == names["bboxes"] != []
    before, after = dcmread(source), dcmread("output/file.dcm")
    assert before.PixelData != after.PixelData == names["redacted_dicom_image"].PixelData  # type: ignore[attr-defined]


def test_the_line_that_is_changed_is_the_one_of_the_page() -> None:
    (old,) = re.findall(r"(?m)^    - (.*)$", PAGE)
    (new,) = re.findall(r"(?m)^    \+ (.*)$", PAGE)
    assert old == new.replace("dicom_text_redactor.presidio", "presidio_image_redactor")
    assert new in SNIPPET.splitlines()


def test_the_example_of_own_recognizers_hides_and_keeps_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Line("CHEST PA 120 kV 2.5 mAs"), Line("R7 SUPINE", top=50)
    phantom = image_with(
        *settings, Line("Quillfeather Protocol", top=80), Line(GIVEN, top=160), PatientName=f"{SURNAME}^{GIVEN}"
    )
    phantom.saved(tmp_path / "scan.dcm")
    names: dict[str, object] = {"__name__": "own"}
    exec(compile(OWN, "from-presidio.md", "exec"), names)
    changed = names["image"].pixel_array != phantom.dataset.pixel_array  # type: ignore[attr-defined]
    assert {word for word, ink in phantom.ink.items() if changed[ink].mean() > 0.9} == {"R7", GIVEN}
    assert not changed[phantom.ink["Quillfeather"]].any()


def test_the_arguments_that_do_less_are_all_named() -> None:
    named = {name for row in table(PAGE, "argument") for name in coded(row[0])}
    assert named == {"padding_width", "crop_ratio", "ocr_kwargs", "image_analyzer_engine"} | NARROWING | WITHOUT_MEANING
