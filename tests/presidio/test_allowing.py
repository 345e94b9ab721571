"""Allow lists: what stays, and what does not although it looks alike."""

from __future__ import annotations

import re

import pytest

from dicom_text_redactor.presidio.allowing import AllowList

TEXT = "ABDOMEN C5-1, General Hospital\nABDOMENAL (Marlow) marlow\nGeneral\nHospital"


def stays(*entries: str, match: str = "exact", **flags: int) -> list[str]:
    return [TEXT[found.start : found.end] for found in AllowList(entries, match, **flags).find(TEXT)]


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("ABDOMEN", ["ABDOMEN"]),
        ("abdomen", []),
        ("Marlow", ["(Marlow)"]),
        ("C5-1", ["C5-1,"]),
        ("C5", []),
        ("General Hospital", ["General Hospital"]),
        ("  General   Hospital ", ["General Hospital"]),
        ("Hospital", ["Hospital", "Hospital"]),
        ("", []),
        ("(Marlow)", ["(Marlow)"]),
        (".", []),
    ],
)
def test_an_entry_stays_exactly_as_it_is_written_and_as_a_whole(entry: str, found: list[str]) -> None:
    assert stays(entry) == found


def test_all_entries_of_a_list_stay() -> None:
    assert sorted(stays("ABDOMEN", "Marlow")) == ["(Marlow)", "ABDOMEN"]


def test_a_regular_expression_keeps_the_words_in_which_it_finds_something() -> None:
    assert stays("marl", match="regex") == ["(Marlow)", "marlow"]
    assert stays("^marlow$", match="regex") == ["marlow"]
    assert stays(r"C\d", "^gen", match="regex") == ["C5-1,", "General", "General"]


def test_the_flags_say_how_an_expression_is_meant_and_any_case_is_the_usual_one() -> None:
    assert stays("marlow", match="regex", flags=0) == ["marlow"]
    assert stays("MARLOW", match="regex", flags=re.IGNORECASE) == stays("MARLOW", match="regex")


def test_an_expression_does_not_run_on_to_the_next_word() -> None:
    assert stays("abdomen .*", match="regex") == []
    assert stays("C5.*", match="regex") == ["C5-1,"]


def test_an_expression_that_finds_nothing_but_gaps_keeps_nothing() -> None:
    assert stays("x*", match="regex") == []
