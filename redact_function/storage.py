"""Reading one version of a blob, and writing the pair that comes of it.

A blob can be overwritten while it is read, and the client that the host hands over knows no
version. So the properties are read once, and whatever is done to the blob afterwards carries
their ETag as a condition: it reaches the same bytes or fails.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from azure.core import MatchConditions
from azure.core.exceptions import AzureError, ResourceModifiedError, ResourceNotFoundError
from azure.storage.blob import BlobClient, ContainerClient, ContentSettings

from redact_function.outcomes import Superseded, TransientStorageError
from shared.report import OUR_SUFFIXES, PREVIEW_SUFFIX, REPORT_SUFFIX, BoxReport

_DICOM = ContentSettings(content_type="application/dicom")
_JSON = ContentSettings(content_type="application/json")
_PNG = ContentSettings(content_type="image/png")


@contextmanager
def _storage_errors() -> Iterator[None]:
    """Turn what the SDK raises, whose text holds addresses with blob names, into our own words."""
    try:
        yield
    except AzureError as error:
        raise TransientStorageError(getattr(error, "status_code", None)) from None


@contextmanager
def _pinned() -> Iterator[None]:
    """The same for requests that carry the version's ETag: changed or gone is no failure."""
    with _storage_errors():
        try:
            yield
        except (ResourceModifiedError, ResourceNotFoundError):
            raise Superseded from None


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
        with _pinned():
            properties = client.get_blob_properties()
        if (properties.metadata or {}).get("hdi_isfolder") == "true":
            raise Superseded
        return cls(client, client.blob_name, properties.etag, properties.size)

    def download(self, target: IO[bytes]) -> None:
        """Copy the bytes of this version into `target`, piece by piece, and go back to its start."""
        with _pinned():
            self.client.download_blob(**self._condition()).readinto(target)
        target.seek(0)

    def ensure_current(self) -> None:
        """Raise `Superseded` unless the blob still is this version."""
        with _pinned():
            self.client.get_blob_properties(**self._condition())

    def delete(self) -> None:
        """Delete the blob, with its snapshots, if it still is this version."""
        with _pinned():
            self.client.delete_blob(delete_snapshots="include", **self._condition())

    def _condition(self) -> dict[str, Any]:
        return {"etag": self.etag, "match_condition": MatchConditions.IfNotModified}


@dataclass(frozen=True, slots=True)
class Outputs:
    """The output container. `a/b.dcm` has its report at `a/b.dcm.boxes.json`, written last."""

    container: ContainerClient

    def status_for(self, name: str, etag: str) -> str | None:
        """The status of the complete result for that version of `name`, or None if there is none yet."""
        with _storage_errors():
            report = self._report(name)
            if report is None or not same_etag(_etag_of(report), etag):
                return None
            status = str(report.get("status"))
            if status != "refused" and not self.container.get_blob_client(name).exists():
                return None
            return status

    def put_pair(self, name: str, redacted: IO[bytes], report: BoxReport, preview: bytes | None = None) -> None:
        """Write the redacted file, its preview if there is one, and then its report.

        An older report goes first: it would vouch for the new file. An older preview shows another one.
        """
        redacted.seek(0)
        with _storage_errors():
            self._remove(name + REPORT_SUFFIX)
            self._remove(name + PREVIEW_SUFFIX)
            self.container.upload_blob(name, redacted, overwrite=True, content_settings=_DICOM)
            if preview is not None:
                self.container.upload_blob(name + PREVIEW_SUFFIX, preview, overwrite=True, content_settings=_PNG)
            self._put_report(name, report)

    def put_refusal(self, name: str, report: BoxReport) -> None:
        """Write the report of a refused file; the file of an earlier version does not stay beside it."""
        with _storage_errors():
            self._remove(name + REPORT_SUFFIX)
            self._remove(name + PREVIEW_SUFFIX)
            if not name.endswith(OUR_SUFFIXES):  # under such a name lies what belongs to another file
                self._remove(name)
            self._put_report(name, report)

    def _remove(self, name: str) -> None:
        try:
            self.container.delete_blob(name)
        except ResourceNotFoundError as error:
            if not _is_missing_blob(error):
                raise

    def _put_report(self, name: str, report: BoxReport) -> None:
        data = report.to_json().encode()
        self.container.upload_blob(name + REPORT_SUFFIX, data, overwrite=True, content_settings=_JSON)

    def _report(self, name: str) -> dict[str, Any] | None:
        """The report that lies in the output, or None where there is none that can be read."""
        try:
            data = self.container.download_blob(name + REPORT_SUFFIX).readall()
        except ResourceNotFoundError as error:
            if not _is_missing_blob(error):
                raise
            return None
        try:
            report = json.loads(data)
        except ValueError:
            return None
        return report if isinstance(report, dict) else None


def _is_missing_blob(error: ResourceNotFoundError) -> bool:
    """Whether the blob is missing and not its whole container, which somebody has to make first."""
    return getattr(error, "error_code", None) == "BlobNotFound"


def _etag_of(report: dict[str, Any]) -> object:
    source = report.get("source")
    return source.get("etag") if isinstance(source, dict) else None


def same_etag(one: object, other: object) -> bool:
    """Whether both are the same ETag, with or without its quotes."""
    return isinstance(one, str) and isinstance(other, str) and one.strip('"') == other.strip('"') != ""
