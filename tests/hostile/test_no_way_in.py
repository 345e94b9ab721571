"""Nothing that a file holds is run, unpickled or used as a path; the document has each exception from ruff's rules."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.settings import RedactionSettings
from dicom_text_redactor.silence import quietly
from tests.dicom.images import Made, made
from tests.hostile.bombs import file_of
from tests.hostile.stamping import stamp

ROOT = Path(__file__).resolve().parents[2]
DEPLOYED = [
    ROOT / "function_app.py",
    *sorted((ROOT / "shared").rglob("*.py")),
    *sorted((ROOT / "redact_function").rglob("*.py")),
]
PAGE = (ROOT / "docs" / "hostile-input.md").read_text(encoding="utf-8")

FORBIDDEN_MODULES = {
    "pickle", "cPickle", "dill", "shelve", "marshal", "subprocess", "pty", "xml", "lxml", "yaml", "ctypes", "socket",
    "urllib", "http", "requests", "ftplib", "telnetlib", "code", "runpy",
}  # fmt: skip
# Tesseract is an outside program: one module asks where its data are, the other knows its errors.
ALLOWED_MODULES = {
    "shared/dicom_text_redactor/text/tesseract_data.py": {"subprocess"},
    "shared/dicom_text_redactor/text/tesseract_program.py": {"subprocess"},
    # Names and types alone: the storage library has opened the connection and parsed its answer.
    "redact_function/listing.py": {"http", "urllib", "xml"},
    "redact_function/tasks.py": {"urllib"},
}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "os.execv", "os.spawnv", "np.load"}


def called(path: Path) -> set[str]:
    """The names of all functions that a module calls, as they are written."""
    calls = (node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return {ast.unparse(function) for function in calls}


def imported(path: Path) -> set[str]:
    """The top-level names of all modules that a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("path", DEPLOYED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_deployed_module_runs_unpickles_or_fetches_anything(path: Path) -> None:
    allowed = ALLOWED_MODULES.get(path.relative_to(ROOT).as_posix(), set())
    assert imported(path) & FORBIDDEN_MODULES == allowed
    assert called(path) & FORBIDDEN_CALLS == set()


def test_the_exceptions_from_the_security_rules_are_those_of_the_document() -> None:
    command = [sys.executable, "-m", "ruff", "check", "--select", "S", "--ignore-noqa", "--output-format", "concise"]
    done = subprocess.run([*command, *map(str, DEPLOYED)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    found = re.findall(r"^(\S+?\.py):\d+:\d+: (S\d+)", done.stdout, re.MULTILINE)
    documented = re.findall(r"^\| `(S\d+)` \| `([\w/]+\.py)` \|", PAGE, re.MULTILINE)
    assert documented
    assert {(rule, Path(file).as_posix()) for file, rule in found} == set(documented)


def test_no_text_of_a_file_becomes_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp(monkeypatch)
    dataset = made(Made("grey"))
    for keyword in ("PatientName", "PatientID", "StudyID", "SeriesDescription", "StationName", "ImageComments"):
        setattr(dataset, keyword, "../../escaped")
    with quietly():  # pydicom says that these are no file ids
        dataset.ReferencedFileID = ["..", "..", "escaped"]
    dataset.RetrieveURI = "file:///etc/passwd"
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    (folder / "scan").write_bytes(file_of(dataset))
    Redactor(RedactionSettings(ner_model="")).redact_file(folder / "scan", folder / "out" / "scan")
    there = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert there == ["a/b/out/scan", "a/b/out/scan.boxes.json", "a/b/scan"]


def test_an_object_whose_pixels_lie_elsewhere_is_refused_and_not_fetched(tmp_path: Path) -> None:
    dataset = made(Made("grey"))
    del dataset.PixelData
    dataset.PixelDataProviderURL = "http://127.0.0.1:9/pixels"
    (tmp_path / "scan").write_bytes(file_of(dataset))
    results = Redactor(RedactionSettings(ner_model="")).redact_directory(tmp_path, tmp_path / "out").results
    assert [result.code for result in results] == ["no-pixels"]
