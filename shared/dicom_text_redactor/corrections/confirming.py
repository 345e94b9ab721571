"""Writing down in a redacted file that a person looked at it and found nothing burned in that identifies somebody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import BinaryIO, cast

from dicom_text_redactor import beside
from dicom_text_redactor.dicom.files import reading, saving
from dicom_text_redactor.dicom.files.copies import shallow
from dicom_text_redactor.dicom.files.originals import restore
from dicom_text_redactor.errors import MarksMismatch, SettingError
from dicom_text_redactor.files import Facts, Noting, replacing
from dicom_text_redactor.report import SCHEMA


def result_of(folder: Path, name: str) -> Path:
    """The redacted file of that name, with slashes, below a folder.

    Raises
    ------
    SettingError
        There is no such file below the folder, or no report beside it.
    """
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
        raise SettingError(f"The marks name a file that is not below OUT_DIR: files[{json.dumps(name)}].")
    if not beside.report_of(path).is_file():
        raise SettingError(f"There is no report beside a file that the marks name: files[{json.dumps(name)}].")
    return path


def confirm(path: Path, *, max_bytes: int) -> None:
    """Set Burned In Annotation to NO in a redacted file, and what its report says of the file's bytes.

    Everything else stays as it is, byte for byte. A result that was made after the review is not the one that somebody
    looked at; its report names other bytes than the file's only if it was changed since, and then it is refused.

    Raises
    ------
    MarksMismatch
        The file is not the one that its report tells of.
    RedactionError
        It cannot be read.
    OSError
        It cannot be written.
    """
    place = beside.report_of(path)
    report = json.loads(place.read_text(encoding="utf-8"))
    output = report.get("output") if isinstance(report, dict) and report.get("schema") == SCHEMA else None
    with path.open("rb") as file:
        if not isinstance(output, dict) or Facts.of(file).sha256 != output.get("sha256"):
            raise MarksMismatch("The file is not the one that its report tells of.")
    dataset = shallow(reading.read(path, max_bytes=max_bytes))
    if dataset.get("BurnedInAnnotation") == "NO":
        return
    dataset.BurnedInAnnotation = "NO"
    restore(dataset)
    with replacing(path) as target:
        written = Noting(target)
        saving.save(dataset, cast(BinaryIO, written))
    facts = written.facts()
    report["output"] |= {"bytes": facts.length, "sha256": facts.sha256}
    with replacing(place) as file_of_report:
        file_of_report.write((json.dumps(report, indent=1, ensure_ascii=False) + "\n").encode("utf-8"))
