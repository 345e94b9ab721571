"""`make start`, `make drop` and `make fetch`: emulator and host that keep running, for one's own files.

python -m local.start
python -m local.start drop FILE…
python -m local.start fetch [FOLDER]
"""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path

from azure.core.exceptions import AzureError
from azure.storage.blob import BlobServiceClient

from local import azurite, launch
from local.app_settings import local_settings
from local.deliveries import Storage
from local.fetching import fetch as fetch_into
from local.fetching import waiting
from redact_function.inbox import FOREVER
from redact_function.tasks import File, Task

STATE = Path(__file__).parent / ".state"
RUNNING = STATE / "running.json"

# The ports that storage clients try for "the emulator"; free ones are taken if somebody has these.
_USUAL_PORTS = (10000, 10001, 10002)


def start() -> int:
    """Run Azurite and the host until Ctrl-C; what lies in the containers is kept for the next time."""
    settings = local_settings()
    containers = settings.get("INPUT_CONTAINER") or "input", settings.get("OUTPUT_CONTAINER") or "output"
    ingest, queue = settings.get("INGEST") or "blob", settings.get("INPUT_QUEUE") or "input"
    if _running_already():
        print("`make start` is already running in another terminal.", file=sys.stderr)
        return 1
    STATE.mkdir(exist_ok=True)
    launch.end_on_sigterm()
    try:
        with azurite.running(STATE / "azurite", _usual_ports_if_free()) as emulator:
            storage = Storage.connect(emulator.connection_string)
            for container in containers:
                storage.make_container(container)
            RUNNING.write_text(
                json.dumps(
                    {
                        "pid": os.getpid(),
                        "connection": emulator.connection_string,
                        "input": containers[0],
                        "output": containers[1],
                        "queue": queue if ingest == "queue" else "",
                    }
                )
            )
            _print_greeting(emulator.connection_string, *containers)
            environment = launch.environment_for(emulator.connection_string, *containers)
            with launch.host(environment | {"INGEST": ingest, "INPUT_QUEUE": queue}) as host:
                host.wait()
            return host.returncode
    except KeyboardInterrupt:
        print("\nStopped.")
        return 0
    finally:
        RUNNING.unlink(missing_ok=True)


def drop(files: list[Path]) -> int:
    """Upload files, and the files of folders, into the input container of the running `make start`."""
    if (running := _running()) is None:
        return 1
    if not files:
        print("Name the files: make drop FILES='a.dcm folder'", file=sys.stderr)
        return 2
    storage = Storage.connect(running["connection"])
    container = storage.blobs.get_container_client(running["input"])
    try:
        for path, name in _named(files):
            with path.open("rb") as file:
                container.upload_blob(name, file, overwrite=True)
            if queue := running.get("queue"):  # nobody else tells of a new blob here, as Event Grid does in Azure
                task = Task(running["input"], (File(name),))
                storage.queue(queue).send_message(task.to_json(), time_to_live=FOREVER)
            print(f"{path} -> {running['input']}/{name}")
    except (OSError, AzureError) as error:
        print(f"Not uploaded ({type(error).__name__}).", file=sys.stderr)
        return 1
    return 0


def fetch(folder: Path) -> int:
    """Download all results of the running `make start` into a folder; 1 if one of them could not be fetched."""
    if (running := _running()) is None:
        return 1
    service = BlobServiceClient.from_connection_string(running["connection"])
    inputs, outputs = (service.get_container_client(running[name]) for name in ("input", "output"))
    incomplete = 0
    try:
        for result in fetch_into(outputs, folder):
            print(f"{folder / result.name}: {result.status}")
            incomplete += not result.complete
        if left := waiting(inputs, outputs):
            print(f"{left} {'file waits' if left == 1 else 'files wait'} for an answer: fetch again later.")
    except (OSError, AzureError) as error:
        print(f"Not fetched ({type(error).__name__}).", file=sys.stderr)
        return 1
    return 1 if incomplete else 0


def _running() -> dict[str, str] | None:
    """What the running `make start` noted; None, with a line on standard error, if nothing runs."""
    if not RUNNING.exists():
        print("Nothing is running: start `make start` in another terminal first.", file=sys.stderr)
        return None
    noted: dict[str, str] = json.loads(RUNNING.read_text())
    return noted


def _named(files: list[Path]) -> list[tuple[Path, str]]:
    """Each file with its blob's name: its own, or its path from the folder that was named."""
    named = []
    for path in files:
        inside = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        named += [(each, each.relative_to(path.parent).as_posix()) for each in inside]
    return named


def _running_already() -> bool:
    """Whether the process that left the note still runs; one that was killed could not take it away."""
    if not RUNNING.exists():
        return False
    try:
        os.kill(json.loads(RUNNING.read_text())["pid"], 0)
    except ProcessLookupError:
        return False
    return True


def _usual_ports_if_free() -> tuple[int, int, int]:
    try:
        for port in _USUAL_PORTS:
            with socket.socket() as probe:
                # As the server itself does: a port whose last connections are only waiting to end is free.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))
    except OSError:
        return (0, 0, 0)
    return _USUAL_PORTS


def _print_greeting(connection_string: str, input_container: str, output_container: str) -> None:
    print(
        f"Drop files into the container '{input_container}' (make drop FILES='a.dcm folder', or any storage client);\n"
        f"redacted files and their reports appear in '{output_container}' (make fetch). Ctrl-C stops.\n"
        f"Connection string:\n{connection_string}\n",
        flush=True,
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["drop"]:
        sys.exit(drop([Path(name) for name in sys.argv[2:]]))
    if sys.argv[1:2] == ["fetch"]:
        sys.exit(fetch(Path(*sys.argv[2:3] or ["fetched"])))
    sys.exit(start())
