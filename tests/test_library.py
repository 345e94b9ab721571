"""The pages for programmers: the example runs, every name is there, and every dependency has its platforms."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import dicom_text_redactor
from dicom_text_redactor.silence import LIBRARIES
from tests.phantoms import chart
from tests.test_readme import coded, table

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
PLATFORMS = (ROOT / "docs" / "platforms.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_example_with_threads_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", LIBRARY, re.DOTALL)
    chart().saved(tmp_path / "a.dcm")
    (tmp_path / "b.dcm").write_bytes(chart().saved(tmp_path / "whole").read_bytes()[:-100_000])
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "library.md", "exec"), {"__name__": "library"})
    assert capsys.readouterr().out == "['redacted', 'refused: damaged']\n"
    assert (tmp_path / "redacted-a.dcm").is_file()
    assert not (tmp_path / "redacted-b.dcm").exists()


def test_the_page_names_all_that_is_offered() -> None:
    assert sorted(coded(row[0])[0] for row in table(LIBRARY, "name")) == sorted(dicom_text_redactor.__all__)
    redactor = {name for row in table(LIBRARY, "name") for name in coded(row[1]) if name.startswith("redact_")}
    assert all(hasattr(dicom_text_redactor.Redactor, name) for name in redactor)
    assert len(redactor) == 3


def test_the_page_names_the_libraries_that_are_kept_quiet() -> None:
    told = {"pydicom": "pydicom", "PIL": "Pillow", "presidio-analyzer": "Presidio", "decision_process": "Presidio",
            "spacy": "spaCy"}  # fmt: skip
    assert told.keys() == set(LIBRARIES)
    (said,) = re.findall(r"\*\*Warnings and logs\.\*\*(.*?)\n\* ", LIBRARY, re.DOTALL)
    assert [name for name in told.values() if name not in said] == []


def test_each_dependency_stands_once_in_the_table_of_platforms() -> None:
    named = [name for row in table(PLATFORMS, "dependency") for name in coded(row[0])]
    assert sorted(named) == sorted(Requirement(line).name for line in PROJECT["dependencies"])


def test_the_pythons_of_the_page_are_those_of_the_package() -> None:
    oldest, newest = re.findall(r"3\.\d+", PROJECT["requires-python"])
    assert f"Python {oldest} to 3.{int(newest.split('.')[1]) - 1}, CPython" in PLATFORMS
