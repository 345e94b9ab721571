"""Recognizers and the header, as a caller of `Redactor` uses them or leaves them out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from dicom_text_redactor.errors import Internal, SettingError
from dicom_text_redactor.phi.patterns import Find
from dicom_text_redactor.phi.recognizers import Role
from dicom_text_redactor.redactor import Redactor
from dicom_text_redactor.report import BoxReport
from dicom_text_redactor.settings import RedactionSettings
from tests.phantoms import CLINICAL, IDENTIFYING, SURNAME, Line, Phantom, area_of, chart, image_with

QUICK = RedactionSettings(ner_model="")


@dataclass(frozen=True)
class Seeking:
    word: str
    role: Role = "hide"

    def find(self, text: str) -> Sequence[Find]:
        return [Find(*found.span(), "CODE", 0.7) for found in re.finditer(self.word, text)]


class Failing:
    role: Role = "hide"

    def find(self, text: str) -> Sequence[Find]:
        raise KeyError(text)


def gone(phantom: Phantom, report: BoxReport) -> set[str]:
    """The words of which all ink was painted over."""
    shape = next(iter(phantom.ink.values())).shape
    area = area_of([mark.box for mark in report.hidden], (shape[0], shape[1]))
    return {word for word, ink in phantom.ink.items() if area[ink].all()}


def test_what_a_recognizer_finds_is_painted_over_and_what_another_one_keeps_stays() -> None:
    phantom = chart()
    redactor = Redactor(QUICK, recognizers=[Seeking("CHEST"), Seeking(SURNAME, "keep")])
    report = redactor.redact(phantom.dataset).report
    assert gone(phantom, report) == {"CHEST", *IDENTIFYING} - {SURNAME}
    assert [mark.entity for mark in report.hidden if mark.source == "pattern"] == ["CODE"]
    assert "allow-list" in {mark.source for mark in report.kept}


def test_without_the_header_what_only_it_knows_is_left_under_phi() -> None:
    phantom = image_with(Line("PORTAL VEIN"), Line("CHEST LATERAL", top=150), PatientName="Portal^Ida")
    known = Redactor(RedactionSettings(policy="phi", ner_model=""))
    assert gone(phantom, known.redact(phantom.dataset).report) == {"PORTAL"}
    alone = known.variant(known.settings, use_header=False)
    assert gone(phantom, alone.redact(phantom.dataset).report) == set()
    assert gone(phantom, known.redact(phantom.dataset).report) == {"PORTAL"}


def test_a_variant_paints_as_it_is_told_and_leaves_the_first_redactor_as_it_was() -> None:
    phantom = chart()
    first = Redactor(QUICK, recognizers=[Seeking("CHEST")])
    second = first.variant(RedactionSettings(ner_model="", fill="black"), recognizers=[Seeking("LATERAL")])
    reports = [redactor.redact(phantom.dataset).report for redactor in (first, second)]
    assert [report.fill for report in reports] == ["contrast", "black"]
    assert [gone(phantom, report) & set(CLINICAL) for report in reports] == [{"CHEST"}, {"LATERAL"}]


def test_a_recognizer_that_fails_refuses_the_image_and_its_words_stay_unsaid() -> None:
    with pytest.raises(Internal) as caught:
        Redactor(QUICK, recognizers=[Failing()]).redact(chart().dataset)
    assert SURNAME not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("more", [{"recognizers": [Seeking("CHEST")]}, {"use_header": False}])
def test_what_other_processes_would_not_know_is_not_shared_between_them(
    more: dict[str, object], tmp_path: Path
) -> None:
    redactor = Redactor(QUICK, **more)  # type: ignore[arg-type]
    phantom = chart()
    phantom.saved(tmp_path / "in" / "a.dcm")
    with pytest.raises(SettingError, match="one process"):
        redactor.redact_directory(tmp_path / "in", tmp_path / "out", workers=2)
    assert not (tmp_path / "out").exists()
    assert redactor.redact_directory(tmp_path / "in", tmp_path / "out").by_status == {"redacted": 1}
