"""What became of every input blob: answered whole, lost, doubled or mixed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from azure.storage.blob import ContainerClient
from jsonschema import Draft202012Validator

from dicom_text_redactor.report import SCHEMA_FILE
from redact_function.names import Names

_SCHEMA = Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


@dataclass
class Verdict:
    """The state of all answers at one moment.

    Attributes
    ----------
    lost
        Names of inputs without a complete answer to their present version.
    mixed
        Names whose report tells of other bytes than those that lie in the input or the output.
    doubled
        Names of outputs that answer nothing, or answer twice: a file beside its refusal, a file of nobody.
    wrong
        Names whose status is not that of their kind; ``gave-up`` is no wrong status.
    statuses
        How many answers have which status, ``gave-up`` apart.
    """

    lost: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    statuses: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def good(self) -> bool:
        """Whether nothing is lost, mixed, doubled or wrong."""
        return not (self.lost or self.mixed or self.doubled or self.wrong)


def judge(
    inputs: ContainerClient, outputs: ContainerClient, kinds: Mapping[str, tuple[str, str]], gone: Iterable[str] = ()
) -> Verdict:
    """Hold every input against every output.

    `kinds` gives the kind and the expected status of each name. What lies there for the names of `gone`, inputs that
    were deleted at some moment of their redaction, is nobody's loss.
    """
    verdict = Verdict()
    left = set(outputs.list_blob_names())
    for name in gone:
        left -= {name, Names.of(name).report}
    for blob in inputs.list_blobs():
        names = Names.of(blob.name)
        kind, expected = kinds[blob.name]
        if names.report not in left:
            verdict.lost.append(blob.name)
            left.discard(str(names.file))
            continue
        report = json.loads(outputs.download_blob(names.report).readall())
        _SCHEMA.validate(report)
        left.discard(names.report)
        if report["source"]["etag"].strip('"') != blob.etag.strip('"'):
            verdict.lost.append(blob.name)  # the answer is one to an older version
            left.discard(str(names.file))
            continue
        status = report["status"]
        if status != "refused":
            if names.file not in left or not _tells_of(report, inputs, outputs, blob.name):
                verdict.mixed.append(blob.name)
            left.discard(str(names.file))
        gave_up = status == "refused" and report["reason"]["code"] == "gave-up"
        if status != expected and not gave_up:
            verdict.wrong.append(blob.name)
        verdict.statuses[kind, "gave-up" if gave_up else status] += 1
    verdict.doubled += sorted(left)
    return verdict


def _tells_of(report: dict[str, Any], inputs: ContainerClient, outputs: ContainerClient, name: str) -> bool:
    return all(
        hashlib.sha256(container.download_blob(name).readall()).hexdigest() == report[side]["sha256"]
        for side, container in (("source", inputs), ("output", outputs))
    )
