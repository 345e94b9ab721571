"""What outside tools say of a file: dcmtk, GDCM and dicom3tools, none of which shares code with this project."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

TOOLS = ("dcmdump", "dcmdrle", "dcmdjpeg", "dcmdjpls", "dciodvfy", "gdcminfo", "gdcmconv")
_SECONDS = 60.0
_VALUES = re.compile(r"<[^>]*>|'[^']*'|\"[^\"]*\"|\[[^\]]*\]|(?<![(,0-9A-Fa-f])\d[\d.]*")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Opinion:
    """What a tool said: whether it ended well, and its errors without the values that they repeat."""

    well: bool
    errors: frozenset[str]


def missing() -> list[str]:
    """The tools that are not installed."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


def complaints(source: Path, output: Path, syntax: str, source_syntax: str) -> list[str]:
    """What the tools have against `output` and not against `source`; values are not repeated.

    Parameters
    ----------
    source, output
        Files.
    syntax, source_syntax
        Their transfer syntaxes; they choose the decoders.
    """
    found: list[str] = []
    for name, ask in _PANEL:
        after = ask(output, syntax)
        if after.well and not after.errors:
            continue
        before = ask(source, source_syntax)
        if not after.well and before.well:
            found.append(f"{name} fails")
        found += [f"{name}: {error}" for error in sorted(after.errors - before.errors)]
    return found


def _dcmdump(path: Path, _: str) -> Opinion:
    return _opinion(["dcmdump", "-M", "-ll", "error", str(path)], starts=("E:", "F:"))


def _dciodvfy(path: Path, _: str) -> Opinion:
    opinion = _opinion(["dciodvfy", "-ignoreoutofordertags", str(path)], starts=("Error",))
    return Opinion(True, opinion.errors)  # it ends with 1 for every error in the header


def _gdcminfo(path: Path, _: str) -> Opinion:
    return _opinion(["gdcminfo", str(path)], starts=("Error",))


def _decoded(path: Path, syntax: str) -> Opinion:
    with tempfile.TemporaryDirectory() as folder:
        return _opinion([*_decoder(syntax), str(path), str(Path(folder) / "native.dcm")], starts=("E:", "F:", "Error"))


def _decoder(syntax: str) -> list[str]:
    """The command that unpacks the pixels of a transfer syntax."""
    if syntax == "1.2.840.10008.1.2.5":
        return ["dcmdrle"]
    if syntax in ("1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"):
        return ["dcmdjpls"]
    if syntax in ("1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"):
        return ["gdcmconv", "--raw"]
    if syntax.startswith("1.2.840.10008.1.2.4.5") or syntax.startswith("1.2.840.10008.1.2.4.7"):
        return ["dcmdjpeg", "+cn"]
    if syntax.startswith("1.2.840.10008.1.2.4."):
        return ["dcmdump", "-M", "-ll", "error", "-q"]  # nothing here decodes it but the program itself
    return ["gdcmconv", "--raw"]


def _opinion(command: Sequence[str], *, starts: tuple[str, ...]) -> Opinion:
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return Opinion(False, frozenset({"takes too long"}))
    said = (done.stdout[-200_000:] + b"\n" + done.stderr).decode("latin-1")
    for path in (word for word in command if "/" in word):
        said = said.replace(path, "a file")
    lines = said.splitlines()
    return Opinion(done.returncode == 0, frozenset(_plain(line) for line in lines if line.startswith(starts)))


def _plain(line: str) -> str:
    """A message without the values in it and the numbers of bytes."""
    return _SPACES.sub(" ", _VALUES.sub("_", line)).strip()


_PANEL: tuple[tuple[str, Callable[[Path, str], Opinion]], ...] = (
    ("dcmdump", _dcmdump),
    ("dciodvfy", _dciodvfy),
    ("gdcminfo", _gdcminfo),
    ("decoding", _decoded),
)
