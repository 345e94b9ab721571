"""The temporary files of this process, in a folder of its own that others can clear away when it is gone.

Pictures of single lines lie there while Tesseract reads them, and they show what is to be hidden. A
process that is killed can't remove them, nor end the Tesseract that it started. The lock on the folder tells
whether its owner lives: the system gives it up with the process, however that ends.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from dicom_text_redactor import machine

PREFIX = "dicom-redactor-"

# The lock is held for as long as this stays open, which is as long as the process lives.
_own: tuple[Path, int] | None = None


def use_own_folder() -> Path:
    """Let all temporary files of this process be made in a folder of its own; clear those of dead processes.

    A second call does nothing. The folder is below the system's temporary folder and goes with the process.

    Raises
    ------
    OSError
        There is no place for it.
    """
    global _own
    if _own is not None:
        return _own[0]
    above = Path(tempfile.gettempdir())
    clear_dead(above)
    _own = folder, lock = _locked_folder(above)
    tempfile.tempdir = str(folder)
    atexit.register(_leave, folder, above, lock, os.getpid())
    return folder


def _locked_folder(above: Path) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=above))
        with suppress(FileNotFoundError):  # somebody took it for a dead one's in the moment before it was locked
            lock = machine.lock(folder)
            if lock is not None and folder.exists():
                return folder, lock
            if lock is not None:
                os.close(lock)


def clear_dead(above: Path) -> int:
    """Remove the folders below `above` whose owners are dead, and end the programs that still read there; how many."""
    cleared = 0
    for folder in above.glob(f"{PREFIX}*"):
        with suppress(OSError):  # another process may be clearing it, or it is another user's
            cleared += _clear(folder)
    return cleared


def clear_leftovers() -> int:
    """Remove the folders of processes that have died since this one looked; how many."""
    return clear_dead(_own[0].parent if _own else Path(tempfile.gettempdir()))


def _clear(folder: Path) -> bool:
    """Remove a folder, unless its owner lives; whether it is gone."""
    lock = machine.lock(folder)
    if lock is None:
        return False
    try:
        machine.end_programs(f"{folder}{os.sep}")  # which is named for nobody else
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)
    if folder.exists():  # Windows removes no file that is open, as that of the lock was
        shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def _leave(folder: Path, above: Path, lock: int, owner: int) -> None:
    if os.getpid() == owner:  # and not a copy of it that was forked
        tempfile.tempdir = str(above)
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)
