"""Print the bill of materials of the machine this runs on: CycloneDX 1.6, JSON.

Every Debian package, every Python package, and the model files that Python packages bring along, with their digests.
It runs while the image is built, so it needs nothing but Python, and leaves no tool behind in the image.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any
from urllib.parse import quote

APP = "dicom-text-redactor"

# What is a model and not a program: networks for onnxruntime, weights of spaCy's pipeline, Tesseract's data.
_PYTHON_MODELS = (".onnx", ".traineddata", "/ner/model", "/tok2vec/model")
_TESSERACT_DATA = Path("/usr/share/tesseract-ocr")

_DEBIAN_FIELDS = "${db:Status-Status}\t${Package}\t${Version}\t${Architecture}\n"


def bill_of_materials() -> dict[str, Any]:
    """The whole document; its components are in the order of their kind and name."""
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid4()}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.now(UTC).isoformat(timespec="seconds"),
            "component": {"type": "container", "bom-ref": APP, "name": APP},
        },
        "components": [*debian_packages(), *python_packages(), *models()],
    }


def debian_packages() -> Iterator[dict[str, Any]]:
    """The installed packages of the system; none where it is not Debian's."""
    dpkg_query = shutil.which("dpkg-query")
    if dpkg_query is None:
        return
    command = [dpkg_query, "--show", f"--showformat={_DEBIAN_FIELDS}"]
    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603  # fixed words
    for line in sorted(listing.splitlines()):
        status, name, version, architecture = line.split("\t")
        if status == "installed":
            purl = f"pkg:deb/debian/{quote(name)}@{quote(version)}?arch={architecture}"
            yield {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}


def python_packages() -> Iterator[dict[str, Any]]:
    """The distributions that this Python can import."""
    for distribution in _distributions():
        name, purl = distribution.metadata["Name"], _purl(distribution)
        component: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "purl": purl}
        component["version"] = distribution.version
        for expression in distribution.metadata.get_all("License-Expression") or []:
            component["licenses"] = [{"expression": expression}]
        yield component


def models() -> Iterator[dict[str, Any]]:
    """The files that were trained, whatever brought them."""
    for distribution in _distributions():
        for file in sorted(distribution.files or [], key=str):
            path = Path(str(file.locate()))
            if str(file).endswith(_PYTHON_MODELS) and path.is_file():
                # Data files lie beside the folder of the packages: ../../../share/tessdata/eng.traineddata
                yield _model(str(file).replace("../", ""), path, distribution.version)
    for path in sorted(_TESSERACT_DATA.rglob("*.traineddata")):
        yield _model(str(path.relative_to(_TESSERACT_DATA.parent)), path, None)


def _distributions() -> list[Distribution]:
    """Each distribution once: a folder that is named twice in the path shows its own twice."""
    by_purl = {_purl(each): each for each in distributions()}
    return [by_purl[purl] for purl in sorted(by_purl)]


def _purl(distribution: Distribution) -> str:
    return f"pkg:pypi/{distribution.metadata['Name'].lower().replace('_', '-')}@{quote(distribution.version)}"


def _model(name: str, path: Path, version: str | None) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    component: dict[str, Any] = {
        "type": "machine-learning-model",
        "bom-ref": f"model:{name}",
        "name": name,
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }
    return component | ({"version": version} if version else {})


if __name__ == "__main__":
    json.dump(bill_of_materials(), sys.stdout, indent=1)
    print()
