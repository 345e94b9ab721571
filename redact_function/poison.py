"""The message that the host leaves in the poison queue after the last try on a blob, which it writes as Base64."""

from __future__ import annotations

from dataclasses import dataclass

from redact_function.names import can_be_a_name
from redact_function.tasks import document

QUEUE = "webjobs-blobtrigger-poison"


@dataclass(frozen=True, slots=True)
class PoisonMessage:
    """Which version of which blob was given up."""

    container: str
    name: str
    etag: str

    @classmethod
    def parse(cls, body: bytes) -> PoisonMessage | None:
        """Read the JSON that the host writes; None where it is something else."""
        try:
            message = document(body)
            fields = [message[key] for key in ("ContainerName", "BlobName", "ETag")]
        except (ValueError, KeyError, TypeError, RecursionError):
            return None
        if not all(isinstance(field, str) and field for field in fields) or not can_be_a_name(fields[1]):
            return None
        return cls(*fields)
