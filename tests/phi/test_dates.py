"""Dates: every form a screen may show, and the numbers that only look like one."""

from __future__ import annotations

import datetime as dt

import pytest

from dicom_text_redactor.phi import dates
from dicom_text_redactor.phi.spelling import squeeze
from tests.phi.pages import hidden

DAY = dt.date(1957, 3, 8)

SHOWN = [
    "08.03.1957", "8.3.1957", "03/08/1957", "3/8/1957", "1957-03-08", "1957/03/08", "1957.03.08", "19570308",
    "08-03-1957", "08 03 1957", "08/03/57", "8.3.57", "57-03-08", "08-Mar-1957", "8 Mar 1957", "08MAR1957", "08MAR57",
    "8-MAR-57", "Mar 8, 1957", "March 8, 1957", "Mar 08 1957", "8 March 1957", "8. März 1957", "08 mars 1957",
    "8 marzo 1957", "8 de marzo 1957", "8 maart 1957", "8 marco 1957", "1957 Mar 08", "1957-MAR-08",
    "MAR-08-1957", "Mar 1957",
]  # fmt: skip


@pytest.mark.parametrize("shown", SHOWN)
@pytest.mark.parametrize("policy", ["cautious", "phi"])
def test_a_date_is_hidden_in_every_form(shown: str, policy: str) -> None:
    assert hidden(shown, policy="phi" if policy == "phi" else "cautious") == shown


@pytest.mark.parametrize(
    "shown", [form for form in SHOWN if not form.startswith("8 de") and form not in ("Mar 1957", "8.3.57")]
)
def test_the_spellings_of_a_headers_date_hold_every_form(shown: str) -> None:
    assert squeeze(shown) in dates.forms(DAY)


@pytest.mark.parametrize(
    "shown", ["0B/03/1957", "O8.O3.1957", "08/031957", "l2/11/1957", "12 0ct 1957", "27, 1957", "08-Mar- 1957"]
)
def test_a_misread_date_is_hidden(shown: str) -> None:
    assert hidden(shown) == shown


@pytest.mark.parametrize(
    "text", ["3/12", "TR 2000", "12/80", "1024", "10:22:45", "FOV 240", "1.5", "TE 90 TR 3500", "0.5x0.5x2.0"]
)
def test_numbers_that_are_no_dates_are_kept(text: str) -> None:
    assert hidden(text) == ""


def test_a_year_that_nothing_explains_is_hidden() -> None:
    assert hidden("2019") == "2019"


@pytest.mark.parametrize(
    ("value", "date"), [("19570308", DAY), ("19570308101500", DAY), ("1957.03.08", DAY), ("", None), ("13", None)]
)
def test_a_dicom_date_is_parsed_or_left_alone(value: str, date: dt.date | None) -> None:
    assert dates.parse(value) == date
