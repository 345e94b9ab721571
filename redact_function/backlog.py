"""How many input blobs have no answer yet, and how long the oldest of them has waited.

Both containers are listed, page by page: names, times and markers of folders, no content. A blob counts as
answered if its report is there and is not older than the blob; times of the storage are whole seconds, so
what is overwritten in the second of its report is seen at the next delivery only.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from azure.storage.blob import BlobProperties, ContainerClient

from redact_function.names import Names
from redact_function.outcomes import logger
from redact_function.storage import storage_errors, time_limit

SCHEDULE = "0 */15 * * * *"
"""When the host asks for it (NCRONTAB, UTC): every quarter of an hour."""

# What one look may cost: memory for the names, and the time that its worker does not redact.
LARGEST_INPUT = 500_000
LONGEST_S = 120.0
_PAGE = 5000


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waited at one moment.

    Attributes
    ----------
    waiting
        How many input blobs had no answer.
    oldest_seconds
        For how long the oldest of them had been there; 0 where none waited.
    complete
        Whether both containers were listed to their ends. If not, the figures are those of what was seen:
        too small if the input was cut off, too large if the output was.
    """

    waiting: int
    oldest_seconds: float
    complete: bool = True

    @classmethod
    def between(
        cls,
        inputs: ContainerClient,
        outputs: ContainerClient,
        *,
        largest: int = LARGEST_INPUT,
        longest_s: float = LONGEST_S,
    ) -> Backlog:
        """Look for the input blobs that have no report in the output.

        Raises
        ------
        TransientStorageError
            The storage failed, or gave no answer.
        """
        until = time.monotonic() + longest_s
        waiting: dict[bytes, float] = {}
        complete = True
        # Twice the time: a request that is under way when it is over may end.
        with time_limit(2 * longest_s):
            for blob in _listed(inputs, include=["metadata"]):
                if (blob.metadata or {}).get("hdi_isfolder") == "true":
                    continue
                if len(waiting) >= largest or time.monotonic() > until:
                    complete = False
                    break
                names = Names.of(blob.name)
                # No report of a name that cannot be asked for tells a version: its being there is the answer.
                waiting[_key(names.report)] = blob.last_modified.timestamp() if names.reachable else 0.0
            now = datetime.now(UTC).timestamp()
            for blob in _listed(outputs) if waiting else ():
                if time.monotonic() > until:
                    complete = False
                    break
                key = _key(blob.name)
                if waiting.get(key, float("inf")) <= blob.last_modified.timestamp():
                    del waiting[key]
        known = [then for then in waiting.values() if then]
        return cls(len(waiting), max(0.0, now - min(known)) if known else 0.0, complete)

    def log(self) -> None:
        """Write the line that the alert `unanswered` reads."""
        logger.info(
            "backlog waiting=%d oldest_seconds=%.0f complete=%s",
            self.waiting,
            self.oldest_seconds,
            "yes" if self.complete else "no",
        )


def _listed(container: ContainerClient, include: list[str] | None = None) -> Iterator[BlobProperties]:
    with storage_errors():
        yield from container.list_blobs(include=include, results_per_page=_PAGE)


def _key(name: str) -> bytes:
    """A short stand-in for a name, so that half a million of them fit into memory."""
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=12).digest()
