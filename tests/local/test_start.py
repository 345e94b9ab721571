from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from azure.storage.blob import ContainerClient

from local import start
from local.azurite import Azurite


def test_dropping_files_and_folders_keeps_their_names(
    azurite: Azurite, inputs: ContainerClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = tmp_path / "running.json"
    running.write_text(json.dumps({"connection": azurite.connection_string, "input": inputs.container_name}))
    monkeypatch.setattr(start, "RUNNING", running)
    folder = tmp_path / "study"
    (folder / "series 1").mkdir(parents=True)
    for path in (tmp_path / "a.dcm", folder / "b", folder / "series 1" / "ö.dcm"):
        path.write_bytes(b"1")
    assert start.drop([tmp_path / "a.dcm", folder]) == 0
    assert sorted(inputs.list_blob_names()) == ["a.dcm", "study/b", "study/series 1/ö.dcm"]


def test_a_second_start_leaves_the_first_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    running = tmp_path / "running.json"
    running.write_text(json.dumps({"pid": os.getpid()}))
    monkeypatch.setattr(start, "RUNNING", running)
    assert start.start() == 1
    assert "already" in capsys.readouterr().err
    assert running.exists()


def test_dropping_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(start, "RUNNING", tmp_path / "running.json")
    assert start.drop([tmp_path]) == 1
    assert "make start" in capsys.readouterr().err
    (tmp_path / "running.json").write_text("{}")
    assert start.drop([]) == 2
    assert "FILES" in capsys.readouterr().err
