"""One version of an input blob.

A blob can be overwritten while it is read, and the client that the host hands over knows no
version. So the properties are read once, and whatever is done to the blob afterwards carries
their ETag as a condition: it reaches the same bytes or fails.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Any

from azure.core import MatchConditions
from azure.storage.blob import BlobClient

from redact_function.outcomes import Superseded, TransientStorageError
from redact_function.storage import pinned


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one input blob: its name in the container, its ETag, its size in bytes."""

    client: BlobClient
    name: str
    etag: str
    size: int

    @classmethod
    def current(cls, client: BlobClient) -> Version:
        """The version that the blob has now.

        Raises
        ------
        Superseded
            The blob is gone, or is a folder's marker and no file.
        """
        with pinned():
            properties = client.get_blob_properties()
        if (properties.metadata or {}).get("hdi_isfolder") == "true":
            raise Superseded
        return cls(client, client.blob_name, properties.etag, properties.size)

    def download(self, target: IO[bytes]) -> None:
        """Copy the bytes of this version into `target`, piece by piece, and go back to its start.

        Raises
        ------
        Superseded
            The blob is another version by now, or gone.
        TransientStorageError
            The storage failed, or sent fewer bytes than the blob has.
        """
        with pinned():
            self.client.download_blob(**self._condition()).readinto(target)
        if target.tell() != self.size:
            raise TransientStorageError
        target.seek(0)

    def ensure_current(self) -> None:
        """Raise `Superseded` unless the blob still is this version."""
        with pinned():
            self.client.get_blob_properties(**self._condition())

    def delete(self) -> None:
        """Delete the blob, with its snapshots, if it still is this version."""
        with pinned():
            self.client.delete_blob(delete_snapshots="include", **self._condition())

    def _condition(self) -> dict[str, Any]:
        return {"etag": self.etag, "match_condition": MatchConditions.IfNotModified}


def same_etag(one: object, other: object) -> bool:
    """Whether both are the same ETag, with or without its quotes."""
    return isinstance(one, str) and isinstance(other, str) and one.strip('"') == other.strip('"') != ""
