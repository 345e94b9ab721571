"""How many input blobs have no answer yet, and how long the oldest of them has waited.

Both containers are listed side by side, page by page: names, times and metadata, no content. One look takes two
minutes at most, since its worker does not redact meanwhile. If that is not enough for the whole container, the next
look goes on where it stopped, so that millions of blobs are seen in a few looks. What is found without an answer and
without a message is put into the queue again.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from azure.core.exceptions import ResourceNotFoundError
from azure.storage.blob import BlobClient, ContainerClient

from redact_function.listing import Listed
from redact_function.matching import Position, walk
from redact_function.outcomes import logger
from redact_function.requeueing import BEFORE_THE_END_S, Requeueing, Waiting
from redact_function.storage import storage_errors, time_limit

SCHEDULE = "0 */15 * * * *"
"""When the host asks for it (NCRONTAB, UTC): every quarter of an hour."""

LONGEST_S = 120.0
MOST_REQUEUED = 20_000


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waited, as far as one look saw it.

    Attributes
    ----------
    waiting
        How many input blobs were seen to have no answer since the walk through the container began, which may have
        been some looks ago.
    oldest_seconds
        For how long the oldest of those that this look saw had been there; 0 where it saw none.
    complete
        Whether this look has reached the end of the container. If not, there may be more.
    messages
        How many messages were in the queue, those that were worked at among them.
    message_seconds
        How long the first of them had been there.
    requeued
        How many blobs this look has put into the queue again.
    """

    waiting: int
    oldest_seconds: float
    complete: bool = True
    messages: int = 0
    message_seconds: float = 0.0
    requeued: int = 0

    def log(self) -> None:
        """Write the line that the alerts read."""
        logger.info(
            "backlog waiting=%d oldest_seconds=%.0f complete=%s messages=%d message_seconds=%.0f requeued=%d",
            self.waiting,
            self.oldest_seconds,
            "yes" if self.complete else "no",
            self.messages,
            self.message_seconds,
            self.requeued,
        )


@dataclass(frozen=True, slots=True)
class Progress:
    """What one look leaves for the next.

    Attributes
    ----------
    position
        Where the walk goes on; None: at the start.
    waiting
        How many without an answer the walk has seen.
    began
        When the walk began, seconds since 1970.
    requeued_before
        Blobs that are older have their message that never ends: `Requeueing.is_lost`.
    """

    position: Position | None = None
    waiting: int = 0
    began: float = 0.0
    requeued_before: float = 0.0

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Progress:
        """Read it; what cannot be read is a start."""
        try:
            position = said["position"]
            return cls(
                Position(position["inputs"], position["outputs"]) if position else None,
                int(said["waiting"]),
                float(said["began"]),
                float(said["requeued_before"]),
            )
        except (KeyError, TypeError, ValueError):
            return cls()

    def to_dict(self) -> dict[str, Any]:
        """It as plain values."""
        return {
            "position": self.position.to_dict() if self.position else None,
            "waiting": self.waiting,
            "began": self.began,
            "requeued_before": self.requeued_before,
        }


@dataclass(frozen=True, slots=True)
class Notes:
    """The blob in which a look leaves its progress; None keeps nothing, so that each look begins at the start."""

    blob: BlobClient | None = None

    def read(self) -> Progress:
        """What the last look has left."""
        if self.blob is None:
            return Progress()
        with storage_errors():
            try:
                text = self.blob.download_blob().readall()
            except ResourceNotFoundError:
                return Progress()
        try:
            said = json.loads(text)
        except ValueError:
            return Progress()
        return Progress.of(said) if isinstance(said, dict) else Progress()

    def write(self, progress: Progress) -> None:
        """Leave it for the next look."""
        if self.blob is not None:
            with storage_errors():
                self.blob.upload_blob(json.dumps(progress.to_dict()), overwrite=True)


@dataclass(frozen=True, slots=True)
class Watch:
    """Looks at both containers, and puts what is lost into the queue again.

    Attributes
    ----------
    inputs, outputs
        The containers.
    requeueing
        The queue; None where it is not known, and nothing is put anywhere.
    notes
        What is kept between looks.
    longest_s
        How long a look may take, seconds.
    most_requeued
        How many blobs a look may put into the queue, about; it stops then.
    """

    inputs: ContainerClient
    outputs: ContainerClient
    requeueing: Requeueing | None = None
    notes: Notes = field(default_factory=Notes)
    longest_s: float = LONGEST_S
    most_requeued: int = MOST_REQUEUED

    def look(self, now: float | None = None) -> Backlog:
        """Go on with the walk, for as long as one look may take; `now` is the time in seconds since 1970.

        Raises
        ------
        TransientStorageError
            The storage failed, or gave no answer.
        """
        until = time.monotonic() + self.longest_s
        now = time.time() if now is None else now
        # Twice the time: a request that is under way when it is over may end.
        with time_limit(2 * self.longest_s):
            before = self.notes.read()
            if before.position is None:
                before = replace(before, waiting=0, began=now)
            queue = self.requeueing.waiting(now) if self.requeueing else Waiting(0, 0.0)
            waiting, oldest, requeued = before.waiting, now, 0
            position = before.position
            for step in walk(self.inputs, self.outputs, position):
                unanswered = [pair.blob for pair in step.pairs if not pair.answered]
                waiting += len(unanswered)
                oldest = min([oldest, *(blob.modified for blob in unanswered)])
                requeued += self._requeue(unanswered, now, queue, before)
                position = step.position
                if time.monotonic() > until or requeued >= self.most_requeued:
                    break
            self.notes.write(_after(before, position, waiting))
        return Backlog(waiting, now - oldest, position is None, queue.messages, queue.oldest_seconds, requeued)

    def _requeue(self, unanswered: list[Listed], now: float, queue: Waiting, before: Progress) -> int:
        """Send those of the blobs that are lost; how many."""
        if self.requeueing is None:
            return 0
        lost = [
            blob
            for blob in unanswered
            if self.requeueing.is_lost(blob, now, empty=queue.messages == 0, done_before=before.requeued_before)
        ]
        if lost:
            self.requeueing.send(lost)
        return len(lost)


def _after(before: Progress, position: Position | None, waiting: int) -> Progress:
    if position is not None:
        return replace(before, position=position, waiting=waiting)
    # The whole walk has seen to what was five days old when it began.
    return replace(before, position=None, waiting=0, requeued_before=before.began - BEFORE_THE_END_S)
