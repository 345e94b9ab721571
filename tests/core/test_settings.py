"""Settings: what each may be, and that a wrong one is named."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from dicom_text_redactor.errors import SettingError
from dicom_text_redactor.settings import RedactionSettings, words_of


def test_an_empty_environment_gives_the_defaults() -> None:
    assert RedactionSettings.from_environment({}) == RedactionSettings()


def test_what_is_hidden_by_default_is_all_that_cannot_be_shown_to_be_clinical() -> None:
    settings = RedactionSettings()
    assert (settings.policy, settings.fill, settings.uids) == ("cautious", "contrast", "keep")
    assert settings.ner_model


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("REDACT_POLICY", "phi", "policy", "phi"),
        ("REDACT_POLICY", " all-text ", "policy", "all-text"),
        ("REDACT_FILL", "black", "fill", "black"),
        ("REDACT_UIDS", "new", "uids", "new"),
        ("REDACT_OVERLAYS", "judge", "overlays", "judge"),
        ("REDACT_OUTSIDE_REGIONS", "hide", "outside_regions", "hide"),
        ("REDACT_BURNED_IN", "keep", "burned_in", "keep"),
        ("REDACT_HEADER", "basic", "header", "basic"),
        (
            "REDACT_HEADER_OPTIONS",
            " Retain-UIDs,shift-dates,",
            "header_options",
            frozenset(["retain-uids", "shift-dates"]),
        ),
        ("REDACT_HEADER_OPTIONS", "retain-dates=shift", "header_options", frozenset(["shift-dates"])),
        ("REDACT_HEADER_KEY", "0123456789abcdef", "header_key", "0123456789abcdef"),
        ("REDACT_HEADER_NAMES", "keep", "header_names", "keep"),
        ("REDACT_PREVIEW", "1", "preview", True),
        ("REDACT_PREVIEW", " 0 ", "preview", False),
        ("REDACT_LANGUAGES", "de", "languages", ("de",)),
        ("REDACT_LANGUAGES", " EN, de,,en", "languages", ("en", "de")),
        ("REDACT_NER_MODEL", "some_model", "ner_model", "some_model"),
        ("REDACT_NER_MODEL", "", "ner_model", ""),
        ("REDACT_ALLOW", "Gamma, DELTA,,", "allow", frozenset(["gamma", "delta"])),
        ("REDACT_DENY", "gamma", "deny", frozenset(["gamma"])),
        ("REDACT_MAX_BYTES", "1000", "max_bytes", 1000),
        ("REDACT_MAX_PIXELS", "1000", "max_pixels", 1000),
        ("REDACT_TIMEOUT_S", "1.5", "timeout_s", 1.5),
        ("REDACT_POLICY", "", "policy", "cautious"),
        ("REDACT_TIMEOUT_S", "", "timeout_s", RedactionSettings().timeout_s),
    ],
)
def test_the_environment_sets(name: str, text: str, field: str, value: object) -> None:
    assert getattr(RedactionSettings.from_environment({name: text}), field) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("REDACT_POLICY", "Cautious!"),
        ("REDACT_FILL", "white"),
        ("REDACT_UIDS", "old"),
        ("REDACT_OVERLAYS", "keep"),
        ("REDACT_REGIONS", "no/such/file"),
        ("REDACT_OUTSIDE_REGIONS", "keep"),
        ("REDACT_LANGUAGES", "english"),
        ("REDACT_LANGUAGES", "de;fr"),
        ("REDACT_LANGUAGES", ", "),
        ("REDACT_MAX_BYTES", "2 GB"),
        ("REDACT_MAX_BYTES", "-1"),
        ("REDACT_MAX_PIXELS", "1.5"),
        ("REDACT_MAX_PIXELS", "0"),
        ("REDACT_TIMEOUT_S", "4 min"),
        ("REDACT_TIMEOUT_S", "-3"),
        ("REDACT_TIMEOUT_S", "nan"),
        ("REDACT_ALLOW", "@no/such/file"),
        ("REDACT_DENY", "@no/such/file"),
        ("REDACT_PREVIEW", "yes"),
        ("REDACT_BURNED_IN", "yes"),
        ("REDACT_HEADER", "full"),
        ("REDACT_HEADER_OPTIONS", "retain-dates,shift-dates"),
        ("REDACT_HEADER_OPTIONS", "retain-nothing"),
        ("REDACT_HEADER_KEY", "short"),
        ("REDACT_HEADER_NAMES", "drop"),
    ],
)
def test_a_value_that_means_nothing_is_an_error_that_names_the_setting(name: str, text: str) -> None:
    with pytest.raises(SettingError, match=name):
        RedactionSettings.from_environment({name: text})


def test_other_variables_of_the_environment_are_nobody_s_business() -> None:
    assert RedactionSettings.from_environment({"REDACTED": "x", "HOME": "/"}) == RedactionSettings()


def test_overrides_win_over_the_environment_unless_they_are_none() -> None:
    settings = RedactionSettings.from_environment({"REDACT_POLICY": "phi"}, policy="all-text", fill=None)
    assert (settings.policy, settings.fill) == ("all-text", "contrast")


def test_words_come_from_a_file_with_remarks(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("Gamma  # a remark\n\n# a line of remarks\nVena Cava\n", encoding="utf-8")
    assert words_of(f"@{path}") == frozenset(["gamma", "vena cava"])
    assert RedactionSettings.from_environment({"REDACT_ALLOW": f"@{path}"}).allow == frozenset(["gamma", "vena cava"])


def test_a_file_of_words_in_another_encoding_is_an_error_that_names_the_setting(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes("Müller".encode("latin-1"))
    with pytest.raises(SettingError, match="REDACT_DENY"):
        RedactionSettings.from_environment({"REDACT_DENY": f"@{path}"})


def test_settings_do_not_change() -> None:
    settings = RedactionSettings()
    for field in fields(RedactionSettings):
        with pytest.raises(FrozenInstanceError):
            setattr(settings, field.name, None)
