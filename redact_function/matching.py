"""Which input blob has which report: both containers are walked side by side, in the order of their names.

Neither is held in memory, so millions of files take no more of it than thousands do, and a walk can be stopped after
each page of input blobs and taken up again later, by somebody else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from azure.core.exceptions import ResourceNotFoundError
from azure.storage.blob import ContainerClient

from dicom_text_redactor.report import REPORT_SUFFIX
from redact_function.listing import Listed, pages
from redact_function.names import Names
from redact_function.outputs import SOURCE
from redact_function.storage import storage_errors
from redact_function.versions import same_etag


@dataclass(frozen=True, slots=True)
class Position:
    """Where a walk goes on: the tokens of the next page of input blobs, and of the first page of outputs it needs."""

    inputs: str | None = None
    outputs: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """It as plain values."""
        return {"inputs": self.inputs, "outputs": self.outputs}


@dataclass(frozen=True, slots=True)
class Pair:
    """An input blob and the report that lies there for it, of whichever version; None if there is none."""

    blob: Listed
    report: Listed | None

    @property
    def answered(self) -> bool:
        """Whether the report is one of this version of the blob.

        Reports of earlier releases do not say of which version they are, and count if they are not older than the blob.
        """
        if self.report is None:
            return False
        source = self.report.metadata.get(SOURCE)
        if source is not None:
            return same_etag(source, self.blob.etag)
        return self.report.modified >= self.blob.modified


@dataclass(frozen=True, slots=True)
class Step:
    """One page of input blobs, and where the walk goes on after it; None at the end."""

    pairs: list[Pair]
    position: Position | None


def walk(
    inputs: ContainerClient,
    outputs: ContainerClient,
    position: Position | None = None,
    *,
    prefix: str | None = None,
) -> Iterator[Step]:
    """All input blobs that are files, from `position` on, with their reports.

    Raises
    ------
    TransientStorageError
        The storage failed.
    """
    begin = position or Position()
    reports = _Reports(outputs, begin.outputs, prefix)
    for page in pages(inputs, begin.inputs, prefix=prefix, metadata=True):
        pairs = [Pair(blob, reports.of(blob.name)) for blob in page.blobs if not blob.is_folder]
        following = None
        if page.following is not None:
            reports.forget_up_to(page.blobs[-1].name if page.blobs else "")
            following = Position(page.following, reports.token)
        yield Step(pairs, following)


class _Reports:
    """The reports of the output container, for input names that come in their order.

    Names and the names of their reports are not in the same order where one name begins with another: `a` comes before
    `a-b`, but `a-b.boxes.json` comes before `a.boxes.json`. So reports that come too early are kept for a while.
    """

    def __init__(self, container: ContainerClient, token: str | None, prefix: str | None) -> None:
        self._container = container
        self._pages = pages(container, token, prefix=prefix, metadata=True)
        self._page_token = token
        self._ahead: deque[Listed] = deque()
        self._kept: dict[str, tuple[Listed, str | None]] = {}

    def of(self, name: str) -> Listed | None:
        """The report of an input blob, whose name comes after those asked for before."""
        report = name + REPORT_SUFFIX
        elsewhere = Names.of(name).report
        if elsewhere != report:
            return self._ask(elsewhere)
        last = _place(report)
        while (ahead := self._next()) is not None and _place(ahead.name) <= last:
            self._ahead.popleft()
            if ahead.name.endswith(REPORT_SUFFIX):
                self._kept[ahead.name] = ahead, self._page_token
        return self._kept.pop(report, (None, None))[0]

    def forget_up_to(self, name: str) -> None:
        """Let go of reports of names that will not be asked for any more."""
        last = _place(name)
        self._kept = {
            report: kept for report, kept in self._kept.items() if _place(report.removesuffix(REPORT_SUFFIX)) > last
        }

    @property
    def token(self) -> str | None:
        """The token of the earliest page that is still needed."""
        return next(iter(self._kept.values()))[1] if self._kept else self._page_token

    def _next(self) -> Listed | None:
        while not self._ahead:
            page = next(self._pages, None)
            if page is None:
                return None
            self._page_token = page.token
            self._ahead.extend(page.blobs)
        return self._ahead[0]

    def _ask(self, report: str) -> Listed | None:
        with storage_errors():
            try:
                found = self._container.get_blob_client(report).get_blob_properties()
            except ResourceNotFoundError:
                return None
        return Listed(report, found.etag, found.last_modified.timestamp(), dict(found.metadata or {}))


def _place(name: str) -> bytes:
    """What names are ordered by in a listing: their characters in UTF-16."""
    return name.encode("utf-16-be", "surrogatepass")
