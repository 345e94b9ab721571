"""Paths as Presidio takes them: what is to be read, and where the results go."""

from __future__ import annotations

from pathlib import Path
from shutil import SameFileError

_DIRECTORY = "DICOMDIR"  # the name that PS3.10 8.6 gives to the directory of a medium


def target_of_file(source: Path, output: Path) -> Path:
    """Where the result of one file goes: the same name in the folder `output`.

    Raises
    ------
    TypeError
        `source` is no file, or `output` is one.
    SameFileError
        The result would take the place of the source.
    """
    if not source.is_file():
        raise TypeError("input_dicom_path must be a file that exists.")
    target = _folder(output) / source.name
    if target.exists() and target.samefile(source):
        raise SameFileError("output_dir must not be the folder of the file.")
    return target


def target_of_directory(source: Path, output: Path) -> Path:
    """Where the results of a folder go: a folder of the same name in the folder `output`.

    Raises
    ------
    TypeError
        `source` is no folder, or `output` is a file.
    FileExistsError
        There are results already.
    """
    if not source.is_dir():
        raise TypeError("input_dicom_path must be a folder that exists.")
    target = _folder(output) / (source.name or source.resolve().name)
    if target.exists():
        raise FileExistsError("The output folder holds a folder of this name already; clear it, or name another one.")
    return target


def _folder(output: Path) -> Path:
    if output.is_file():
        raise TypeError("output_dir must be a folder; it need not exist yet.")
    return output


def files_of(source: Path, target: Path) -> list[Path]:
    """All files below `source` that may be images, as relative paths; those below `target` are left out."""
    inside = (path for path in source.rglob("*") if path.is_file() and not path.is_relative_to(target))
    return sorted(path.relative_to(source) for path in inside if path.name.upper() != _DIRECTORY)
