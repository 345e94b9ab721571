"""A small stand-in for the Azure Functions host, for local use only.

Azure Functions Core Tools (`func start`) run the real host; where they cannot be had, this runs the
same function app against the same storage. In Azure the Functions host does this work.

    python -m local.host

reads local.settings.json and the environment (which wins), imports function_app, makes the
containers that the bindings name, and looks for new blobs. FUNCTIONS_WORKER_PROCESS_COUNT workers, processes of
their own, share the work; one that dies is replaced. A storage that fails is asked again.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import azure.functions as func
from azure.core.exceptions import AzureError

from dicom_text_redactor.errors import SettingError
from local.app_settings import ROOT, HostSettings, local_settings
from local.deliveries import RECEIPTS, BlobDeliveries, QueueDeliveries, Storage
from local.triggers import QueueTrigger, triggers_of

# The real host waits ten seconds; here somebody sits and looks.
POLL_SECONDS = 1.0
_STOP_SECONDS = 10.0
_WATCH_SECONDS = 0.3
WRONG_SETTING = 2


@dataclass(frozen=True, slots=True)
class Host:
    """Runs the functions of one app.

    Attributes
    ----------
    blobs
        The deliveries of its one blob trigger.
    queues
        The deliveries of its queue triggers.
    """

    blobs: BlobDeliveries | None
    queues: tuple[QueueDeliveries, ...]

    @classmethod
    def of(cls, app: func.FunctionApp, environment: Mapping[str, str], settings: HostSettings) -> Host:
        """The host of an app whose bindings are resolved with `environment`.

        Raises
        ------
        ValueError
            There are two blob triggers; the queue between scan and work serves one.
        """
        blobs: BlobDeliveries | None = None
        queues: list[QueueDeliveries] = []
        for trigger in triggers_of(app, environment):
            storage = Storage.connect(environment[trigger.connection])
            if isinstance(trigger, QueueTrigger):
                queues.append(QueueDeliveries(trigger, storage, settings))
                continue
            if blobs is not None:
                raise ValueError("The local host serves one blob trigger only.")
            storage.make_container(RECEIPTS)
            storage.make_container(trigger.container)
            blobs = BlobDeliveries(trigger, storage, settings)
        return cls(blobs, tuple(queues))

    def scan(self) -> None:
        """Look once for new blobs."""
        if self.blobs is not None:
            self.blobs.scan()

    def work(self, stopping: threading.Event | None = None) -> None:
        """Call functions until nothing waits for them, or until `stopping`."""
        deliveries: list[BlobDeliveries | QueueDeliveries] = [*self.queues, *filter(None, [self.blobs])]
        while not (stopping is not None and stopping.is_set()):
            found = [each.deliver() for each in deliveries]
            if not any(found):
                return

    def repeat(self, step: Callable[[], None], stopping: threading.Event) -> None:
        """Scan or work again and again until `stopping` is set; a storage that is gone may come back."""
        while not stopping.is_set():
            try:
                step()
            except AzureError as error:
                _say_that_it_failed(error)
            stopping.wait(POLL_SECONDS)


def _say_that_it_failed(error: AzureError) -> None:
    print(f"The storage failed ({type(error).__name__}).", file=sys.stderr, flush=True)


def load(environment: Mapping[str, str]) -> Host:
    """The host of this project's function app, once the storage is there; the import checks the settings."""
    from function_app import app

    while True:
        try:
            return Host.of(app, environment, HostSettings.from_file())
        except AzureError as error:
            _say_that_it_failed(error)
            time.sleep(POLL_SECONDS)


def main(arguments: list[str]) -> int:
    """Run until SIGINT or SIGTERM; 2 for a wrong setting. With `--worker HOST` it works only."""
    for name, value in local_settings().items():
        os.environ.setdefault(name, value)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("redact_function").setLevel(logging.INFO)
    stopping = threading.Event()
    try:
        host = load(os.environ)
    except (SettingError, LookupError) as error:
        print(error, file=sys.stderr)
        return WRONG_SETTING
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    if "--worker" in arguments:
        _stop_with_parent(int(arguments[-1]), stopping)
        host.repeat(lambda: host.work(stopping), stopping)
        return 0
    print("The local host is running.", flush=True)
    with _workers(max(1, int(os.environ.get("FUNCTIONS_WORKER_PROCESS_COUNT") or 1)), stopping):
        host.repeat(host.scan, stopping)
    return 0


def _stop_with_parent(parent: int, stopping: threading.Event) -> None:
    """Let a worker end when the host that started it is gone; nobody else would end it."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_WATCH_SECONDS)
        stopping.set()
        time.sleep(_STOP_SECONDS)
        os._exit(1)  # it is at a delivery that takes longer; that comes again

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def _workers(number: int, stopping: threading.Event) -> Iterator[None]:
    """That many worker processes for the time of a with block; one that dies is replaced."""
    # Their own sessions: Ctrl-C reaches this process alone, which tells them.
    command = [sys.executable, "-m", "local.host", "--worker", str(os.getpid())]

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, cwd=ROOT, start_new_session=True)  # noqa: S603  # our own words only

    workers = [start() for _ in range(number)]

    def replace_dead() -> None:
        while not stopping.wait(_WATCH_SECONDS):
            for place, worker in enumerate(workers):
                if worker.poll() not in (None, WRONG_SETTING):
                    print("A worker ended, and another one takes its place.", flush=True)
                    workers[place] = start()

    watch = threading.Thread(target=replace_dead)
    watch.start()
    try:
        yield
    finally:
        stopping.set()
        watch.join()
        for worker in workers:
            worker.terminate()
        for worker in workers:
            _end(worker)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
