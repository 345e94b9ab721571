"""The app settings as the Functions host treats them: local.settings.json, and %NAME% in bindings."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redact_function.host_limits import seconds_in

ROOT = Path(__file__).resolve().parent.parent
LOCK_SETTING = "LOCAL_HOST_LOCK_SECONDS"
_NAME = re.compile(r"%([^%]+)%")


def local_settings(path: Path = ROOT / "local.settings.json") -> dict[str, str]:
    """The `Values` of local.settings.json; empty where there is no such file."""
    if not path.exists():
        return {}
    values = json.loads(path.read_text(encoding="utf-8")).get("Values", {})
    return {name: str(value) for name, value in values.items()}


def resolve(text: str, environment: Mapping[str, str]) -> str:
    """`text` with each %NAME% replaced by that setting.

    Raises
    ------
    LookupError
        A setting is missing or empty; the real host refuses to start then as well.
    """

    def value_of(match: re.Match[str]) -> str:
        value = environment.get(match[1], "")
        if not value:
            raise LookupError(f"%{match[1]}% in a binding does not resolve to a value: set {match[1]}.")
        return value

    return _NAME.sub(value_of, text)


@dataclass(frozen=True, slots=True)
class HostSettings:
    """What this host follows of host.json.

    Attributes
    ----------
    poison_blob_threshold, max_dequeue_count
        Tries on a blob, and on a queue message, before it is poison.
    queue_wait_s
        How long a queue message on which its function failed waits for the next try, seconds.
    lock_s
        How long a delivery stays hidden from other workers after its own worker was last seen alive, seconds. Ten
        minutes with the real host; here somebody sits and waits.
    in_base64
        Whether the messages of the functions' own queues are Base64; what the host writes for blobs always is.
    """

    poison_blob_threshold: int = 5
    max_dequeue_count: int = 5
    queue_wait_s: int = 0
    lock_s: int = 30
    in_base64: bool = True

    @classmethod
    def from_file(cls, path: Path = ROOT / "host.json") -> HostSettings:
        """Read host.json; what it does not say is as the real host takes it."""
        host: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        extensions = host.get("extensions", {})
        return cls(
            poison_blob_threshold=int(extensions.get("blobs", {}).get("poisonBlobThreshold", 5)),
            max_dequeue_count=int(extensions.get("queues", {}).get("maxDequeueCount", 5)),
            queue_wait_s=int(seconds_in(extensions.get("queues", {}).get("visibilityTimeout", "00:00:00"))),
            lock_s=int(os.environ.get(LOCK_SETTING) or 30),
            in_base64=extensions.get("queues", {}).get("messageEncoding", "base64").lower() == "base64",
        )
