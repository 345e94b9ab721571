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

_ARCHIVE = "Archive"
_GZIP = ("gzip", "x-gzip")  # RFC 9110, 8.4.1.3


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one input blob.

    Attributes
    ----------
    client
        Asks for it.
    name
        Its name in the container.
    etag
        Its ETag.
    size
        How many bytes are stored.
    archived
        Whether it lies in the archive tier, where nobody can read it.
    packed
        Whether it says that it is stored gzip-packed (Content-Encoding), which need not be so.
    """

    client: BlobClient
    name: str
    etag: str
    size: int
    archived: bool = False
    packed: bool = False

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
        encoding = (properties.content_settings.content_encoding or "").strip().lower()
        archived = str(properties.blob_tier or "") == _ARCHIVE
        return cls(client, client.blob_name, properties.etag, properties.size, archived, encoding in _GZIP)

    def download(self, target: IO[bytes]) -> None:
        """Copy the bytes of this version, as they are stored, into `target`, piece by piece, and go back to its start.

        Raises
        ------
        Superseded
            The blob is another version by now, or gone.
        TransientStorageError
            The storage failed, or sent fewer bytes than the blob has.
        """
        with pinned():
            # The SDK would unpack a blob whose Content-Encoding says gzip, or fail at it.
            self.client.download_blob(decompress=False, **self._condition()).readinto(target)
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
