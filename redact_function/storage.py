"""How this service talks to the storage: how long it waits, how often it asks again, and what an error becomes.

A request is tried four times. It waits for an answer for at most 20 seconds at a time, and no new try
begins when the time of the delivery is over: so a delivery ends well before the host would end it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from azure.core.exceptions import (
    AzureError,
    ResourceExistsError,
    ResourceModifiedError,
    ResourceNotFoundError,
    ServiceResponseError,
)
from azure.storage.blob import ExponentialRetry

from redact_function.outcomes import Conflict, Superseded, TransientStorageError

_CONNECT_SECONDS = 5
_ANSWER_SECONDS = 20
_TOO_MANY_REQUESTS = 429
_PIECE = 4 * 1024 * 1024

# When the present delivery has to stop asking, on time.monotonic()'s clock.
_until: ContextVar[float] = ContextVar("until", default=float("inf"))


def quiet_libraries() -> None:
    """Keep the libraries from logging the address of a request, and with it the name of the blob."""
    for name in ("azure", "urllib3"):
        logging.getLogger(name).setLevel(logging.ERROR)


def queue_options(wait_s: int = 1, growth: int = 2) -> dict[str, Any]:
    """What each client of the queue service is made with; see `client_options`."""
    return {
        "retry_policy": ExponentialRetry(wait_s, growth, retry_total=3, random_jitter_range=wait_s),
        "connection_timeout": _CONNECT_SECONDS,
        "read_timeout": _ANSWER_SECONDS,
        "raw_request_hook": _in_time,
        "raw_response_hook": not_throttled,
    }


def client_options(wait_s: int = 1, growth: int = 2) -> dict[str, Any]:
    """What each client of the blob service is made with.

    It waits `wait_s` and a power of `growth`, seconds, before it asks again: 3, 5 and 9 as it is. With the
    host's five deliveries a file survives a storage that is gone for a minute.
    """
    return {
        **queue_options(wait_s, growth),
        # A block has to pass within the time above, on a slow line too.
        "max_block_size": _PIECE,
        "max_single_put_size": _PIECE,
        "max_single_get_size": _PIECE,
        "max_chunk_get_size": _PIECE,
    }


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """No request is begun inside when these seconds are over; the innermost limit counts."""
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def _in_time(_: object) -> None:
    # Not an error of the SDK's: it would try again.
    if time.monotonic() > _until.get():
        raise TransientStorageError


def not_throttled(response: Any) -> None:
    """Let the SDK try again after a 429, which it takes for the caller's fault."""
    if response.http_response.status_code == _TOO_MANY_REQUESTS:
        raise ServiceResponseError("Throttled.")


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn what the SDK raises, whose text holds addresses with blob names, into our own words."""
    try:
        yield
    except AzureError as error:
        raise TransientStorageError(getattr(error, "status_code", None)) from None


@contextmanager
def pinned() -> Iterator[None]:
    """The same for requests that carry the input version's ETag: changed or gone is no failure."""
    with storage_errors():
        try:
            yield
        except (ResourceModifiedError, ResourceNotFoundError):
            raise Superseded from None


@contextmanager
def contended() -> Iterator[None]:
    """The same for requests on condition that the output is as it was seen.

    Raises
    ------
    Conflict
        It is not: another worker writes there, or an answer of ours was lost on its way.
    """
    with storage_errors():
        try:
            yield
        except (ResourceModifiedError, ResourceExistsError):
            raise Conflict from None
        except ResourceNotFoundError as error:
            if not is_missing_blob(error):
                raise
            raise Conflict from None


def is_missing_blob(error: ResourceNotFoundError) -> bool:
    """Whether the blob is missing and not its whole container, which somebody has to make first."""
    # A HEAD has no body to say so; its error code comes in a header.
    return getattr(error, "error_code", None) == "BlobNotFound"
