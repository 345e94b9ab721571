"""What the wheel and the source archive hold: the core with its data, the service, and nothing else."""

from __future__ import annotations

import tarfile
import tomllib
import zipfile
from email import message_from_string
from email.message import Message
from importlib.metadata import version
from pathlib import Path

import pytest

from dicom_text_redactor.version import APP
from tests.installation.conftest import ROOT, Built

SOURCES = ROOT / "shared" / "dicom_text_redactor", ROOT / "redact_function"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def metadata(built: Built) -> Message:
    """What the wheel says of itself."""
    with zipfile.ZipFile(built.wheel) as archive:
        return message_from_string(archive.read(f"dicom_text_redactor-{APP}.dist-info/METADATA").decode())


def test_the_wheel_holds_the_core_and_the_service_and_nothing_else(built: Built) -> None:
    held = {
        path.relative_to(source.parent).as_posix()
        for source in SOURCES
        for path in source.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    about = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}
    assert names(built.wheel) == held | {f"dicom_text_redactor-{APP}.dist-info/{name}" for name in about}


def test_the_wheel_holds_data_of_each_kind(built: Built) -> None:
    held = names(built.wheel)
    for pattern in (
        "*/py.typed",
        "*.schema.json",
        "*/vocabulary/*.txt",
        "*/labels.txt",
        "*/page/*.js",
        "*.css",
        "*.html",
    ):
        assert [name for name in held if Path(name).match(pattern)], pattern


def test_the_source_archive_builds_the_same_wheel(built: Built) -> None:
    assert built.wheel.name == built.direct.name
    assert built.wheel.read_bytes() == built.direct.read_bytes()


def test_the_source_archive_holds_what_the_package_is_made_of_and_no_tests(built: Built) -> None:
    with tarfile.open(built.source) as archive:
        held = {Path(name).parts[1:] for name in archive.getnames()}
    assert {parts[0] for parts in held} == {
        "shared", "redact_function", "README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml", "PKG-INFO", ".gitignore",
    }  # fmt: skip
    assert {parts[1] for parts in held if parts[0] == "shared"} == {"dicom_text_redactor"}


def test_the_package_says_what_the_project_says(metadata: Message) -> None:
    assert (metadata["Name"], metadata["Version"]) == (PROJECT["name"], APP)
    assert metadata["License-Expression"] == PROJECT["license"]
    needed = [line for line in metadata.get_all("Requires-Dist") or [] if "extra ==" not in line]
    assert len(needed) == len(PROJECT["dependencies"])


def test_the_version_stands_in_one_place(metadata: Message) -> None:
    assert "version" in PROJECT["dynamic"]
    assert version(PROJECT["name"]) == APP
