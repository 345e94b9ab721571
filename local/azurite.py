"""Azurite, the storage emulator: start it, know its addresses, stop it.

It listens on the loopback interface only, on ports that the system gives out, so several can run at
the same time.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from typing import IO

PROGRAM = Path(__file__).parent / "node_modules/azurite/dist/src/azurite.js"

# Every Azurite has this account and key; they stand in its documentation and open nothing else.
ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="

_SERVICES = ("blob", "queue", "table")
_LISTENING = re.compile(r"Azurite (Blob|Queue|Table) service is successfully listening at http://127\.0\.0\.1:(\d+)")
_START_SECONDS = 60.0
_STOP_SECONDS = 10.0


class AzuriteError(RuntimeError):
    """Azurite is not installed, or did not start."""


@dataclass(frozen=True, slots=True)
class Azurite:
    """A running emulator and the ports of its services."""

    process: subprocess.Popen[str]
    ports: dict[str, int]

    @property
    def connection_string(self) -> str:
        """What any storage client needs to reach it."""
        endpoints = (
            f"{service.capitalize()}Endpoint=http://127.0.0.1:{port}/{ACCOUNT};" for service, port in self.ports.items()
        )
        return f"DefaultEndpointsProtocol=http;AccountName={ACCOUNT};AccountKey={KEY};{''.join(endpoints)}"

    def stop(self) -> None:
        """End the process, and wait until it is gone."""
        self.process.terminate()
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(location: Path | None = None, ports: Sequence[int] = (0, 0, 0)) -> Azurite:
    """Start Azurite and wait until its services listen.

    Parameters
    ----------
    location
        Folder that keeps the blobs; None keeps them in memory.
    ports
        Of the blob, queue and table services; 0 takes a free one.

    Raises
    ------
    AzuriteError
        Node or the package is missing, or a service does not come up.
    """
    node = shutil.which("node")
    if node is None or not PROGRAM.exists():
        raise AzuriteError("Azurite is not installed: Node 20 or newer is needed, and `make setup`.")
    where = ["--inMemoryPersistence"] if location is None else ["--location", str(location)]
    listen = [word for name, port in zip(_SERVICES, ports, strict=True) for word in (f"--{name}Port", str(port))]
    # Its own session: Ctrl-C reaches us alone, and we stop it once nothing uses it any more.
    process = subprocess.Popen(  # noqa: S603  # our own words and numbers only
        # Azurite knows fewer versions of the storage protocol than today's SDKs speak.
        [node, str(PROGRAM), "--skipApiVersionCheck", "--silent", "--disableTelemetry", *where, *listen],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    lines: Queue[str | None] = Queue()
    threading.Thread(target=_drain, args=(process.stdout, lines), daemon=True).start()
    azurite = Azurite(process, {})
    try:
        _wait_until_listening(azurite, lines)
    except BaseException:
        azurite.stop()
        raise
    return azurite


@contextmanager
def running(location: Path | None = None, ports: Sequence[int] = (0, 0, 0)) -> Iterator[Azurite]:
    """Azurite for the time of a with block."""
    azurite = start(location, ports)
    try:
        yield azurite
    finally:
        azurite.stop()


def _drain(output: IO[str], lines: Queue[str | None]) -> None:
    """Read all that Azurite prints, so that it never waits for a reader; None says that it ended."""
    with output:
        for line in output:
            lines.put(line)
    lines.put(None)


def _wait_until_listening(azurite: Azurite, lines: Queue[str | None]) -> None:
    said = ""
    while len(azurite.ports) < len(_SERVICES):
        try:
            line = lines.get(timeout=_START_SECONDS)
        except Empty:
            raise AzuriteError(f"Azurite did not come up within {_START_SECONDS:.0f} s:\n{said}") from None
        if line is None:
            raise AzuriteError(f"Azurite ended at once:\n{said}")
        said += line
        if match := _LISTENING.search(line):
            azurite.ports[match[1].lower()] = int(match[2])
