"""An archive goes through the queue, and what can go wrong on the way does: see `Plan`."""

from __future__ import annotations

import base64
import json
import random
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local import azurite, launch
from local.app_settings import LOCK_SETTING, ROOT
from local.deliveries import Storage
from redact_function.backlog import Watch
from redact_function.inbox import FOREVER
from redact_function.requeueing import GRACE_S, Requeueing
from redact_function.storage import quiet_libraries
from redact_function.tasks import File, Task
from tests.archive.plan import Outcome, Plan
from tests.archive.replicas import LocalHost, Replicas, Triggers
from tests.chaos.corpus import KINDS, MAX_BYTES
from tests.chaos.verdict import judge

QUEUE = "scans"
KEPT, ENDING = "kept", "ending"  # what lies below them is told of by messages that last, and by such that end
_LOCK_SECONDS = 6
_LOADERS = 8


@dataclass
class Run:
    """One run in `folder`, with the real triggers or the local host."""

    plan: Plan
    folder: Path
    real: bool
    say: Callable[[str], None] = print
    kinds: dict[str, tuple[str, str]] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)

    def go(self) -> Outcome:
        """Let it all happen, and judge."""
        quiet_libraries()
        self.random = random.Random(self.plan.seed)
        self.until = time.monotonic() + self.plan.limit_s
        log = self.folder / "workers.log"
        # In a folder: every ten minutes an emulator that works in memory drops blobs that are just being written.
        with azurite.running(self.folder / "azurite") as emulator, log.open("wb") as said:
            storage = Storage.connect(emulator.connection_string)
            self.inputs, self.outputs = (storage.blobs.create_container(name) for name in ("input", "output"))
            self.queue, self.poison = storage.queue(QUEUE), storage.queue(f"{QUEUE}-poison")
            environment = launch.environment_for(emulator.connection_string, "input", "output") | {
                "INGEST": "queue",
                "INPUT_QUEUE": QUEUE,
                "REDACT_MAX_BYTES": str(MAX_BYTES),
                "OMP_NUM_THREADS": "1",
                LOCK_SETTING: str(_LOCK_SECONDS),
            }
            self._timed("uploading", self._upload)
            self._timed("a third expires", self._let_a_third_expire)
            self._timed("enqueueing", lambda: self._enqueue(environment))
            replicas: Replicas = (Triggers if self.real else LocalHost)(environment, self.plan.workers, said)
            replicas.start()
            try:
                self._timed("redacting", lambda: self._disturb(replicas))
                self._timed("redacting what had expired", self._bring_back)
            finally:
                replicas.stop()
            verdict = judge(self.inputs, self.outputs, self.kinds)
        return Outcome(verdict, dict(self.done), self.seconds, _deliveries(log))

    def _timed(self, what: str, work: Callable[[], None]) -> None:
        started = time.monotonic()
        work()
        self.seconds[what] = time.monotonic() - started
        self.say(f"{what}: {self.seconds[what]:.1f} s")

    def _upload(self) -> None:
        numbers = range(self.plan.files)
        names = [self._name(number) for number in numbers]
        with ThreadPoolExecutor(_LOADERS) as loaders:
            list(loaders.map(self._put, names, numbers))
        self.done["files"] = len(names)

    def _name(self, number: int) -> str:
        odd = self.random.choice(["", "", "ward 7/", "größe/", "50% #1?/", "\U0001f4a0/"])
        part = ENDING if number // len(KINDS) % 3 == 0 else KEPT
        return f"{part}/{odd}{number:04d} {KINDS[number % len(KINDS)].name}.dcm"

    def _put(self, name: str, number: int) -> str:
        kind = KINDS[number % len(KINDS)]
        self.kinds[name] = kind.name, kind.status
        return str(self.inputs.upload_blob(name, kind.make(number), overwrite=True).get_blob_properties().etag)

    def _let_a_third_expire(self) -> None:
        names = [name for name in self.kinds if name.startswith(ENDING)]
        with ThreadPoolExecutor(_LOADERS) as loaders:
            list(loaders.map(lambda name: self._send(Task("input", (File(name),)).to_json(), time_to_live=1), names))
        time.sleep(2)
        assert not self.queue.peek_messages(1)  # the count of a queue may still count them for a while
        self.done["messages that expired"] = len(names)

    def _enqueue(self, environment: dict[str, str]) -> None:
        command = [sys.executable, "-m", "dicom_text_redactor", "enqueue", "--prefix", f"{KEPT}/"]
        ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        self.done["files enqueued"] = int(ran.stdout.split()[0])

    def _disturb(self, replicas: Replicas) -> None:
        """Send events, overwrite and kill while the files are worked at; wait until all but the third are answered."""
        kept = sorted(name for name in self.kinds if name.startswith(KEPT))
        steps: list[Callable[[], None]] = []
        for name in self.random.sample(kept, round(self.plan.events * len(kept))):
            steps += [lambda name=name: self._tell(name)] * 2  # type: ignore[misc]
        for name in self.random.sample(kept, round(self.plan.overwritten * len(kept))):
            steps.append(lambda name=name: self._overwrite(name))  # type: ignore[misc]
        self.random.shuffle(steps)
        for number, step in enumerate(steps):
            step()
            if number in (len(steps) // 3, 2 * len(steps) // 3):
                self._wait_for(lambda: 4 * self._answered() > len(kept))
                self.done[f"{replicas.kill_one()} killed"] += 1
        self._wait_for(lambda: self._waiting() == 0)

    def _tell(self, name: str, etag: str | None = None) -> None:
        """An event, in one schema or the other, in Base64 or plain."""
        data = {"api": "PutBlob", "eTag": etag, "url": f"https://st.blob.example/input/{name}"}
        subject = f"/blobServices/default/containers/input/blobs/{name}"
        event: dict[str, Any] = {"id": str(self.random.random()), "subject": subject, "data": data}
        if self.random.random() < 0.5:
            event |= {"eventType": "Microsoft.Storage.BlobCreated", "dataVersion": "", "metadataVersion": "1"}
        else:
            event |= {"type": "Microsoft.Storage.BlobCreated", "specversion": "1.0", "source": "/"}
        text = json.dumps(event, ensure_ascii=False)
        self._send(base64.b64encode(text.encode()).decode() if self.random.random() < 0.5 else text)
        self.done["events"] += 1

    def _overwrite(self, name: str) -> None:
        """Another file in the place of this one; the event of the newer version comes before that of the older."""
        old = self.inputs.get_blob_client(name).get_blob_properties().etag
        new = self._put(name, self.random.randrange(1000, 10_000))
        for etag in (new, old):
            self._tell(name, etag.strip('"'))
        self.done["overwritten"] += 1

    def _bring_back(self) -> None:
        """The function `backlog`, an hour later: the queue is empty, so what has no answer has no message."""
        watch = Watch(self.inputs, self.outputs, Requeueing(self.queue, "input", of_blob_trigger=False))
        self.done["files put into the queue again"] = watch.look(time.time() + GRACE_S + 60).requeued
        self._wait_for(lambda: self._waiting() == 0)

    def _send(self, text: str, time_to_live: int = FOREVER) -> None:
        self.queue.send_message(text, time_to_live=time_to_live)

    def _waiting(self) -> int:
        """Messages, those that somebody is at and those that nobody sees yet among them."""
        return sum(each.get_queue_properties().approximate_message_count or 0 for each in (self.queue, self.poison))

    def _answered(self) -> int:
        return sum(name.endswith(".boxes.json") for name in self.outputs.list_blob_names())

    def _wait_for(self, holds: Callable[[], bool]) -> None:
        while not holds() and time.monotonic() < self.until:
            time.sleep(1)


def _deliveries(log: Path) -> dict[str, int]:
    """How often the log has which status."""
    text = log.read_text(encoding="utf-8", errors="replace")
    return dict(Counter(re.findall(r"blob=[0-9a-f]{12} status=([a-z]+)", text)).most_common())
