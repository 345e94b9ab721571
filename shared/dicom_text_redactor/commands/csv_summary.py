"""The table that ``--summary`` writes: a row for each file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from dicom_text_redactor.batch import Result
from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.files import replacing

COLUMNS = ("path", "status", "reason", "boxes", "seconds", "source_sha256", "output_sha256")


def write_table(path: Path, results: Sequence[Result]) -> None:
    """Write the rows, in the order of their paths, as CSV in UTF-8.

    Raises
    ------
    SettingError
        The file cannot be written.
    """
    text = io.StringIO(newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(_row(result) for result in sorted(results, key=lambda result: result.path))
    try:
        with replacing(path) as file:
            # A name may hold bytes of no encoding, which Python keeps as lone surrogates.
            file.write(text.getvalue().encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise SettingError(f"The summary cannot be written ({type(error).__name__}): {path}.") from None


def _row(result: Result) -> tuple[object, ...]:
    return (
        result.path.as_posix(),
        result.status,
        result.code,
        result.boxes,
        f"{result.seconds:.3f}",
        result.source_sha256,
        result.output_sha256,
    )
