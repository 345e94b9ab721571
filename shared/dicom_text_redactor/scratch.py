"""The temporary files of this process, in a folder of its own that others can clear away when it is gone.

Pictures of single lines lie there while Tesseract reads them, and they show what is to be hidden. A
process that is killed can't remove them, nor end the Tesseract that it started. The lock on the folder tells
whether its owner lives: the system gives it up with the process, however that ends.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path

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
    _own = folder, _ = _locked_folder(above)
    tempfile.tempdir = str(folder)
    atexit.register(_leave, folder, above, os.getpid())
    return folder


def _locked_folder(above: Path) -> tuple[Path, int]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=above))
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if folder.exists():
            return folder, lock
        os.close(lock)  # somebody took it for a dead one's in the moment before it was locked


def clear_dead(above: Path) -> int:
    """Remove the folders below `above` whose owners are dead, and end the programs that still read there; how many."""
    cleared = 0
    for folder in above.glob(f"{PREFIX}*"):
        with suppress(OSError):  # another process may be clearing it, or it is another user's
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _end_readers(folder)
                shutil.rmtree(folder)
                cleared += 1
            finally:
                os.close(lock)
    return cleared


def clear_leftovers() -> int:
    """Remove the folders of processes that have died since this one looked; how many."""
    return clear_dead(_own[0].parent if _own else Path(tempfile.gettempdir()))


def _end_readers(folder: Path) -> None:
    """Kill programs that were started with a file of this folder, which is named for nobody else."""
    name = os.fsencode(folder) + b"/"
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if name in (process / "cmdline").read_bytes() and int(process.name) != os.getpid():
                os.kill(int(process.name), signal.SIGKILL)


def _leave(folder: Path, above: Path, owner: int) -> None:
    if os.getpid() == owner:  # and not a copy of it that was forked
        tempfile.tempdir = str(above)
        shutil.rmtree(folder, ignore_errors=True)
