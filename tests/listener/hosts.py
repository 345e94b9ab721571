"""Two hosts that call the same functions: that of `local/`, and the storage listener of Microsoft's own code."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import azure.functions as func
from azure.storage.blob import BlobClient

from local import listener
from local.app_settings import HostSettings
from local.host import Host
from local.http_worker import server

Act = Callable[[str, Mapping[str, Any]], None]
"""What happens in a function, by its name and what it is told; it fails by raising."""

Run = Callable[[str, tuple[str, ...], Act, HostSettings], Any]
"""Runs these functions on an account, for the time of a with block."""

HOST_IDS = {"local": "local", "listener": "redact"}


@contextmanager
def local_host(connection: str, functions: tuple[str, ...], act: Act, settings: HostSettings) -> Iterator[None]:
    """The host of `local/`, which looks for blobs twice a second here."""
    app = _app(functions, act)
    environment = {"STORAGE": connection, "INPUT_CONTAINER": "input", "INPUT_QUEUE": "input"}
    host = Host.of(app, environment, settings)
    stopping = threading.Event()

    def again(step: Callable[[], None]) -> None:
        while not stopping.wait(0.3):
            step()

    threads = [threading.Thread(target=again, args=(step,)) for step in (host.scan, lambda: host.work(stopping))]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stopping.set()
        for thread in threads:
            thread.join()


def _app(functions: tuple[str, ...], act: Act) -> func.FunctionApp:
    app = func.FunctionApp()

    def for_blobs(name: str) -> None:
        @app.function_name(name)
        @app.blob_trigger(arg_name="blob", path="%INPUT_CONTAINER%/{name}", connection="STORAGE")
        def call(blob: BlobClient) -> None:
            act(name, {"name": blob.blob_name})

    def for_messages(name: str, queue: str) -> None:
        @app.function_name(name)
        @app.queue_trigger(arg_name="message", queue_name=queue, connection="STORAGE")
        def call(message: func.QueueMessage) -> None:
            told = {"message": message.get_body().decode(), "dequeue_count": message.dequeue_count}
            act(name, told)

    queues = {
        "redact_queued": "%INPUT_QUEUE%",
        "give_up": "webjobs-blobtrigger-poison",
        "give_up_queued": "%INPUT_QUEUE%-poison",
    }
    for function in functions:
        if function in queues:
            for_messages(function, queues[function])
        else:
            for_blobs(function)
    return app


@contextmanager
def storage_listener(connection: str, functions: tuple[str, ...], act: Act, settings: HostSettings) -> Iterator[None]:
    """Microsoft's own code, one replica with one worker."""
    calls = {name: _calling(act, name) for name in functions}
    serving = server(calls)
    thread = threading.Thread(target=serving.serve_forever, args=(0.05,))
    thread.start()
    left_out = {"redact", "redact_queued", "give_up", "give_up_queued"} - set(functions)
    told = {
        **{f"LEAVE_OUT_{name}": "1" for name in left_out},
        "BLOBS_MAX_DEGREE_OF_PARALLELISM": "1",
        "BLOBS_POISON_BLOB_THRESHOLD": str(settings.poison_blob_threshold),
        "QUEUES_MAX_DEQUEUE_COUNT": str(settings.max_dequeue_count),
        "QUEUES_VISIBILITY_TIMEOUT_S": str(settings.queue_wait_s),
        "QUEUES_MAX_POLLING_INTERVAL_MS": "500",
        "QUEUES_MESSAGE_ENCODING": "Base64" if settings.in_base64 else "None",
    }
    with Path("/dev/null").open("wb") as log:
        process = listener.start(connection, [f"http://127.0.0.1:{serving.server_address[1]}"], log, told)
        try:
            yield
        finally:
            process.kill()
            process.wait()
            serving.shutdown()
            thread.join()
            serving.server_close()


def _calling(act: Act, name: str) -> Callable[[Mapping[str, Any]], None]:
    return lambda told: act(name, told)
