"""The page of the evidence is what the command prints."""

from __future__ import annotations

from pathlib import Path

import pytest

from dicom_text_redactor.phi.evidence import groups, pieces
from dicom_text_redactor.phi.weighing import AROUND
from tests.phi.pages import MARLOW
from training import evidence_page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "evidence.md"


def test_the_page_equals_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    evidence_page.main()
    assert PAGE.read_text(encoding="utf-8") == capsys.readouterr().out, "make evidence-page"


def test_the_page_has_a_row_for_each_piece_and_a_heading_for_each_group() -> None:
    _, *sections = PAGE.read_text(encoding="utf-8").split("\n## ")
    named = [line.split("`")[1] for text in sections for line in text.splitlines() if line.startswith("| `")]
    assert sorted(named) == sorted({*pieces(), *AROUND})
    assert len(sections) == len(list(groups())) + 1


def test_the_header_of_the_examples_is_the_one_that_the_tests_use() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    for keyword in ("PatientName", "PatientID", "StudyDescription", "InstitutionName"):
        assert str(MARLOW.get(keyword)) in text
    assert "14 March 2015 with 117 kV" in text
    assert (MARLOW.StudyDate, MARLOW.KVP) == ("20150314", 117)
