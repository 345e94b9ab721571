"""The functions of the app and what starts them, as the app itself tells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import azure.functions as func
from azure.functions.queue import QueueMessage

from local.app_settings import resolve


@dataclass(frozen=True, slots=True)
class BlobTrigger:
    """A function that wants each new blob of a container, as a client."""

    function: str
    call: Callable[..., Any]
    argument: str
    connection: str
    container: str


@dataclass(frozen=True, slots=True)
class QueueTrigger:
    """A function that wants each message of a queue."""

    function: str
    call: Callable[..., Any]
    argument: str
    connection: str
    queue: str


# What Azure's host calls by the clock or from outside; nothing that is redacted here waits for it.
_NOT_SERVED = {"timerTrigger", "httpTrigger"}


def triggers_of(app: func.FunctionApp, environment: Mapping[str, str]) -> list[BlobTrigger | QueueTrigger]:
    """The triggers of an app that bring it blobs and messages, with its settings resolved.

    Raises
    ------
    LookupError
        A setting that a binding names is missing.
    ValueError
        There is a binding that this host does not know.
    """
    found = []
    for each in app.get_functions():
        bindings = each.get_dict_repr()["bindings"]
        if not _NOT_SERVED & {binding["type"] for binding in bindings}:
            found.append(_trigger(str(each.get_function_name()), each.get_user_function(), bindings, environment))
    return found


def _trigger(
    function: str, call: Callable[..., Any], bindings: Iterable[Mapping[str, Any]], environment: Mapping[str, str]
) -> BlobTrigger | QueueTrigger:
    (binding,) = bindings
    argument, connection = str(binding["name"]), str(binding.get("connection", ""))
    match binding["type"]:
        case "blobTrigger":
            container, _, pattern = resolve(str(binding["path"]), environment).partition("/")
            if pattern != "{name}":
                raise ValueError("The local host knows blob paths of the form CONTAINER/{name} only.")
            return BlobTrigger(function, call, argument, connection, container)
        case "queueTrigger":
            queue = resolve(str(binding["queueName"]), environment)
            return QueueTrigger(function, call, argument, connection, queue)
        case other:
            raise ValueError(f"The local host knows no {other} binding.")


def message_of(told: Mapping[str, Any]) -> QueueMessage:
    """A message as the Python worker hands it to a function, with all that the host tells of it."""
    return QueueMessage(  # type: ignore[no-untyped-call]  # its __init__ has no annotations
        id=told.get("id"),
        body=told["message"],
        dequeue_count=told.get("dequeue_count"),
        expiration_time=told.get("expiration_time"),
        insertion_time=told.get("insertion_time"),
        time_next_visible=told.get("next_visible_time"),
        pop_receipt=told.get("pop_receipt"),
    )
