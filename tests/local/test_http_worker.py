"""The functions behind HTTP, as the storage listener calls them."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import azure.functions as func
import pytest
from azure.storage.blob import BlobClient

from local.azurite import Azurite
from local.http_worker import calls_of, server


@contextmanager
def serving(calls: Mapping[str, Callable[[Mapping[str, Any]], None]]) -> Iterator[str]:
    running = server(calls)
    thread = threading.Thread(target=running.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_address[1]}"
    finally:
        running.shutdown()
        thread.join()
        running.server_close()


def post(address: str, told: Mapping[str, Any]) -> tuple[int, str]:
    request = urllib.request.Request(address, json.dumps(told).encode(), method="POST")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_blobs_and_messages_reach_their_functions(azurite: Azurite) -> None:
    app = func.FunctionApp()
    seen: list[Any] = []

    @app.function_name("on_blob")
    @app.blob_trigger(arg_name="blob", path="in/{name}", connection="STORAGE")
    def on_blob(blob: BlobClient) -> None:
        seen.append((blob.container_name, blob.blob_name))

    @app.function_name("on_message")
    @app.queue_trigger(arg_name="message", queue_name="q", connection="STORAGE")
    def on_message(message: func.QueueMessage) -> None:
        seen.append((message.get_body(), message.dequeue_count, message.id))

    with serving(calls_of(app, {"STORAGE": azurite.connection_string})) as address:
        assert post(f"{address}/on_blob", {"container": "in", "name": "a b/ö.dcm"}) == (200, "")
        assert post(f"{address}/on_message", {"message": "größe", "dequeue_count": 3, "id": "7"}) == (200, "")
    assert seen == [("in", "a b/ö.dcm"), ("größe".encode(), 3, "7")]


def test_a_function_that_fails_and_one_that_is_not_there_are_told_as_failures(
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fail(_: Mapping[str, Any]) -> None:
        raise RuntimeError("no")

    with serving({"fail": fail}) as address:
        assert post(f"{address}/fail", {}) == (500, "RuntimeError: no")
        assert post(f"{address}/other", {})[0] == 500
    assert "RuntimeError: no" in capfd.readouterr().err


def test_one_call_at_a_time_is_worked_at() -> None:
    running = most = 0

    def call(_: Mapping[str, Any]) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        time.sleep(0.05)
        running -= 1

    with serving({"call": call}) as address:
        threads = [threading.Thread(target=post, args=(f"{address}/call", {})) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert most == 1
