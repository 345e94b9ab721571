"""The functions of the app behind HTTP, for a host that calls them so: the storage listener of Microsoft's own code.

    python -m local.http_worker PORT

POST /FUNCTION with the JSON of a trigger calls that function as the Python worker of Azure Functions would, one call
at a time: a blob trigger with `container` and `name`, a queue trigger with `message`, `dequeue_count` and so on. The
answer is 200, or 500 with the exception's kind and text.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from azure.storage.blob import BlobServiceClient

from local.triggers import BlobTrigger, QueueTrigger, message_of, triggers_of

Call = Callable[[Mapping[str, Any]], None]
"""Calls a function with what the trigger tells."""


def calls_of(app: Any, environment: Mapping[str, str]) -> dict[str, Call]:
    """What to call for the name of each function that blobs and messages start."""
    return {trigger.function: _call(trigger, environment) for trigger in triggers_of(app, environment)}


def _call(trigger: BlobTrigger | QueueTrigger, environment: Mapping[str, str]) -> Call:
    if isinstance(trigger, QueueTrigger):

        def with_message(told: Mapping[str, Any]) -> None:
            trigger.call(**{trigger.argument: message_of(told)})

        return with_message
    account = BlobServiceClient.from_connection_string(environment[trigger.connection])

    def with_blob(told: Mapping[str, Any]) -> None:
        trigger.call(**{trigger.argument: account.get_blob_client(told["container"], told["name"])})

    return with_blob


def server(calls: Mapping[str, Call], port: int = 0) -> ThreadingHTTPServer:
    """A server on this machine for these functions; one call at a time is worked at, the others wait."""
    one_at_a_time = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:  # a name of http.server
            told = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
            status, said = 200, ""
            call = calls.get(self.path.strip("/"))
            try:
                if call is None:
                    raise LookupError("There is no such function.")
                with one_at_a_time:
                    call(told)
            except Exception as error:
                traceback.print_exc()
                status, said = 500, f"{type(error).__name__}: {error}"
            body = said.encode()
            self.send_response_only(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    serving = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    serving.daemon_threads = True
    return serving


def main(arguments: list[str]) -> int:
    """Serve the project's app until the process is ended."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    logging.getLogger("redact_function").setLevel(logging.INFO)
    from function_app import app

    serving = server(calls_of(app, os.environ), int(arguments[0]) if arguments else 0)
    print(f"listening {serving.server_address[1]}", flush=True)
    serving.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
