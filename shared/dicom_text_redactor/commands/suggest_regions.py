"""``dicom-redact suggest-regions OUT_DIR``: write areas that were hidden in most files of a device as rules."""

from __future__ import annotations

import argparse
from pathlib import Path

from dicom_text_redactor.commands.checks import new_file
from dicom_text_redactor.commands.statuses import OK
from dicom_text_redactor.errors import SettingError

HELP = "suggest rules for areas that were hidden in most files of a device"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("folder", type=Path, metavar="OUT_DIR", help="a folder of results, with their reports")
    parser.add_argument("--ctp", type=Path, metavar="FILE", help="write a script of CTP, and do not print it")
    parser.add_argument("--deid", type=Path, metavar="FILE", help="write a recipe of deid, and do not print it")


def run(parsed: argparse.Namespace) -> int:
    """Print or write the rules, and tell how many files they come from.

    Raises
    ------
    SettingError
        The folder is none, or a file cannot be written.
    """
    from dicom_text_redactor.rules.suggesting import LEAST_FILES, groups_below, suggestions
    from dicom_text_redactor.rules.writing import as_ctp, as_deid, writable

    if not parsed.folder.is_dir():
        raise SettingError(f"OUT_DIR must be a folder, and {parsed.folder} is none.")
    targets = {"--ctp": parsed.ctp, "--deid": parsed.deid}
    for option, target in targets.items():
        new_file(target, *(other for name, other in targets.items() if other and name != option), option=option)
    groups = groups_below(parsed.folder)
    found = suggestions(groups)
    told = [suggestion for suggestion in found if writable(suggestion)]
    for target, title, text in ((parsed.ctp, "CTP", as_ctp(told)), (parsed.deid, "deid", as_deid(told))):
        if target:
            _write(target, text)
        elif told and not (parsed.ctp or parsed.deid):
            print(f"----- {title} -----\n{text}")
    small, unwritable = sum(group.files < LEAST_FILES for group in groups.values()), len(found) - len(told)
    said = [
        f"{_count(sum(group.files for group in groups.values()), 'file')} of {_count(len(groups), 'kind')} of image",
        _count(len(told), "suggestion"),
        *([f"{_count(small, 'kind')} with fewer than {LEAST_FILES} files left out"] if small else []),
        *([f"{_count(unwritable, 'kind')} with a name that cannot stand in a rule left out"] if unwritable else []),
    ]
    print("; ".join(said))
    return OK


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingError(f"A file cannot be written ({type(error).__name__}): {path}.") from None
