"""The errors: each with a code of its own, a remedy, and a place in the documented tree."""

from __future__ import annotations

import re

import pytest

from dicom_text_redactor import errors
from dicom_text_redactor.errors import RedactionError


def subclasses(error: type[RedactionError]) -> list[type[RedactionError]]:
    return [found for one in error.__subclasses__() for found in (one, *subclasses(one))]


ALL = [error for error in subclasses(RedactionError) if error.__module__ == errors.__name__]


def test_every_code_is_unique() -> None:
    codes = [RedactionError.code, *(error.code for error in ALL)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("error", ALL)
def test_every_error_has_a_code_for_programs_and_a_remedy_for_people(error: type[RedactionError]) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", error.code)
    assert error.remedy.endswith(".")
    assert error.remedy != RedactionError.remedy
    assert "code" in vars(error)
    assert "remedy" in vars(error)


def test_the_tree_of_the_documentation_lists_every_error_with_its_code_and_whether_it_is_permanent() -> None:
    listed = re.findall(r"[├└]── (\w+) +([a-z-]+) +(yes|no)$", errors.__doc__ or "", re.MULTILINE)
    assert sorted(listed) == sorted((error.__name__, error.code, "yes" if error.permanent else "no") for error in ALL)


def test_a_wrong_setting_is_no_refused_file() -> None:
    assert not issubclass(errors.SettingError, RedactionError)


@pytest.mark.parametrize("name", ["TimedOut", "ReaderFailed"])
def test_what_may_pass_is_worth_another_try(name: str) -> None:
    assert getattr(errors, name).permanent is False
