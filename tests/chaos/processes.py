"""The local host and its workers as processes: start them, find them, kill them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO

from local.app_settings import ROOT


def start_host(environment: Mapping[str, str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    """The local host, whether or not Core Tools are installed."""
    command = [sys.executable, "-m", "local.host"]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)


def children(process: int) -> list[int]:
    """The processes that this one started and that still run."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, parent = status.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[:2]
            if int(parent) == process and state != "Z":
                found.append(int(status.parent.name))
    return found


def runs(process: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def kill(process: int) -> bool:
    """SIGKILL to one process; whether it was there."""
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def end(host: subprocess.Popen[bytes]) -> None:
    """Let the host and its workers end in good order."""
    host.terminate()
    try:
        host.wait(60)
    except subprocess.TimeoutExpired:
        for worker in children(host.pid):
            kill(worker)
        host.kill()
        host.wait()


def readers_in(folder: Path) -> list[int]:
    """Programs that were started with a file of that folder, such as a Tesseract that nobody waits for."""
    found = []
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if os.fsencode(folder) in command.read_bytes():
                found.append(int(command.parent.name))
    return found
