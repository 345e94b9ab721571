"""Starting the function host as a process of its own: Core Tools where there are some, else the local host."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import IO

from local.app_settings import ROOT
from local.deliveries import HOST_ID
from redact_function.requeueing import HOST_ID_SETTING

_STOP_SECONDS = 20.0


def host_command() -> list[str]:
    """`func start` if Core Tools are installed, otherwise the local host of this project."""
    func = shutil.which("func")
    return [func, "start"] if func else [sys.executable, "-m", "local.host"]


def environment_for(connection_string: str, input_container: str, output_container: str) -> dict[str, str]:
    """The environment of a host that works on that account, whatever else local.settings.json says of it."""
    return {
        **os.environ,
        "FUNCTIONS_WORKER_RUNTIME": "python",
        "AzureWebJobsStorage": connection_string,
        "STORAGE": connection_string,
        "STORAGE__blobServiceUri": "",
        "STORAGE__queueServiceUri": "",
        "INPUT_CONTAINER": input_container,
        "OUTPUT_CONTAINER": output_container,
        "BLOB_SOURCE": "",
        "INGEST": "blob",
        HOST_ID_SETTING: HOST_ID,
    }


@contextmanager
def host(environment: Mapping[str, str], output: IO[bytes] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A running host for the time of a with block; `output` takes what it prints."""
    process = subprocess.Popen(  # noqa: S603  # a fixed command
        host_command(), cwd=ROOT, env=dict(environment), stdout=output, stderr=output, start_new_session=True
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def end_on_sigterm() -> None:
    """Let SIGTERM unwind the with blocks as Ctrl-C does, so that nothing that was started stays behind."""

    def unwind(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, unwind)
