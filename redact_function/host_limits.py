"""What host.json allows one delivery: how long it may take, and how often it is tried."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.settings import RedactionSettings

_HOST_JSON = Path(__file__).resolve().parent.parent / "host.json"
# App settings of this form win over host.json ("Override host.json values", Azure Functions).
_TIMEOUT = "AzureFunctionsJobHost__functionTimeout"
_TRIES = "AzureFunctionsJobHost__extensions__blobs__poisonBlobThreshold"
_DELIVERIES = "AzureFunctionsJobHost__extensions__queues__maxDequeueCount"
_DURATION = re.compile(r"(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class HostLimits:
    """What the host allows one delivery; all as the host takes them if nothing says otherwise.

    Attributes
    ----------
    timeout_s
        `functionTimeout`, seconds; infinite for -1. When it is over the host ends the worker, and the
        other deliveries that it is at.
    tries
        `poisonBlobThreshold`: deliveries of one version of a blob before it is given up. A file of the input queue may
        fail as often.
    deliveries
        `maxDequeueCount`: deliveries of one message, of whichever queue, before the host moves it to a poison queue.
    """

    timeout_s: float = 1800.0
    tries: int = 5
    deliveries: int = 5

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None, host_json: Path = _HOST_JSON) -> HostLimits:
        """Read host.json, and the app settings that win over it.

        Raises
        ------
        SettingError
            A value there means nothing.
        """
        env = os.environ if environment is None else environment
        host: dict[str, Any] = json.loads(host_json.read_text(encoding="utf-8")) if host_json.exists() else {}
        extensions = host.get("extensions", {})
        tries = env.get(_TRIES) or extensions.get("blobs", {}).get("poisonBlobThreshold", cls().tries)
        deliveries = env.get(_DELIVERIES) or extensions.get("queues", {}).get("maxDequeueCount", cls().deliveries)
        timeout = env.get(_TIMEOUT) or host.get("functionTimeout")
        try:
            seconds = cls().timeout_s if timeout is None else seconds_in(str(timeout))
            return cls(seconds, int(tries), int(deliveries))
        except ValueError:
            raise SettingError(
                "host.json: poisonBlobThreshold and maxDequeueCount must be numbers, functionTimeout hh:mm:ss."
            ) from None

    @property
    def reading_s(self) -> float:
        """Seconds from the start of a delivery until the blob has to be here."""
        return self.timeout_s / 4

    @property
    def storing_s(self) -> float:
        """Seconds from the start of a delivery until no request to the storage is begun any more."""
        return self.timeout_s * 0.9

    def check(self, redaction: RedactionSettings) -> None:
        """See to it that a file is stopped by us, well before the host ends the worker.

        Raises
        ------
        SettingError
            The time for one file is more than half of the host's; the rest is for the storage.
        """
        if redaction.timeout_s > self.timeout_s / 2:
            raise SettingError(
                f"REDACT_TIMEOUT_S must be at most half of host.json's functionTimeout: {self.timeout_s / 2:g} seconds."
            )

    def check_deliveries(self, least: int) -> None:
        """See to it that we give a message up, and answer for its file, before the host does.

        Raises
        ------
        SettingError
            The host gives up after fewer than `least` deliveries.
        """
        if self.deliveries < least:
            raise SettingError(
                f"host.json: maxDequeueCount of the queues must be {least} or more with INGEST=queue, so that a file "
                "that is cut off is not taken for one that fails."
            )


def seconds_in(duration: str) -> float:
    """The seconds of a time span of host.json, hh:mm:ss with or without days before it; infinite for -1.

    Raises
    ------
    ValueError
        It is none.
    """
    if duration.strip() == "-1":
        return float("inf")
    match = _DURATION.fullmatch(duration.strip())
    if match is None:
        raise ValueError("This is no time span.")
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return float(((days * 24 + hours) * 60 + minutes) * 60 + seconds)
