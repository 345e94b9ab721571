"""The output container: what lies there for a blob, and how it is replaced by something newer.

Each request that changes a blob here is on condition that the blob is as it was seen before the input
was last found unchanged. So a worker that was held up for a while can't write over what a later one wrote;
docs/reliability.md has the argument.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import IO, Any

from azure.core import MatchConditions
from azure.core.exceptions import ResourceNotFoundError
from azure.storage.blob import BlobProperties, ContainerClient, ContentSettings

from dicom_text_redactor.report import BoxReport
from dicom_text_redactor.version import APP
from redact_function.names import Names
from redact_function.outcomes import Conflict, digest
from redact_function.storage import contended, is_missing_blob, storage_errors
from redact_function.versions import same_etag

_DICOM = ContentSettings(content_type="application/dicom")
_JSON = ContentSettings(content_type="application/json")
_PNG = ContentSettings(content_type="image/png")
# The redacted file says what it is, so that a report can be held against it without reading it.
_SHA256 = "sha256"
_LARGEST_REPORT = 256 * 1024 * 1024

STATUS, CODE, VERSION, DIGEST, SOURCE = "status", "code", "version", "digest", "source"
"""What the metadata of a report say, so that a listing tells what became of the files: the status, the code of a
refusal (or -), the version of the program, the digest of the input's name that the log uses, and the input's ETag."""


@dataclass(frozen=True, slots=True)
class Found:
    """What lay in the output container for one blob at one moment.

    Attributes
    ----------
    report
        The report's content; empty where there is none, or none that can be read.
    report_etag, file_etag
        ETags of the report and of the redacted file; None for one that is not there.
    file_sha256
        SHA-256 of the redacted file, as its metadata tell.
    preview_etag
        ETag of the preview; None where there is none.
    """

    report: dict[str, Any]
    report_etag: str | None
    file_etag: str | None
    file_sha256: str | None
    preview_etag: str | None = None

    @property
    def code(self) -> str | None:
        """The code of the refusal that lies there; None where there is none."""
        reason = self.report.get("reason")
        return str(reason.get("code")) if isinstance(reason, dict) else None

    def answer_to(self, etag: str | None, replaces: str | None = None) -> str | None:
        """The status of the complete answer to that version of the blob, or None if there is none.

        A report beside a file of which it does not tell is no answer, nor is a refusal beside a file, nor is the report
        with the ETag `replaces`.
        """
        if replaces is not None and same_etag(self.report_etag, replaces):
            return None
        source, output = self.report.get("source"), self.report.get("output")
        told = source.get("etag") if isinstance(source, dict) else None
        if not self.report or not (same_etag(told, etag) or (told is None and etag is None)):
            return None
        status = str(self.report.get("status"))
        if status == "refused":
            return status if self.file_etag is None else None
        if not isinstance(output, dict) or self.file_sha256 is None or output.get("sha256") != self.file_sha256:
            return None
        return status


@dataclass(frozen=True, slots=True)
class Outputs:
    """The output container. `a/b.dcm` has its report at `a/b.dcm.boxes.json`, written last."""

    container: ContainerClient

    def look(self, names: Names) -> Found:
        """What lies there now."""
        with storage_errors():
            report, report_etag = self._report(names.report)
            file = self._properties(names.file) if names.file else None
            preview = self._properties(names.preview) if names.preview else None
        sha256 = (file.metadata or {}).get(_SHA256) if file else None
        return Found(report, report_etag, file.etag if file else None, sha256, preview.etag if preview else None)

    def replace(
        self,
        found: Found,
        names: Names,
        report: BoxReport,
        redacted: IO[bytes] | None,
        preview: bytes | None = None,
    ) -> None:
        """Put an answer in the place of what was `found`: the old report goes, the file comes, the report comes last.

        `redacted` is None for a refusal, beside which no file stays; an older preview, which shows another file, never
        does.

        Raises
        ------
        Conflict
            Something else lies there by now. What lies there is complete, or its writer is told of a conflict, too.
        """
        with contended():
            self._remove(names.report, found.report_etag)
            file_etag = self._replace_file(found, names, report, redacted)
            self._replace_preview(found, names, preview)
        try:
            with contended():
                text, said = report.to_json().encode(), _metadata(report)
                report_etag = self._put(names.report, text, content_settings=_JSON, metadata=said)
        except Conflict:
            # Either the storage's answer to an earlier try was lost, or our file stands beside another's report.
            if self.look(names).answer_to(report.source.get("etag")) is not None:
                return
            if names.file and file_etag:
                with contended():
                    self._remove(names.file, file_etag)
            raise
        self._ensure_pair(names, report_etag, file_etag)

    def _replace_file(self, found: Found, names: Names, report: BoxReport, redacted: IO[bytes] | None) -> str | None:
        """See to it that the redacted file lies there, or none; its ETag."""
        if names.file is None:
            return None
        if redacted is None:
            self._remove(names.file, found.file_etag)
            return None
        assert report.output
        sha256 = str(report.output["sha256"])
        if found.file_etag is not None and found.file_sha256 == sha256:
            return found.file_etag  # a delivery before this one came as far as that
        redacted.seek(0)
        return self._put(names.file, redacted, found.file_etag, content_settings=_DICOM, metadata={_SHA256: sha256})

    def _replace_preview(self, found: Found, names: Names, preview: bytes | None) -> None:
        if names.preview is None:
            return
        if preview is None:
            self._remove(names.preview, found.preview_etag)
        else:
            self._put(names.preview, preview, found.preview_etag, content_settings=_PNG)

    def _put(self, name: str, data: IO[bytes] | bytes, over: str | None = None, **more: Any) -> str:
        """Write a blob over the version `over`, or where there is none; its new ETag."""
        condition: dict[str, Any] = {"overwrite": False}
        if over is not None:
            condition = {"overwrite": True, "etag": over, "match_condition": MatchConditions.IfNotModified}
        return str(self.container.get_blob_client(name).upload_blob(data, **condition, **more)["etag"])

    def _ensure_pair(self, names: Names, report_etag: str, file_etag: str | None) -> None:
        """Take the report away again if the file that it tells of was replaced meanwhile."""
        if names.file is None:
            return
        with contended():
            file = self._properties(names.file)
            if (file.etag if file else None) == file_etag:
                return
            self._remove(names.report, report_etag)
        raise Conflict

    def _remove(self, name: str, etag: str | None) -> None:
        if etag is None:
            return
        try:
            self.container.delete_blob(name, etag=etag, match_condition=MatchConditions.IfNotModified)
        except ResourceNotFoundError as error:
            if not is_missing_blob(error):
                raise

    def _properties(self, name: str) -> BlobProperties | None:
        try:
            return self.container.get_blob_client(name).get_blob_properties()
        except ResourceNotFoundError as error:
            if not is_missing_blob(error):
                raise
            return None

    def _report(self, name: str) -> tuple[dict[str, Any], str | None]:
        """The report that lies in the output and its ETag."""
        try:
            download = self.container.download_blob(name)
        except ResourceNotFoundError as error:
            if not is_missing_blob(error):
                raise
            return {}, None
        etag = str(download.properties.etag)
        if download.properties.size > _LARGEST_REPORT:  # somebody else's
            return {}, etag
        try:
            report = json.loads(download.readall())
        except (ValueError, RecursionError):
            return {}, etag
        return report if isinstance(report, dict) else {}, etag


def _metadata(report: BoxReport) -> dict[str, str]:
    etag = report.source.get("etag")
    return {
        STATUS: report.status,
        CODE: str(report.reason["code"]) if report.reason else "-",
        VERSION: str(report.versions.get("app", APP)),
        DIGEST: digest(str(report.source.get("name", ""))),
        **({SOURCE: str(etag).strip('"')} if etag else {}),
    }
