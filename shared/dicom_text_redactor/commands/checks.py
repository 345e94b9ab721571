"""What several commands ask of the paths that they are given."""

from __future__ import annotations

import argparse
from pathlib import Path

from dicom_text_redactor.errors import Internal, RedactionError, SettingError
from dicom_text_redactor.tracing import lines_of


def one_file(path: Path) -> Path:
    """The path of a file that is there.

    Raises
    ------
    SettingError
        It is not.
    """
    if not path.exists():
        raise SettingError(f"The source does not exist: {path}.")
    if not path.is_file():
        raise SettingError(f"Only a single file can be looked at, and this is none: {path}.")
    return path


def new_file(path: Path | None, *others: Path, option: str) -> Path | None:
    """The path of a file that can be written and is none of the `others`; None stays None.

    Raises
    ------
    SettingError
        It is a folder, its folder is missing, or it is one of the others; `option` is named.
    """
    if path is None:
        return None
    if path.is_dir() or not path.parent.is_dir():
        raise SettingError(f"{option} must name a file in a folder that exists, not {path}.")
    if any(path.resolve() == other.resolve() for other in others):
        raise SettingError(f"{option} must not name a file that is read, or written anyway: {path}.")
    return path


def refusal_of(error: RedactionError, *, debug: bool) -> str:
    """What is printed where a single file is refused, with the trace of an internal error for who asks for it."""
    said = f"refused: {error.code}: {error} {error.remedy}"
    return "\n".join([said, *(lines_of(error.trace) if debug and isinstance(error, Internal) else [])])


def count(text: str) -> int:
    """A whole number of 1 or more, from an argument."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def share(text: str) -> float:
    """A number from 0 to 1, from an argument."""
    number = float(text)
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError("must be from 0 to 1")
    return number
