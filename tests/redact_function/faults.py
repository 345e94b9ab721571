"""A proxy between a storage client and Azurite that does to requests what networks and busy services do."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Literal

Fault = Literal["500", "503", "429", "reset", "answer lost", "answer cut", "request cut", "slow", "too slow", "good"]
Choice = Callable[[str, str], Fault]
"""What becomes of a request, by its method and its path with the query."""

SLOW_SECONDS = 0.3


@dataclass
class Proxy:
    """Passes requests on to `port` on this machine, but for those that `choose` has something else for.

    `seen` lists the method and the path of each request that came.
    """

    port: int
    choose: Choice = lambda _method, _path: "good"
    seen: list[tuple[str, str]] = field(default_factory=list)
    too_slow_s: float = 3.0

    def __enter__(self) -> Proxy:
        proxy = self

        class Handler(_Handler):
            owner = proxy

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def address(self) -> str:
        """Where it listens, host and port."""
        host, port = self._server.server_address[:2]
        return f"{host!s}:{port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: Proxy

    def _pass(self) -> None:
        self.owner.seen.append((self.command, self.path))
        fault = self.owner.choose(self.command, self.path)
        length = int(self.headers.get("Content-Length") or 0)
        if fault == "request cut":
            self.rfile.read(length // 2)
            self._reset()
            return
        body = self.rfile.read(length)
        if fault in ("500", "503", "429"):
            self._answer(int(fault), [("Content-Length", "0")], b"")
            return
        if fault == "reset":
            self._reset()
            return
        status, headers, content = self._ask(body)
        if fault == "answer lost":
            self._reset()
            return
        if fault == "too slow":
            time.sleep(self.owner.too_slow_s)
            self._reset()
            return
        self._answer(status, headers, content, fault)

    do_GET = do_HEAD = do_PUT = do_DELETE = _pass  # noqa: N815  # names of http.server

    def _ask(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        upstream = http.client.HTTPConnection("127.0.0.1", self.owner.port, timeout=30)
        upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            upstream.putheader(name, value)
        upstream.endheaders(body)
        answer = upstream.getresponse()
        content = answer.read()
        hop = {"transfer-encoding", "connection", "keep-alive"}
        headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in hop]
        if not any(name.lower() == "content-length" for name, _ in headers):
            headers.append(("Content-Length", str(len(content))))
        upstream.close()
        return answer.status, headers, content

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes, fault: Fault = "good") -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        half = len(content) // 2
        self.wfile.write(content[:half])
        self.wfile.flush()
        if fault == "answer cut":
            self._reset()
            return
        if fault == "slow":
            time.sleep(SLOW_SECONDS)
        self.wfile.write(content[half:])
        self.wfile.flush()

    def _reset(self) -> None:
        """End the connection with a RST."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.shutdown(socket.SHUT_RDWR)
        self.connection.close()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        try:
            super().handle()
        except (OSError, ValueError):
            return  # the connection was reset by one side or the other
