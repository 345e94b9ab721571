"""Files, kills, outages, overwritten and doubled deliveries, in an order that a seed gives; then the verdict."""

from __future__ import annotations

import json
import random
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from azure.storage.blob import ContainerClient

from dicom_text_redactor.scratch import clear_dead
from local import azurite, launch
from local.app_settings import LOCK_SETTING
from local.azurite import Azurite
from local.deliveries import WORK_QUEUE, Storage
from redact_function.inbox import FOREVER
from redact_function.settings import Ingest
from tests.chaos import processes
from tests.chaos.corpus import KINDS, MAX_BYTES
from tests.chaos.verdict import Verdict, judge

_LOCK_SECONDS = 6
_EVENTS = "events"
_WAITING = 10  # deliveries that wait while more files come, so that what goes wrong meets work


@dataclass(frozen=True, slots=True)
class Plan:
    """How much of what: files (a tenth of them of each kind), workers, kills, outages, and the seconds in all.

    `ingest` says what brings the files: the blob trigger, or a queue with an event for each version of a blob.
    """

    seed: int
    files: int = 300
    workers: int = 2
    kills: int = 24
    host_kills: int = 2
    outages: int = 3
    limit_s: float = 510.0
    ingest: Ingest = "blob"


@dataclass
class Outcome:
    """What was done, and what came of it."""

    verdict: Verdict
    seconds: float
    done: dict[str, int]
    temporary_files_left: list[str]
    programs_left: int

    @property
    def good(self) -> bool:
        """Whether every input is answered once and whole, and nothing was left behind."""
        return self.verdict.good and not self.temporary_files_left and not self.programs_left


@dataclass
class Storm:
    """One run in `folder`: an emulator that keeps its blobs there, a host, and a list of what is to happen."""

    plan: Plan
    folder: Path
    emulator: Azurite = field(init=False)
    host: subprocess.Popen[bytes] = field(init=False)
    storage: Storage = field(init=False)
    inputs: ContainerClient = field(init=False)
    outputs: ContainerClient = field(init=False)
    started: float = field(default_factory=time.monotonic)
    kinds: dict[str, tuple[str, str]] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    orphans: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.plan.seed)
        self.queue = WORK_QUEUE if self.plan.ingest == "blob" else _EVENTS
        self.scratch = self.folder / "tmp"
        self.scratch.mkdir(parents=True)
        self.log = (self.folder / "host.log").open("ab")

    def run(self) -> Outcome:
        """Let it all happen, wait until every input is answered or the time is over, and judge."""
        self.emulator = azurite.start(self.folder / "azurite")
        try:
            self.storage = Storage.connect(self.emulator.connection_string)
            self.inputs, self.outputs = (self.storage.blobs.create_container(name) for name in ("input", "output"))
            self._start_host()
            try:
                for step in self._steps():
                    if self._left() < self.plan.limit_s / 4:
                        break
                    step()
                verdict = self._wait()
            finally:
                processes.end(self.host)
            return Outcome(verdict, time.monotonic() - self.started, self.done, *self._left_behind())
        finally:
            self.emulator.stop()
            self.log.close()

    def _start_host(self) -> None:
        environment = launch.environment_for(self.emulator.connection_string, "input", "output") | {
            "FUNCTIONS_WORKER_PROCESS_COUNT": str(self.plan.workers),
            LOCK_SETTING: str(_LOCK_SECONDS),
            "INGEST": self.plan.ingest,
            "INPUT_QUEUE": _EVENTS,
            "REDACT_MAX_BYTES": str(MAX_BYTES),
            "TMPDIR": str(self.scratch),
            "OMP_NUM_THREADS": "1",
        }
        self.host = processes.start_host(environment, self.log)

    def _steps(self) -> list[Callable[[], None]]:
        """The uploads in their order, and at random places between them all that goes wrong."""
        steps: list[Callable[[], None]] = [
            partial(self._upload, self._name(number), number) for number in range(self.plan.files)
        ]
        others: list[Callable[[], None]] = [
            *[self._kill_worker] * self.plan.kills,
            *[self._kill_host] * self.plan.host_kills,
            *[self._stop_storage] * self.plan.outages,
            *[self._overwrite] * (self.plan.files // 8),
            *[self._deliver_twice] * (self.plan.files // 8),
            *[self._delete] * (self.plan.files // 30),
        ]
        self.random.shuffle(others)
        for step in others:
            steps.insert(self.random.randint(min(3, len(steps)), len(steps)), step)
        return steps

    def _name(self, number: int) -> str:
        odd = self.random.choice(["", "", "ward 7/", "größe/", "a/b/c/", "50% #1?/"])
        return f"{odd}{number:03d} {KINDS[number % len(KINDS)].name}.dcm"

    def _upload(self, name: str, number: int) -> None:
        while self._waiting(self.queue) > _WAITING and self._left() > 0:
            time.sleep(0.3)
        kind = KINDS[number % len(KINDS)]
        self.inputs.upload_blob(name, kind.make(number), overwrite=True)
        if self.plan.ingest == "queue":
            self._tell(name)
        self.kinds[name] = kind.name, kind.status
        self._note("uploaded")

    def _tell(self, name: str) -> None:
        """The event of a new version, as Event Grid would send it."""
        subject = f"/blobServices/default/containers/{self.inputs.container_name}/blobs/{name}"
        event = {"eventType": "Microsoft.Storage.BlobCreated", "subject": subject, "data": {"api": "PutBlob"}}
        self.storage.queue(_EVENTS).send_message(json.dumps(event), time_to_live=FOREVER)

    def _overwrite(self) -> None:
        if self.kinds:
            self._upload(self.random.choice(sorted(self.kinds)), self.random.randrange(1000, 10_000))
            self._note("overwritten")

    def _delete(self) -> None:
        if self.kinds:
            name = self.random.choice(sorted(self.kinds))
            self.inputs.delete_blob(name)
            del self.kinds[name]
            self.gone.append(name)
            self._note("deleted")

    def _deliver_twice(self) -> None:
        """Put messages of the queue into it once more, so that two workers get the same blob."""
        for message in self.storage.queue(self.queue).peek_messages(4):
            self.storage.queue(self.queue).send_message(message.content)
            self._note("delivered twice")

    def _kill_worker(self) -> None:
        time.sleep(self.random.uniform(0.0, 2.0))
        while not (workers := processes.children(self.host.pid)) and self.host.poll() is None and self._left() > 0:
            time.sleep(0.1)
        if workers and processes.kill(self.random.choice(workers)):
            self._note("workers killed")

    def _kill_host(self) -> None:
        """Its workers see that it is gone, and end by themselves; meanwhile others work beside them."""
        time.sleep(self.random.uniform(1.0, 3.0))
        self.orphans += processes.children(self.host.pid)
        self.host.kill()
        self.host.wait()
        self._note("hosts killed")
        self._start_host()

    def _stop_storage(self) -> None:
        ports = tuple(self.emulator.ports[name] for name in ("blob", "queue", "table"))
        self.emulator.stop()
        time.sleep(self.random.uniform(0.5, 4.0))
        self.emulator = azurite.start(self.folder / "azurite", ports)
        self._note("storage stopped")

    def _wait(self) -> Verdict:
        """Until all is well and nothing is left to deliver, or until the time is over."""
        while True:
            verdict = self._judge()
            self.done["deliveries waiting at the end"] = sum(
                self._waiting(queue.name) for queue in self.storage.queues.list_queues()
            )
            if verdict.good and not self.done["deliveries waiting at the end"]:
                return self._judge()
            if self._left() < 0:
                return verdict
            time.sleep(1)

    def _judge(self) -> Verdict:
        return judge(self.inputs, self.outputs, self.kinds, self.gone)

    def _waiting(self, queue: str) -> int:
        """Messages in a queue, those that a worker is at among them."""
        return self.storage.queue(queue).get_queue_properties().approximate_message_count or 0

    def _left_behind(self) -> tuple[list[str], int]:
        """Temporary files that a start of a worker does not clear, and programs that still read some."""
        until = time.monotonic() + 30
        while any(map(processes.runs, self.orphans)) and time.monotonic() < until:
            time.sleep(0.2)
        readers = len(processes.readers_in(self.scratch)) + sum(map(processes.runs, self.orphans))
        clear_dead(self.scratch)
        return sorted(path.name for path in self.scratch.iterdir()), readers

    def _note(self, what: str) -> None:
        self.done[what] = self.done.get(what, 0) + 1

    def _left(self) -> float:
        return self.plan.limit_s - (time.monotonic() - self.started)
