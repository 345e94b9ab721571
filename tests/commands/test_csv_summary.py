"""The table of ``--summary``: a row for each file, whatever its name."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from dicom_text_redactor.batch import Result
from dicom_text_redactor.commands.csv_summary import COLUMNS, write_table
from dicom_text_redactor.errors import SettingError

NAMES = ("b", 'a "letter", with commas', "c\nd", os.fsdecode(b"caf\xe9"), "ä")


def test_a_row_tells_of_each_file_in_the_order_of_their_paths(tmp_path: Path) -> None:
    results = [Result(Path(name), "redacted", 2, 0.5, source_sha256="ab", output_sha256="cd") for name in NAMES]
    results.append(Result(Path("x"), "refused", code="damaged"))
    write_table(tmp_path / "s.csv", results)
    with (tmp_path / "s.csv").open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert tuple(head) == COLUMNS == ("path", "status", "reason", "boxes", "seconds", "source_sha256", "output_sha256")
    assert [row[0] for row in rows] == sorted(["b", 'a "letter", with commas', "c\nd", "caf\\udce9", "ä", "x"])
    assert rows[-2] == ["x", "refused", "damaged", "0", "0.000", "", ""]
    assert {tuple(row[1:]) for row in rows if row[0] != "x"} == {("redacted", "", "2", "0.500", "ab", "cd")}
    assert [path.name for path in tmp_path.iterdir()] == ["s.csv"]


def test_a_table_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="nowhere"):
        write_table(tmp_path / "nowhere" / "s.csv", [])
