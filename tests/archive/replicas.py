"""The processes that read the queue: the local host and its workers, or the real triggers, one worker a replica."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from local import listener
from local.app_settings import ROOT
from tests.chaos import processes


class Replicas(Protocol):
    """They run until they are stopped; `kill_one` ends one with SIGKILL, and another one takes its place."""

    def start(self) -> None:
        """Start all of them."""

    def kill_one(self) -> str:
        """Kill one that may be at work; what it was."""

    def stop(self) -> None:
        """End all of them."""


@dataclass
class LocalHost:
    """The host of `local/`: each of its workers takes a message at a time."""

    environment: Mapping[str, str]
    workers: int
    log: IO[bytes]

    def start(self) -> None:
        """Start the host, which starts its workers."""
        environment = {**self.environment, "FUNCTIONS_WORKER_PROCESS_COUNT": str(self.workers)}
        self.host = processes.start_host(environment, self.log)

    def kill_one(self) -> str:
        """Kill a worker; the host replaces it, and its message comes back when its lock is over."""
        assert processes.kill(processes.children(self.host.pid)[0])
        return "worker"

    def stop(self) -> None:
        """End the host and its workers."""
        processes.end(self.host)


@dataclass
class Triggers:
    """Replicas as they are deployed: the storage triggers of Microsoft's own code, each with one worker process."""

    environment: Mapping[str, str]
    workers: int
    log: IO[bytes]
    ports: list[int] = field(default_factory=list)
    listeners: list[subprocess.Popen[bytes]] = field(default_factory=list)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    kills: int = 0

    def start(self) -> None:
        """Start the workers, and then what calls them."""
        self.ports = [_free_port() for _ in range(self.workers)]
        self.processes = [self._worker(port) for port in self.ports]
        for port in self.ports:
            _wait_for(port)
        self.listeners = [self._listener(port) for port in self.ports]

    def kill_one(self) -> str:
        """Kill a whole replica first, and a worker under a living host the next time."""
        self.kills += 1
        if self.kills == 1:
            for killed in (self.listeners[0], self.processes[0]):
                killed.kill()
                killed.wait()
            self.processes[0] = self._worker(self.ports[0])
            _wait_for(self.ports[0])
            self.listeners[0] = self._listener(self.ports[0])
            return "replica"
        self.processes[1].kill()
        self.processes[1].wait()
        self.processes[1] = self._worker(self.ports[1])
        return "worker"

    def stop(self) -> None:
        """End all of them."""
        for process in (*self.listeners, *self.processes):
            process.kill()
            process.wait()

    def _worker(self, port: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "local.http_worker", str(port)]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log)

    def _listener(self, port: int) -> subprocess.Popen[bytes]:
        settings = {
            "INPUT_QUEUE": self.environment["INPUT_QUEUE"],
            "LEAVE_OUT_redact": "1",
            "LEAVE_OUT_give_up": "1",
            "QUEUES_MAX_DEQUEUE_COUNT": "100",
            "QUEUES_VISIBILITY_TIMEOUT_S": "60",
            "QUEUES_MAX_POLLING_INTERVAL_MS": "2000",
            "QUEUES_MESSAGE_ENCODING": "None",
        }
        with Path("/dev/null").open("wb") as nowhere:
            return listener.start(self.environment["STORAGE"], [f"http://127.0.0.1:{port}"], nowhere, settings)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    until = time.monotonic() + 120
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
