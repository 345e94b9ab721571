"""What a message of the input queue asks for: a blob that Event Grid tells of, or blobs that we were told to do.

Three forms are understood, as text or as Base64 of it, since senders differ: an event in Event Grid's own schema, one
in the CloudEvents schema (each alone, or several in a list), and our own:

    {"redact": 1, "container": "input", "files": [["a/b.dcm", "0x8DC…", null]], "failures": 0}

with the name of each blob, the ETag of the version that was seen (null: whichever is there), and the ETag of the
report that is to be replaced although it answers that version (null: no answer is replaced).
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from redact_function.names import can_be_a_name

_FORM = 1
_CREATED, _MOVED = "Microsoft.Storage.BlobCreated", "Microsoft.Storage.BlobTierChanged"
_EVENTS = _CREATED, _MOVED  # a blob that was brought back from the archive tier can be read from then on
_CONTAINERS, _BLOBS = "/containers/", "/blobs/"

# A message may have 64 KiB, as which it travels in Base64 (Azure Queue Storage, "Put Message").
LARGEST = 48 * 1024
MOST_FILES = 200


@dataclass(frozen=True, slots=True)
class File:
    """One blob of the input container.

    Attributes
    ----------
    name
        Its name.
    etag
        ETag of the version that is meant; None for the one that is there.
    replaces
        ETag of the report that is no answer for this delivery; None where any is.
    other_name
        What the name may be as well: an event tells it in two spellings, and one of them can be mangled.
    """

    name: str
    etag: str | None = None
    replaces: str | None = None
    other_name: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """The blobs of one message, all in one container, and how often their redaction has failed so far."""

    container: str
    files: tuple[File, ...]
    failures: int = 0

    def to_json(self) -> str:
        """Our own form of it."""
        files = [[file.name, file.etag, file.replaces] for file in self.files]
        body = {"redact": _FORM, "container": self.container, "files": files, "failures": self.failures}
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def packed(container: str, files: Sequence[File]) -> Iterator[Task]:
    """The files in as few tasks as messages can hold, in their order."""
    taken: list[File] = []
    size = 0
    for file in files:
        length = len(Task(container, (file,)).to_json().encode())
        if taken and (len(taken) == MOST_FILES or size + length > LARGEST):
            yield Task(container, tuple(taken))
            taken, size = [], 0
        taken.append(file)
        size += length
    if taken:
        yield Task(container, tuple(taken))


def parse(body: bytes) -> list[Task]:
    """The tasks of a message; empty where it is about no blob, or is something else."""
    try:
        message = document(body)
        if isinstance(message, dict) and message.get("redact") == _FORM:
            return [_own(message)]
        events = message if isinstance(message, list) else [message]
        return [task for event in events if (task := _event(event)) is not None]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def document(body: bytes) -> Any:
    """The JSON of a message, be it plain or Base64, once or twice: some senders encode what is encoded for them.

    Raises
    ------
    ValueError
        It is neither.
    """
    for _ in range(3):
        try:
            return json.loads(body.removeprefix(b"\xef\xbb\xbf"))
        except ValueError:
            try:
                body = base64.b64decode(body.strip(), validate=True)
            except binascii.Error:
                raise ValueError("This is neither JSON nor Base64.") from None
    raise ValueError("This is no JSON.")


def _own(message: dict[str, Any]) -> Task:
    files = tuple(File(_name(name), _text(etag), _text(replaces)) for name, etag, replaces in message["files"])
    failures = message["failures"]
    if not files or not isinstance(failures, int) or failures < 0:
        raise ValueError("The message is not one of ours.")
    return Task(str(message["container"]), files, failures)


def _event(event: dict[str, Any]) -> Task | None:
    """What an event tells of; None where it is about something else than a blob that came."""
    if (event.get("eventType") or event.get("type")) not in _EVENTS:
        return None
    data = event.get("data") or {}
    container, _, name = str(event["subject"]).partition(_CONTAINERS)[2].partition(_BLOBS)
    # The subject holds the name as it is, the address holds it quoted; where they differ, one of them is mangled.
    path = unquote(urlsplit(str(data.get("url", ""))).path).lstrip("/")
    addressed = path.partition(f"{container}/")[2]
    other = addressed if addressed not in ("", name) and can_be_a_name(addressed) else None
    etag = _text(data.get("eTag") or None)
    return Task(container, (File(_name(name), etag, other_name=other),))


def _name(value: Any) -> str:
    if not isinstance(value, str) or not can_be_a_name(value):
        raise ValueError("This cannot be the name of a blob.")
    return value


def _text(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise ValueError("This is no ETag.")
    return value
