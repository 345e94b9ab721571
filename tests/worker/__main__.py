"""`make check-worker`: Microsoft's own Python worker indexes the app in both ways of ingest, and calls its functions.

It runs in an environment of its own, with Python 3.13 and the package azure-functions-runtime, which is the worker of
that Python. The host that it talks to is played here: objects with the fields of the host's messages. Nothing is asked
of a storage. Exit status 0: all is as it is to be; 1: something is not.

    .venv-worker/bin/python -m tests.worker [blob|queue]
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = {
    "blob": {"redact": "blobTrigger", "give_up": "queueTrigger", "backlog": "timerTrigger", "health": "httpTrigger"},
    "queue": {
        "redact_queued": "queueTrigger",
        "give_up_queued": "queueTrigger",
        "backlog": "timerTrigger",
        "health": "httpTrigger",
    },
}


class Message:
    """A message of the host's protocol: whatever fields it is made with."""

    def __init__(self, **fields: Any) -> None:
        self.__dict__.update(fields)


class Protocol:
    """The classes of the host's protocol, as far as the worker makes messages of them."""

    def __getattr__(self, name: str) -> Any:
        constants = {
            "StatusResult": {"Failure": 0, "Success": 1},
            "BindingInfo": {"in": 0, "out": 1, "inout": 2, "undefined": 0},
        }
        made = type(name, (Message,), constants.get(name, {}))
        setattr(self, name, made)
        return made


class Typed(SimpleNamespace):
    """Data as the host sends them: one field, and its name."""

    def WhichOneof(self, _group: str) -> str:  # noqa: N802  # a name of protobuf
        """The name of the field that is set."""
        return next(iter(vars(self)))


async def look(mode: str) -> list[str]:
    """Index the app and call the function that takes poison messages; what is not as it is to be."""
    worker = import_module("azure_functions_runtime.handle_event")  # only there in its own environment
    init = SimpleNamespace(capabilities={}, function_app_directory=str(ROOT))
    protocol = Protocol()
    request = SimpleNamespace(
        request=SimpleNamespace(worker_init_request=init), properties={"host": "127.0.0.1", "protos": protocol}
    )
    answer = await worker.worker_init_request(request)
    if answer.result.status != protocol.StatusResult.Success:
        return [f"{mode}: it does not start: {answer.result.exception.message}"]
    metadata = (await worker.functions_metadata_request(request)).function_metadata_results
    found = {each.name: next(b["type"] for b in map(json.loads, each.raw_bindings)) for each in metadata}
    wrong = [] if found == EXPECTED[mode] else [f"{mode}: the functions are {found}"]
    ids = {each.name: each.function_id for each in metadata}
    takes = "redact_queued" if mode == "queue" else "give_up"
    return wrong + await _call(worker, protocol, mode, takes, ids[takes])


async def _call(worker: Any, protocol: Protocol, mode: str, name: str, function_id: str) -> list[str]:
    """Call a queue's function with a message that is about no blob: it is dropped, and nothing fails."""
    body = Typed(data=Typed(string="hello"), name="message")
    told = {"DequeueCount": Typed(string="7"), "Id": Typed(string="1"), "PopReceipt": Typed(string="2")}
    trace = SimpleNamespace(trace_parent="", trace_state="", attributes={})
    retry = SimpleNamespace(retry_count=0, max_retry_count=0, exception=None)
    invocation = SimpleNamespace(
        invocation_id="1",
        function_id=function_id,
        input_data=[body],
        trigger_metadata=told,
        trace_context=trace,
        retry_context=retry,
    )
    answer = await worker.invocation_request(SimpleNamespace(request=SimpleNamespace(invocation_request=invocation)))
    if answer.result.status != protocol.StatusResult.Success:
        return [f"{mode}: {name} fails: {answer.result.exception.message}"]
    import azure.functions as func

    message = worker.from_incoming_proto(
        "queueTrigger", body, pytype=func.QueueMessage, trigger_metadata=told, function_name=name
    )
    seen = message.get_body(), message.dequeue_count
    return [] if seen == (b"hello", 7) else [f"{mode}: the message comes as {seen}"]


def main(arguments: list[str]) -> int:
    """Look at one way of ingest, or at both, each in a process of its own: an app is indexed once in a process."""
    if arguments:
        (mode,) = arguments
        wrong = asyncio.run(look(mode))
        print("\n".join(wrong) or f"INGEST={mode}: {', '.join(EXPECTED[mode])}")
        return 1 if wrong else 0
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STORAGE", "REDACT_", "BLOB_"))}
    statuses = []
    for mode in EXPECTED:
        environment = {**kept, "STORAGE": "UseDevelopmentStorage=true", "INPUT_CONTAINER": "input", "INGEST": mode}
        command = [sys.executable, "-m", "tests.worker", mode]
        statuses.append(subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode)
    return max(statuses)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
