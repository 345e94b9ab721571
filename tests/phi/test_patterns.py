"""Patterns: what identifies by its form alone."""

from __future__ import annotations

import pytest

from dicom_text_redactor.phi import patterns
from tests.phi.pages import ALONE, BODY, NOBODY, TOP, hidden, judged


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("512-33-9021", "US_SSN"),
        ("512 - 33 - 9021", "US_SSN"),
        ("(555) 867-5309", "PHONE_NUMBER"),
        ("555.867.5309", "PHONE_NUMBER"),
        ("+49 89 4140 2210", "PHONE_NUMBER"),
        ("867-5309", "PHONE_NUMBER"),
        ("a.b@clinic.example", "EMAIL_ADDRESS"),
        ("93Y", "AGE"),
        ("101 years", "AGE"),
        ("Rue Haute 4", "LOCATION"),
        ("12 Elm Street", "LOCATION"),
        ("A7730912", "ID"),
        ("77309", "ID"),
        ("MRN7730912", "ID"),
    ],
)
def test_what_identifies_by_its_form_is_hidden_and_told_as_what_it_is(text: str, entity: str) -> None:
    verdicts = judged(TOP.format(text), NOBODY)[: len(text.split())]
    assert all(verdict.hide for verdict in verdicts)
    assert any(find.entity == entity for find in patterns.in_line(text)) or patterns.in_word(text) is not None


@pytest.mark.parametrize(
    "text", ["45Y", "1024x768", "0.625x0.625", "10:22:45", "23/110", "0.984:1", "512", "12.3456", "3500"]
)
def test_measurements_have_no_identifying_form(text: str) -> None:
    assert patterns.in_word(text) is None


@pytest.mark.parametrize("text", ["Vol 3 mm @ 4.6 cm", "TH 3.0/0.3 sp", "1.25/0.8", "@ 70 bpm", "C9-4 Abd"])
def test_figures_and_signs_that_resemble_an_address_or_a_date_are_kept(text: str) -> None:
    assert hidden(text, screen=BODY) == ""


@pytest.mark.parametrize(
    "text", ["jvrabec@talheim", "j.vrabec@talheim.example", "jvrabec@talheim,example", "jvrabec©talheim.example"]
)
def test_an_address_of_electronic_mail_is_hidden_with_its_ending_or_without(text: str) -> None:
    assert hidden(text) == text
    assert hidden(text, screen=ALONE) == text


@pytest.mark.parametrize("text", ["filmsApr 15,2013", "scansMay 7,2011"])
def test_a_date_that_lost_its_spaces_is_hidden(text: str) -> None:
    assert hidden(text) == text


@pytest.mark.parametrize("text", ["45,2013", "1,203", "15,2413"])
def test_figures_with_a_comma_that_are_no_day_and_year_are_no_date(text: str) -> None:
    assert patterns.in_word(text) != ("DATE_TIME", 0.7)


@pytest.mark.parametrize("text", ["10ug1992", "3Seq2004", "21Mor1958"])
def test_a_date_whose_month_was_misread_is_still_a_date(text: str) -> None:
    assert patterns.in_word(text) == ("DATE_TIME", 0.7)


@pytest.mark.parametrize("text", ["10ug", "250mg", "5ml", "10ug19"])
def test_a_dose_is_no_date(text: str) -> None:
    assert patterns.in_word(text) is None


@pytest.mark.parametrize(
    ("text", "time"),
    [("10:42:17", True), ("08:15", True), ("(13:05)", True), ("9:05pm", True), ("10.42", False), ("25:99", False)],
)
def test_a_time_of_day_is_figures_with_a_colon(text: str, time: bool) -> None:
    assert patterns.is_time(text) is time
