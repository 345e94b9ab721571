"""The image's files: a Dockerfile that lints, a bill of materials that is one, and a self-test that can fail."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from pydicom import dcmread
from pydicom.uid import ExplicitVRLittleEndian

from dicom_text_redactor import Redactor
from dicom_text_redactor.corrections.marks import FileMarks
from dicom_text_redactor.model import Box, Mark
from dicom_text_redactor.report import BoxReport, Status
from dicom_text_redactor.sources import Source
from infra import bill_of_materials, selftest
from tests.infra.snapshots import INFRA

ROOT = INFRA.parent
DOCKERFILE = (INFRA / "Dockerfile").read_text(encoding="utf-8")
PROGRAMS = Path(sys.executable).parent


def copied() -> set[str]:
    """What the Dockerfile takes from the repository."""
    sources = re.findall(r"(?m)^COPY (?!--from)(.+) \S+$", DOCKERFILE)
    return {source for line in sources for source in line.split()}


def test_the_dockerfile_lints() -> None:
    result = subprocess.run([PROGRAMS / "hadolint", INFRA / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (result.stdout, result.returncode) == ("", 0)


def test_the_image_is_shown_exactly_what_it_copies() -> None:
    rules = [line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert rules[0] == "*"
    assert {rule.removeprefix("!") for rule in rules if rule.startswith("!")} == copied()
    assert all((ROOT / source).exists() for source in copied())


def test_requirements_are_installed_by_hash_before_any_code_is_copied() -> None:
    assert "--require-hashes" in DOCKERFILE
    assert DOCKERFILE.index("--require-hashes -r /usr") < DOCKERFILE.index("COPY redact_function")


def test_nothing_is_asked_of_the_builder_that_the_registry_lacks() -> None:
    assert "--mount" not in DOCKERFILE
    assert "syntax=" not in DOCKERFILE


def test_the_settings_of_the_image_are_those_of_a_host_of_one_file_at_a_time() -> None:
    settings = dict(re.findall(r"(\w+)=([\w/]+)(?: \\)?\n", DOCKERFILE[DOCKERFILE.index("ENV ") :]))
    folder = re.search(r"(?m)^WORKDIR (\S+)$", DOCKERFILE[DOCKERFILE.index("ENV ") :])
    assert folder is not None
    assert settings["AzureWebJobsScriptRoot"] == folder[1]
    assert (settings["PYTHON_THREADPOOL_THREAD_COUNT"], settings["OMP_THREAD_LIMIT"]) == ("1", "1")


def test_the_bill_of_materials_is_what_its_format_asks_for() -> None:
    text = json.dumps(bill_of_materials.bill_of_materials())
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None


def test_the_bill_of_materials_names_packages_and_models() -> None:
    components = bill_of_materials.bill_of_materials()["components"]
    names = {(each["type"], each["name"]) for each in components}
    assert {("library", "pydicom"), ("library", "tesseract-ocr")} < names
    models = [each for each in components if each["type"] == "machine-learning-model"]
    assert {"eng.traineddata", "model"} < {each["name"].rsplit("/", 1)[-1] for each in models}
    assert "share/tessdata/eng.traineddata" in {each["name"] for each in models}
    assert {f"{size}/{kind}/{kind}.onnx" for size in ("small", "tiny") for kind in ("det", "rec")} <= {
        "/".join(each["name"].split("/")[-3:]) for each in models
    }
    assert all(re.fullmatch(r"[0-9a-f]{64}", each["hashes"][0]["content"]) for each in models)
    assert len({each["bom-ref"] for each in components}) == len(components)


def test_the_self_test_passes_and_names_versions_and_functions() -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("STORAGE", "REDACT_"))}
    result = subprocess.run(
        [sys.executable, "-m", "infra.selftest"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout
    said = json.loads(result.stdout[: result.stdout.index("}\n") + 1])
    assert {"redact", "give_up"} <= set(said["functions"])
    assert said["app"]
    assert said["tesseract"]
    assert result.stdout.splitlines()[-1].startswith("self-test passed without asking for the network")


class Careless(Redactor):
    """A redactor that hides too little or too much: it paints `boxes`, tells of `told`, and says that it is done."""

    def __init__(self, status: Status, boxes: Sequence[Box], told: Sequence[Box] | None = None) -> None:
        self.status, self.boxes, self.told = status, boxes, boxes if told is None else told

    def redact_file(self, source: str | Path, target: str | Path, *, marks: FileMarks | None = None) -> BoxReport:
        """Do it badly."""
        dataset = dcmread(source)
        pixels = dataset.pixel_array.copy()
        for box in self.boxes:
            pixels[box.top : box.bottom, box.left : box.right] = 0
        dataset.PixelData = pixels.tobytes()
        dataset.save_as(target)
        hidden = tuple(Mark(box, ((0, 0),), "PERSON", Source.LABEL, 1.0) for box in self.told)
        return BoxReport(self.status, "cautious", "black", hidden=hidden)


TOP, BOTTOM = Box(0, 0, selftest.COLUMNS, 100), Box(0, 450, selftest.COLUMNS, 60)


@pytest.mark.parametrize(
    ("redactor", "complaint"),
    [
        (Careless("redacted", []), "what identifies"),
        (Careless("clean", []), "came out as clean"),
        (Careless("redacted", [TOP, BOTTOM]), "what is clinical"),
        (Careless("redacted", [TOP], []), "outside the boxes"),
    ],
    ids=["nothing", "said-to-be-clean", "everything", "in-secret"],
)
def test_the_self_test_fails_where_the_redaction_is_bad(redactor: Redactor, complaint: str) -> None:
    image = selftest.picture_of(selftest.HIDDEN + selftest.KEPT, ExplicitVRLittleEndian)
    with pytest.raises(selftest.SelfTestFailed, match=complaint):
        selftest.check_redaction(redactor, image)


@pytest.mark.parametrize(
    ("listing", "found"),
    [("/proc/net/route", "eth0\t00000000\t0100A8C0"), ("/proc/net/ipv6_route", "fe80 40 0 eth0")],
)
def test_the_self_test_notices_a_network(listing: str, found: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "lines_of", lambda path: ["Iface Destination", found] if path == listing else [])
    with pytest.raises(selftest.SelfTestFailed, match="eth0"):
        selftest.check_that_nothing_can_be_reached()


def test_the_self_test_takes_a_loopback_for_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "lines_of", lambda path: ["::1 80 lo"] if "ipv6" in path else ["Iface Destination"])
    selftest.check_that_nothing_can_be_reached()


def test_asking_for_the_network_is_noticed() -> None:
    code = (
        "import socket, infra.selftest as s\n"
        "attempts = s.watch_for_network()\n"
        "probe = socket.socket()\n"
        "probe.settimeout(0.1)\n"
        "probe.connect_ex(('127.0.0.1', 9))\n"
        "print(attempts)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "['socket.connect']"


def test_ink_is_counted_where_the_letters_are() -> None:
    everything = np.ones((selftest.ROWS, selftest.COLUMNS), dtype=bool)
    assert selftest.share_of_ink(selftest.HIDDEN, everything) == 1
    assert selftest.share_of_ink(selftest.HIDDEN, ~everything) == 0
