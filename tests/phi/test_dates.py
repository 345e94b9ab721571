"""Dates: every form a screen may show, and the numbers that only look like one."""

from __future__ import annotations

import datetime as dt

import pytest

from dicom_text_redactor.phi import dates
from dicom_text_redactor.phi.spelling import squeeze
from dicom_text_redactor.settings import Policy
from tests.phi.pages import BODY, hidden

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
def test_a_date_is_hidden_in_every_form(shown: str, policy: Policy) -> None:
    assert hidden(shown, policy=policy) == shown


@pytest.mark.parametrize("shown", [form for form in SHOWN if form != "57-03-08"])
def test_the_whole_of_a_date_is_found_in_a_row(shown: str) -> None:
    row = dates.readable(f"CHEST {shown} PA")
    start, end = min((a for a, _ in dates.spans(row)), default=0), max((b for _, b in dates.spans(row)), default=0)
    assert (start, end) == (6, 6 + len(shown))


@pytest.mark.parametrize(
    "shown", [form for form in SHOWN if not form.startswith("8 de") and form not in ("Mar 1957", "8.3.57")]
)
def test_the_spellings_of_a_headers_date_hold_every_form(shown: str) -> None:
    assert squeeze(shown) in dates.forms(DAY)


@pytest.mark.parametrize(
    "shown", ["0B/03/1957", "O8.O3.1957", "08/031957", "l2/11/1957", "12 0ct 1957", "08-Mar- 1957", "0V/15/1998"]
)
def test_a_misread_date_is_hidden(shown: str) -> None:
    assert hidden(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "3/12",
        "12/80",
        "1024",
        "10:22:45",
        "FOV 240",
        "1.5",
        "TE 90 TR 3500",
        "0.5x0.5x2.0",
        "16.1cm 1.3 29Hz",
    ],
)
def test_numbers_that_are_no_dates_are_kept_and_found_to_be_none(text: str) -> None:
    assert dates.spans(dates.readable(text)) == []
    assert hidden(text, screen=BODY) == ""


@pytest.mark.parametrize(
    "text", ["令和3年5月17日", "平成12年3月", "民國110年5月17日", "2021年5月17日", "2021년 5월 17일"]
)
def test_a_date_of_east_asia_is_hidden_whichever_era_counts_its_years(text: str) -> None:
    assert hidden(text) == text


@pytest.mark.parametrize("row", ["Geb. 12.03.", "DOB 12.03", "DOB: 05/17"])
def test_a_day_without_its_year_is_hidden_behind_a_label(row: str) -> None:
    assert hidden(row) == row.split()[1]


@pytest.mark.parametrize("text", ["1 janv. 2007", "25 Jul 201", "13 May 2005"])
def test_a_date_of_another_language_or_without_its_last_figure_is_hidden(text: str) -> None:
    assert hidden(text) == text


def test_a_year_that_nothing_explains_is_hidden_where_dates_stand() -> None:
    assert hidden("2019") == "2019"


@pytest.mark.parametrize(
    ("word", "day"),
    [("1", True), ("31", True), ("29th", True), ("O3", True), ("32", False), ("0", False), ("mm", False)],
)
def test_a_day_is_a_whole_number_up_to_31(word: str, day: bool) -> None:
    assert dates.is_day(word) is day


@pytest.mark.parametrize(
    ("word", "year"),
    [("1957", True), ("(2015)", True), ("2O15", True), ("1824", False), ("2051", False), ("20155", False)],
)
def test_a_year_is_one_of_the_last_or_this_century(word: str, year: bool) -> None:
    assert dates.is_year(word) is year


def test_a_day_and_a_month_are_known_without_their_year() -> None:
    assert {"8mar", "08mar", "mar8", "8marz", "march08"} <= dates.forms_without_year(DAY)


@pytest.mark.parametrize(
    ("value", "date"), [("19570308", DAY), ("19570308101500", DAY), ("1957.03.08", DAY), ("", None), ("13", None)]
)
def test_a_dicom_date_is_parsed_or_left_alone(value: str, date: dt.date | None) -> None:
    assert dates.parse(value) == date
