"""Bringing results out of the output container: what has its report is complete, and is fetched with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from azure.core.exceptions import ResourceNotFoundError
from azure.storage.blob import ContainerClient

from dicom_text_redactor.report import PREVIEW_SUFFIX, REPORT_SUFFIX


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one result: its blob's name, and its status with the code of a refusal, or why it is not there."""

    name: str
    status: str
    complete: bool = True


def fetch(outputs: ContainerClient, folder: Path) -> Iterator[Fetched]:
    """Download every result into `folder`, under the names of the blobs; the report of a file comes last.

    A result that is being written anew meanwhile is left for the next time. A name that leads out of the folder is
    not followed.
    """
    there = set(outputs.list_blob_names())
    for report in sorted(name for name in there if name.endswith(REPORT_SUFFIX)):
        name = report.removesuffix(REPORT_SUFFIX)
        if not _inside(folder, folder / report):
            yield Fetched(name, "not fetched: its name leads out of the folder", complete=False)
            continue
        yield _fetch(outputs, folder, name, with_preview=name + PREVIEW_SUFFIX in there)


def waiting(inputs: ContainerClient, outputs: ContainerClient) -> int:
    """How many input blobs have no report yet."""
    answered = set(outputs.list_blob_names())
    return sum(name + REPORT_SUFFIX not in answered for name in inputs.list_blob_names())


def _fetch(outputs: ContainerClient, folder: Path, name: str, *, with_preview: bool) -> Fetched:
    unfinished = Fetched(name, "being written, fetch again", complete=False)
    target = folder / name
    try:
        text = outputs.download_blob(name + REPORT_SUFFIX).readall()
        report = json.loads(text)
        target.parent.mkdir(parents=True, exist_ok=True)
        if report["status"] == "refused":
            target.unlink(missing_ok=True)  # an older result is none of this version
        else:
            content = outputs.download_blob(name).readall()
            if hashlib.sha256(content).hexdigest() != report["output"]["sha256"]:
                return unfinished
            target.write_bytes(content)
        if with_preview:
            (folder / (name + PREVIEW_SUFFIX)).write_bytes(outputs.download_blob(name + PREVIEW_SUFFIX).readall())
        (folder / (name + REPORT_SUFFIX)).write_bytes(text)
    except ResourceNotFoundError:
        return unfinished
    refusal = f" ({report['reason']['code']})" if report["reason"] else ""
    return Fetched(name, report["status"] + refusal)


def _inside(folder: Path, path: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())
