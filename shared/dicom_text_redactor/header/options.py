"""The options of the profile, by the names that the settings give them (PS3.15 E.3)."""

from __future__ import annotations

from dataclasses import dataclass

from dicom_text_redactor.errors import SettingError


@dataclass(frozen=True, slots=True)
class Option:
    """One option: its name in the settings, and its code in CID 7050 of PS3.16."""

    name: str
    code: str
    meaning: str


BASIC = Option("basic", "113100", "Basic Application Confidentiality Profile")
CLEAN_GRAPHICS = Option("clean-graphics", "113103", "Clean Graphics Option")
"""Overlays whose text is judged (REDACT_OVERLAYS=judge) are cleaned graphics."""

ALL = {
    option.name: option
    for option in (
        Option("clean-structured-content", "113104", "Clean Structured Content Option"),
        Option("clean-descriptors", "113105", "Clean Descriptors Option"),
        Option("retain-dates", "113106", "Retain Longitudinal Temporal Information Full Dates Option"),
        Option("shift-dates", "113107", "Retain Longitudinal Temporal Information Modified Dates Option"),
        Option("retain-patient-characteristics", "113108", "Retain Patient Characteristics Option"),
        Option("retain-device", "113109", "Retain Device Identity Option"),
        Option("retain-uids", "113110", "Retain UIDs Option"),
        Option("retain-safe-private", "113111", "Retain Safe Private Option"),
        Option("retain-institution", "113112", "Retain Institution Identity Option"),
    )
}
"""The options that a setting can name."""

_ALSO = {"retain-dates=full": "retain-dates", "retain-dates=shift": "shift-dates"}


def parsed(text: str) -> frozenset[str]:
    """Options from a list with commas; ``retain-dates=shift`` is another name of ``shift-dates``."""
    names = (name.strip().lower() for name in text.split(","))
    return frozenset(_ALSO.get(name, name) for name in names if name)


def check(names: frozenset[str], name: str) -> None:
    """See that these are options, and go together.

    Raises
    ------
    SettingError
        They do not; the setting `name` is named.
    """
    if not names <= ALL.keys():
        raise SettingError(f"{name} must be options with commas, of: {', '.join(sorted(ALL))}.")
    if {"retain-dates", "shift-dates"} <= names:
        raise SettingError(f"{name} can have retain-dates or shift-dates, not both.")
