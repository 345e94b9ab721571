"""The storage listener: the storage triggers of the Functions host, Microsoft's own code, in a program of their own.

It lies beside the checkout where there is one, or where LISTENER says. Nothing needs it but `make check-listener` and
`make archive`, which hold what `local/` imitates against it.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from local.app_settings import ROOT

_BESIDE = ROOT.parent / "shared" / "tools" / "storage-listener"


def program() -> Path | None:
    """Where the listener lies; None where there is none."""
    named = os.environ.get("LISTENER")
    path = Path(named) if named else _BESIDE
    return path if path.is_file() and os.access(path, os.X_OK) else None


def start(
    connection: str, workers: Sequence[str], log: IO[bytes], settings: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """One replica: a listener that calls these workers, with the settings of host.json unless others are given.

    Raises
    ------
    FileNotFoundError
        There is no listener.
    """
    path = program()
    if path is None:
        raise FileNotFoundError("There is no storage listener: set LISTENER to its path.")
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR", "LANG")}
    environment = {
        **kept,
        "STORAGE": connection,
        "WORKERS": ",".join(workers),
        "DOTNET_gcServer": "0",
        **(settings or {}),
    }
    return subprocess.Popen([path], env=environment, stdout=log, stderr=log, start_new_session=True)  # noqa: S603
