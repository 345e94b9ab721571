"""The installed package redacts from any folder, without the checkout and without a Tesseract on PATH."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.data import get_testdata_file
from pydicom.uid import ExplicitVRLittleEndian

from dicom_text_redactor.text.tesseract_data import FILE, PACKAGE
from dicom_text_redactor.version import APP
from infra import selftest
from tests.installation.conftest import ROOT, Installed
from tests.test_readme import table

REAL = "examples_rgb_color.dcm"  # an ultrasound image with burned-in text; it lies in pydicom's wheel


@pytest.fixture(scope="module")
def redacted(installed: Installed) -> Path:
    """The folder of results of one run of the command, over a made file and a real one."""
    source = installed.folder / "in"
    source.mkdir()
    made = selftest.picture_of(selftest.HIDDEN + selftest.KEPT, ExplicitVRLittleEndian)
    made.save_as(source / "made.dcm", enforce_file_format=True)
    (source / REAL).write_bytes(Path(str(get_testdata_file(REAL))).read_bytes())
    ran = installed.run("dicom-redact", "redact", "in", "out")
    assert ran.returncode == 0, ran.stderr
    return installed.folder / "out"


def report(redacted: Path, name: str) -> dict[str, Any]:
    return dict(json.loads((redacted / f"{name}.boxes.json").read_text(encoding="utf-8")))


def said(installed: Installed, code: str) -> str:
    """What Python code prints in the environment."""
    ran = installed.run("python", "-c", code)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_the_checkout_is_out_of_reach(installed: Installed) -> None:
    place = said(installed, "import dicom_text_redactor; print(dicom_text_redactor.__file__)")
    assert Path(place).is_relative_to(installed.environment)
    path = json.loads(said(installed, "import json, sys; print(json.dumps(sys.path))"))
    assert [each for each in path if Path(each).is_relative_to(ROOT)] == []
    assert said(installed, "import shutil; print(shutil.which('tesseract'))") == "None"


def test_names_are_painted_over_and_clinical_text_stays(redacted: Path) -> None:
    told = report(redacted, "made.dcm")
    assert told["status"] == "redacted"
    painted = np.zeros((selftest.ROWS, selftest.COLUMNS), dtype=bool)
    for box in told["boxes"]:
        painted[box["top"] : box["top"] + box["height"], box["left"] : box["left"] + box["width"]] = True
    assert selftest.share_of_ink(selftest.HIDDEN, painted) > 0.95
    assert selftest.share_of_ink(selftest.KEPT, painted) < 0.1


def test_a_real_file_is_redacted_and_changes_inside_its_boxes_only(redacted: Path) -> None:
    told = report(redacted, REAL)
    assert told["status"] == "redacted"
    before, after = (dcmread(path).pixel_array for path in (redacted.parent / "in" / REAL, redacted / REAL))
    assert not np.array_equal(before, after)
    for box in told["boxes"]:
        place = np.s_[box["top"] : box["top"] + box["height"], box["left"] : box["left"] + box["width"]]
        before[place] = after[place]
    assert np.array_equal(before, after)


def test_tesseract_reads_as_a_library_with_the_data_of_the_package(redacted: Path, installed: Installed) -> None:
    code = (
        f"from importlib.metadata import files; print(*(f.locate() for f in files('{PACKAGE}') if f.name == '{FILE}'))"
    )
    data = Path(said(installed, code)).resolve()
    assert data.is_relative_to(installed.environment)
    versions = report(redacted, REAL)["versions"]
    assert versions["tesseract_data"] == f"eng {hashlib.sha256(data.read_bytes()).hexdigest()[:12]}"
    assert versions["tesseract"] == said(installed, "import tesserocr; print(tesserocr.tesseract_version().split()[1])")


def test_the_review_page_is_made_of_the_data_in_the_package(redacted: Path, installed: Installed) -> None:
    ran = installed.run("dicom-redact", "review", "out", "--output", "review.html")
    assert ran.returncode == 0, ran.stderr
    assert REAL in (installed.folder / "review.html").read_text(encoding="utf-8")


def test_the_installed_version_is_that_of_the_reports(redacted: Path, installed: Installed) -> None:
    assert said(installed, "from importlib.metadata import version; print(version('dicom-text-redactor'))") == APP
    assert report(redacted, REAL)["versions"]["app"] == APP


def test_python_m_is_the_same_command(installed: Installed) -> None:
    module = installed.run("python", "-m", "dicom_text_redactor", "redact", "--help")
    assert module.returncode == 0, module.stderr
    assert module.stdout == installed.run("dicom-redact", "redact", "--help").stdout


def test_no_package_that_is_needed_is_missing_or_of_another_version(installed: Installed) -> None:
    uv = Path(sys.executable).with_name("uv")
    ran = subprocess.run([uv, "pip", "check", "--python", installed.environment], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr


def test_nothing_of_the_service_and_no_tool_of_developers_is_installed(installed: Installed) -> None:
    code = "from importlib.metadata import distributions as d; print(*{x.metadata['Name'].lower() for x in d()})"
    names = set(said(installed, code).split())
    assert "pydicom" in names
    assert names & {"azure-storage-blob", "azure-functions", "pytest", "mypy", "hatchling", "playwright"} == set()


SIZES = """
import json
from importlib.metadata import distributions
from pathlib import Path
files = {each.metadata["Name"]: [Path(str(file.locate())) for file in each.files or ()] for each in distributions()}
# What Python itself compiles comes and goes.
kept = {name: [file for file in some if file.is_file() and file.suffix != ".pyc"] for name, some in files.items()}
print(json.dumps({name: sum(file.stat().st_size for file in some) for name, some in kept.items()}))
"""


def test_the_page_tells_which_packages_are_the_largest_and_how_large_they_are(installed: Installed) -> None:
    sizes = {name: size / 1e6 for name, size in json.loads(said(installed, SIZES)).items()}
    page = (ROOT / "docs" / "installation.md").read_text(encoding="utf-8")
    told = {name.strip("`"): float(size) for name, size, _ in table(page, "package")}
    assert set(told) == set(sorted(sizes, key=lambda name: -sizes[name])[: len(told)])
    assert {name: sizes[name] for name in told} == pytest.approx(told, rel=0.15)
    (count,) = re.findall(r"The largest of (\d+) packages", page)
    assert len(sizes) == pytest.approx(int(count), abs=2)
    (total,) = re.findall(r"(?m)^\| `uv tool install`.*\| ([\d.]+) GB \|$", page)
    assert sum(sizes.values()) / 1000 == pytest.approx(float(total), abs=0.06)


def test_the_page_names_the_data_of_the_package(redacted: Path) -> None:
    page = (ROOT / "docs" / "installation.md").read_text(encoding="utf-8")
    assert f"`{report(redacted, REAL)['versions']['tesseract_data']}`" in " ".join(page.split())


def test_others_who_check_types_strictly_see_ours(installed: Installed) -> None:
    (installed.folder / "right.py").write_text(
        "from dicom_text_redactor import BoxReport, RedactionSettings, Redactor\n"
        "report: BoxReport = Redactor(RedactionSettings()).redact_file('a', 'b')\n"
        "status: str = report.status\n",
        encoding="utf-8",
    )
    (installed.folder / "wrong.py").write_text(
        "from dicom_text_redactor import RedactionSettings, Redactor\n"
        "Redactor(RedactionSettings()).redact_file(1, 'b').status.nothing\n",
        encoding="utf-8",
    )
    strict = ["-m", "mypy", "--strict", "--python-executable", str(installed.programs / "python")]
    command = [sys.executable, *strict, "right.py", "wrong.py"]
    ran = subprocess.run(command, cwd=installed.folder, capture_output=True, text=True, check=False)
    first, second, summary = ran.stdout.splitlines()
    assert first.startswith("wrong.py:2: error:")
    assert second.startswith("wrong.py:2: error:")
    assert '"Path | str"  [arg-type]' in ran.stdout
    assert summary == "Found 2 errors in 1 file (checked 2 source files)"
